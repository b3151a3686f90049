import { describe, expect, it } from "vitest";
import { wholeFile } from "../../src/model/location.ts";
import { entryOf, type Entry, type MapNode } from "../../src/model/node.ts";
import { literal, unknownText } from "../../src/model/text.ts";

const at = wholeFile({ path: "a.yaml", text: "" });
const entry = (key: string, value: string): Entry => ({ key: literal(key, at), value: literal(value, at) });
const map = (entries: readonly Entry[]): MapNode => ({ kind: "map", entries, at });

describe("the entry of a key", () => {
  it.each([3, 100_000])("is found in a map of %d, the last one of those that repeat it", (size) => {
    const entries = Array.from({ length: size }, (_, index) => entry(`key${index}`, "first"));
    const again = entry("key1", "again");
    const open: Entry = { key: unknownText({ id: "x", name: "x" }, at), value: literal("open", at) };
    const node = map([...entries, again, open]);
    expect(entryOf(node, "key1")).toBe(again);
    expect(entryOf(node, "other")).toBeUndefined();
    const found = entries.filter(({ key }) =>
      key.parts.some((part) => part.kind === "literal" && entryOf(node, part.value)),
    );
    expect(found).toHaveLength(size);
  });

  it("is looked for again in a list that grew", () => {
    const entries = Array.from({ length: 200 }, (_, index) => entry(`key${index}`, "first"));
    expect(entryOf(map(entries), "late")).toBeUndefined();
    const late = entry("late", "last");
    entries.push(late);
    expect(entryOf(map(entries), "late")).toBe(late);
  });
});
