/**
 * Plants each mistake that a rule is for into a clean repository and asks for exactly that rule at that place.
 *
 *   npx tsx tools/mutation-recall.ts     prints a line for each mutation; fails when one is missed
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rules } from "../rules/index.ts";
import type { Finding } from "../src/model/finding.ts";
import { lineColumn, textAt, type Place } from "../src/model/location.ts";
import type { ExampleFiles } from "../src/rule-api/rule.ts";
import { lintFiles } from "./generate/lint-files.ts";
import { argocdHelmMutations } from "./mutations/argocd-helm.ts";
import { identityMutations } from "./mutations/identity.ts";
import { cleanRepositories, type CleanRepository, type Mutation } from "./mutations/mutation.ts";
import { nearMissMutations } from "./mutations/near-misses.ts";
import { otherMutations } from "./mutations/others.ts";
import { podIdentityMutations } from "./mutations/pod-identity.ts";
import { trustMutations } from "./mutations/trust.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Every rule that judges the input has at least one. */
export const mutations: readonly Mutation[] = [
  ...identityMutations,
  ...nearMissMutations,
  ...podIdentityMutations,
  ...trustMutations,
  ...otherMutations,
  ...argocdHelmMutations,
];

/** The files below a directory, by path relative to it. */
function filesBelow(directory: string): ExampleFiles {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(directory, path).replaceAll("\\", "/"), readFileSync(path, "utf8")]),
  );
}

/** A clean repository. */
export function cleanFiles(repository: CleanRepository): ExampleFiles {
  return filesBelow(join(root, "fixtures", repository, "right"));
}

/** The clean repository of a mutation. */
export const repositoryOf = ({ repository = "quickstart" }: Mutation): CleanRepository => repository;

/** The repository with the mistake at the first place where the text stands; that it stands nowhere is an error. */
export function mutated(
  clean: ExampleFiles,
  { name, file, find, write, configuration }: Mutation,
): ExampleFiles {
  const text = clean[file];
  if (text?.includes(find) !== true) throw new Error(`${name}: "${find}" does not stand in ${file}`);
  const settings = ".irsa-lint.yaml";
  return {
    ...clean,
    ...(configuration === undefined ? {} : { [settings]: `${clean[settings] ?? ""}${configuration}` }),
    [file]: text.replace(find, () => write),
  };
}

/** What irsa-lint finds in a repository, every rule on. */
export function findingsIn(files: ExampleFiles): readonly Finding[] {
  const { findings, failures } = lintFiles(files, rules);
  if (failures[0] !== undefined) throw failures[0];
  return findings;
}

/** A finding as a mutation asks for it. */
export function summaryOf({ rule, at }: { readonly rule: string; readonly at: Place }): string {
  return `${rule} ${at.file.path} ${JSON.stringify(textAt(at))}`;
}

/** The one finding that a mutation asks for. */
export function expectedOf({ rule, file, reportedIn, covers }: Mutation): string {
  return `${rule} ${reportedIn ?? file} ${JSON.stringify(covers)}`;
}

/** Whether a finding is the one that a mutation asks for, with its words. */
export function isExpected(finding: Finding, mutation: Mutation): boolean {
  const says = mutation.says === undefined || finding.message.includes(mutation.says);
  return says && summaryOf(finding) === expectedOf(mutation);
}

/** Whether the findings are the one that a mutation asks for and those of the rules that it names beside it. */
export function isCaught(findings: readonly Finding[], mutation: Mutation): boolean {
  const at = findings.findIndex((finding) => isExpected(finding, mutation));
  const others = findings.filter((_, index) => index !== at).map(({ rule }) => rule);
  return at !== -1 && others.sort().join() === [...(mutation.beside ?? [])].sort().join();
}

/** Every clean repository by its name. */
export function allCleanFiles(): Readonly<Record<CleanRepository, ExampleFiles>> {
  const entries = cleanRepositories.map((name) => [name, cleanFiles(name)] as const);
  return Object.fromEntries(entries) as Record<CleanRepository, ExampleFiles>;
}

function main(): void {
  const clean = allCleanFiles();
  let missed = 0;
  for (const mutation of mutations) {
    const findings = findingsIn(mutated(clean[repositoryOf(mutation)], mutation));
    const caught = isCaught(findings, mutation);
    if (!caught) missed++;
    console.log(`${caught ? "caught" : "MISSED"}  ${mutation.rule}: ${mutation.name}`);
    if (caught) continue;
    for (const finding of findings) {
      console.log(
        `          ${summaryOf(finding)} line ${String(lineColumn(finding.at.file, finding.at.span.start).line)}`,
      );
    }
  }
  console.log(`${String(mutations.length - missed)} of ${String(mutations.length)} mistakes caught`);
  if (missed > 0) process.exitCode = 1;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main();
