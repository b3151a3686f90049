import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  OVERRIDE_CASES,
  overrideAnswers,
  type OverrideAnswer,
  type OverrideCase,
  type OverrideRecording,
} from "../../test/support/override-cases.ts";

/** Writes what Terraform makes of modules with override files to test/oracle/terraform-overrides.json. */
function main(): void {
  const answers: Record<string, OverrideAnswer> = {};
  for (const [name, given] of Object.entries(OVERRIDE_CASES)) answers[name] = answerTo(given);
  const { stdout } = spawnSync("terraform", ["version"], { encoding: "utf8" });
  const recording: OverrideRecording = { terraform: stdout.split("\n")[0] ?? "", answers };
  writeFileSync(overrideAnswers, `${JSON.stringify(recording, null, 2)}\n`);
}

function answerTo({ files, expressions }: OverrideCase): OverrideAnswer {
  const directory = mkdtempSync(join(tmpdir(), "overrides-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    // A module that is refused cannot be initialised either.
    spawnSync("terraform", ["init", "-backend=false"], { cwd: directory });
    const values = expressions.map((expression) => {
      const input = `base64encode(jsonencode(${expression}))\n`;
      const { status, stdout } = spawnSync("terraform", ["console"], {
        cwd: directory,
        input,
        encoding: "utf8",
      });
      const encoded = /"([A-Za-z0-9+/=]+)"\s*$/.exec(stdout)?.[1];
      return status === 0 && encoded !== undefined
        ? Buffer.from(encoded, "base64").toString("utf8")
        : undefined;
    });
    const known = values.flatMap((value) => value ?? []);
    return known.length < values.length ? { refused: true } : { values: known };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

main();
