import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, ours } from "../../test/support/terraform-comparison.ts";
import { generatedExpressions } from "../../test/support/terraform-generator.ts";
import {
  oracleAnswers,
  oracleConfiguration,
  oracleExpressions,
  oracleFiles,
  type Answer,
  type Recording,
} from "../../test/support/terraform-oracle.ts";

/**
 * Asks `terraform console` for every expression of test/oracle/terraform-expressions, and for the generated ones, and
 * writes its answers to test/oracle/terraform-console.json. Answers that are there already are kept; `--all` asks for
 * all of them again. With seeds it records nothing, but asks for as many other generated expressions and prints where
 * the evaluator says something else.
 */
const WORKERS = 3;
/** What the console warns of when a local value is an error, which it then shows as unknown. */
const BAD_LOCAL = "Due to the problems above";

function run(directory: string, args: readonly string[], input: string): Promise<Answer & { out: string }> {
  return new Promise((resolve) => {
    const config = join(directory, "empty.tfrc");
    const env = { ...process.env, TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: "1" };
    const child = execFile("terraform", args, { cwd: directory, env }, (error, stdout) => {
      const out = stdout.replace(/\n$/, "");
      const failed = error !== null || stdout.includes(BAD_LOCAL);
      resolve(failed ? { error: true, out } : { value: out, out });
    });
    child.stdin?.end(input);
  });
}

/** An expression of several lines is asked for through a local value in a directory of its own. */
async function ask(directory: string, expression: string): Promise<Answer> {
  if (!expression.includes("\n")) return answerOf(await run(directory, ["console"], `${expression}\n`));
  const own = mkdtempSync(join(tmpdir(), "console-"));
  cpSync(directory, own, { recursive: true });
  writeFileSync(join(own, "local.tf"), `locals {\n  x = ${expression}\n}\n`);
  const answer = answerOf(await run(own, ["console"], "local.x\n"));
  rmSync(own, { recursive: true });
  return answer;
}

function answerOf(answer: Answer): Answer {
  return "value" in answer ? { value: answer.value } : { error: true };
}

function recorded(): Recording | undefined {
  if (process.argv.includes("--all") || !existsSync(oracleAnswers)) return undefined;
  return JSON.parse(readFileSync(oracleAnswers, "utf8")) as Recording;
}

type Groups = Record<string, Record<string, Answer>>;

/** The answers to all expressions, by group; those that were known before are not asked for again. */
async function askAll(
  directory: string,
  expressions: ReadonlyMap<string, readonly string[]>,
  before: Recording | undefined,
): Promise<Groups> {
  const groups: Groups = {};
  const waiting: ((own: string) => Promise<void>)[] = [];
  for (const [name, all] of expressions) {
    const group: Record<string, Answer> = {};
    groups[name] = group;
    for (const expression of all) {
      const known = before?.groups[name]?.[expression];
      // An entry holds its expression's place in the order of the file from the start.
      group[expression] = known ?? { error: true };
      if (known !== undefined) continue;
      waiting.push(async (own) => {
        group[expression] = await ask(own, expression);
      });
    }
  }
  console.log(`${waiting.length} expressions to ask`);
  // A directory for each worker: the console locks the state, and a busy lock would look like an error.
  const workers = Array.from({ length: WORKERS }, async () => {
    const own = mkdtempSync(join(directory, "worker-"));
    cpSync(oracleFiles, own, { recursive: true });
    writeFileSync(join(own, "empty.tfrc"), "");
    writeFileSync(join(own, "main.tf"), oracleConfiguration);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next(own);
  });
  await Promise.all(workers);
  return groups;
}

/** Prints the expressions on which the evaluator differs, or has a hole where Terraform has an answer. */
function report(seed: number, groups: Groups): void {
  for (const [name, group] of Object.entries(groups)) {
    const counts = { equal: 0, hole: 0, different: 0 };
    for (const [expression, answer] of Object.entries(group)) {
      const result = ours(expression);
      const verdict = compare(result, answer);
      counts[verdict]++;
      if (verdict === "equal") continue;
      const theirs = "error" in answer ? "an error" : JSON.stringify(answer.value);
      console.log(
        `${verdict}: ${JSON.stringify(expression)}\n  ours   ${JSON.stringify(result.text)}\n  theirs ${theirs}`,
      );
    }
    console.log(`seed ${seed}, ${name}: ${JSON.stringify(counts)}`);
  }
}

async function main(seeds: readonly number[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "console-"));
  writeFileSync(join(directory, "empty.tfrc"), "");
  for (const seed of seeds) report(seed, await askAll(directory, generatedExpressions(seed), undefined));
  if (seeds.length === 0) {
    const version = (await run(directory, ["version"], "")).out.split("\n")[0] ?? "";
    const groups = await askAll(directory, oracleExpressions(), recorded());
    writeFileSync(oracleAnswers, `${JSON.stringify({ terraform: version, groups }, null, 1)}\n`);
  }
  rmSync(directory, { recursive: true });
}

await main(process.argv.slice(2).flatMap((word) => (/^\d+$/.test(word) ? [Number(word)] : [])));
