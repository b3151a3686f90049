import { describe, expect, it } from "vitest";
import { parseHcl } from "../../../../src/loaders/terraform/syntax/parser.ts";
import { outline } from "./show.ts";

/** The problems' messages, each with the text that it points at. */
function problemsIn(text: string): readonly string[] {
  return parseHcl(text).problems.map(
    ({ message, span }) => `${text.slice(span.start, span.end)}: ${message}`,
  );
}

describe("bodies", () => {
  it.each([
    ["", ""],
    ["\uFEFFa = 1", "a"],
    ["a = 1\r\nb {}\r\n", "a b{}"],
    ["a { b = 1 }", "a{b}"],
    ["a {\n}\n", "a{}"],
    ['a "b" c "d-e" {\n f = 1\n g {\n h = 1\n }\n}', "a.b.c.d-e{f g{h}}"],
    ["a /* x */ b /* y */ { c = 1 /* z */ }", "a.b{c}"],
    ["a { # x\n b = 1 // y\n}", "a{b}"],
    ["# x\n/* y\n*/ a = 1 # z", "a"],
    ["größe-2 = 1", "größe-2"],
    ['a "x\\"y" {}', 'a.x"y{}'],
  ])("%j", (text, expected) => {
    const config = parseHcl(text);
    expect(config.problems).toEqual([]);
    expect(outline(config)).toBe(expected);
  });

  it("have places for names, labels, heads and the whole", () => {
    const text = 'resource "aws_iam_role" "r" { # x\n  name = "n" # y\n}\n';
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    const [block] = parseHcl(text).body.items;
    if (block?.kind !== "block") throw new Error("no block");
    expect(at(block.typeSpan)).toBe("resource");
    expect(block.labels.map(({ span }) => at(span))).toEqual(["aws_iam_role", "r"]);
    expect(at(block.headSpan)).toBe('resource "aws_iam_role" "r"');
    expect(at(block.body.span)).toBe('{ # x\n  name = "n" # y\n}');
    expect(at(block.span)).toBe(text.trimEnd());
    const [attribute] = block.body.items;
    if (attribute?.kind !== "attribute") throw new Error("no attribute");
    expect(at(attribute.nameSpan)).toBe("name");
    expect(at(attribute.span)).toBe('name = "n"');
  });

  it("keep comments with their places, those within expressions too", () => {
    const text = "# one\na = [ // two\r\n  1, /* three */\n]\n#four";
    const { comments } = parseHcl(text);
    expect(comments.map((each) => each.text)).toEqual(["# one", "// two", "/* three */", "#four"]);
    for (const each of comments) expect(text.slice(each.span.start, each.span.end)).toBe(each.text);
  });
});

describe("what is wrong with a body", () => {
  it.each([
    ["a = 1 b = 2\n", "a b", ['b: expected the end of the line after the argument, found "b"']],
    ["a = 1, b = 2\n", "a b", [',: no "," follows an argument']],
    ["a = 1\na = 2\n", "a a", ['a: "a" is set twice in this block']],
    ["a {\n  b = 1 }\n", "a{b}", ['}: expected the end of the line after the argument, found "}"']],
    ["a {} b = 1\n", "a{} b", ['b: expected the end of the line after the block, found "b"']],
    ["a { b = 1, c = 2 }\n", "a{b c}", 2],
    ["a { b = 1\n c = 2\n}\n", "a{b c}", 1],
    ["a { b {} }\nc = 1\n", "a{} c", 1],
    ["a\n{\n  b = 1\n}\n", "", 1],
    ['a "b"\n{\n  c = 1\n}\n', "a.b{c}", ['{: the "{" of "a" must stand on the same line']],
    ['"a" = 1\nb = 1\n', "b", ["\": an argument's name stands without quotes here"]],
    ['a "${b}" {}\nc = 1\n', "a.{} c", 1],
    [
      "a = {\n}}\nb = 1\n",
      "a b",
      ['}: expected the end of the line after the argument, found "}"', '}: this "}" closes nothing'],
    ],
    ["a b = 1\nc = 1\n", "a.b{} c", ['=: expected "{" (a block has no "="), found "="']],
    ["a {\n  b = 1\n", "a{b}", ['a: this block has no closing "}"']],
  ])("%j", (text, expected, problems) => {
    expect(outline(parseHcl(text))).toBe(expected);
    if (typeof problems === "number") expect(problemsIn(text)).toHaveLength(problems);
    else expect(problemsIn(text)).toEqual(problems);
  });
});

describe("after an error", () => {
  it("goes on with the next item of the same indentation", () => {
    const text = `resource "a" "b" {
  x = {
    y = [1 2]
    z = 1
  }
  v = "a\${b c}"
  w = 1
}
u = 1
`;
    expect(outline(parseHcl(text))).toBe("resource.a.b{x v w} u");
    expect(problemsIn(text)).toEqual([
      '2: expected "," or "]" after an element, found "2"',
      'c: expected "}" after the interpolation, found "c"',
    ]);
  });

  it("leaves in the tree what was read before it", () => {
    const [item] = parseHcl("a = { b = 1, c = f(2, }\n").body.items;
    expect(item?.kind === "attribute" && item.value.kind === "object" && item.value.entries).toHaveLength(2);
  });

  it("reads again what an unclosed bracket has swallowed", () => {
    const text = 'a {\n  b = [1,\n  c = 2\n}\nd "e" {\n  f = 3\n}\n';
    expect(outline(parseHcl(text))).toBe("a{b c} d.e{f}");
    expect(problemsIn(text)).toHaveLength(1);
  });

  it("knows by its indentation where a block without a brace ends", () => {
    const text = 'a "b" {\n  c = 1\n\nd "e" {\n  f = 2\n}\ng = 3\n';
    expect(outline(parseHcl(text))).toBe("a.b{c} d.e{f} g");
    expect(problemsIn(text)).toEqual(['a "b": this block has no closing "}"']);
  });

  it("does not take a heredoc's lines for items", () => {
    const text = "a = f(1 2, <<E\nb = 1\nE\n)\nc = 2\n";
    expect(outline(parseHcl(text))).toBe("a c");
    expect(problemsIn(text)).toHaveLength(1);
  });

  it("keeps each comment once", () => {
    const text = "a = [1, # one\n  # two\nb = 2 # three\n";
    expect(parseHcl(text).comments.map((each) => each.text)).toEqual(["# one", "# two", "# three"]);
  });

  it("ends with a heredoc that never does, and goes on after it", () => {
    const text = "a = <<EOT\n  x\nb = 1\n";
    expect(outline(parseHcl(text))).toBe("a b");
    expect(problemsIn(text)).toEqual(['<<EOT\n: this heredoc has no line that is only "EOT"']);
  });
});

describe("input that would cost too much", () => {
  const many = 100_000;
  it.each([
    ["parentheses", `a = ${"(".repeat(many)}`],
    ["lists", `a = ${"[".repeat(many)}`],
    ["objects", `a = ${"{ a = ".repeat(many)}`],
    ["signs", `a = ${"-".repeat(many)}1`],
    ["conditionals", `a = ${"b ? c : ".repeat(many)}d`],
    ["sums", `a = ${"b + ".repeat(many)}c`],
    ["attributes", `a = b${".c".repeat(many)}`],
    ["splats", `a = b${"[*]".repeat(many)}`],
    ["interpolations", `a = ${'"${'.repeat(many)}`],
    ["directives", `a = "${"%{ if b }".repeat(many)}"`],
    ["blocks", "a {\n".repeat(many)],
    ["calls", `a = ${"f(".repeat(many)}`],
    ["loops", `a = ${"[for x in ".repeat(many)}`],
    ["heredocs without an end", "a = <<E\n".repeat(many)],
    ["strings without an end", 'a = "\n'.repeat(many)],
    ["comments without an end", "a = /*\n".repeat(many)],
    ["brackets without an end", "a = [\n".repeat(many)],
    ["blank lines after an error", `a = <<E\n${"\n".repeat(many)}`],
    ["indentation", Array.from({ length: 2000 }, (_, index) => `${" ".repeat(index)}a {\n`).join("")],
  ])(
    "%s",
    (_, text) => {
      const { problems } = parseHcl(text);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.length).toBeLessThan(110);
      expect(Math.max(...problems.map(({ message }) => message.length))).toBeLessThan(200);
    },
    5000,
  );

  it("says that the rest of a hopeless file was not read", () => {
    const problems = parseHcl("a = [\n".repeat(1000)).problems;
    expect(problems.at(-1)?.message).toBe("too many errors: the rest of this file was not read");
  });
});
