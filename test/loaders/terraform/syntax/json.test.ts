import { describe, expect, it } from "vitest";
import type { Attribute, Block } from "../../../../src/loaders/terraform/syntax/ast.ts";
import { parseTfJson } from "../../../../src/loaders/terraform/syntax/json.ts";
import { outline, show } from "./show.ts";

function read(value: unknown): { readonly text: string; readonly items: readonly (Attribute | Block)[] } {
  const text = JSON.stringify(value, undefined, 2);
  const { body, problems } = parseTfJson(text);
  expect(problems).toEqual([]);
  return { text, items: body.items };
}

describe("what properties become", () => {
  it.each([
    [
      "blocks with labels",
      { resource: { t: { a: { x: 1 }, b: { y: 2 } } } },
      "resource.t.a{x} resource.t.b{y}",
    ],
    ["a list of labels", { resource: [{ t: { a: {} } }, { t: { b: {} } }] }, "resource.t.a{} resource.t.b{}"],
    [
      "a list of bodies",
      { provider: { aws: [{ region: "a" }, { alias: "b" }] } },
      "provider.aws{region} provider.aws{alias}",
    ],
    ["locals", { locals: { a: 1, b: { c: 2 } } }, "locals{a b}"],
    [
      "settings",
      { terraform: { backend: { s3: { bucket: "b" } }, required_version: "1" } },
      "terraform{backend.s3{bucket} required_version}",
    ],
    [
      "a lifecycle",
      { resource: { t: { a: { lifecycle: { ignore_changes: ["x"] } } } } },
      "resource.t.a{lifecycle{ignore_changes}}",
    ],
    [
      "a dynamic block",
      { data: { t: { a: { dynamic: { s: { for_each: [], content: { x: 1 } } } } } } },
      "data.t.a{dynamic.s{for_each content{x}}}",
    ],
    [
      "a provider's block with a dynamic one",
      { data: { t: { a: { s: [{ dynamic: { c: { for_each: [], content: {} } } }], u: [{}] } } } },
      "data.t.a{s{dynamic.c{for_each content{}}} u}",
    ],
    ["comments", { "//": "x", module: { "//": "y", m: { "//": "z", source: "./m" } } }, "module.m{source}"],
    ["a null body", { module: { m: null } }, ""],
    ["a list at the top", [{ locals: { a: 1 } }, { locals: { b: 1 } }], "locals{a} locals{b}"],
  ])("%s", (_, value, expected) => {
    expect(outline({ body: { items: read(value).items, span: { start: 0, end: 0 } } })).toBe(expected);
  });
});

describe("what values become", () => {
  it.each([
    ["plain", "'plain'"],
    ["", "''"],
    ["${var.a}", "'${(. var a)}'"],
    ['${f("x")}-$${y}', "'${(f 'x')}|-|${|y}'"],
    ["%{ if a }b%{ endif }", "'if a 'b' else '''"],
    ["a\n${b}\tä", "'a|\\n|${b}|\\t|ä'"],
    [1.5, "1.5"],
    [true, "true"],
    [null, "null"],
    [["a", { b: "${c}" }], "['a', {b: '${c}'}]"],
    [{ "${a}-b": 1, c: 2 }, "{<'${a}|-b'>: 1, c: 2}"],
  ])("%j", (value, expected) => {
    const [locals] = read({ locals: { a: value } }).items;
    const attribute = locals?.kind === "block" ? locals.body.items[0] : undefined;
    expect(attribute?.kind === "attribute" && show(attribute.value)).toBe(expected);
  });

  it.each([
    [{ resource: { t: { a: { provider: "aws.dev" } } } }, "(. aws dev)"],
    [{ resource: { t: { a: { depends_on: ["t.b"] } } } }, "[(. t b)]"],
    [{ module: { m: { providers: { aws: "aws.dev" } } } }, "{aws: (. aws dev)}"],
    [{ variable: { v: { type: "map(string)" } } }, "(map string)"],
  ])("a reference: %j", (value, expected) => {
    const [block] = read(value).items;
    const attribute = block?.kind === "block" ? block.body.items[0] : undefined;
    expect(attribute?.kind === "attribute" && show(attribute.value)).toBe(expected);
  });
});

describe("places", () => {
  it("go through JSON's escapes", () => {
    const text = '{"locals": {"a": "x\\"${f(\\"y\\")}\\u00e4\\n"}}';
    const [locals] = parseTfJson(text).body.items;
    const attribute = locals?.kind === "block" ? locals.body.items[0] : undefined;
    if (attribute?.kind !== "attribute" || attribute.value.kind !== "template")
      throw new Error("no template");
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    expect(at(attribute.nameSpan)).toBe("a");
    expect(at(attribute.value.innerSpan)).toBe('x\\"${f(\\"y\\")}\\u00e4\\n');
    expect(attribute.value.parts.map(({ span }) => at(span))).toEqual([
      "x",
      '\\"',
      '${f(\\"y\\")}',
      "\\u00e4",
      "\\n",
    ]);
  });

  it("of a block's head is its last label, since one type may hold many blocks", () => {
    const { text, items } = read({ resource: { t: { a: {}, b: {} } } });
    const heads = items.map(
      (item) => item.kind === "block" && text.slice(item.headSpan.start, item.headSpan.end),
    );
    expect(heads).toEqual(["a", "b"]);
  });
});

describe("problems", () => {
  it.each([
    ['{"locals": {"a": 1,}}', "}"],
    ['{"locals": {"a": "${b c}"}}', "c"],
    ['{"locals": {"a": 1, "a": 2}}', "a"],
    ['{"locals": "x"}', '"x"'],
    ['{"module": {"m": [1]}}', "1"],
    ['{"resource": {"t": {"a": {"provider": "a b"}}}}', "b"],
    ["{} x", "x"],
    ["// x\n{}", "// x"],
  ])("%s", (text, place) => {
    const { problems } = parseTfJson(text);
    expect(problems.map(({ span }) => text.slice(span.start, span.end))).toContain(place);
  });

  it.each(["", " ", "{", '{"a', "[".repeat(100_000)])("%.20j is no configuration", (text) => {
    expect(parseTfJson(text).problems.length).toBeGreaterThan(0);
  });

  it("are one where an unescaped quote breaks the JSON, however much is out of step after it", () => {
    const text = '{"locals": {"a": "${join("", ["x", "y"])}"}}';
    const { problems } = parseTfJson(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.span.start).toBe(text.indexOf('", ["x"'));
    expect(problems[0]?.message).toContain("this is not JSON");
  });

  it("leave what could be read", () => {
    const { body } = parseTfJson('{"locals": {"a": 1, "b": }, "module": {"m": {"source": "x"}}}');
    expect(outline({ body })).toContain("module.m{source}");
  });
});
