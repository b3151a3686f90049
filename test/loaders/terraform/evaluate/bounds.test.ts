import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/loaders/terraform/evaluate/evaluate.ts";
import type { Scope } from "../../../../src/loaders/terraform/evaluate/scope.ts";
import { textLength } from "../../../../src/model/flat-text.ts";
import { holeOf, whollyKnown } from "../../../../src/loaders/terraform/evaluate/identity.ts";
import { parseHcl } from "../../../../src/loaders/terraform/syntax/parser.ts";
import type { Node } from "../../../../src/model/node.ts";
import { scopeOf, valueOf } from "../../../support/terraform-scope.ts";

/** The value of `local.<last>` where each local may refer to others; each is evaluated once. */
function localValue(text: string, last: string): Node {
  const file = { path: "main.tf", text };
  const attributes = new Map(
    parseHcl(text).body.items.flatMap((item) =>
      item.kind === "attribute" ? [[item.name, item.value] as const] : [],
    ),
  );
  const values = new Map<string, Node>();
  const value = (name: string): Node | undefined => {
    const expression = attributes.get(name);
    const before = values.get(name);
    if (expression === undefined || before !== undefined) return before;
    const node = evaluate(expression, scope);
    values.set(name, node);
    return node;
  };
  const scope: Scope = {
    ...scopeOf(file),
    resolve: (_, [name]) => {
      const node = value(String(name));
      return node && { value: node, used: 1 };
    },
  };
  const node = value(last);
  if (node === undefined) throw new Error(`no local ${last}`);
  return node;
}

/** Whether a value is not known, at least in part, and of a size that can be held. */
function isBounded(node: Node): boolean {
  if (whollyKnown(node)) return false;
  if (node.kind === "text") return textLength(node) <= 4_000_000 && node.parts.length <= 200_000;
  return node.kind === "list" ? node.items.length <= 100_000 : true;
}

const chain = (count: number, link: (before: string) => string): string =>
  Array.from({ length: count }, (_, at) => `l${at + 1} = ${link(`local.l${at}`)}\n`).join("");

describe("bounds", () => {
  it("a chain of locals that is too long is unknown, not a stack overflow", () => {
    const node = localValue(`l0 = "x"\n${chain(5000, (before) => `"\${${before}}a"`)}`, "l5000");
    expect(node.kind).toBe("text");
    expect(node).toMatchObject({
      parts: [
        { kind: "hole" },
        ...Array.from({ length: (node.kind === "text" ? node.parts.length : 0) - 1 }, () => ({})),
      ],
    });
  });

  it("a chain of a sensible length is followed", () => {
    expect(localValue(`l0 = "x"\n${chain(100, (before) => before)}`, "l100")).toMatchObject({
      parts: [{ value: "x" }],
    });
  });

  it("a local that refers to itself is unknown", () => {
    expect(holeOf(localValue("l0 = local.l0\n", "l0"))?.name).toContain("too deep");
  });

  it("strings that double at every step do not fill the memory", () => {
    const node = localValue(
      `l0 = "${"x".repeat(100)}"\n${chain(60, (before) => `"\${${before}}\${${before}}"`)}`,
      "l60",
    );
    expect(isBounded(node)).toBe(true);
  });

  it.each<[situation: string, start: string, link: (before: string) => string]>([
    ["formatted strings", '"xxxxxxxxxx"', (before) => `format("%s%s", ${before}, ${before})`],
    ["joined strings", '"xxxxxxxxxx"', (before) => `join("-", [${before}, ${before}])`],
    ["replaced strings", '"xxxxxxxxxx"', (before) => `replace(${before}, "x", "xx")`],
    [
      "strings with every character replaced",
      '"xxxxxxxxxx"',
      (before) => `replace(${before}, "", ${before})`,
    ],
    ["strings replaced by pattern", '"xxxxxxxxxx"', (before) => `replace(${before}, "/x/", "xx")`],
    ["encoded strings", '"\\"\\""', (before) => `jsonencode(${before})`],
    ["concatenated lists", "[1]", (before) => `concat(${before}, ${before})`],
    ["flattened lists", "[1]", (before) => `flatten([${before}, ${before}])`],
    ["looped lists", "[1]", (before) => `flatten([for x in ${before} : [x, x]])`],
    [
      "merged maps",
      "{ a = 1 }",
      (before) => `merge({for k, v in ${before} : "x\${k}" => v}, {for k, v in ${before} : "y\${k}" => v})`,
    ],
  ])("%s that grow at every step do not fill the memory", (_, start, link) => {
    const begun = performance.now();
    const node = localValue(`l0 = ${start}\n${chain(40, link)}`, "l40");
    expect(isBounded(node)).toBe(true);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it("shared tuples that double at every step stay shared", () => {
    const node = localValue(`l0 = ["x"]\n${chain(60, (before) => `[${before}, ${before}]`)}`, "l60");
    expect(node.kind).toBe("list");
    expect(
      holeOf(
        localValue(
          `l0 = ["x"]\n${chain(60, (before) => `[${before}, ${before}]`)}e = jsonencode(local.l60)\n`,
          "e",
        ),
      ),
    ).toBeDefined();
  });

  it.each<[situation: string, source: string]>([
    ["parentheses", `${"(".repeat(10_000)}1${")".repeat(10_000)}`],
    ["brackets", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["objects", `${"{ a = ".repeat(10_000)}1${" }".repeat(10_000)}`],
    ["templates", `${'"${'.repeat(10_000)}1${'}"'.repeat(10_000)}`],
    ["directives", `"${"%{ if true }".repeat(2_000)}${"%{ endif }".repeat(2_000)}"`],
    ["calls", `${"upper(".repeat(10_000)}"a"${")".repeat(10_000)}`],
    ["conditions", `${"true ? 1 : ".repeat(10_000)}2`],
    ["operators", `1${" + 1".repeat(10_000)}`],
    ["attributes", `a${".b".repeat(10_000)}`],
    ["loops", `${"[for a in ".repeat(5_000)}x${" : a]".repeat(5_000)}`],
    ["what is never closed", '"${['.repeat(10_000)],
  ])("%s in each other are a problem at their place, not a stack overflow", (_, source) => {
    const { problems } = parseHcl(`x = ${source}\n`);
    expect(problems[0]?.message).toContain("too deeply");
    expect(problems[0]?.span.start).toBeGreaterThan(4);
  });

  it("loops in loops come to an end", () => {
    const loops = Array.from({ length: 8 }, (_, at) => `[for x${at} in range(100) : `).join("");
    expect(holeOf(valueOf(`${loops}1${"]".repeat(8)}`))?.name).toContain("too big");
  });

  it.each([
    'regex("(a+)+b", join("", [for i in range(1000) : "a"]))',
    'regexall("(a|aa)+$", join("", [for i in range(500) : "ab"]))',
  ])("a pattern that would backtrack for ever is answered at once: %s", (source) => {
    const start = performance.now();
    valueOf(source);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each([
    "setproduct(range(1000), range(1000), range(1000))",
    'format("%1000000s", "a")',
    'format("%.1000000f", 1)',
    "jsonencode([for i in range(1024) : [for j in range(200) : { a = i }]])",
    'format("%999999999d", 1)',
    "pow(10, 100000)",
    "1e999999",
    'indent(999999999, "a\\nb")',
    'regex("((a{1000}){1000}){1000}", "a")',
  ])("what is too big is not computed: %s", (source) => {
    expect(holeOf(valueOf(source))).toBeDefined();
  });

  it("an error says what is wrong and where", () => {
    const hole = holeOf(valueOf('upper({a = "x"}.b)'));
    expect(hole?.name).toBe('upper({a = "x"}.b) (there is no attribute or key "b")');
  });
});
