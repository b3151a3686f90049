import type { Location, SourceFile, Span } from "../../../model/location.ts";
import type { TextEdit } from "../../../model/finding.ts";
import { fileSource, type Source } from "../../../model/source.ts";
import { parseJson } from "../../json/parse-json.ts";
import { parseYaml } from "../../yaml/parse.ts";
import type { Template } from "../syntax/ast.ts";
import { writeText } from "./write-string.ts";

/** A run of a template's text: `[start, end)` of the document stands at `outer` of the file. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly outer: Span;
  /** False for an interpolation, an escape and whatever else does not stand as it reads. */
  readonly verbatim: boolean;
}

/** A document (JSON, YAML) that a template of HCL spells, as a file of its own: each interpolation is one character. */
export interface TemplateDocument {
  readonly file: SourceFile;
  /** The document's place of a place in the template; undefined when it is not whole characters of it. */
  inward(at: Location): Location | undefined;
  /** An edit of the document as one of the file that holds it; undefined when it cannot be spelt there. */
  outward(edit: TextEdit): TextEdit | undefined;
}

const FIRST = 0xe000;
const LAST = 0xf8ff;

interface Flat {
  readonly text: string;
  readonly runs: readonly Run[];
  /** The source of the interpolation that a character stands for. */
  readonly holes: ReadonlyMap<string, string>;
}

function flatten(template: Template, file: SourceFile): Flat | undefined {
  const runs: Run[] = [];
  const holes = new Map<string, string>();
  let text = "";
  for (const part of template.parts) {
    const start = text.length;
    if (part.kind === "text") {
      if (/[\ue000-\uf8ff]/.test(part.value)) return undefined;
      text += part.value;
      const verbatim = part.value === file.text.slice(part.span.start, part.span.end);
      runs.push({ start, end: text.length, outer: part.span, verbatim });
      continue;
    }
    const code = FIRST + holes.size;
    if (code > LAST) return undefined;
    const char = String.fromCharCode(code);
    holes.set(char, file.text.slice(part.span.start, part.span.end));
    text += char;
    runs.push({ start, end: text.length, outer: part.span, verbatim: false });
  }
  return { text, runs, holes };
}

/** A source in which the characters for interpolations are holes, so that they may stand where a value does. */
function sourceOf({ text, holes }: Flat, file: SourceFile): Source {
  return {
    ...fileSource(file),
    text,
    holeAt: (char) => (holes.has(char) ? { kind: "hole", id: char, name: char } : undefined),
  };
}

/** The language of a template's text: JSON, a YAML map or list of several lines, or nothing that has a grammar. */
function languageOf(flat: Flat): "json" | "yaml" | undefined {
  const file = (path: string): SourceFile => ({ path, text: flat.text });
  const first = flat.text.trimStart()[0];
  if (first === "{" || first === "[") {
    const { node, problems } = parseJson(sourceOf(flat, file("template.json")));
    if (problems.length === 0 && (node?.kind === "map" || node?.kind === "list")) return "json";
  }
  if (!flat.text.includes("\n")) return undefined;
  const { documents, problems } = parseYaml(sourceOf(flat, file("template.yaml")));
  const isDocument = documents.some(({ node }) => node.kind === "map" || node.kind === "list");
  return isDocument && problems.length === 0 ? "yaml" : undefined;
}

/** The document that a template spells, or undefined when its text is a string and no more. */
export function documentIn(template: Template, file: SourceFile): TemplateDocument | undefined {
  const flat = flatten(template, file);
  const language = flat && languageOf(flat);
  if (flat === undefined || language === undefined) return undefined;
  const inner: SourceFile = { path: `${file.path}#.${language}`, text: flat.text };
  return {
    file: inner,
    inward: (at) => inward(flat, inner, at),
    outward: (edit) => outward(edit, template, flat, file),
  };
}

function inward({ runs }: Flat, file: SourceFile, at: Location): Location | undefined {
  const start = innerOffset(runs, at.span.start, "start");
  const end = innerOffset(runs, at.span.end, "end");
  return start === undefined || end === undefined || end < start
    ? undefined
    : { file, route: at.route, span: { start, end } };
}

function innerOffset(runs: readonly Run[], offset: number, side: "start" | "end"): number | undefined {
  const touching = runs.filter(({ outer }) => offset >= outer.start && offset <= outer.end);
  const run = side === "start" ? touching.at(-1) : touching[0];
  if (run === undefined) return undefined;
  if (run.verbatim) return run.start + (offset - run.outer.start);
  if (offset === run.outer.start) return run.start;
  return offset === run.outer.end ? run.end : undefined;
}

/** Where an offset of the document stands in the file; between two runs, the end of the first or the start of the second. */
function outerOffset(runs: readonly Run[], offset: number, side: "left" | "right"): number | undefined {
  const touching = runs.filter(({ start, end }) => offset >= start && offset <= end);
  const run = side === "left" ? touching[0] : touching.at(-1);
  if (run === undefined) return undefined;
  if (run.verbatim) return run.outer.start + (offset - run.start);
  if (offset === run.start) return run.outer.start;
  return offset === run.end ? run.outer.end : undefined;
}

/** How far a `<<-` heredoc moves its lines to the left: what stands before the first line's first character. */
function indentationOf(template: Template, { runs, text }: Flat, file: SourceFile): string {
  if (template.form !== "indented-heredoc") return "";
  const first = runs.find(({ start }) => start === 0 || text[start - 1] === "\n");
  if (first === undefined) return "";
  const lineStart = file.text.lastIndexOf("\n", first.outer.start - 1) + 1;
  return file.text.slice(lineStart, first.outer.start);
}

function outward(
  { at, text }: TextEdit,
  template: Template,
  flat: Flat,
  file: SourceFile,
): TextEdit | undefined {
  const span = outerSpan(at.span, flat);
  if (span === undefined) return undefined;
  const indentation = indentationOf(template, flat, file);
  const written = writePieces(text, template.form, flat.holes);
  if (written === undefined || makesSequence(written, span, file.text)) return undefined;
  const spelt = indented(written, indentation, file.text[span.start - 1] === "\n");
  return { at: { file, route: at.route, span }, text: spelt };
}

/** The lines of a text as they stand in a heredoc that is indented. */
function indented(text: string, indentation: string, atLineStart: boolean): string {
  if (indentation === "" || text === "") return text;
  const lines = text.split("\n");
  const isLast = (index: number): boolean => index === lines.length - 1;
  return lines
    .map((line, index) => {
      if (index === 0) return atLineStart ? indentation + line : line;
      return atLineStart && isLast(index) && line === "" ? line : indentation + line;
    })
    .join("\n");
}

function outerSpan({ start, end }: Span, { runs, text }: Flat): Span | undefined {
  const lineStart = (offset: number): boolean => offset === 0 || text[offset - 1] === "\n";
  // Whole lines go with the indentation that was cut off them: of the next line, or of themselves at the end.
  const wholeLines = lineStart(start) && lineStart(end) && end > 0;
  const bias = wholeLines && end === text.length ? "left" : "right";
  const from = outerOffset(runs, start, bias);
  const to = outerOffset(runs, end, wholeLines ? bias : end > start ? "left" : "right");
  return from === undefined || to === undefined || to < from ? undefined : { start: from, end: to };
}

/** Text as the template spells it; a character that stands for an interpolation becomes its source again. */
function writePieces(
  text: string,
  form: Template["form"],
  holes: ReadonlyMap<string, string>,
): string | undefined {
  let written = "";
  let run = "";
  const flush = (): boolean => {
    const piece = writeText(run, form);
    run = "";
    written += piece ?? "";
    return piece !== undefined;
  };
  for (const char of text) {
    const source = holes.get(char);
    if (source === undefined) {
      run += char;
      continue;
    }
    if (!flush()) return undefined;
    written += source;
  }
  return flush() ? written : undefined;
}

/** Whether a text makes `${` or `%{` of what stands around it. */
export function makesSequence(written: string, { start, end }: Span, text: string): boolean {
  const before = text[start - 1] ?? "";
  const after = text[end] ?? "";
  const opens = (char: string): boolean => char === "$" || char === "%";
  const last = written === "" ? before : (written.at(-1) ?? "");
  return (opens(before) && written.startsWith("{")) || (opens(last) && after === "{");
}
