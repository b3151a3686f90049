import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { yamlEdits } from "../../../src/loaders/yaml/edits.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import type { EditIntent } from "../../../src/model/finding.ts";
import { get, type Node } from "../../../src/model/node.ts";
import { fileSource, textSource } from "../../../src/model/source.ts";
import { known, stripPrefix } from "../../../src/model/text.ts";

function read(text: string, path = "a.yaml"): Node {
  const { documents, problems } = parseYaml(fileSource({ path, text }));
  expect(problems).toEqual([]);
  const [document] = documents;
  if (document === undefined) throw new Error(`nothing in ${text}`);
  return document.node;
}

function at(text: string, route: readonly string[], path?: string): Node {
  const node = get(read(text, path), ...route);
  if (node === undefined) throw new Error(`nothing at ${route.join(".")}`);
  return node;
}

/** The text after the edits of an intent; undefined when there are none. */
function edited(text: string, intent: EditIntent): string | undefined {
  const edits = [...yamlEdits(intent)].sort((a, b) => b.at.span.start - a.at.span.start);
  if (edits.length === 0) return undefined;
  return edits.reduce(
    (result, edit) => result.slice(0, edit.at.span.start) + edit.text + result.slice(edit.at.span.end),
    text,
  );
}

const replace = (text: string, value: string, path?: string): string | undefined =>
  edited(text, { kind: "replace-value", at: at(text, ["a"], path).at, value });
const add = (text: string, route: readonly string[], path?: string): string | undefined =>
  edited(text, { kind: "add-entry", map: at(text, route, path).at, key: "k", value: "v w" });
const remove = (text: string, route: readonly string[]): string | undefined =>
  edited(text, { kind: "remove-entry", at: at(text, route).at });

describe("replacing a value", () => {
  it.each([
    ["a: x # note\n", "z", "a: z # note\n"],
    ['a: "x"\n', "y", 'a: "y"\n'],
    ["a: 'x'\n", "it's", "a: 'it''s'\n"],
    ["a: x\n", "yes", 'a: "yes"\n'],
    ["a: x\n", "012345678901", 'a: "012345678901"\n'],
    ["a: x\n", "arn:aws:iam::111122223333:role/x", "a: arn:aws:iam::111122223333:role/x\n"],
    ["a: x\n", "a: b", 'a: "a: b"\n'],
    ["a: ''\n", "y", "a: 'y'\n"],
    ["a:\nb: 1\n", "z", "a: z\nb: 1\n"],
    ["{a: x, b: 1}", "y, z", '{a: "y, z", b: 1}'],
    ["a: |\n  x\n  y\nb: 1\n", "z", "a: z\nb: 1\n"],
    ["a: >- # note\n  x\nb: 1\n", "z", "a: z\nb: 1\n"],
    ["a: 12\n", "x", "a: x\n"],
    ["a: x\n  y\nb: 1\n", "z", "a: z\nb: 1\n"],
  ])("%j by %j", (text, value, expected) => {
    expect(replace(text, value)).toBe(expected);
  });

  it("quotes in JSON whatever stood there", () => {
    expect(replace('{"a": null}', "y", "a.json")).toBe('{"a": "y"}');
  });

  it("replaces a part of a text, when what is put in needs no quotes", () => {
    const node = at("a: arn:role/x\n", ["a"]);
    const part = node.kind === "text" ? stripPrefix(node, "arn:role/") : undefined;
    if (part === undefined) throw new Error("no part");
    const intent = (value: string): EditIntent => ({ kind: "replace-value", at: part.at, value });
    expect(edited("a: arn:role/x\n", intent("y"))).toBe("a: arn:role/y\n");
    expect(edited("a: arn:role/x\n", intent("y # z"))).toBeUndefined();
  });

  it("works in YAML inside a block scalar", () => {
    const text = 'values: |\n  sa:\n    name: "x"\n    b: c\n';
    const values = at(text, ["values"]);
    const inner = values.kind === "text" ? parseYaml(textSource(values)).documents[0]?.node : undefined;
    const map = get(inner, "sa");
    const name = get(map, "name");
    if (map === undefined || name === undefined) throw new Error("nothing inside");
    expect(edited(text, { kind: "replace-value", at: name.at, value: "y" })).toBe(text.replace('"x"', '"y"'));
    expect(edited(text, { kind: "add-entry", map: map.at, key: "k", value: "v" })).toBe(`${text}    k: v\n`);
    expect(edited(text, { kind: "remove-entry", at: name.at })).toBe("values: |\n  sa:\n    b: c\n");
  });

  it("gives back the value, whatever it is and however the old one was written", () => {
    const old = fc.constantFrom(
      "x",
      '"x"',
      "'x'",
      "''",
      "|\n  x\n",
      ">-\n  x\n  y\n",
      "",
      "12",
      "null",
      '"\\x41"',
    );
    const around = fc.constantFrom(
      (value: string) => `a: ${value}\nb: 1\n`,
      (value: string) => (value.includes("\n") ? `a: ${value}` : `{a: ${value}, b: 1}`),
      (value: string) => `c: 1\r\na: ${value.replaceAll("\n", "\r\n")}\r\n`,
    );
    fc.assert(
      fc.property(old, around, fc.string({ unit: "binary" }), (written, wrap, value) => {
        const text = wrap(written);
        const result = replace(text, value) ?? "";
        const node = at(result, ["a"]);
        expect(node.kind === "text" && known(node)).toBe(value);
      }),
      { numRuns: 200 },
    );
  });
});

describe("adding an entry", () => {
  it.each([
    [
      "after the last one",
      "m:\n  a: 1\n  b: 2 # note\nc: 3\n",
      ["m"],
      'm:\n  a: 1\n  b: 2 # note\n  k: "v w"\nc: 3\n',
    ],
    ["at the end of a file without a line end", "m:\n  a: 1", ["m"], 'm:\n  a: 1\n  k: "v w"'],
    ["after a block scalar", "m:\n  a: |\n    x\nc: 3\n", ["m"], 'm:\n  a: |\n    x\n  k: "v w"\nc: 3\n'],
    ["after an inner map", "m:\n  a:\n    b: 1\nc: 3\n", ["m"], 'm:\n  a:\n    b: 1\n  k: "v w"\nc: 3\n'],
    [
      "with the file's line ends",
      "m:\r\n  a: 1\r\nc: 3\r\n",
      ["m"],
      'm:\r\n  a: 1\r\n  k: "v w"\r\nc: 3\r\n',
    ],
    ["to a flow map", "m: {a: 1} # note\n", ["m"], 'm: {k: "v w", a: 1} # note\n'],
    ["to an empty map", "m: {}\n", ["m"], 'm: {k: "v w"}\n'],
    ["to a flow map with a comment", "m: { # note\n  a: 1 }\n", ["m"], 'm: { k: "v w", # note\n  a: 1 }\n'],
    ["to the whole document", "a: 1\n", [], 'a: 1\nk: "v w"\n'],
  ])("%s", (_, text, route, expected) => {
    expect(add(text, route)).toBe(expected);
  });

  it("to a list's item", () => {
    const text = "l:\n  - a: 1\n    b: 2\n  - a: 3\n";
    const list = at(text, ["l"]);
    const map = list.kind === "list" ? list.items[0] : undefined;
    if (map === undefined) throw new Error("no item");
    expect(edited(text, { kind: "add-entry", map: map.at, key: "k", value: "v" })).toBe(
      "l:\n  - a: 1\n    b: 2\n    k: v\n  - a: 3\n",
    );
  });

  it("to JSON, in quotes", () => {
    expect(add('{"m": {"a": 1}}', ["m"], "a.json")).toBe('{"m": {"k": "v w", "a": 1}}');
  });

  it("gives back the entry, whatever it is", () => {
    const maps = fc.constantFrom(
      "m:\n  a: 1\n",
      "m: {a: 1}\n",
      "m: {}\n",
      "x: [{y: 1}]\nm:\n    a:\n    - b\n# end\n",
    );
    fc.assert(
      fc.property(maps, fc.string({ minLength: 1 }), fc.string({ unit: "grapheme" }), (text, key, value) => {
        fc.pre(key !== "a");
        const result = edited(text, { kind: "add-entry", map: at(text, ["m"]).at, key, value }) ?? "";
        const node = at(result, ["m", key]);
        expect(node.kind === "text" && known(node)).toBe(value);
        expect(get(read(result), "m", "a")?.kind).toBe(get(read(text), "m", "a")?.kind);
      }),
      { numRuns: 150 },
    );
  });
});

describe("removing an entry", () => {
  it.each([
    ["with its line", "m:\n  a: 1 # note\n  b: 2\n", ["m", "a"], "m:\n  b: 2\n"],
    ["that is quoted", "m:\n  'a': \"x\"\n  b: 2\n", ["m", "a"], "m:\n  b: 2\n"],
    ["that is a map", "m:\n  a:\n    # note\n    x: 1\n  b: 2\n", ["m", "a"], "m:\n  b: 2\n"],
    ["that is a block scalar", "m:\n  a: |\n    x\n  b: 2\n", ["m", "a"], "m:\n  b: 2\n"],
    ["that is the last line", "a: 1\nb: 2", ["b"], "a: 1\n"],
    ["from a flow map", "m: {a: 1, b: 2}\n", ["m", "a"], "m: {b: 2}\n"],
    ["that is last in a flow map", "m: {a: 1, b: 2}\n", ["m", "b"], "m: {a: 1}\n"],
    ["that is alone in a flow map", "m: {a: 1}\n", ["m", "a"], "m: {}\n"],
    ["whose value repeats the key", "a: a\nb: 1\n", ["a"], "b: 1\n"],
    ["with the key that it leaves empty", "m:\n  a: 1\nb: 2\n", ["m", "a"], "b: 2\n"],
    [
      "with that key at the end of a document",
      "b: 2\nm:\n  a: 1\n---\nc: 3\n",
      ["m", "a"],
      "b: 2\n---\nc: 3\n",
    ],
    ["before a comment that is not of it", "m:\n  a: 1\n# note\nb: 2\n", ["m", "a"], "# note\nb: 2\n"],
  ])("%s", (_, text, route, expected) => {
    expect(remove(text, route)).toBe(expected);
  });

  it("from a list's item, unless nothing would be left of it", () => {
    const item = (text: string): string | undefined => {
      const list = read(text);
      const value = list.kind === "list" ? get(list.items[0], "a") : undefined;
      return value && edited(text, { kind: "remove-entry", at: value.at });
    };
    expect(item("- a: 1\n  b: 2\n")).toBe("- b: 2\n");
    expect(item("- a: 1\n- b: 2\n")).toBeUndefined();
  });
});

/** An item of the list under `l`. */
function itemOf(text: string, index: number, path?: string): Node {
  const list = at(text, ["l"], path);
  const item = list.kind === "list" ? list.items[index] : undefined;
  if (item === undefined) throw new Error("no item");
  return item;
}

describe("adding an entry in a map that is missing", () => {
  const added = (text: string, path?: string): string | undefined =>
    edited(text, { kind: "add-entry", map: at(text, ["m"], path).at, key: "k", value: "v", inside: "mm" });

  it.each([
    ["m:\n  a: 1\nb: 2\n", undefined, "m:\n  a: 1\n  mm:\n    k: v\nb: 2\n"],
    ["m: {a: 1}\n", undefined, "m: {mm: { k: v }, a: 1}\n"],
    ['{"m": {}}', "a.json", '{"m": {"mm": { "k": "v" }}}'],
  ])("%j", (text, path, expected) => {
    expect(added(text, path)).toBe(expected);
  });
});

describe("adding a value", () => {
  const added = (text: string, index: number, path?: string): string | undefined =>
    edited(text, { kind: "add-value", beside: itemOf(text, index, path).at, value: "v w" });

  it.each([
    ["l:\n  - a\n  - b # note\nc: 1\n", 1, undefined, 'l:\n  - a\n  - b # note\n  - "v w"\nc: 1\n'],
    ["l:\n- a", 0, undefined, 'l:\n- a\n- "v w"'],
    ["l: [a, b]\n", 0, undefined, 'l: [a, "v w", b]\n'],
    ['{"l": ["a"]}', 0, "a.json", '{"l": ["a", "v w"]}'],
    ['{"l": [\n  "a"\n]}', 0, "a.json", '{"l": [\n  "a",\n  "v w"\n]}'],
  ])("beside one of %j", (text, index, path, expected) => {
    expect(added(text, index, path)).toBe(expected);
  });

  it("beside one that stands alone", () => {
    const text = '{"a": "x", "b": 1}';
    const beside = at(text, ["a"], "a.json").at;
    expect(edited(text, { kind: "add-value", beside, value: "y" })).toBe('{"a": ["x", "y"], "b": 1}');
  });
});

describe("removing an item", () => {
  const removed = (text: string, index: number): string | undefined =>
    edited(text, { kind: "remove-item", at: itemOf(text, index).at });

  it.each([
    ["l:\n  - a: 1\n    b: 2 # note\n  - a: 3\n", 0, "l:\n  - a: 3\n"],
    ["l:\n- a: 1\n- a: 3\n", 1, "l:\n- a: 1\n"],
    ["l:\n  - a: 1\nc: 3\n", 0, "c: 3\n"],
    ["l:\n- a: 1\n", 0, ""],
    ["l:\n- a: 1\n- a: 2\n", 0, "l:\n- a: 2\n"],
    ["l: [a, b]\n", 0, "l: [b]\n"],
    ["l: [a, b]\n", 1, "l: [a]\n"],
    ["l: [{a: 1}, {b: 2}]\n", 1, "l: [{a: 1}]\n"],
  ])("of %j", (text, index, expected) => {
    expect(removed(text, index)).toBe(expected);
  });

  it("removes nothing around it, whatever stands there", () => {
    const item = fc.constantFrom("a", '"b c"', "k: 1", "k: 1\n    m: [1]", "k: |\n      x");
    const before = fc.constantFrom("", "# note\n", "x: 1\n");
    const after = fc.constantFrom("", "# note\n", "y: 2\n");
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 2, maxLength: 4 }),
        fc.nat(3),
        before,
        after,
        (items, at, a, b) => {
          const index = at % items.length;
          const of = (list: readonly string[]): string =>
            `${a}l:\n${list.map((each) => `  - ${each}\n`).join("")}${b}`;
          expect(removed(of(items), index)).toBe(of(items.filter((_, other) => other !== index)));
        },
      ),
    );
  });
});

describe("copying an entry", () => {
  const copied = (text: string, path: string): string | undefined => {
    const file = { path, text };
    const start = text.indexOf(":sub");
    const part = { file, route: [], span: { start, end: start + 4 } };
    return edited(text, { kind: "copy-entry", part, text: ":aud", value: "sts.amazonaws.com" });
  };

  it.each([
    ['{"i:sub": "x"}', "a.json", '{"i:aud": "sts.amazonaws.com", "i:sub": "x"}'],
    ['{\n  "i:sub": ["x"]\n}', "a.json", '{\n  "i:aud": "sts.amazonaws.com",\n  "i:sub": ["x"]\n}'],
    ["m:\n  i:sub: x\n", "a.yaml", "m:\n  i:aud: sts.amazonaws.com\n  i:sub: x\n"],
    ['m:\n  "i:sub": x\n', "a.yaml", 'm:\n  "i:aud": "sts.amazonaws.com"\n  "i:sub": x\n'],
  ])("%j", (text, path, expected) => {
    expect(copied(text, path)).toBe(expected);
  });

  it("does not take a value for a key", () => {
    expect(copied('{"a": "i:sub"}', "a.json")).toBeUndefined();
  });
});
