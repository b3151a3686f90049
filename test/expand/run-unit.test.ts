import { describe, expect, it } from "vitest";
import { openFiles } from "../../src/expand/files.ts";
import { indexManifests } from "../../src/expand/manifest-index.ts";
import { createRunner } from "../../src/expand/run-unit.ts";
import { emptyExpansion, type Expander, type LoaderSettings, type Unit } from "../../src/loaders/loader.ts";
import type { Origin } from "../../src/model/entities.ts";
import { wholeFile } from "../../src/model/location.ts";
import type { Manifest } from "../../src/model/manifest.ts";
import type { Entry, Node } from "../../src/model/node.ts";
import { absent, literal } from "../../src/model/text.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

const settings: LoaderSettings = { placeholders: [], accountOf: () => undefined, varFiles: [] };
const at = wholeFile({ path: "set.yaml", text: "" });
const origin: Origin = { environment: null, cluster: absent(at), via: [] };
const entry = (key: string, value: Node): Entry => ({ key: literal(key, at), value });

function manifest(kind: string, name: string): Manifest {
  const metadata: Node = { kind: "map", entries: [entry("name", literal(name, at))], at };
  const list = Array.from({ length: 20 }, (_, index) => literal(`item ${index}`, at));
  const entries = [
    entry("apiVersion", literal("toys/v1", at)),
    entry("kind", literal(kind, at)),
    entry("metadata", metadata),
    entry("list", { kind: "list", items: list, at }),
  ];
  return { object: { kind: "map", entries, at }, origin };
}

const unit = (kind: string): Unit => ({ kind, key: kind, input: undefined, origin });

/** Makes the same toys each time, more than it costs less to compare than to make again; asks for balls. */
const maker: Expander = {
  kind: "maker",
  expand: (_, ask) => {
    ask.lookup({ apiGroup: "toys", kind: "Ball" });
    return {
      ...emptyExpansion,
      manifests: Array.from({ length: 3_000 }, (_each, index) => manifest("Toy", `toy-${index}`)),
    };
  },
};

describe("what a unit made before", () => {
  it("stays the same objects where it makes the same again, however much that is", () => {
    let times = 0;
    const user: Expander = {
      kind: "user",
      expand: (_, ask) => {
        times++;
        ask.lookup({ apiGroup: "toys", kind: "Toy" });
        return emptyExpansion;
      },
    };
    const expanders = new Map([maker, user].map((each) => [each.kind, each]));
    const runner = createRunner(expanders, openFiles(memoryWorkspace({})), settings);

    const first = runner.run(unit("maker")).expansion.manifests;
    runner.see(indexManifests(first));
    runner.run(unit("user"));
    runner.see(indexManifests([...first, manifest("Ball", "ball")]));
    const second = runner.run(unit("maker")).expansion.manifests;
    expect(second).toHaveLength(3_000);
    expect(second.every((each, index) => each === first[index])).toBe(true);

    runner.see(indexManifests(second));
    runner.run(unit("user"));
    expect(times).toBe(1);
  });
});
