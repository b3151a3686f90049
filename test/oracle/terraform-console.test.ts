import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { functions } from "../../src/loaders/terraform/evaluate/functions/all.ts";
import { compare, ours } from "../support/terraform-comparison.ts";
import { functionRecording, IMPURE } from "../support/terraform-generator.ts";
import {
  oracleAnswers,
  oracleExpressions,
  type Answer,
  type Recording,
} from "../support/terraform-oracle.ts";

const recording = JSON.parse(readFileSync(oracleAnswers, "utf8")) as Recording;

/** Where the evaluator gives a hole although Terraform has an answer, and why. */
const holes: ReadonlyMap<string, string> = new Map([
  ['tonumber("inf")', "infinities are not represented"],
  ['yamldecode("a: !custom 1")', "the YAML reader leaves foreign tags unknown"],
  ['cidrsubnet("10.1.2.0/24", -1, 0)', "Terraform prints nonsense"],
  ['cidrsubnet("10.1.2.0/24", 4, -1)', "Terraform prints nonsense"],
  ["var.undeclared", "the scope of these tests knows every variable"],
  ['cidrsubnets("10.0.0.0/16", 255 / -0)', "infinities are not represented"],
  ['length(base64gzip("hello"))', "the bytes depend on the compressor"],
  ["issensitive(local.greeting)", "what is sensitive is not followed through references"],
  ['issensitive(nonsensitive(sensitive("a")))', "what is sensitive is not followed through calls"],
  ['issensitive(upper(sensitive("a")))', "what is sensitive is not followed through calls"],
  ['issensitive([sensitive("a")])', "what is sensitive is not followed into lists"],
  ["pow(10, -2.5)", "powers that are not whole differ by implementation in the last digit"],
]);

/** Where the evaluator says something else, and why. */
const differences: ReadonlyMap<string, string> = new Map([
  ['true ? "a" : nothing.x', "the side of a condition that is not chosen is not evaluated beside a string"],
  ['sensitive("a") == "a"', "Terraform hides what is sensitive"],
  ['length(sensitive("abc"))', "Terraform hides what is sensitive"],
  [
    'tomap({a = true ? [1e-7, 16] : tomap({b = 3, "k" = false, (upper("q")) = 1}), b = toset([toset([true]), tolist([]), [false]]), "k" = toset([]), "x y" = toset([]), "é" = null})',
    "a null beside empty collections of no type",
  ],
  ['yamldecode("[a, b]: c")', "the YAML reader prints keys that are lists"],
  ['yamldecode("a: !!int \\"1\\"")', "the YAML reader converts quoted scalars by tag"],
  [
    'cidrhost("2001:db8::/32", 123456789012345678901234567890)',
    "Terraform compares only 64 bits of the number with the range",
  ],
]);

/** An answer in which there is an infinity, of which no use can be made. */
const isInfinite = (answer: Answer): boolean => "value" in answer && /[+-]Inf\b/.test(answer.value);

/** To Terraform, `can` of an unknown value is unknown; here it is true, since a value that is only unknown is none that failed. */
const isOfCan = (expression: string, answer: Answer): boolean =>
  expression.includes("can(") && "value" in answer && answer.value.includes("(known after apply)");

describe.each(Object.entries(recording.groups))("terraform console on %s", (name, group) => {
  it.each(Object.entries(group))("%s", (expression, answer) => {
    const result = ours(expression);
    const verdict = compare(result, answer);
    if (differences.has(expression)) expect(verdict).toBe("different");
    else if (holes.has(expression)) expect(verdict).toBe("hole");
    else if (verdict === "different" && isOfCan(expression, answer)) return;
    else if (verdict === "hole" && (isInfinite(answer) || name === "generated.unknowns")) return;
    else
      expect({ verdict, ...result }).toEqual({ ...result, verdict: "equal", ...told(answer, result.text) });
  });
});

/** What Terraform printed, for the message of a test that fails. */
function told(answer: Answer, text: string): { readonly text: string } {
  if ("error" in answer || answer.value.includes("(known after apply)")) return { text };
  return { text: answer.value.includes("(null)") || answer.value.includes("null /*") ? text : answer.value };
}

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

  it("is of errors and of values", () => {
    const answers = Object.values(recording.groups).flatMap((group) => Object.values(group));
    const errors = answers.filter((answer) => "error" in answer).length;
    expect(answers.length).toBeGreaterThan(2500);
    expect(errors).toBeGreaterThan(answers.length / 10);
    expect(errors).toBeLessThan(answers.length / 2);
  });
});

describe("the functions", () => {
  const names = Object.keys(functionRecording().functions);

  it("are those of Terraform, and some of providers", () => {
    const own = [...functions.keys()].filter((name) => !name.startsWith("provider::"));
    expect(own.sort()).toEqual([...names].sort());
  });

  it.each(names.filter((name) => !IMPURE.has(name)))("%s is computed", (name) => {
    const answers = Object.values(recording.groups).flatMap((group) => Object.entries(group));
    const computed = answers.some(([expression, answer]) => {
      return (
        expression.includes(`${name}(`) && "value" in answer && compare(ours(expression), answer) === "equal"
      );
    });
    expect(computed).toBe(true);
  });
});
