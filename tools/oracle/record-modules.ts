// Records what the modules of the catalogue really make, version for version: each release's own source, evaluated as a
// module that lies beside its caller, for every case of test/support/module-cases. A row of the catalogue must tell the same.
//
//   tsx tools/oracle/record-modules.ts DIRECTORY [NAME...]
//
// DIRECTORY holds clones of the repositories: DIRECTORY/terraform-aws-modules+terraform-aws-iam, bare or not.
// Writes test/oracle/modules/NAME.json.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compareVersions, type Version } from "../../src/catalogue/terraform-modules/versions.ts";
import type { RecordedModule } from "../../test/support/module-cases/module-cases.ts";
import { recordedModules } from "../../test/support/module-cases/index.ts";
import { parseHcl } from "../../src/loaders/terraform/syntax/parser.ts";
import { moduleOutcomes, type ModuleCase, type Outcome } from "../../test/support/module-outcome.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [clones = ".", ...names] = process.argv.slice(2);

function git(repository: string, ...args: readonly string[]): string {
  const directory = join(clones, repository.replace("/", "+"));
  return execFileSync("git", ["-C", directory, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
}

function version(text: string): Version | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** The releases of a module, oldest first. */
function releases({ repository, from, below }: RecordedModule): readonly string[] {
  const [first, end] = [version(from), version(below)];
  return git(repository, "tag")
    .split("\n")
    .flatMap((tag) => {
      const at = version(tag);
      return at === undefined || first === undefined || end === undefined ? [] : [{ tag, at }];
    })
    .filter(({ at }) => first !== undefined && end !== undefined && inside(at, first, end))
    .sort((a, b) => compareVersions(a.at, b.at))
    .map(({ tag }) => tag);
}

const inside = (at: Version, first: Version, end: Version): boolean =>
  compareVersions(at, first) >= 0 && compareVersions(at, end) < 0;

/** The Terraform files of a module at a release; with those of the modules beside it, for the repository's own module. */
function sourcesAt({ repository, directory }: RecordedModule, tag: string): Readonly<Record<string, string>> {
  const paths = git(repository, "ls-tree", "-r", "--name-only", tag, ...(directory === "" ? [] : [directory]))
    .split("\n")
    .filter((path) => path.endsWith(".tf") && !/^(?:examples|wrappers|tests)\//.test(path));
  return Object.fromEntries(
    paths.map((path) => [`module/${path}`, git(repository, "show", `${tag}:${path}`)]),
  );
}

/** The modules of other repositories, and for each case's root module the list of them that `terraform init` would write. */
function partsOf({ parts = [], cases }: RecordedModule): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const listed: { readonly call: string; readonly place: string }[] = [];
  for (const { call, repository, revision, directory = "" } of parts) {
    const place = `parts/${repository.replace("/", "-")}-${revision}`;
    const paths = git(repository, "ls-tree", "-r", "--name-only", revision).split("\n");
    for (const path of paths.filter((each) => each.endsWith(".tf") && !each.startsWith("examples/"))) {
      files[`${place}/${path}`] ??= git(repository, "show", `${revision}:${path}`);
    }
    listed.push({ call, place: join("..", place, directory) });
  }
  for (const { name } of cases) {
    const Modules = listed.map(({ call, place }) => ({ Key: `${name}.${call}`, Dir: place }));
    files[`${name}/.terraform/modules/modules.json`] = JSON.stringify({ Modules });
  }
  return files;
}

/** The names of the inputs that a case gives. */
function inputsOf({ inputs }: ModuleCase): readonly string[] {
  return parseHcl(inputs).body.items.flatMap((item) => (item.kind === "attribute" ? [item.name] : []));
}

/** The cases that Terraform would take at a release: all their inputs are declared. */
function possible(
  module: RecordedModule,
  sources: Readonly<Record<string, string>>,
  tag: string,
): readonly ModuleCase[] {
  const declared = new Set(
    Object.entries(sources).flatMap(([path, text]) =>
      path === `module/${module.directory}/${basename(path)}`.replace("//", "/")
        ? parseHcl(text).body.items.flatMap((item) =>
            item.kind === "block" && item.type === "variable" ? (item.labels[0]?.value ?? []) : [],
          )
        : [],
    ),
  );
  const at = version(tag);
  return module.cases.filter((each) => {
    const from = each.from === undefined ? undefined : version(each.from);
    const early = at !== undefined && from !== undefined && compareVersions(at, from) < 0;
    return !early && inputsOf(each).every((name) => declared.has(name));
  });
}

/** The releases with the same outcome, one after the other. */
interface Run {
  readonly versions: [first: string, last: string];
  readonly outcome: Outcome;
}

interface Recording {
  readonly repository: string;
  readonly directory: string;
  readonly releases: readonly string[];
  readonly cases: Readonly<Record<string, readonly Run[]>>;
}

/** Another release with an outcome: it goes on with the run of the release `before` it, or begins one. */
function add(runs: Run[], outcome: Outcome, release: string, before: string): void {
  const last = runs.at(-1);
  const same = last?.versions[1] === before && JSON.stringify(last.outcome) === JSON.stringify(outcome);
  if (same) last.versions[1] = release;
  else runs.push({ versions: [release, release], outcome });
}

function record(module: RecordedModule): Recording {
  const runs = new Map<string, Run[]>(module.cases.map(({ name }) => [name, []]));
  const tags = releases(module);
  const parts = partsOf(module);
  let before = "";
  for (const tag of tags) {
    const source = `../module/${module.directory}`.replace(/\/$/, "");
    const files = sourcesAt(module, tag);
    const outcomes = moduleOutcomes(
      { ...module, source, files: { ...files, ...parts } },
      possible(module, files, tag),
      module.outputs,
    );
    for (const [name, outcome] of outcomes) add(runs.get(name) ?? [], outcome, tag.replace(/^v/, ""), before);
    before = tag.replace(/^v/, "");
  }
  console.log(`${module.name}: ${String(tags.length)} releases, ${String(module.cases.length)} cases`);
  return {
    repository: module.repository,
    directory: module.directory,
    releases: tags.map((tag) => tag.replace(/^v/, "")),
    cases: Object.fromEntries(runs),
  };
}

/** A recording with a line for each run of releases, so that a change reads well. */
function lines({ cases, ...head }: Recording): string {
  const told = Object.entries(cases).map(
    ([name, runs]) =>
      `  ${JSON.stringify(name)}: [\n${runs.map((run) => `   ${JSON.stringify(run)}`).join(",\n")}\n  ]`,
  );
  return `${JSON.stringify(head, null, 1).slice(0, -2)},\n "cases": {\n${told.join(",\n")}\n }\n}\n`;
}

for (const module of recordedModules) {
  if (names.length > 0 && !names.includes(module.name)) continue;
  const path = join(root, "test/oracle/modules", `${module.name}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines(record(module)));
}
