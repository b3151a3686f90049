// Records what real Helm hands to the charts inside a chart, into test/oracle/helm-dependencies.json: which of them take
// part, what each is called, and the values that it sees.
//
//   tsx tools/oracle/record-helm-dependencies.ts [path of the helm program]

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";

interface Dependency {
  readonly name: "sub" | "other";
  readonly alias?: string;
  readonly condition?: string;
  readonly tags?: readonly string[];
}

interface Case {
  readonly situation: string;
  readonly dependencies: readonly Dependency[];
  /** The outer chart's own values, those that somebody sets, and the inner chart's own. */
  readonly own: unknown;
  readonly set: unknown;
  readonly inner: unknown;
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const helm = process.argv[2] ?? "helm";

const plain: readonly Dependency[] = [{ name: "sub" }];
const aliased: readonly Dependency[] = [{ name: "sub", alias: "dns" }];
const conditional = (condition: string): readonly Dependency[] => [{ name: "sub", condition }];
const tagged: readonly Dependency[] = [{ name: "sub", tags: ["front", "back"] }];

const of = (
  situation: string,
  dependencies: readonly Dependency[],
  own: unknown,
  set: unknown = {},
  inner: unknown = { a: "inner", b: { c: 1 } },
): Case => ({ situation, dependencies, own, set, inner });

const cases: readonly Case[] = [
  of("nothing set", plain, {}),
  of("own values over the inner chart's", plain, { sub: { a: "own" } }),
  of("set values over own", plain, { sub: { a: "own", d: 1 } }, { sub: { a: "set" } }),
  of("maps merge through all three", plain, { sub: { b: { d: 2 } } }, { sub: { b: { e: 3 } } }),
  of("null in set values", plain, { sub: { a: "own" } }, { sub: { a: null } }),
  of("null over the inner chart's values alone", plain, {}, { sub: { a: null } }),
  of("null in own values", plain, { sub: { a: null } }),
  of("null further down", plain, { sub: { b: { c: 5 } } }, { sub: { b: { c: null, d: 1 } } }),
  of("null for a map", plain, { sub: { b: { d: 5 } } }, { sub: { b: null } }),
  of("null for a map of the inner chart", plain, {}, { sub: { b: null } }),
  of("null for the whole chart", plain, { sub: { a: "own" } }, { sub: null }),
  of("an alias", aliased, { dns: { a: "dns" }, sub: { a: "sub" } }),
  of("the same chart twice", [{ name: "sub" }, { name: "sub", alias: "dns" }], {
    dns: { a: "dns" },
    sub: { a: "sub" },
  }),
  of("global", plain, { global: { x: 1 } }),
  of("global of both", plain, { global: { x: 1 }, sub: { global: { x: 2, y: 3 } } }),
  of("global set", plain, { global: { x: 1 } }, { global: { x: 9 } }),
  of("a condition that is true", conditional("sub.enabled"), { sub: { enabled: true } }),
  of("a condition that is false", conditional("sub.enabled"), { sub: { enabled: false } }),
  of(
    "a condition that somebody switches on",
    conditional("sub.enabled"),
    { sub: { enabled: false } },
    { sub: { enabled: true } },
  ),
  of("a condition that nobody sets", conditional("sub.enabled"), {}),
  of("a condition that only the inner chart sets", conditional("sub.enabled"), {}, {}, { enabled: false }),
  of("a condition that is no boolean", conditional("sub.enabled"), { sub: { enabled: "false" } }),
  of("the first of two conditions", conditional("on,sub.enabled"), { on: false, sub: { enabled: true } }),
  of("the second of two conditions", conditional("on,sub.enabled"), { sub: { enabled: false } }),
  of("no tags set", tagged, {}),
  of("one tag true", tagged, { tags: { front: true, back: false } }),
  of("all tags false", tagged, { tags: { front: false, back: false } }),
  of("one tag false, the other not set", tagged, { tags: { back: false } }),
  of("a condition over tags", [{ name: "sub", condition: "on", tags: ["front"] }], {
    on: true,
    tags: { front: false },
  }),
  of("one of two switched off", [{ name: "sub" }, { name: "other", condition: "other.enabled" }], {
    other: { enabled: false },
  }),
  of("a chart that is not listed", [], { sub: { a: "own" } }),
];

/** What a chart prints of itself, once a dependency. */
const template = "chart: {{ .Chart.Name }} {{ .Values | toJson }}\n";

function write(directory: string, name: string, values: unknown, dependencies: readonly Dependency[]): void {
  mkdirSync(join(directory, "templates"), { recursive: true });
  const versions = dependencies.map((dependency) => ({
    ...dependency,
    version: "1.0.0",
    repository: "https://charts.example.com",
  }));
  writeFileSync(
    join(directory, "Chart.yaml"),
    JSON.stringify({ apiVersion: "v2", name, version: "1.0.0", dependencies: versions }),
  );
  writeFileSync(join(directory, "values.yaml"), JSON.stringify(values));
  if (name !== "outer") writeFileSync(join(directory, "templates", "print.yaml"), template);
}

function run({ dependencies, own, set, inner }: Case): { charts: Record<string, unknown> } {
  const directory = mkdtempSync(join(tmpdir(), "helm-dependencies-"));
  write(directory, "outer", own, dependencies);
  write(join(directory, "charts", "sub"), "sub", inner, []);
  if (dependencies.some(({ name }) => name === "other"))
    write(join(directory, "charts", "other"), "other", inner, []);
  const file = join(directory, "set.json");
  writeFileSync(file, JSON.stringify(set));
  const { status, stdout, stderr } = spawnSync(helm, ["template", "r", directory, "-f", file], {
    encoding: "utf8",
  });
  rmSync(directory, { recursive: true });
  if (status !== 0) throw new Error(stderr);
  const charts = [...stdout.matchAll(/^chart: (\S+) (.*)$/gm)].map(([, name = "", values = ""]) => [
    name,
    JSON.parse(values) as unknown,
  ]);
  return { charts: Object.fromEntries(charts) as Record<string, unknown> };
}

const version = execFileSync(helm, ["version", "--template", "{{.Version}}"], { encoding: "utf8" });
const recorded = cases.map((item) => ({ ...item, ...run(item) }));
const json = JSON.stringify({ helm: version, cases: recorded });
writeFileSync(
  join(root, "test/oracle/helm-dependencies.json"),
  await format(json, { parser: "json", printWidth: 160 }),
);
process.stdout.write(`${String(recorded.length)} cases by helm ${version}\n`);
