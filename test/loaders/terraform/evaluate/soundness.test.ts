import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equals } from "../../../../src/model/compare.ts";
import { wholeFile } from "../../../../src/model/location.ts";
import type { Node } from "../../../../src/model/node.ts";
import { literal, unknownText, type Answer, type HoleShape } from "../../../../src/model/text.ts";
import { evaluateWithProblem } from "../../../../src/loaders/terraform/evaluate/evaluate.ts";
import { functions } from "../../../../src/loaders/terraform/evaluate/functions/all.ts";
import { parseExpression, scopeOf, valueOf } from "../../../support/terraform-scope.ts";

const at = wholeFile({ path: "given.tf", text: "" });

/** Values that a hole of a shape can stand for. */
const values: Readonly<Record<HoleShape | "any", readonly string[]>> = {
  any: [
    "",
    "a",
    "b",
    "ab",
    "ba",
    "a/b",
    "-",
    "https://",
    "://x",
    " ",
    "\n",
    "a\nb",
    "A",
    "x-y.z",
    "é",
    '"',
    "\\",
    "<",
    "1",
    "true",
  ],
  "account-id": ["111122223333", "000000000000"],
  partition: ["aws", "aws-us-gov"],
  region: ["eu-west-1"],
  issuer: ["oidc.eks.eu-west-1.amazonaws.com/id/ABC", "a/b"],
  "eks-issuer": ["oidc.eks.eu-west-1.amazonaws.com/id/ABC"],
  dns: ["kube-system", "a"],
  name: ["role", "a-b_c"],
  path: ["/", "/a/b/"],
  suffix: ["", "20240101"],
};

/** Expressions over a string `x`, each of which says something of every function that takes strings. */
const uses: readonly string[] = [
  "T",
  'join("-", [T, "q", T])',
  'format("%s|%s", T, "z")',
  'format("%5s", T)',
  'format("%q", T)',
  'format("%v", T)',
  'formatlist("%s-%s", [T, "b"], "c")[0]',
  "lower(T)",
  "upper(T)",
  "title(T)",
  'replace(T, "a", "_")',
  'replace(T, "ab", "_")',
  'replace(T, "https://", "")',
  'replace(T, "/a+/", "_")',
  'replace("a.b.a", ".", T)',
  'trimprefix(T, "a")',
  'trimprefix(T, "https://")',
  'trimsuffix(T, "b")',
  'trim(T, "ab/")',
  "trimspace(T)",
  "chomp(T)",
  "indent(2, T)",
  "substr(T, 0, 2)",
  "substr(T, 1, -1)",
  'split("/", T)[0]',
  'try(split("/", T)[1], "none")',
  'length(split("-", T))',
  'startswith(T, "a")',
  'endswith(T, "b")',
  'strcontains(T, "ab")',
  'strcontains(T, "/")',
  "length(T)",
  "strrev(T)",
  'T == "ab" ? "yes" : "no"',
  'T == "" ? "empty" : T',
  'T != "ab"',
  'coalesce(T, "given")',
  'compact([T, "a"])[0]',
  'length(compact([T, "a"]))',
  'contains(["a", "ab"], T)',
  'distinct([T, "a", "a"])[0]',
  'length(toset([T, "a"]))',
  'sort([T, "m"])[0]',
  'lookup({"a" = "1", "ab" = "2"}, T, "3")',
  'lookup({"${T}" = "1"}, "ab", "3")',
  '{"a" = "1", "${T}" = "2"}["a"]',
  "jsonencode(T)",
  'jsonencode({"k" = T})',
  "jsondecode(jsonencode({k = T})).k",
  "yamlencode({k = T})",
  "base64encode(T)",
  "urlencode(T)",
  "md5(T)",
  'try(regex("^a(.*)", T)[0], "none")',
  'length(regexall("a", T))',
  "basename(T)",
  "dirname(T)",
  "can(tonumber(T))",
  'try(tostring(tonumber(T)), "none")',
  'try(tobool(T), false) ? "t" : "f"',
  "element([T, 1], 2)",
  "merge({a = T}, {b = 1}).a",
  '[for s in [T, "b"] : "<${s}>"][0]',
  'join(",", [for s in [T, "b"] : s if s != "a"])',
  'join(",", [for k, v in {for s in [T] : s => 1...} : k])',
  '"%{ if T == "a" }A%{ else }B%{ endif }"',
  'T == "a" ? "prod-x-role" : "prod-y-role"',
  "templatestring(local.t, {v = T})",
];

/** What stands around the hole. */
const surroundings = [
  "x",
  '"${x}"',
  '"a${x}"',
  '"${x}b"',
  '"a${x}b"',
  '"https${x}"',
  '"${x}${x}"',
  '" ${x} "',
  '"/${x}/"',
];

/** Whether the result for a hole can be the result for a value. */
function admits(partly: Node, exactly: Node): Answer {
  if (partly.kind === "unknown") return "maybe";
  if (partly.kind === "text" && exactly.kind === "text") return equals(partly, exactly);
  if (partly.kind === "number" && exactly.kind === "number") return partly.raw === exactly.raw ? "yes" : "no";
  if (partly.kind === "boolean" && exactly.kind === "boolean")
    return partly.value === exactly.value ? "yes" : "no";
  return partly.kind === exactly.kind ? "maybe" : "no";
}

function result(source: string, x: Node): { node: Node; error: string | undefined } {
  const { file, expression } = parseExpression(source);
  const { node, problem } = evaluateWithProblem(expression, scopeOf(file, { names: new Map([["x", x]]) }));
  return { node, error: problem?.message };
}

function shapesAndValues(): readonly [HoleShape | "any", string][] {
  const shapes = Object.keys(values).filter((key): key is HoleShape | "any" => key in values);
  return shapes.flatMap((shape) => values[shape].map((value): [HoleShape | "any", string] => [shape, value]));
}

describe("what is said of a string with a hole holds for every value of the hole", () => {
  it.each(uses)("%s", (use) => {
    const wrong: string[] = [];
    for (const around of surroundings) {
      const source = use.replaceAll("T", `(${around})`);
      for (const [shape, value] of shapesAndValues()) {
        // A hole is taken to have one line where YAML's form depends on it.
        if (use.includes("yamlencode") && value.includes("\n")) continue;
        const hole = { id: "x", name: "x", ...(shape === "any" ? {} : { shape }) };
        const partly = result(source, unknownText(hole, at));
        const exactly = result(source, literal(value, at));
        // What is an error for one value only cannot be an error for the hole.
        if (exactly.error !== undefined) continue;
        if (partly.error !== undefined)
          wrong.push(`${source} with ${JSON.stringify(value)}: ${partly.error}`);
        else if (admits(partly.node, exactly.node) === "no")
          wrong.push(`${source} of ${shape} with ${JSON.stringify(value)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const atoms = [
  "x",
  "1",
  "-1",
  "0",
  '"a"',
  '""',
  '"a/b"',
  "null",
  "true",
  "[]",
  '["a", "b"]',
  "[x]",
  "{}",
  "{a = 1}",
  "{a = x}",
  'toset(["a"])',
  '"${x}-b"',
  "[[1], [x]]",
  '"10.0.0.0/8"',
  '"2020-01-01T00:00:00Z"',
];

describe("whatever it is called with", () => {
  it.each([...functions.keys()].sort())(
    "%s neither throws nor answers differently the second time",
    (name) => {
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...atoms), { maxLength: 4 }), (args) => {
          const source = `${name}(${args.join(", ")})`;
          const names = new Map<string, Node>([["x", unknownText({ id: "x", name: "x" }, at)]]);
          const strip = (node: Node): string =>
            JSON.stringify(node, (key, value: unknown) => (key === "file" ? undefined : value));
          expect(strip(valueOf(source, { names }))).toBe(strip(valueOf(source, { names })));
        }),
        { numRuns: 60, seed: 7 },
      );
    },
  );
});
