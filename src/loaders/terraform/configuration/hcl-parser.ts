import type { Location, SourceFile, Span } from "../../../model/location.ts";
import type { Parsed, Parser } from "../../loader.ts";
import type { Body } from "../syntax/ast.ts";
import { parseTfJson } from "../syntax/json.ts";
import { parseHcl } from "../syntax/parser.ts";
import { placeIn } from "../syntax/stand-in.ts";

/** A configuration or variable file: its body, and the file that the body's spans belong to. */
export interface ConfigFile {
  readonly file: SourceFile;
  readonly body: Body;
}

/** The place of a span of a file. */
export function locationIn(file: SourceFile, span: Span): Location {
  return placeIn(file, span);
}

/** What a comment says: the syntax keeps the marks around it. */
function withoutMarks(comment: string): string {
  if (comment.startsWith("/*")) return comment.slice(2, comment.endsWith("*/") ? -2 : undefined);
  return comment.slice(comment.startsWith("#") ? 1 : 2);
}

function parse(file: SourceFile): Parsed<ConfigFile> {
  const isJson = file.path.endsWith(".json");
  const { body, problems, comments } = isJson ? parseTfJson(file.text) : parseHcl(file.text);
  return {
    value: { file, body },
    comments: comments.map(({ text, span: { start, end } }) => ({
      file,
      text: withoutMarks(text),
      start,
      end,
    })),
    problems: problems.map(({ message, span }) => ({
      code: "input/unparseable",
      message,
      at: locationIn(file, span),
    })),
  };
}

/** HCL's native syntax and its JSON form, for `Questions.parse`. */
export const hclParser: Parser<ConfigFile> = { name: "hcl", parse };
