#!/usr/bin/env node
import { CommanderError, type Command } from "commander";
import { isBrokenPipe, note } from "./output.ts";
import { progress } from "./progress.ts";
import { createProgram, withFixLevel } from "./program.ts";
import { UsageError } from "./usage-error.ts";

/** Bad usage ends with 2, like everything that keeps a run from being done; commander's own code for it is 1. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwInsteadOfExit);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) note(error.message);
  else note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 2;
}

// A reader that has seen enough (`irsa-lint | head`) is no error, and nothing more can be said to it.
process.stdout.on("error", (error: Error) => {
  if (!isBrokenPipe(error)) throw error;
});

const program = createProgram((code) => {
  process.exitCode = code;
});
throwInsteadOfExit(program);
try {
  await program.parseAsync(withFixLevel(process.argv));
} catch (error) {
  process.exitCode = exitCodeOf(error);
} finally {
  progress().erase();
}
