/**
 * Checks what `--format sarif` writes with SARIF's own validator, Microsoft's multitool, its rules for GitHub included:
 *
 *   npm install --global @microsoft/sarif-multitool
 *   npx tsx tools/oracle/validate-sarif.ts [directory…]
 *
 * The tool is a program of a hundred megabytes, so it is no development dependency; `npm test` checks the same output
 * against the published schema. Notes of style are left out: most ask for what would make each log many times longer.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "irsa-lint-sarif-"));

/** A program's exit code is judged by the caller; that it could not be started is an error here. */
function run(command: string, args: readonly string[]): string {
  // The multitool wants ICU, a library that few CI images have, only to compare texts by language.
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", env });
  if (error !== undefined) throw error;
  return stdout + stderr;
}

/** The validator's warnings and errors about the log of one directory. */
function complaints(directory: string): readonly string[] {
  const log = join(scratch, "log.sarif");
  const lint = ["dist/irsa-lint.js", directory, "--fail-on", "never", "--format", `sarif=${log}`];
  const said = run(process.execPath, lint);
  const version = (JSON.parse(readFileSync(log, "utf8")) as { readonly version?: string }).version;
  if (version !== "2.1.0") throw new Error(`no log was written: ${said}`);
  const output = run("sarif-multitool", [
    "validate",
    log,
    "--rule-kind",
    "Sarif;Ghas",
    "--level",
    "Error;Warning",
  ]);
  if (!output.includes("Analyzing...")) throw new Error(`the multitool did not run: ${output}`);
  return output.split("\n").filter((line) => /: (?:error|warning) /.test(line));
}

try {
  const directories = process.argv.slice(2);
  for (const directory of directories.length === 0 ? ["fixtures/quickstart/broken"] : directories) {
    const found = complaints(directory);
    console.log(`${directory}: ${found.length} complaints\n${found.join("\n")}`);
    if (found.some((line) => line.includes(": error "))) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true });
}
