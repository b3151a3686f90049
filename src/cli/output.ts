import { appendFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { progress } from "./progress.ts";
import { UsageError } from "./usage-error.ts";

/** Prints to standard output and waits until it is taken; a reader that went away is no error. */
export function print(text: string): Promise<void> {
  progress().erase();
  return new Promise((done, fail) => {
    if (text === "") {
      done();
      return;
    }
    process.stdout.write(text, (error) => {
      if (error && !isBrokenPipe(error)) fail(error);
      else done();
    });
  });
}

/** Columns of the terminal that a report goes to; undefined in a pipe. */
export function terminalWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

/** One sentence for the person at the terminal, beside the report. */
export function note(text: string): void {
  printBeside(`irsa-lint: ${text}\n`);
}

/** Prints to standard error, where nobody parses it. */
export function printBeside(text: string): void {
  progress().erase();
  process.stderr.write(text);
}

export function isBrokenPipe(error: Error): boolean {
  return "code" in error && error.code === "EPIPE";
}

/** Writes a report to a file, wholly or not at all, without colors. */
export function writeReport(file: string, text: string): void {
  const target = resolve(file);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, stripVTControlCharacters(text));
    renameSync(temporary, target);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new UsageError(`cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Adds to a file that others write to as well, so it cannot be replaced. */
export function appendTo(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (cause) {
    throw new UsageError(`cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
