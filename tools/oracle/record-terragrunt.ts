// Records what real Terragrunt makes of small configurations, into test/oracle/terragrunt.json: the inputs that it
// resolves, and for some the outputs of the modules after everything was applied (no provider is needed for them).
//
//   tsx tools/oracle/record-terragrunt.ts [path of the terragrunt program] [path of the terraform program]

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";

interface Case {
  readonly situation: string;
  /** The directory of the unit that is asked about. */
  readonly unit: string;
  readonly files: Readonly<Record<string, string>>;
  /** Whether everything is applied and the unit's outputs are asked for. */
  readonly apply?: boolean;
}

type Answer =
  | { readonly inputs: unknown }
  | { readonly outputs: unknown }
  /** Terragrunt refuses the configuration. */
  | { readonly refused: true };

const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const terragrunt = process.argv[2] ?? "terragrunt";
const terraform = process.argv[3] ?? "terraform";
const casesFile = join(project, "test/oracle/terragrunt-cases.json");

/** Nothing of this machine's environment but where programs are. */
const env = {
  PATH: process.env["PATH"] ?? "",
  HOME: process.env["HOME"] ?? "",
  TG_TF_PATH: terraform,
  TG_NON_INTERACTIVE: "true",
  TG_LOG_LEVEL: "error",
  TG_PROVIDER_CACHE: "false",
  CHECKPOINT_DISABLE: "1",
};

function run(cwd: string, ...args: readonly string[]): { readonly ok: boolean; readonly stdout: string } {
  const { status, stdout } = spawnSync(terragrunt, args, { cwd, env, encoding: "utf8", timeout: 180_000 });
  return { ok: status === 0, stdout };
}

function answerTo({ unit, files, apply = false }: Case): Answer {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "terragrunt-oracle-")));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    const hidden = (text: string): unknown => JSON.parse(text.replaceAll(root, "${get_repo_root()}"));
    const hasStack = Object.keys(files).some((path) => path.endsWith("terragrunt.stack.hcl"));
    if (hasStack && !run(join(root, "live"), "stack", "generate").ok) return { refused: true };
    if (!apply) {
      const { ok, stdout } = run(join(root, unit), "render", "--format", "json");
      return ok ? { inputs: (hidden(stdout) as { inputs: unknown }).inputs } : { refused: true };
    }
    if (!run(join(root, "live"), "run", "--all", "apply").ok) return { refused: true };
    const { ok, stdout } = run(join(root, unit), "output", "-json");
    const outputs = ok ? (hidden(stdout) as Readonly<Record<string, { readonly value: unknown }>>) : {};
    return { outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const version = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8", env }).split("\n")[0]?.trim() ?? "";

const cases = JSON.parse(readFileSync(casesFile, "utf8")) as readonly Case[];
const answers = cases.map((each) => ({ ...each, answer: answerTo(each) }));
const recorded = {
  terragrunt: version(terragrunt, "--version"),
  terraform: version(terraform, "version"),
  cases: answers,
};
const target = join(project, "test/oracle/terragrunt.json");
writeFileSync(target, await format(JSON.stringify(recorded), { parser: "json" }));
const refused = answers.filter(({ answer }) => "refused" in answer).map(({ situation }) => situation);
process.stdout.write(`${String(answers.length)} answers; refused: ${refused.join("; ") || "none"}\n`);
