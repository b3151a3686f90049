import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duplicateKeys } from "../../../src/loaders/json/duplicate-keys.ts";
import { minify } from "../../../src/loaders/json/minify.ts";
import { parseJson } from "../../../src/loaders/json/parse-json.ts";
import { textAt, wholeFile, type SourceFile } from "../../../src/model/location.ts";
import { get, itemsOf, type Node } from "../../../src/model/node.ts";
import { fileSource, textSource } from "../../../src/model/source.ts";
import { concat, literal, print, unknownText, type Text } from "../../../src/model/text.ts";

const file = (text: string): SourceFile => ({ path: "policy.json", text });
const parse = (text: string) => parseJson(fileSource(file(text)));
const hole = (name: string): Text => unknownText({ id: `test|${name}`, name }, wholeFile(file("")));
const at = wholeFile(file(""));

function parseParts(...parts: readonly (Text | string)[]) {
  return parseJson(textSource(concat(at, ...parts)));
}

const printed = (node: Node | undefined): string | undefined =>
  node?.kind === "text" ? print(node) : undefined;

describe("JSON with places", () => {
  it("gives every string the place between its quotes, and every value its route", () => {
    const { node } = parse('{"a": {"b": ["x", "two words"]}}');
    const item = itemsOf(get(node, "a", "b"))[1];
    expect(item && textAt(item.at)).toBe("two words");
    expect(item?.at.route).toEqual(["a", "b", 1]);
  });

  it("decodes escapes and keeps the place of the whole string", () => {
    const { node } = parse('["a\\u0062\\n"]');
    const item = itemsOf(node)[0];
    expect(printed(item)).toBe("ab\n");
    expect(item && textAt(item.at)).toBe("a\\u0062\\n");
  });

  it("keeps a number as it is written", () => {
    expect(get(parse('{"n": 1e3}').node, "n")).toMatchObject({ kind: "number", value: 1000, raw: "1e3" });
  });

  it("keeps repeated keys", () => {
    const { node, problems } = parse('{"a": 1, "b": 2, "a": 3}');
    expect(problems).toEqual([]);
    const repeated = node === undefined ? [] : duplicateKeys(node);
    expect(repeated.map(({ key }) => key.at.span.start)).toEqual([18]);
    expect(repeated.map(({ first }) => first.span.start)).toEqual([2]);
  });

  it("skips a byte order mark", () => {
    expect(parse('\ufeff{"a": 1}').problems).toEqual([]);
  });
});

describe("JSON that is wrong", () => {
  it.each([
    ['{"a": 1,}', "a key in double quotes is expected here", "}"],
    ["[1 2]", "a comma is expected here", "2"],
    ["{a: 1}", "this is not a JSON value", "a"],
    ['{"a" 1}', "a colon is expected here", "1"],
    ['{"a": // why\n 1}', "JSON has no comments", "// why"],
    ['{"a": "x}', "this string is not closed", '"x}'],
    ["{} {}", "nothing more is expected after the JSON value", "{"],
  ])("says in plain words what is wrong with %s, and where", (text, message, covered) => {
    const [problem] = parse(text).problems;
    expect(problem?.message).toBe(message);
    expect(text.slice(problem?.start, problem?.end)).toBe(covered);
  });

  it("reads nothing from an empty text", () => {
    expect(parse("")).toMatchObject({ node: undefined, problems: [{ message: "a value is expected here" }] });
  });

  it("refuses what is nested without end instead of overflowing", () => {
    const { node, problems } = parse("[".repeat(100_000));
    expect(node).toBeUndefined();
    expect(problems).toHaveLength(1);
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:\\ 01eat\ue000')) }), (text) => {
        const { node, problems } = parse(text);
        return node !== undefined || problems.length > 0;
      }),
    );
  });

  it("reads back what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const { node } = parse(text);
        const again = node === undefined ? undefined : minify(node);
        expect(again === undefined ? undefined : JSON.parse(again)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe("JSON with holes", () => {
  it("splits a string at a hole", () => {
    const { node } = parseParts('{"k": "arn:', hole("var.account"), ':x"}');
    expect(printed(get(node, "k"))).toBe("arn:${var.account}:x");
  });

  it("reads a hole outside quotes as a value of unknown type", () => {
    const { node, problems } = parseParts('{"k": ', hole("var.subjects"), ', "l": 1}');
    expect(problems).toEqual([]);
    expect(get(node, "k")).toMatchObject({ kind: "unknown", hole: { name: "var.subjects" } });
    expect(get(node, "l")).toMatchObject({ kind: "number" });
  });

  it("reads a hole beside digits as a text", () => {
    expect(printed(get(parseParts('{"k": 12', hole("var.n"), "}").node, "k"))).toBe("12${var.n}");
  });

  it("takes a text that a hole may complete for unknown, not for wrong", () => {
    const { node, problems } = parseParts('[{"a": 1}', hole("rest"), "]");
    expect(problems).toEqual([]);
    expect(node).toMatchObject({ kind: "unknown", hole: { name: "rest" } });
  });

  it("does not take a hole inside quotes for an excuse", () => {
    expect(parseParts('{"k": "', hole("x"), '",}').problems).not.toEqual([]);
  });

  it("keeps a hole in a key", () => {
    const { node } = parseParts('{"', hole("issuer"), ':sub": "x"}');
    expect(node?.kind === "map" && node.entries.map(({ key }) => print(key))).toEqual(["${issuer}:sub"]);
  });
});

describe("minified JSON", () => {
  it.each([
    ['{ "a" : [ 1, true, null, "é\\n" ] }', '{"a":[1,true,null,"é\\n"]}'],
    ['{"a": 1, "a": 2}', '{"a":2}'],
  ])("writes %s as %s", (text, expected) => {
    const { node } = parse(text);
    expect(node && minify(node)).toBe(expected);
  });

  it("has no answer while a part is unknown", () => {
    const { node } = parseJson(textSource(concat(at, literal('{"a": "', at), hole("x"), '"}')));
    expect(node && minify(node)).toBeUndefined();
  });
});
