import type { Expression, ParsedConfig, ParsedTemplate, SyntaxProblem } from "./ast.ts";
import { parseFile } from "./body.ts";
import { parseExpression } from "./expressions.ts";
import { advance, unexpected } from "./lexer.ts";
import { startOf, type OffsetMap } from "./state.ts";
import { parseBare } from "./templates.ts";

/**
 * Reads HCL's native syntax, as HashiCorp's hclsyntax/spec.md has it. What can be read of a broken file is in the
 * tree; every error is a problem with its place.
 */
export function parseHcl(text: string): ParsedConfig {
  const first = parseOnce(text, false);
  if (!first.unclosed) return first.config;
  // A block without its closing brace swallows all that follows it. Indentation tells where it was meant to end,
  // as long as the file is indented at all.
  const second = parseOnce(text, true);
  return second.config.problems.length <= first.config.problems.length ? second.config : first.config;
}

function parseOnce(
  text: string,
  strictIndentation: boolean,
): { readonly config: ParsedConfig; readonly unclosed: boolean } {
  const state = startOf(text, parseExpression, { strictIndentation });
  const body = parseFile(state);
  const config = { body, problems: inOrder(state.problems), comments: state.comments };
  return { config, unclosed: state.unclosed };
}

/**
 * Reads a text that is one template as a whole: a file for `templatefile()`, or with `map` a string that stands
 * somewhere in a file (then the places are those of the file).
 */
export function parseTemplate(text: string, map?: OffsetMap): ParsedTemplate {
  const state = startOf(text, parseExpression, map === undefined ? {} : { map });
  const template = parseBare(state);
  return { template, problems: inOrder(state.problems) };
}

/** Reads a text that is one expression as a whole: a string of `.tf.json` that stands for a reference. */
export function parseExpressionText(
  text: string,
  map?: OffsetMap,
): { readonly expression: Expression; readonly problems: readonly SyntaxProblem[] } {
  const state = startOf(text, parseExpression, map === undefined ? {} : { map });
  state.newlines = false;
  advance(state);
  const expression = parseExpression(state);
  if (state.kind !== "eof") unexpected(state, "the end of the expression");
  return { expression, problems: inOrder(state.problems) };
}

/** By place, each once: what was read again after an error may have been noted twice. */
function inOrder(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  const sorted = [...problems].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.filter((problem, index) => {
    const before = sorted[index - 1];
    return before?.span.start !== problem.span.start || before.message !== problem.message;
  });
}
