import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/loaders/terraform/evaluate/evaluate.ts";
import type { Scope } from "../../../../src/loaders/terraform/evaluate/scope.ts";
import { holeOf } from "../../../../src/loaders/terraform/evaluate/identity.ts";
import { parseHcl } from "../../../../src/loaders/terraform/syntax/parser.ts";
import type { Node } from "../../../../src/model/node.ts";
import { scopeOf, valueOf } from "../../../support/terraform-scope.ts";

/** The value of `local.<last>` where each local may refer to others; a cycle is nobody's but the depth's to end. */
function localValue(text: string, last: string): Node {
  const file = { path: "main.tf", text };
  const attributes = new Map(
    parseHcl(text).body.items.flatMap((item) =>
      item.kind === "attribute" ? [[item.name, item.value] as const] : [],
    ),
  );
  const scope: Scope = {
    ...scopeOf(file),
    resolve: (_, [name], at) => {
      const expression = attributes.get(String(name));
      return expression === undefined
        ? undefined
        : { value: evaluate(expression, { ...scope }), used: at.span.start >= 0 ? 1 : 0 };
    },
  };
  const expression = attributes.get(last);
  if (expression === undefined) throw new Error(`no local ${last}`);
  return evaluate(expression, scope);
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
    expect(holeOf(node)).toBeDefined();
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
