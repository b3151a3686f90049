import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expand } from "../../../src/expand/expand.ts";
import { kubernetes } from "../../../src/loaders/kubernetes/index.ts";
import { kustomize } from "../../../src/loaders/kustomize/index.ts";
import type { Loader } from "../../../src/loaders/loader.ts";
import type { Manifest } from "../../../src/model/manifest.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { kustomizeCases, type KustomizeCase } from "../../support/kustomize-cases.ts";
import { plain } from "../../support/plain.ts";

interface Recorded {
  readonly situation: string;
  readonly objects?: readonly unknown[];
  readonly error?: string;
}

const recording = JSON.parse(readFileSync("test/oracle/kustomize.json", "utf8")) as {
  readonly cases: readonly Recorded[];
};

interface Built {
  readonly objects: readonly unknown[];
  readonly problems: readonly string[];
}

/** What our build makes of a tree: the objects that others would get to read. */
function build({ files, directory }: KustomizeCase): Built {
  const manifests: Manifest[] = [];
  const listener: Loader = {
    name: "listener",
    order: 99,
    handles: () => false,
    markers: [],
    seeds: () => [],
    expanders: [],
    read: (manifest) => {
      if (manifest.origin.environment === directory) manifests.push(manifest);
      return [];
    },
  };
  const settings = { placeholders: [], accountOf: () => undefined, varFiles: [] };
  const { problems } = expand([kustomize, kubernetes, listener], memoryWorkspace(files), settings);
  return {
    objects: manifests.map(({ object }) => plain(object)),
    problems: problems.map(({ message }) => message),
  };
}

/** Without the hash at the end of names, which we leave open, and in one order. */
function comparable(objects: readonly unknown[]): readonly string[] {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value === "string") {
      return value.replace(/-[a-z0-9]{10}$|-\$\{hash of what it holds\}$/, "-HASH");
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(([, each]) => !isEmpty(each));
    return Object.fromEntries(
      entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]),
    );
  };
  return objects.map((object) => JSON.stringify(sorted(object), undefined, 1)).sort();
}

/** kustomize writes empty maps and nulls in some places and leaves them out in others. */
function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

describe("kustomize build", () => {
  it("is recorded for every case", () => {
    expect(recording.cases.map(({ situation }) => situation)).toEqual(
      kustomizeCases.map(({ situation }) => situation),
    );
    expect(kustomizeCases.length).toBeGreaterThanOrEqual(200);
  });

  const byName = new Map(recording.cases.map((each) => [each.situation, each]));

  it.each(kustomizeCases.map((each) => [each.situation, each] as const))("%s", (situation, each) => {
    const recorded = byName.get(situation);
    const built = build(each);
    if (recorded?.objects === undefined) {
      expect(built.problems.join("\n")).toContain("kustomize cannot build");
      return;
    }
    expect(built.problems).toEqual([]);
    expect(comparable(built.objects)).toEqual(comparable(recorded.objects));
  });
});
