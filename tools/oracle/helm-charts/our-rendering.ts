// What our own evaluator makes of a chart, by the expander that the program uses.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { helm } from "../../../src/loaders/helm/index.ts";
import { HELM_RELEASE, helmReleaseUnit } from "../../../src/loaders/helm-release.ts";
import { parseJson } from "../../../src/loaders/json/parse-json.ts";
import type { Expansion, Parsed, Parser, Questions, Unit } from "../../../src/loaders/loader.ts";
import type { Fact } from "../../../src/model/entities.ts";
import { wholeFile, type Location } from "../../../src/model/location.ts";
import type { Manifest } from "../../../src/model/manifest.ts";
import type { Node } from "../../../src/model/node.ts";
import type { Problem } from "../../../src/model/problem.ts";
import { fileSource } from "../../../src/model/source.ts";
import { absent, literal, print, unknownText, type Hole, type Text } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import type { Workspace } from "../../../src/workspace/workspace.ts";
import type { ReleaseCase } from "./cases.ts";

/** All that came of a release and of the releases that it asks for. */
export interface OurRendering {
  readonly manifests: readonly Manifest[];
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
}

/**
 * What is kept from the evaluator, so that its answers must hold whatever it is: the release's name and namespace, what
 * stands in the values that are set, or a values file below them.
 */
export type Kept = "names" | "texts" | "file";

/** A function that renders releases of the chart in a directory. */
export function evaluatorOf(directory: string, kept?: Kept): (given: ReleaseCase) => OurRendering {
  const ask = questions(workspaceOf(directory));
  return (given) => render(given, ask, kept);
}

function workspaceOf(directory: string): Workspace {
  const files: Record<string, string> = {};
  const archives: Record<string, Uint8Array> = {};
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    const path = join(directory, name);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) continue;
    const inside = join("chart", relative(directory, path));
    if (name.endsWith(".tgz")) archives[inside] = readFileSync(path);
    else files[inside] = readFileSync(path, "utf8");
  }
  return memoryWorkspace(files, { archives });
}

function questions(workspace: Workspace): Questions {
  const parsed = new Map<string, Parsed<unknown>>();
  const ask: Questions = {
    read: (path) => workspace.read(path),
    parse: <T>(path: string, parser: Parser<T>) => {
      const file = workspace.read(path);
      if ("missing" in file) return file;
      const key = `${parser.name} ${path}`;
      const result = parsed.get(key) ?? parser.parse(file);
      parsed.set(key, result);
      // A parser's name stands for one type of result.
      return result as Parsed<T>;
    },
    list: (path) => workspace.list(path),
    lookup: () => [],
    build: (unit) => expandUnit(unit, ask),
  };
  return ask;
}

function expandUnit(unit: Unit, ask: Questions): Expansion {
  const expander = helm.expanders.find(({ kind }) => kind === unit.kind);
  if (expander === undefined) throw new Error(`no expander for ${unit.kind}`);
  return expander.expand(unit, ask);
}

function render(
  { release, namespace, values }: ReleaseCase,
  ask: Questions,
  kept: Kept | undefined,
): OurRendering {
  const file = { path: "values.json", text: JSON.stringify(values) };
  const at = wholeFile({ path: "release", text: `${namespace}/${release}` });
  const { node } = parseJson(fileSource(file));
  const unit = helmReleaseUnit(
    "case",
    {
      chart: { repository: absent(at), name: literal("chart", at), version: absent(at), directory: "chart" },
      name: kept === "names" ? open("release", at) : literal(release, at),
      namespace: kept === "names" ? open("namespace", at) : literal(namespace, at),
      values: [
        ...(kept === "file" ? [{ kind: "unread", hole: holeNamed("values"), at } as const] : []),
        ...(node === undefined
          ? []
          : [{ kind: "values", node: kept === "texts" ? opened(node) : node } as const]),
      ],
    },
    { environment: null, cluster: absent(at), via: [] },
  );
  const done: Expansion[] = [];
  const waiting = [unit];
  for (const next of waiting) {
    if (next.kind !== HELM_RELEASE) continue;
    const expansion = expandUnit(next, ask);
    done.push(expansion);
    waiting.push(...expansion.units);
  }
  return {
    manifests: done.flatMap(({ manifests }) => manifests),
    facts: done.flatMap(({ facts }) => facts),
    problems: done.flatMap(({ problems }) => problems),
  };
}

const holeNamed = (name: string): Hole => ({ kind: "hole", id: name, name });

const open = (name: string, at: Location): Text => unknownText({ id: name, name, shape: "dns" }, at);

/** The values with a hole in the place of each text. */
function opened(node: Node, path = "values"): Node {
  if (node.kind === "text") return { kind: "text", parts: [holeNamed(path)], at: node.at };
  if (node.kind === "list") {
    return { ...node, items: node.items.map((item, index) => opened(item, `${path}[${String(index)}]`)) };
  }
  if (node.kind !== "map") return node;
  const entries = node.entries.map((entry) => ({
    ...entry,
    value: opened(entry.value, `${path}.${print(entry.key)}`),
  }));
  return { ...node, entries };
}
