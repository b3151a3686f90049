import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  oracleAnswers,
  oracleExpressions,
  oracleFiles,
  type Answer,
  type Recording,
} from "../../test/support/terraform-oracle.ts";

/**
 * Asks `terraform console` for every expression of test/oracle/terraform-expressions and writes its answers to
 * test/oracle/terraform-console.json. Answers that are there already are kept; `--all` asks for all of them again.
 */
const WORKERS = 3;

function run(directory: string, args: readonly string[], input: string): Promise<Answer & { out: string }> {
  return new Promise((resolve) => {
    const config = join(directory, "empty.tfrc");
    const env = { ...process.env, TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: "1" };
    const child = execFile("terraform", args, { cwd: directory, env }, (error, stdout) => {
      const out = stdout.replace(/\n$/, "");
      resolve(error === null ? { value: out, out } : { error: true, out });
    });
    child.stdin?.end(input);
  });
}

/** An expression of several lines is asked for through a local value in a directory of its own. */
async function ask(directory: string, expression: string): Promise<Answer> {
  if (!expression.includes("\n")) return answerOf(await run(directory, ["console"], `${expression}\n`));
  const own = mkdtempSync(join(tmpdir(), "console-"));
  cpSync(directory, own, { recursive: true });
  writeFileSync(join(own, "main.tf"), `locals {\n  x = ${expression}\n}\n`);
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

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "console-"));
  writeFileSync(join(directory, "empty.tfrc"), "");
  const version = (await run(directory, ["version"], "")).out.split("\n")[0] ?? "";
  const before = recorded();
  const groups: Record<string, Record<string, Answer>> = {};
  const waiting: ((own: string) => Promise<void>)[] = [];
  for (const [name, expressions] of oracleExpressions()) {
    const group: Record<string, Answer> = {};
    groups[name] = group;
    for (const expression of expressions) {
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
  const workers = Array.from({ length: WORKERS }, async (_, index) => {
    const own = join(directory, `worker-${index}`);
    cpSync(oracleFiles, own, { recursive: true });
    writeFileSync(join(own, "empty.tfrc"), "");
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next(own);
  });
  await Promise.all(workers);
  rmSync(directory, { recursive: true });
  const recording: Recording = { terraform: version, groups };
  writeFileSync(oracleAnswers, `${JSON.stringify(recording, null, 1)}\n`);
}

await main();
