import { describe, expect, it } from "vitest";
import { expand } from "../../src/expand/expand.ts";
import {
  emptyExpansion,
  type Expander,
  type Loader,
  type LoaderSettings,
  type Parser,
  type Unit,
} from "../../src/loaders/loader.ts";
import type { Origin } from "../../src/model/entities.ts";
import { textAt, wholeFile, type SourceFile } from "../../src/model/location.ts";
import type { Manifest } from "../../src/model/manifest.ts";
import { get, stringAt, type MapNode } from "../../src/model/node.ts";
import { absent, literal } from "../../src/model/text.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

// A toy language for these tests: one statement a line, `KIND NAME`. `make X` makes a manifest X, `claim PATH` claims a
// file, `build PATH` takes the manifests of another file, `see X` makes `saw-X` when X exists and `lone-X` when not,
// `ask X` makes a manifest that the reactor answers with a unit making X.

const settings: LoaderSettings = { placeholders: [], accountOf: () => undefined, varFiles: [] };

let parsed: string[] = [];
const lines: Parser<readonly (readonly [string, string])[]> = {
  name: "lines",
  parse: (file) => {
    parsed.push(file.path);
    const value = file.text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.split(" ")[0] ?? "", line.split(" ")[1] ?? ""] as const);
    return { value, comments: [{ file, start: 0, end: 1, text: file.path }], problems: [] };
  },
};

function manifest(name: string, kind: string, file: SourceFile, origin: Origin): Manifest {
  const at = wholeFile(file);
  const entry = (key: string, value: string): MapNode["entries"][number] => ({
    key: literal(key, at),
    value: literal(value, at),
  });
  const metadata: MapNode = { kind: "map", entries: [entry("name", name)], at };
  const entries = [entry("apiVersion", "toys/v1"), entry("kind", kind)];
  return {
    object: { kind: "map", entries: [...entries, { key: literal("metadata", at), value: metadata }], at },
    origin,
  };
}

const originIn = (file: SourceFile): Origin => ({
  environment: null,
  cluster: absent(wholeFile(file)),
  via: [{ label: "toy", at: wholeFile(file) }],
});

const unitFor = (path: string): Unit => ({
  key: path,
  kind: "toy",
  input: path,
  origin: originIn({ path, text: "" }),
});

const toy: Expander = {
  kind: "toy",
  expand: (unit, ask) => {
    const path = String(unit.input);
    const file = ask.read(path);
    const statements = ask.parse(path, lines);
    if ("missing" in file || "missing" in statements) return emptyExpansion;
    const origin = originIn(file);
    const manifests: Manifest[] = [];
    const claims: string[] = [];
    const facts = [];
    for (const [verb, name] of statements.value) {
      if (verb === "make") manifests.push(manifest(name, "Toy", file, origin));
      if (verb === "ask") manifests.push(manifest(name, "Wish", file, origin));
      if (verb === "claim") claims.push(name);
      if (verb === "see" || verb === "flip") {
        const at = wholeFile(file);
        const seen = ask.lookup({ apiGroup: "toys", kind: "Toy", name: literal(name, at) });
        if (verb === "see")
          manifests.push(manifest(`${seen.length > 0 ? "saw" : "lone"}-${name}`, "Toy", file, origin));
        else if (seen.length === 0) manifests.push(manifest(name, "Toy", file, origin));
      }
      if (verb === "build") {
        const built = ask.build(unitFor(name));
        manifests.push(...built.manifests.map((item) => ({ ...item, origin })));
        facts.push(...built.facts);
      }
    }
    return { ...emptyExpansion, manifests, claims, facts };
  },
};

const wish: Expander = {
  kind: "wish",
  expand: (unit) => ({
    ...emptyExpansion,
    manifests: [manifest(`granted-${unit.key}`, "Toy", { path: "wish", text: "" }, unit.origin)],
  }),
};

const toys: Loader = {
  name: "toys",
  order: 2,
  handles: (path) => path.endsWith(".toy"),
  markers: [],
  seeds: (files) => files.map(unitFor),
  expanders: [toy, wish],
  react: ({ object, origin }) => {
    const name = stringAt(object, "metadata", "name") ?? "";
    return stringAt(object, "kind") === "Wish" ? [{ key: name, kind: "wish", input: name, origin }] : [];
  },
  read: ({ object, origin }) => {
    const name = get(object, "metadata", "name");
    if (stringAt(object, "kind") !== "Toy" || name?.kind !== "text") return [];
    const id = `toy:${stringAt(object, "metadata", "name") ?? ""}`;
    return [
      {
        kind: "workload",
        id,
        origin,
        at: object.at,
        workloadKind: "Toy",
        namespace: literal("toys", object.at),
        name,
        serviceAccountName: absent(object.at),
        containers: [],
        tokenVolumes: [],
        annotations: [],
        pod: { annotations: [], labels: [], nodeSelector: [] },
      },
    ];
  },
};

const names = (files: Record<string, string>, loaders: readonly Loader[] = [toys]): readonly string[] =>
  expand(loaders, memoryWorkspace(files), settings)
    .facts.map((fact) => (fact.kind === "gap" ? `gap: ${String(fact.message)}` : fact.id))
    .sort();

describe("expand", () => {
  it("makes facts of the manifests of every file", () => {
    expect(names({ "a.toy": "make ball", "b.toy": "make kite", "c.txt": "make nothing" })).toEqual([
      "toy:ball",
      "toy:kite",
    ]);
  });

  it("expands what a manifest asks for", () => {
    expect(names({ "a.toy": "ask moon" })).toEqual(["toy:granted-moon"]);
  });

  it.each([
    ["before", { "a.toy": "see ball", "b.toy": "make ball" }],
    ["after", { "b.toy": "see ball", "a.toy": "make ball" }],
  ])("answers a lookup of what a file %s makes", (_, files) => {
    expect(names(files)).toEqual(["toy:ball", "toy:saw-ball"]);
  });

  it("answers a lookup of what only a reaction makes", () => {
    expect(names({ "a.toy": "see granted-moon", "b.toy": "ask moon" })).toEqual([
      "toy:granted-moon",
      "toy:saw-granted-moon",
    ]);
  });

  it("tells an asker that nothing is there", () => {
    expect(names({ "a.toy": "see ball" })).toEqual(["toy:lone-ball"]);
  });

  it("drops the raw manifests of a claimed file, and what they asked for", () => {
    expect(names({ "a.toy": "make ball\nask moon", "z.toy": "claim a.toy" })).toEqual([]);
  });

  it("keeps what two overlays make of one base, and not the base by itself", () => {
    const files = { "base.toy": "make ball", "dev.toy": "build base.toy", "prod.toy": "build base.toy" };
    const { facts } = expand([toys], memoryWorkspace(files), settings);
    expect(facts.map(({ id, origin }) => [id, origin.via[0]?.at.file.path])).toEqual([
      ["toy:ball", "dev.toy"],
      ["toy:ball#2", "prod.toy"],
    ]);
  });

  it("does not give a claimed file to a later loader", () => {
    const early: Loader = { ...toys, name: "early", order: 1, handles: (path) => path === "a.toy" };
    const seen: string[] = [];
    const later: Loader = {
      ...toys,
      name: "later",
      expanders: [],
      handles: (path) => path.startsWith("b"),
      seeds: (files) => {
        seen.push(...files);
        return [];
      },
    };
    expand(
      [later, early],
      memoryWorkspace({ "a.toy": "claim b1.toy", "b1.toy": "", "b2.toy": "" }),
      settings,
    );
    expect(new Set(seen)).toEqual(new Set(["b2.toy"]));
  });

  it("leaves a gap where files build each other", () => {
    const found = names({ "a.toy": "make ball\nbuild b.toy", "b.toy": "make kite\nbuild a.toy" });
    expect(found.filter((name) => name.startsWith("toy:ball"))).not.toEqual([]);
    expect(found.filter((name) => name.startsWith("gap: toy a.toy builds itself"))).not.toEqual([]);
  });

  it("leaves a gap for what never settles", () => {
    // It makes the ball only as long as there is none.
    expect(names({ "a.toy": "flip ball" })).toEqual([
      "gap: toy a.toy looks up things that keep changing: what it makes is not known",
    ]);
  });

  it("leaves a gap at an endless chain", () => {
    const endless: Loader = {
      ...toys,
      expanders: [
        {
          kind: "toy",
          expand: (unit) => ({ ...emptyExpansion, units: [unitFor(`${unit.key}+`)] }),
        },
      ],
    };
    expect(names({ "a.toy": "" }, [endless])).toEqual([
      expect.stringContaining("comes of too long a chain of things that make each other"),
    ]);
  });

  it("names the file of what it gives up on, not all that tells it apart", () => {
    expect(
      names({ "a.toy": "ask moon.yaml@3|x||Application_x:app.yaml@69" }, [{ ...toys, expanders: [toy] }]),
    ).toEqual(["gap: wish moon.yaml is not read: what it makes is not known"]);
  });

  it("leaves a gap for a kind of unit that nobody expands", () => {
    expect(names({ "a.toy": "ask moon" }, [{ ...toys, expanders: [toy] }])).toEqual([
      "gap: wish moon is not read: what it makes is not known",
    ]);
  });

  it("parses a file once, however many rounds and askers there are", () => {
    parsed = [];
    const files = { "a.toy": "see ball", "b.toy": "build a.toy\nmake ball" };
    expand([toys], memoryWorkspace(files), settings);
    expect(parsed.sort()).toEqual(["a.toy", "b.toy"]);
  });

  it("parses again only what changed since the last run", () => {
    const cache = new Map();
    expand([toys], memoryWorkspace({ "a.toy": "make ball", "b.toy": "make kite" }), settings, cache);
    parsed = [];
    const files = { "a.toy": "make ball", "b.toy": "make drum" };
    const { facts } = expand([toys], memoryWorkspace(files), settings, cache);
    expect(parsed).toEqual(["b.toy"]);
    expect(facts.map(({ at }) => textAt(at))).toEqual(["make ball", "make drum"]);
  });

  it("collects the comments of what was parsed, each once", () => {
    const files = { "a.toy": "make ball", "b.toy": "build a.toy", "c.toy": "build a.toy" };
    const { comments } = expand([toys], memoryWorkspace(files), settings);
    expect(comments.map(({ text }) => text)).toEqual(["a.toy", "b.toy", "c.toy"]);
  });

  it("says that a file is too large, and counts what was read", () => {
    const workspace = memoryWorkspace(
      { "a.toy": "make ball", "b.toy": `make ${"x".repeat(100)}`, "c.txt": "" },
      { maxLength: 50 },
    );
    const { problems, coverage } = expand([toys], workspace, settings);
    expect(problems.map(({ code, at }) => [code, at.file.path])).toEqual([["input/too-large", "b.toy"]]);
    expect(coverage).toEqual({ files: 3, parsed: 1, skipped: 2, unparseable: 0 });
  });
});
