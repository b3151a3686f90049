import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import stringWidth from "string-width";
import { buildCli, type BuiltCli } from "../support/built-cli.ts";
import { afterErasing, hasTerminals, onTerminal } from "../support/terminal.ts";

const root = process.cwd();
const story = "fixtures/quickstart/broken";

const commands: Readonly<Record<string, readonly string[]>> = {
  pretty: ["check", story],
  full: ["check", story, "--format", "full"],
  why: ["why", "kube-system/external-dns", story],
};
const names = Object.keys(commands);

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(() => {
  cli.remove();
});

const golden = (name: string): string => join(root, "test/cli/screens", `${name}.txt`);

/** Escapes that a diff can show. */
const readable = (screen: string): string => screen.replaceAll("\u001b", "␛");

/** Text that cannot be broken: a word, or a line of source or of a repair, which stays as it is. */
function mayBeWide(line: string): boolean {
  return line.trim().split(/\s+/).length <= 2 || /^\s+[-+] /.test(line) || /^\s*(?:-->|:::) /.test(line);
}

describe.each(names)("%s on a terminal", (name) => {
  const program = (): readonly string[] => [
    process.execPath,
    join(cli.directory, "irsa-lint.js"),
    ...(commands[name] ?? []),
  ];

  it.runIf(hasTerminals).each([
    ["of 80 columns, in color", `${name}-80-color`, 80, {}],
    ["of 80 columns, without color", `${name}-80`, 80, { NO_COLOR: "1" }],
    ["of 200 columns, in color", `${name}-200-color`, 200, {}],
    ["of 200 columns, without color", `${name}-200`, 200, { NO_COLOR: "1" }],
    ["of 80 columns, with CI=true", `${name}-80-ci`, 80, { CI: "true", NO_COLOR: "1" }],
  ] as const)("%s", async (_where, file, columns, env) => {
    const { code, screen: written } = await onTerminal(program(), { cwd: root, columns, env });
    // Where the machine is slow there was a progress line.
    const screen = afterErasing(written);
    expect(code).toBe(name === "why" ? 0 : 1);
    const plain = stripVTControlCharacters(screen);
    const wide = plain.split("\n").filter((line) => stringWidth(line) > columns && !mayBeWide(line));
    expect(wide).toEqual([]);
    expect(screen.includes("\u001b")).toBe(file.endsWith("-color"));
    await expect(readable(screen)).toMatchFileSnapshot(golden(file));
  });

  it("in a pipe with CI=true has no color, and breaks no line for a width", async () => {
    const run = await cli.run(commands[name] ?? [], { cwd: root, env: { CI: "true" } });
    expect(run.stderr).toBe("");
    expect(run.stdout).not.toContain("\u001b");
    await expect(run.stdout).toMatchFileSnapshot(golden(`${name}-pipe-ci`));
  });

  it.runIf(hasTerminals)("says the same with color as without", async () => {
    const options = { cwd: root, columns: 80 };
    const color = await onTerminal(program(), { ...options, env: { CI: "true" } });
    const plain = await onTerminal(program(), { ...options, env: { CI: "true", NO_COLOR: "1" } });
    expect(stripVTControlCharacters(color.screen)).toBe(plain.screen);
  });
});
