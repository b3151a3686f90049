/**
 * Holds today's findings on public repositories against test/judgements.json, so that a change shows what it changes.
 *
 *   npx tsx tools/judge.ts --snapshots DIR [--only owner/name] [--write]
 *
 * DIR holds a checked-out tree for each repository, as `owner+name` or `owner/name`; repositories that are not there
 * are skipped and said so. Prints findings that nobody has judged and judged ones that are gone; exits 1 if there are
 * any. `--write` adds the unjudged ones with "verdict": "unjudged" and removes those that are gone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";

interface Judgement {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /** How many findings of this rule stand on this line, when more than one. */
  readonly count?: number;
  readonly verdict: "right" | "wrong" | "unjudged";
  /** What makes it right or wrong: facts in our own words. */
  readonly why: string;
}

interface Repository {
  readonly repository: string;
  readonly commit: string;
  readonly findings: readonly Judgement[];
}

interface LintResult {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly severity: number;
    readonly line: number;
    readonly message: string;
  }[];
}

const JUDGEMENTS = "test/judgements.json";
const keyOf = (finding: { rule: string; file: string; line: number }): string =>
  `${finding.rule} ${finding.file}:${String(finding.line)}`;

function treeOf(snapshots: string, repository: string): string | undefined {
  const candidates = [join(snapshots, repository.replace("/", "+")), join(snapshots, repository)];
  return candidates.find((path) => existsSync(path));
}

/** Errors and warnings of one run, with the messages of each place joined. */
function lint(tree: string): Map<string, Judgement> {
  const run = spawnSync(
    process.execPath,
    ["dist/irsa-lint.js", tree, "--isolated", "--no-config", "--format", "json", "--fail-on", "never"],
    { encoding: "utf8", maxBuffer: 1 << 30 },
  );
  if (run.status !== 0)
    throw new Error(`irsa-lint ended with ${String(run.status)} on ${tree}: ${run.stderr}`);
  const found = new Map<string, Judgement>();
  for (const result of JSON.parse(run.stdout) as readonly LintResult[]) {
    const file = relative(tree, result.filePath).replaceAll("\\", "/");
    for (const message of result.messages.filter(({ severity }) => severity > 0)) {
      const judgement = { rule: message.ruleId, file, line: message.line };
      const before = found.get(keyOf(judgement));
      found.set(keyOf(judgement), {
        ...judgement,
        ...(before === undefined ? {} : { count: (before.count ?? 1) + 1 }),
        verdict: "unjudged",
        why: before === undefined ? message.message : `${before.why} | ${message.message}`,
      });
    }
  }
  return found;
}

function compare(
  repository: Repository,
  found: ReadonlyMap<string, Judgement>,
): { fresh: Judgement[]; gone: Judgement[] } {
  const judged = new Map(repository.findings.map((finding) => [keyOf(finding), finding]));
  return {
    fresh: [...found.values()].filter((finding) => !judged.has(keyOf(finding))),
    gone: repository.findings.filter((finding) => !found.has(keyOf(finding))),
  };
}

const { values } = parseArgs({
  options: {
    snapshots: { type: "string" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
if (values.snapshots === undefined) {
  process.stderr.write("usage: tsx tools/judge.ts --snapshots DIR [--only owner/name] [--write]\n");
  process.exit(2);
}
const repositories = JSON.parse(readFileSync(JUDGEMENTS, "utf8")) as readonly Repository[];
let differences = 0;
const written = repositories.map((repository): Repository => {
  if (values.only !== undefined && values.only !== repository.repository) return repository;
  const tree = treeOf(values.snapshots ?? "", repository.repository);
  if (tree === undefined) {
    process.stdout.write(`${repository.repository}: no snapshot, skipped\n`);
    return repository;
  }
  const found = lint(tree);
  const { fresh, gone } = compare(repository, found);
  const kept = repository.findings.filter((finding) => found.has(keyOf(finding)));
  const count = (verdict: string): number => kept.filter((finding) => finding.verdict === verdict).length;
  process.stdout.write(
    `${repository.repository}: ${String(count("right"))} right, ${String(count("wrong"))} wrong, ` +
      `${String(fresh.length + count("unjudged"))} unjudged, ${String(gone.length)} gone\n`,
  );
  for (const finding of fresh) process.stdout.write(`  new   ${keyOf(finding)}: ${finding.why}\n`);
  for (const finding of gone) process.stdout.write(`  gone  ${keyOf(finding)} (was ${finding.verdict})\n`);
  differences += fresh.length + gone.length;
  const all = [...kept, ...fresh].sort((a, b) => a.file.localeCompare(b.file, "en") || a.line - b.line);
  return { ...repository, findings: all };
});
if (values.write) writeFileSync(JUDGEMENTS, `${JSON.stringify(written, null, 2)}\n`);
process.exitCode = differences > 0 && !values.write ? 1 : 0;
