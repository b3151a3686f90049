import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equals } from "../../../../src/model/compare.ts";
import { wholeFile } from "../../../../src/model/location.ts";
import { entryOf, type Node } from "../../../../src/model/node.ts";
import { known, literal, unknownText, type Answer, type HoleShape } from "../../../../src/model/text.ts";
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

const locals = { path: "locals.tf", text: 'locals {\n  t = "<$${v}!>"\n}\n' };

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
  const scope = scopeOf(file, { names: new Map([["x", x]]), locals });
  const { node, problem } = evaluateWithProblem(expression, scope);
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

/** Expressions over a list `x`. */
const listUses: readonly string[] = [
  "concat(L, L)",
  'concat(["m"], L, ["n"])',
  'concat(L, ["n"])[0]',
  'try(concat(["m"], L)[1], "none")',
  'element(concat(["m", "n"], L), 1)',
  'element(concat(["m", "n"], L), 5)',
  'length(concat(["m"], L))',
  'compact(concat(["m", ""], L))',
  'distinct(concat(["m", "a"], L))',
  'flatten([["m"], L, [["n"]]])',
  'setunion(["m"], L)',
  'setintersection(["a"], setunion(["m"], L))',
  'setsubtract(setunion(["m"], L), ["a"])',
  'toset(concat(["m"], L))',
  'tolist(toset(concat(["m"], L)))[0]',
  'sort(concat(["m"], L))',
  'reverse(concat(["m"], L))[0]',
  'slice(concat(["m", "n"], L), 0, 1)',
  'chunklist(concat(["m", "n"], L), 1)[0]',
  'join("-", concat(["m"], L))',
  'join("-", concat(["m"], L, ["n"]))',
  'join("-", concat(L, ["n"]))',
  'contains(concat(["m"], L), "a")',
  'contains(concat(["m"], L), "m")',
  'index(concat(["m"], L), "m")',
  'try(index(concat(["m"], L), "a"), -1)',
  'coalescelist(concat(["m"], L), ["n"])',
  'coalescelist(L, ["n"])',
  'try(one(concat(["m"], L)), "many")',
  '[for s in concat(["m"], L) : "<${s}>"]',
  '[for s in concat(["m"], L) : s if s != "a"]',
  '[for i, s in concat(["m"], L) : i]',
  '{for s in distinct(concat(["m"], L)) : s => 1}',
  'try({for s in distinct(concat(["m"], L)) : s => 1}.a, 2)',
  '{for s in concat(["m"], L) : s => 1...}',
  'keys({for s in toset(concat(["m"], L)) : s => 1})',
  'try(keys({for s in toset(concat(["m"], L)) : s => 1})[1], "none")',
  'values({for s in toset(concat(["m"], L)) : s => s})',
  'concat([{a = "m"}], [for s in L : {a = s}])[*].a',
  '"%{ for s in concat(["m"], L) }<${s}>%{ endfor }"',
  'jsonencode(concat(["m"], L)) == "[]"',
  'jsondecode(jsonencode(concat(["m"], L)))',
  'concat(["m"], L) == ["m"] ? "alone" : "others"',
  'concat(["m"], L)[*]',
  'formatlist("%s!", concat(["m"], L))',
  'matchkeys(["k"], ["m"], concat(["m"], L))',
  'zipmap(concat(["m"], L), concat(["m"], L))',
  'max([for s in concat(["m"], L) : length(s)]...)',
  'merge([for s in concat(["m"], L) : {"${s}" = 1}]...)',
  'lookup(merge([for s in concat(["m"], L) : {"${s}" = 1}]...), "a", 0)',
  'anytrue([for s in concat(["m"], L) : s == "m"])',
  'alltrue([for s in concat(["m"], L) : s == "m"])',
  'length(concat(["m"], L)) > 1 ? "more" : "one"',
  'transpose({k = concat(["m"], L)})',
  'setproduct(concat(["m"], L), ["z"])',
];

const lists = ["[]", '["a"]', '["b", "a"]', '[""]', '["a", "a", "c"]', 'tolist(["m"])', "tolist([])"];

/** Whether a collection of which parts are not known can be one that is known. */
function admitsDeep(partly: Node, exactly: Node): boolean {
  if (partly.kind === "list" && exactly.kind === "list") {
    if (partly.flavour === "set") {
      const isOpen = partly.items.some((item) => item.kind === "unknown");
      const known = partly.items.filter((item) => item.kind !== "unknown");
      const found = known.every((item) => exactly.items.some((other) => admitsDeep(item, other)));
      return found && (isOpen || exactly.items.length <= known.length);
    }
    return admitsItems(partly.items, exactly.items);
  }
  if (partly.kind !== "map" || exactly.kind !== "map") return admits(partly, exactly) !== "no";
  const isOpen = partly.more !== undefined;
  if (!isOpen && partly.entries.length !== exactly.entries.length) return false;
  return partly.entries.every(({ key, value }) => {
    const other = entryOf(exactly, known(key) ?? "");
    return other !== undefined && admitsDeep(value, other.value);
  });
}

function admitsItems(partly: readonly Node[], exactly: readonly Node[]): boolean {
  const [first, ...rest] = partly;
  if (first === undefined) return exactly.length === 0;
  if (first.kind === "unknown" && first.several === true) {
    return Array.from({ length: exactly.length + 1 }).some((_, count) =>
      admitsItems(rest, exactly.slice(count)),
    );
  }
  const [other, ...others] = exactly;
  return other !== undefined && admitsDeep(first, other) && admitsItems(rest, others);
}

describe("what is said of a list of which nothing is known holds for every list", () => {
  it.each(listUses)("%s", (use) => {
    const source = use.replaceAll("L", "x");
    const hole: Node = { kind: "unknown", hole: { kind: "hole", id: "x", name: "x" }, at };
    const partly = result(source, hole);
    for (const list of lists) {
      const exactly = result(source, valueOf(list));
      if (exactly.error !== undefined) continue;
      expect({ list, error: partly.error }).toEqual({ list, error: undefined });
      expect({ list, holds: admitsDeep(partly.node, exactly.node) }).toEqual({ list, holds: true });
    }
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
