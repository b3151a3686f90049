import { describe, expect, it } from "vitest";
import { helmFunctions } from "../../../src/loaders/go-template/functions/index.ts";
import { fromNode } from "../../../src/loaders/go-template/convert.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import type { Location } from "../../../src/model/location.ts";
import { get, type Node } from "../../../src/model/node.ts";
import { textSource } from "../../../src/model/source.ts";
import { literal, type Hole, type Part, type Text } from "../../../src/model/text.ts";

const file = { path: "a.yaml", text: "" };
const at: Location = { file, route: [], span: { start: 0, end: 0 } };
const hole: Hole = { kind: "hole", id: "labels", name: ".Values.labels" };
const other: Hole = { kind: "hole", id: "other", name: ".Values.other" };

function read(...pieces: readonly (string | Hole)[]): Node | undefined {
  const parts = pieces.map((piece): Part =>
    typeof piece === "string" ? { kind: "literal", value: piece } : piece,
  );
  return parseYaml(textSource({ kind: "text", parts, at })).documents[0]?.node;
}

describe("a hole as a key of itself", () => {
  it("stands for entries that are not listed", () => {
    const node = read("a: 1\n", hole, ": ", hole, "\nb: 2\n");
    expect(node).toMatchObject({ kind: "map", more: { id: "labels" } });
    expect(node?.kind === "map" && node.entries.map(({ key }) => key.parts[0])).toMatchObject([
      { value: "a" },
      { value: "b" },
    ]);
    expect(get(node, "c")).toMatchObject({ kind: "unknown", hole: { id: "labels.c" } });
  });

  it("is one entry when its value is another", () => {
    const node = read(hole, ": ", other, "\n");
    expect(node).toMatchObject({ kind: "map", entries: [{ key: { parts: [{ id: "labels" }] } }] });
    expect(node?.kind === "map" && node.more).toBeUndefined();
  });

  it("is how toYaml writes a map that may have more, inside others too", () => {
    const map: Node = {
      kind: "map",
      entries: [
        { key: literal("name", at), value: literal("x", at) },
        {
          key: literal("labels", at),
          value: {
            kind: "map",
            entries: [{ key: literal("b", at), value: literal("1", at) }],
            more: hole,
            at,
          },
        },
      ],
      more: other,
      at,
    };
    const host = {
      isTrue: () => true,
      include: () => literal("", at),
      tpl: (text: Text) => text,
      spend: () => undefined,
    };
    const printed = helmFunctions.get("toYaml")?.([fromNode(map)], { name: "toYaml", at, host });
    const node =
      printed?.kind === "text"
        ? read(...printed.parts.map((part) => (part.kind === "hole" ? part : part.value)))
        : undefined;
    expect(node).toMatchObject({ kind: "map", more: { id: "other" } });
    expect(get(node, "labels")).toMatchObject({ kind: "map", more: { id: "labels" } });
    expect(get(node, "labels", "b")).toMatchObject({ kind: "text", parts: [{ value: "1" }] });
  });
});
