import { Composer, Parser as TokenParser, type Document, type ParsedNode } from "yaml";
import type { Location, SourceFile } from "../../model/location.ts";
import { stringAt, type Node } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import { fileSource, type Source } from "../../model/source.ts";
import type { Comment, Parser } from "../loader.ts";
import { readNode, startReading, type Reading } from "./nodes.ts";
import { looksLikeTemplate } from "./template.ts";
import { inspectTokens } from "./tokens.ts";

/** Collections nested deeper than this are not read; real files stay under 30. */
const MAX_DEPTH = 200;

/** One document of a YAML stream. */
export interface YamlDocument {
  readonly node: Node;
  /** The parser found errors in it: what could be read may be incomplete. */
  readonly broken: boolean;
}

/**
 * What a YAML text is. A "template" becomes YAML only when a program has filled it in (Helm, Jinja, Go, templatefile):
 * its documents are what could be read, with holes for bare `{{ x }}`, and it is never a parse error. "sops": values are encrypted, and unknown.
 */
export type YamlKind = "yaml" | "template" | "sops" | "binary";

export interface YamlStream {
  readonly kind: YamlKind;
  /** Documents that hold something, in order. */
  readonly documents: readonly YamlDocument[];
  readonly comments: readonly Comment[];
  /** The first error of each document in the parser's own words, bad aliases, and limits that were met. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a YAML stream (YAML 1.2.2, with the booleans and octal numbers of 1.1 that Kubernetes' tools know). Repeated
 * keys stay; aliases and merge keys are resolved, each value at the place of its anchor; a scalar's text has the exact
 * place of every line. Comments and problems are placed in the file that holds the source.
 */
export function parseYaml(source: Source): YamlStream {
  const { text } = source;
  if (text.includes("\0")) return { kind: "binary", documents: [], comments: [], problems: [] };
  const tokens = [...new TokenParser().parse(text)];
  const facts = inspectTokens(tokens);
  const comments = facts.comments.map((comment) => toComment(source, comment));
  if (facts.depth > MAX_DEPTH) {
    const message = `nested more than ${String(MAX_DEPTH)} levels deep; not read`;
    return {
      kind: "yaml",
      documents: [],
      comments,
      problems: [{ code: "input/too-large", message, at: source.at }],
    };
  }
  // `strict: false` accepts what is unambiguous although the specification forbids it, as go-yaml does.
  const composer = new Composer({ strict: false, uniqueKeys: false, merge: false });
  const documents: YamlDocument[] = [];
  const problems: Problem[] = [];
  let isTemplate = false;
  for (const document of composer.compose(tokens)) {
    const error = document.errors[0];
    if (error !== undefined) {
      isTemplate ||= looksLikeTemplate(source.at.file.path, text, error.pos[0]);
      problems.push({ code: "input/unparseable", message: error.message, at: placeOf(source, error.pos) });
    }
    const reading = startReading(source);
    const node = contentsOf(reading, document);
    if (node !== undefined) documents.push({ node, broken: error !== undefined });
    problems.push(...reading.problems);
    isTemplate ||= reading.templated;
  }
  const kind = isTemplate ? "template" : documents.some(isEncrypted) ? "sops" : "yaml";
  return { kind, documents, comments, problems: isTemplate ? [] : problems };
}

/** The value of a document, or undefined when there is nothing in it. */
function contentsOf(reading: Reading, { contents }: Document<ParsedNode>): Node | undefined {
  if (contents === null || contents.range[0] === contents.range[1]) return undefined;
  return readNode(reading, contents, reading.source.at.route, contents.range[0]);
}

function isEncrypted({ node }: YamlDocument): boolean {
  return stringAt(node, "sops", "mac") !== undefined || stringAt(node, "sops", "version") !== undefined;
}

function placeOf(source: Source, [start, end]: readonly [number, number]): Location {
  const from = Math.min(start, source.text.length);
  const to = Math.min(Math.max(end, from), source.text.length);
  return { ...source.locate(from, to), route: source.at.route };
}

function toComment(
  source: Source,
  { start, text }: { readonly start: number; readonly text: string },
): Comment {
  const place = source.locate(start, start + text.length);
  return { file: place.file, start: place.span.start, end: place.span.end, text: text.slice(1) };
}

/** The parser for whole files, as units ask for it. */
export const yamlParser: Parser<YamlStream> = {
  name: "yaml",
  parse: (file: SourceFile) => {
    const stream = parseYaml(fileSource(file));
    return { value: stream, comments: stream.comments, problems: stream.problems };
  },
};
