import { spawn } from "node:child_process";

/** Whether a command can be given a terminal here: util-linux's `script`, whose `-e` and `-c` macOS and BSD lack. */
export const hasTerminals = process.platform === "linux";

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

export interface TerminalOptions {
  readonly cwd: string;
  readonly columns: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Variables that say how to print, or that the run is nobody's. */
const TOLD = ["NO_COLOR", "FORCE_COLOR", "CI", "COLORTERM", "TERM_PROGRAM", "VTE_VERSION", "GITHUB_ACTIONS"];

/**
 * Everything that a command writes to a terminal of so many columns, standard error included, with its exit code. Line
 * ends are `\n` again.
 */
export async function onTerminal(
  command: readonly string[],
  { cwd, columns, env }: TerminalOptions,
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const kept = Object.entries(process.env).filter(([name]) => !TOLD.includes(name));
  const line = `stty cols ${columns} rows 50; ${command.map(quote).join(" ")}`;
  const child = spawn("script", ["-qec", line, "/dev/null"], {
    cwd,
    env: { ...Object.fromEntries(kept), TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (screen += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (screen += text));
  return new Promise((done, fail) => {
    child.on("error", fail).on("close", (code) => {
      done({ code, screen: screen.replaceAll("\r\n", "\n") });
    });
  });
}

/** What is left on a terminal when lines were overwritten: what stands between two erasures in a row is gone. */
export function afterErasing(screen: string): string {
  const parts = screen.split("\r\u001b[K");
  const left = parts.map((part, index) =>
    index === parts.length - 1 ? part : part.slice(0, part.lastIndexOf("\n") + 1),
  );
  return left.join("");
}
