import { markProblems, unmarked } from "../../catalogue/terraform-modules/marked-text.ts";
import type { ModuleRow } from "../../catalogue/terraform-modules/module-row.ts";
import { parseHcl } from "../../loaders/terraform/syntax/parser.ts";
import type { Location, Route } from "../../model/location.ts";
import type { ConfigurationDocument, ConfigurationError } from "./document.ts";
import { printRoute } from "./explain-errors.ts";

/** What is wrong in a row's text, by its line counted from 1. */
interface TextProblem {
  readonly line: number;
  readonly message: string;
}

/** What is wrong with the HCL of the configuration's own rows of the module catalogue, each at its line. */
export function wrongModuleRows(
  rows: readonly ModuleRow[],
  document: ConfigurationDocument,
): readonly ConfigurationError[] {
  return rows.flatMap(({ module }, index) => {
    if (module === undefined) return [];
    const route: Route = ["terraform", "modules", index, "module"];
    const lines = typeof module === "string" ? undefined : module;
    const text = typeof module === "string" ? module : module.join("\n");
    return problemsIn(text).map(({ line, message }): ConfigurationError => {
      const at =
        lines === undefined
          ? lineOf(document.valueAt(route), line)
          : document.valueAt([...route, lineInList(lines, line)]);
      return { at, message: `${printRoute(route)}, line ${String(line)}: ${message}` };
    });
  });
}

/** Marks first: a text with wrong marks is not the HCL that it means. */
function problemsIn(text: string): readonly TextProblem[] {
  const marks = markProblems(text);
  if (marks.length > 0) return marks;
  const plain = unmarked(text, { below: [Infinity, 0, 0], inputs: undefined });
  return parseHcl(plain).problems.map(({ message, span }) => ({
    line: plain.slice(0, span.start).split("\n").length,
    message,
  }));
}

/** The item of a list of texts that a line of the whole is in. */
function lineInList(texts: readonly string[], line: number): number {
  let before = 0;
  for (const [index, text] of texts.entries()) {
    before += text.split("\n").length;
    if (line <= before) return index;
  }
  return texts.length - 1;
}

/** A line of a block of text (`|`), which begins below its first line; the whole value when it is written otherwise. */
function lineOf(value: Location, line: number): Location {
  const { file, span } = value;
  if (file.text[span.start] !== "|") return value;
  let start = span.start;
  for (let count = 0; count < line; count += 1) {
    const next = file.text.indexOf("\n", start);
    if (next === -1 || next >= span.end) return value;
    start = next + 1;
  }
  const found = file.text.indexOf("\n", start);
  const content = file.text.slice(start, found === -1 ? file.text.length : found);
  const indentation = content.length - content.trimStart().length;
  return { ...value, span: { start: start + indentation, end: start + content.trimEnd().length } };
}
