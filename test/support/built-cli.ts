import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle } from "../../tools/build.ts";

/** What a run of the program came to. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The program, built of the sources as they are now. */
export interface BuiltCli {
  readonly directory: string;
  run(args: readonly string[], options: RunOptions): Promise<Run>;
  remove(): void;
}

function scratch(): string {
  return mkdtempSync(join(tmpdir(), "irsa-lint-test-"));
}

/** The environment without what decides on colors, so that a test says it itself. */
function environment(more: RunOptions["env"]): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => name !== "NO_COLOR" && name !== "FORCE_COLOR");
  return { ...Object.fromEntries(kept), ...more };
}

/** Builds the program into a directory of its own; as a child process it is what a user installs. */
export async function buildCli(): Promise<BuiltCli> {
  const directory = scratch();
  await bundle(directory);
  const program = join(directory, "irsa-lint.js");
  return {
    directory,
    run: (args, { cwd, input, env }) =>
      new Promise((done, fail) => {
        const child = spawn(process.execPath, [program, ...args], { cwd, env: environment(env) });
        let stdout = "";
        let stderr = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
        child.on("error", fail).on("close", (code) => {
          done({ code, stdout, stderr });
        });
        child.stdin.end(input ?? "");
      }),
    remove: () => {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Writes a small repository to disk and returns its directory; a path that ends with `/` is an empty directory. */
export function writeFiles(files: Readonly<Record<string, string>>): string {
  const root = scratch();
  for (const [path, text] of Object.entries(files)) {
    const target = join(root, path);
    if (path.endsWith("/")) mkdirSync(target, { recursive: true });
    else {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
  return root;
}
