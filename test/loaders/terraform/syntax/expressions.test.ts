import { describe, expect, it } from "vitest";
import { parseHcl } from "../../../../src/loaders/terraform/syntax/parser.ts";
import { expressionIn, show } from "./show.ts";

describe("how expressions group", () => {
  it.each([
    // Operators: the tighter first, equals to the left.
    ["1 + 2 * 3 - 4", "(- (+ 1 (* 2 3)) 4)"],
    ["a || b && c == d < e + f * g", "(|| a (&& b (== c (< d (+ e (* f g))))))"],
    ["a - b - c", "(- (- a b) c)"],
    ["a / b % c", "(% (/ a b) c)"],
    ["a == b == c", "(== (== a b) c)"],
    ["-a + b", "(+ (- a) b)"],
    ["-a.b[0]", "(- ([] (. a b) 0))"],
    ["!a && !!b", "(&& (! a) (! (! b)))"],
    ["- -1", "(- (- 1))"],
    ["a-b", "a-b"],
    ["a -b", "(- a b)"],
    ["1-a", "(- 1 a)"],
    // Conditionals: to the right.
    ["a ? b : c ? d : e", "(? a b (? c d e))"],
    ["a ? b ? c : d : e", "(? a (? b c d) e)"],
    ["a ? b : c + 1", "(? a b (+ c 1))"],
    ["a == null ? [] : [a]", "(? (== a null) [] [a])"],
    ["(a ? b : c) ? d : e", "(? ((? a b c)) d e)"],
    ["(\n  a\n  + b\n)", "((+ a b))"],
    // Traversals.
    ["a.b.c", "(. (. a b) c)"],
    ["a . b", "(. a b)"],
    ["a.0.b", "(. ([] a 0) b)"],
    ['a["b"][c.d].e', "(. ([] ([] a '\"b\"') (. c d)) e)".replaceAll('"', "")],
    ["a[\n0\n]", "([] a 0)"],
    ["foo.*.bar", "(.* foo (. _ bar))"],
    ["foo.*.bar.0", "(.* foo ([] (. _ bar) 0))"],
    ["foo.*.bar[0]", "([] (.* foo (. _ bar)) 0)"],
    ["foo[*].bar.0", "([*] foo ([] (. _ bar) 0))"],
    ["foo[*].bar[0].x", "([*] foo (. ([] (. _ bar) 0) x))"],
    ["foo[*][*].x", "([*] foo ([*] _ (. _ x)))"],
    ["foo[*]", "([*] foo _)"],
    ["foo.*", "(.* foo _)"],
    ["f(x).y[0]", "([] (. (f x) y) 0)"],
    ["[1, 2][0]", "([] [1, 2] 0)"],
    ["{ a = 1 }.a", "(. {a: 1} a)"],
    ["(a.b)[*].c", "([*] ((. a b)) (. _ c))"],
    // Literals and names.
    ["true", "true"],
    ["null", "null"],
    ["trueish", "trueish"],
    ["1.5e3", "1.5e3"],
    ["名前-2", "名前-2"],
    // Calls.
    ["f()", "(f)"],
    ["f(1, 2,)", "(f 1 2)"],
    ["f(a...)", "(f a ...)"],
    ["f(1, a...)", "(f 1 a ...)"],
    ["f(\n1\n,\n2\n)", "(f 1 2)"],
    ["f( # one\n1 // two\n)", "(f 1)"],
    ["provider::aws::arn_parse(x)", "(provider::aws::arn_parse x)"],
    ["f(<<E\nx\nE\n, 1)", "(f 'x\\n' 1)"],
    // Tuples and objects.
    ["[1, 2,]", "[1, 2]"],
    ["[\n1, # one\n\n2\n]", "[1, 2]"],
    ["[]", "[]"],
    ["{}", "{}"],
    ["{ a = 1, b : 2 }", "{a: 1, b: 2}"],
    ["{\n a = 1\n b = 2,\n\n # c\n c = 3\n}", "{a: 1, b: 2, c: 3}"],
    ['{ "a" = 1, (b) = 2, "${c}-d" = 3, 4 = 5 }', "{<'a'>: 1, <(b)>: 2, <'${c}|-d'>: 3, <4>: 5}"],
    ["{ true = 1, null = 2, for_each = 3 }", "{true: 1, null: 2, for_each: 3}"],
    ["{ a.b = 1 }", "{<(. a b)>: 1}"],
    ["{ a = b ? c : d }", "{a: (? b c d)}"],
    // For.
    ["[for x in y : x]", "(for x y x)"],
    ['[for i, x in y : x if x != ""]', "(for i,x y x if (!= x ''))"],
    ["{ for k, v in m : k => v... if v }", "(for k,v m k=>v... if v)"],
    ["{\nfor v in m :\nv => [\nv\n]\n}", "(for v m v=>[v])"],
    ["[for x in a ? b : c : x ? 1 : 2]", "(for x (? a b c) (? x 1 2))"],
    ["[for x in y : [for z in x : z]]", "(for x y (for z x z))"],
  ])("%s", (text, expected) => {
    expect(show(expressionIn(`a = ${text}\n`))).toBe(expected);
  });
});

describe("expressions that HCL refuses", () => {
  it.each([
    ["-1 ^", "^"],
    ["1 +", "\n"],
    ["a ? b", "\n"],
    ["a ? b :", "\n"],
    ["a\n+ b", "+"],
    ["f(1 2)", "2"],
    ["f(,)", ","],
    ["f(a..., b)", ","],
    ["[1 2]", "2"],
    ["[1,,2]", ","],
    ["{ a = 1 b = 2 }", "b"],
    ["{ a }", "}"],
    ["{ a = 1,, }", ","],
    ["{ , }", ","],
    ["a.", "\n"],
    ["a.*.*", "*"],
    ["a.0.1", "0.1"],
    ["a[*\n]", "\n"],
    ["a[]", "]"],
    ["a[0", ""],
    ["[for x in y : x => 1]", "x => 1"],
    ["[for x in y : x...]", "..."],
    ["{ for x in y : x }", "x"],
    ["[for x y : x]", "y"],
    ["[for]", "]"],
    ["a::b", "\n"],
    ["1.2.3", "1.2.3"],
    ["'x'", "'"],
    ["a & b", "&"],
    ["a;", ";"],
    ["“x”", "“"],
    ["/* x", "/"],
    ["<<EOT x\nEOT", "<"],
    ["0x10", "x10"],
    ["a.b c.d", "c"],
    ["1 2", "2"],
  ])("%s", (text, place) => {
    const file = `a = ${text}\n`;
    const [problem, ...more] = parseHcl(file).problems;
    expect(problem && file.slice(problem.span.start, problem.span.end)).toBe(place);
    expect(more).toEqual([]);
  });

  it("says what was expected and what stands there", () => {
    expect(parseHcl("a = [1 2]\n").problems[0]?.message).toBe(
      'expected "," or "]" after an element, found "2"',
    );
    expect(parseHcl("a = 'x'\n").problems[0]?.message).toContain("double quotes");
  });
});

describe("places of expressions", () => {
  it("cover the operators' operands, and nothing of what surrounds them", () => {
    const text = "a = ( b.c[0] + f(x, y...) ) * -1 # end\n";
    const value = expressionIn(text);
    const spans: string[] = [];
    const visit = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      if ("kind" in node && "span" in node) {
        const { start, end } = node.span as { start: number; end: number };
        spans.push(text.slice(start, end));
      }
      Object.values(node).forEach(visit);
    };
    visit(value);
    expect(spans).toEqual([
      "( b.c[0] + f(x, y...) ) * -1",
      "( b.c[0] + f(x, y...) )",
      "b.c[0] + f(x, y...)",
      "b.c[0]",
      "b.c",
      "b",
      "0",
      "f(x, y...)",
      "x",
      "y",
      "-1",
      "1",
    ]);
  });
});
