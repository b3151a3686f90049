import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goTemplateExpressions, oracleValues } from "../../test/support/go-template-expressions.ts";

interface Output {
  readonly versions: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Asks Helm's own engine for what the expressions of test/support/go-template-expressions.ts print, and writes the
 * answers to test/oracle/go-template-functions.json. Needs Go and its module proxy.
 */
function main(): void {
  const program = join(import.meta.dirname, "record-go-template-functions");
  const directory = mkdtempSync(join(tmpdir(), "go-template-functions-"));
  const binary = join(directory, "record");
  execFileSync("go", ["build", "-o", binary, "."], { cwd: program, stdio: "inherit" });
  const groups = goTemplateExpressions();
  const expressions = [...new Set([...groups.values()].flat())];
  const input = JSON.stringify({ values: oracleValues, expressions });
  const output = execFileSync(binary, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  rmSync(directory, { recursive: true });
  const { versions, answers } = JSON.parse(output) as Output;
  const recording = {
    versions,
    groups: Object.fromEntries(
      [...groups].map(([name, asked]) => [
        name,
        Object.fromEntries(asked.map((expression) => [expression, answers[expression] ?? {}])),
      ]),
    ),
  };
  writeFileSync("test/oracle/go-template-functions.json", `${JSON.stringify(recording, undefined, 1)}\n`);
}

main();
