import type { SourceFile } from "../../model/location.ts";
import type { Problem } from "../../model/problem.ts";
import { fileSource } from "../../model/source.ts";
import { parseJson } from "../json/parse-json.ts";
import type { Parser } from "../loader.ts";
import { parseYaml, type YamlStream } from "../yaml/parse.ts";

/** YAML manifests, without custom resource definitions. */
export const manifestParser: Parser<YamlStream> = {
  name: "kubernetes-yaml",
  parse: (file) => {
    const stream = parseYaml({ ...fileSource(file), text: withoutDefinitions(file.text) });
    return { value: stream, comments: stream.comments, problems: stream.problems };
  },
};

const DEFINITION = /^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*\r?$/m;

/**
 * The text with spaces in place of documents that define custom resources: they say nothing of identities, are full of
 * their words, and are most of what there is to read (98% of the bytes in a repository of tutorials). `---` at the
 * beginning of a line always ends a document (YAML 1.2.2, 9.1.2), so no parser is needed to find them.
 */
function withoutDefinitions(text: string): string {
  if (!DEFINITION.test(text)) return text;
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    const marker = text.indexOf("\n---", start);
    const end = marker === -1 ? text.length : marker + 1;
    const piece = text.slice(start, end);
    const first = piece.startsWith("---") ? piece.indexOf("\n") + 1 : 0;
    pieces.push(
      DEFINITION.test(piece) && (first > 0 || start === 0)
        ? piece.slice(0, first) + " ".repeat(Math.max(0, piece.length - first - 1)) + "\n"
        : piece,
    );
    start = end;
  }
  return pieces.join("").slice(0, text.length);
}

/** JSON manifests as a stream of one document. */
export const jsonManifestParser: Parser<YamlStream> = {
  name: "kubernetes-json",
  parse: (file) => {
    const stream = readJson(file);
    return { value: stream, comments: stream.comments, problems: stream.problems };
  },
};

function readJson(file: SourceFile): YamlStream {
  const source = fileSource(file);
  const { node, problems } = parseJson(source);
  const found = problems.slice(0, 1).map(({ message, start, end }): Problem => {
    return { code: "input/unparseable", message, at: { ...source.locate(start, end), route: [] } };
  });
  const documents = node === undefined ? [] : [{ node, broken: found.length > 0 }];
  return { kind: "yaml", documents, comments: [], problems: found };
}
