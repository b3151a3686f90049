import type { Command } from "commander";
import { rules } from "../../../rules/index.ts";
import { formatNames } from "../formats.ts";
import { print } from "../output.ts";
import { bashCompletion } from "./bash.ts";
import { describeProgram, type CompletedCommand } from "./describe.ts";
import { fishCompletion } from "./fish.ts";
import { zshCompletion } from "./zsh.ts";

export type Shell = "bash" | "zsh" | "fish";

const scripts: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** The completion script of a shell for a program. */
export function completionFor(shell: Shell, program: Command): string {
  return scripts[shell](describeProgram(program, { formats: formatNames, rules: rules.map(({ id }) => id) }));
}

/** `irsa-lint completion SHELL`: prints the script; returns the exit code. */
export async function completion(shell: Shell, program: Command): Promise<number> {
  await print(completionFor(shell, program));
  return 0;
}
