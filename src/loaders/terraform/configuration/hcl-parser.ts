import type { Location, SourceFile, Span } from "../../../model/location.ts";
import type { Parsed, Parser } from "../../loader.ts";
import type { Body } from "../syntax/ast.ts";
import { parseHcl } from "../syntax/parser.ts";

/** A configuration or variable file: its body, and the file that the body's spans belong to. */
export interface ConfigFile {
  readonly file: SourceFile;
  readonly body: Body;
}

/** The place of a span of a file. */
export function locationIn(file: SourceFile, span: Span): Location {
  return { file, route: [], span };
}

function parse(file: SourceFile): Parsed<ConfigFile> {
  const { body, problems, comments } = parseHcl(file.text);
  return {
    value: { file, body },
    comments: comments.map(({ text, span }) => ({ file, text, start: span.start, end: span.end })),
    problems: problems.map(({ message, span }) => ({
      code: "input/unparseable",
      message,
      at: locationIn(file, span),
    })),
  };
}

/** HCL's native syntax, for `Questions.parse`. */
export const hclParser: Parser<ConfigFile> = { name: "hcl", parse };
