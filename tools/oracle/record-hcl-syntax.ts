import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHcl } from "../../src/loaders/terraform/syntax/parser.ts";
import { TEMPLATES } from "../../test/loaders/terraform/syntax/corpus.ts";
import {
  digestOf,
  recordedJsonMutants,
  recordedMutants,
} from "../../test/loaders/terraform/syntax/mutants.ts";

/**
 * Records what Terraform says of the corpus, its mutants and the templates, into test/oracle/hcl-syntax.json. Run it
 * where `terraform` is: `npx tsx tools/oracle/record-hcl-syntax.ts [seeds…]`. With seeds it records nothing, but
 * compares as many other mutants at once.
 */
function main(seeds: readonly number[]): void {
  if (seeds.length === 0) record();
  else for (const seed of seeds) report(String(seed), recordedMutants(seed));
}

function record(): void {
  const mutants = recordedMutants();
  const refused = report("recorded", mutants);
  const jsonMutants = recordedJsonMutants();
  const answers = {
    terraform: terraformVersion(),
    digest: digestOf(mutants),
    verdicts: mutants.map((_, index) => (refused.has(index) ? "0" : "1")).join(""),
    templates: evaluate(TEMPLATES),
    json: { digest: digestOf(jsonMutants), verdicts: jsonVerdicts(jsonMutants.map(({ text }) => text)) },
  };
  const target = new URL("../../test/oracle/hcl-syntax.json", import.meta.url);
  writeFileSync(target, `${JSON.stringify(answers, undefined, 2)}\n`);
}

/** Prints how often the parser and Terraform differ, with the first texts; returns what Terraform refuses. */
function report(name: string, mutants: readonly { readonly text: string }[]): ReadonlySet<number> {
  const refused = refusedBy(mutants.map(({ text }) => text));
  const different = mutants.filter(
    ({ text }, index) => parseHcl(text).problems.length > 0 !== refused.has(index),
  );
  console.log(`${name}: ${mutants.length} texts, ${refused.size} refused, ${different.length} disagreements`);
  for (const { text } of different.slice(0, 5)) console.log(JSON.stringify(text));
  return refused;
}

/** The indexes of the texts in which `terraform fmt` finds a syntax error. */
function refusedBy(texts: readonly string[]): ReadonlySet<number> {
  return inTemporaryDirectory((directory) => {
    for (const [index, text] of texts.entries()) writeFileSync(join(directory, `f${index}.tf`), text);
    const { stdout, stderr } = spawnSync("terraform", ["fmt", "-list=false", "-write=false", "-no-color"], {
      cwd: directory,
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    return new Set([...(stdout + stderr).matchAll(/on f(\d+)\.tf line/g)].map(([, index]) => Number(index)));
  });
}

/** What `terraform validate` complains of although the syntax is right: names, types, references, combinations. */
const NOT_OF_SYNTAX =
  /^(?:Call to unknown|Duplicate|Extraneous|Inconsistent|Invalid (?:address|combination|local value name|template interpolation|count|data|default|for_each|function arg|index|lifecycle|move|name|output|provisioner|reference|resource|type|variable|version)|Error in function|Incorrect attribute|Missing required|Missing resource|Moved|Reference to|Self-ref|Unsuitable|Unsupported)/;

/**
 * For each JSON text "1" when `terraform validate` takes it, "0" when it refuses the syntax of the JSON or of a string
 * in it, "?" when it refuses something else, behind which it may not have looked at every string.
 */
function jsonVerdicts(texts: readonly string[]): string {
  return inTemporaryDirectory((directory) =>
    texts
      .map((text) => {
        writeFileSync(join(directory, "main.tf.json"), text);
        const { stdout } = spawnSync("terraform", ["validate", "-json"], {
          cwd: directory,
          encoding: "utf8",
        });
        const { diagnostics = [] } = JSON.parse(stdout) as {
          diagnostics?: { severity: string; summary: string }[];
        };
        const errors = diagnostics.filter(({ severity }) => severity === "error");
        if (errors.some(({ summary }) => !NOT_OF_SYNTAX.test(summary))) return "0";
        return errors.length === 0 ? "1" : "?";
      })
      .join(""),
  );
}

/** What `terraform console` makes of each template. */
function evaluate(templates: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return inTemporaryDirectory((directory) => {
    const entries = Object.entries(templates);
    const locals = entries.map(([name, text]) => `  ${name} = ${text}\n`).join("");
    writeFileSync(join(directory, "main.tf"), `locals {\n${locals}}\n`);
    const input = `base64encode(jsonencode({${entries.map(([name]) => `${name} = local.${name}`).join(", ")}}))\n`;
    const output = execFileSync("terraform", ["console"], { cwd: directory, input, encoding: "utf8" });
    const encoded = /"([A-Za-z0-9+/=]+)"\s*$/.exec(output)?.[1] ?? "";
    return JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as Readonly<Record<string, unknown>>;
  });
}

function terraformVersion(): string {
  const output = execFileSync("terraform", ["version"], { encoding: "utf8" });
  return /v(\d[\w.-]*)/.exec(output)?.[1] ?? "unknown";
}

function inTemporaryDirectory<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "hcl-syntax-"));
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

main(process.argv.slice(2).map(Number));
