import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generatedExpressions } from "./terraform-generator.ts";

const here = (path: string): string => fileURLToPath(new URL(`../oracle/${path}`, import.meta.url));

/** The directory that the expressions' file functions read. */
export const oracleFiles = here("terraform-files");
/** Where the recorded answers are. */
export const oracleAnswers = here("terraform-console.json");

/** What the expressions refer to. */
export const oracleConfiguration = `
resource "terraform_data" "u" {
  input = timestamp()
}

locals {
  greeting = "Hello, $\${name}!"
  templates = {
    a      = "a $\${upper(name)}"
    b      = 1
    broken = "$\${"
  }
}
`;

/** What `terraform console` said: the printed value, or that there was an error. */
export type Answer = { readonly value: string } | { readonly error: true };

export interface Recording {
  readonly terraform: string;
  /** Group, expression, answer. */
  readonly groups: Readonly<Record<string, Readonly<Record<string, Answer>>>>;
}

/**
 * The expressions to ask, by group: one on each line of `<group>.txt`; in `<group>.multi.txt` they may have several
 * lines and are divided by lines of `===`. Behind them those that are generated.
 */
export function oracleExpressions(): ReadonlyMap<string, readonly string[]> {
  const directory = here("terraform-expressions");
  const groups = new Map<string, readonly string[]>();
  for (const name of readdirSync(directory).sort()) {
    const text = readFileSync(`${directory}/${name}`, "utf8");
    const expressions = text.split(name.endsWith(".multi.txt") ? /^===\n/m : "\n");
    groups.set(
      name.replace(/\.txt$/, ""),
      expressions.map((expression) => expression.replace(/\n$/, "")).filter((line) => line !== ""),
    );
  }
  return new Map([...groups, ...generatedExpressions()]);
}

/** The files that the expressions' file functions read, by path. */
export function oracleFileTexts(): Readonly<Record<string, string>> {
  const names = readdirSync(oracleFiles, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = `${entry.parentPath}/${entry.name}`;
        return [path.slice(oracleFiles.length + 1), readFileSync(path, "utf8")];
      }),
  );
}
