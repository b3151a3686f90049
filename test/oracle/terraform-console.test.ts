import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluateWithProblem } from "../../src/loaders/terraform/evaluate/evaluate.ts";
import { whollyKnown } from "../../src/loaders/terraform/evaluate/identity.ts";
import { formatForConsole, withoutNullTypes } from "../support/console-format.ts";
import {
  oracleAnswers,
  oracleExpressions,
  oracleFileTexts,
  type Answer,
  type Recording,
} from "../support/terraform-oracle.ts";
import { parseExpression, scopeOf } from "../support/terraform-scope.ts";

const recording = JSON.parse(readFileSync(oracleAnswers, "utf8")) as Recording;
const files = oracleFileTexts();

/** Where the evaluator gives a hole although Terraform has an answer, and why. */
const holes: ReadonlyMap<string, string> = new Map([
  ['tonumber("inf")', "infinities are not represented"],
  ["1 / 0", "infinities are not represented"],
  ["log(0, 10)", "infinities are not represented"],
  ['textencodebase64("hé", "windows-1252")', "an encoding that is not computed here"],
  ['textencodebase64("hello", "nope")', "an encoding that is not computed here"],
  ['textdecodebase64("aGk=", "nope")', "an encoding that is not computed here"],
  ['yamldecode("a: !custom 1")', "the YAML reader leaves foreign tags unknown"],
  ['cidrsubnet("10.1.2.0/24", -1, 0)', "Terraform prints nonsense"],
  ['cidrsubnet("10.1.2.0/24", 4, -1)', "Terraform prints nonsense"],
  ["var.undeclared", "the scope of these tests knows every variable"],
]);

/** Where the evaluator says something else, and why. */
const differences: ReadonlyMap<string, readonly [ours: string, why: string]> = new Map([
  ["log(10, 0)", ["0", "a negative zero prints as zero"]],
  ["pow(2, 64)", ["18446744073709552000", "Go prints a digit less at a power of two of 53 bits"]],
  ["try(nothing.x, 1)", ["1", "an undeclared name is known before evaluation to Terraform only"]],
  ['true ? "a" : ["x"]', ['"a"', "the other side of a string is not evaluated"]],
  ['yamldecode("[a, b]: c")', ['{\n  "[a, b]" = "c"\n}', "the YAML reader prints keys that are lists"]],
  ['yamldecode("a: !!int \\"1\\"")', ['{\n  "a" = 1\n}', "the YAML reader converts quoted scalars by tag"]],
  ['yamldecode("2001-12-14")', ['"2001-12-14"', "bare in YAML, but next to the quotes of the HCL string"]],
  ['templatestring("a", {})', ['"a"', "Terraform wants a reference here"]],
]);

function ours(expression: string): {
  readonly text: string;
  readonly isError: boolean;
  readonly isHole: boolean;
} {
  const { file, expression: parsed } = parseExpression(expression);
  const { node, problem } = evaluateWithProblem(parsed, scopeOf(file, { files }));
  return { text: formatForConsole(node), isError: problem !== undefined, isHole: !whollyKnown(node) };
}

/** What does not parse is an error, too. */
function oursOrSyntaxError(expression: string): ReturnType<typeof ours> {
  try {
    return ours(expression);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("not an expression")) {
      return { text: error.message, isError: true, isHole: false };
    }
    throw error;
  }
}

/** What the console prints for a value that only applying would tell. */
const UNKNOWN = "(known after apply)";

function check(expression: string, answer: Answer): void {
  const result = oursOrSyntaxError(expression);
  const different = differences.get(expression);
  if (different !== undefined) {
    expect(result.text).toBe(different[0]);
    return;
  }
  if (holes.has(expression) || ("value" in answer && answer.value === UNKNOWN)) {
    expect(result).toMatchObject({ isHole: true, isError: false });
    return;
  }
  if ("error" in answer) expect(result).toMatchObject({ isError: true });
  else expect(result.text).toBe(withoutNullTypes(answer.value));
}

describe.each(Object.entries(recording.groups))("terraform console on %s", (_, group) => {
  it.each(Object.entries(group))("%s", (expression, answer) => {
    check(expression, answer);
  });
});

describe("the recording", () => {
  it("has an answer to every expression, and no others", () => {
    const asked = [...oracleExpressions()].map(([name, expressions]) => [
      name,
      [...new Set(expressions)].sort(),
    ]);
    const answered = Object.entries(recording.groups).map(([name, group]) => [
      name,
      Object.keys(group).sort(),
    ]);
    expect(answered).toEqual(asked);
  });

  it("names only expressions that are asked as exceptions", () => {
    const asked = new Set([...oracleExpressions().values()].flat());
    expect([...holes.keys(), ...differences.keys()].filter((expression) => !asked.has(expression))).toEqual(
      [],
    );
  });
});
