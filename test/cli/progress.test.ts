import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { counted, createProgress, wantsProgress } from "../../src/cli/progress.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";
import { buildCli, writeFiles, type BuiltCli } from "../support/built-cli.ts";
import { afterErasing, hasTerminals, onTerminal } from "../support/terminal.ts";

const ERASE = "\r\u001b[K";

/** A progress line with a clock that the test turns. */
function clocked(columns = 80) {
  const world = { time: 0, written: [] as string[] };
  const line = createProgress({
    now: () => world.time,
    write: (text) => {
      world.written.push(text);
    },
    columns,
  });
  const tickTo = (count: number): void => {
    for (let number = 1; number <= count; number++) line.tick(number);
  };
  return { world, line, tickTo };
}

describe("the progress line", () => {
  it("does not show up in the first second, and leaves nothing to erase", () => {
    const { world, line, tickTo } = clocked();
    line.step("reading");
    world.time = 999;
    tickTo(1000);
    line.erase();
    expect(world.written).toEqual([]);
  });

  it("says what is done and how many files were read, in one line that is overwritten", () => {
    const { world, line, tickTo } = clocked();
    line.step("reading");
    world.time = 1000;
    tickTo(64);
    world.time = 1100;
    line.step("joining roles and service accounts");
    expect(world.written).toEqual([
      `${ERASE}irsa-lint: reading, 32 files so far ...`,
      `${ERASE}irsa-lint: joining roles and service accounts ...`,
    ]);
  });

  it("changes ten times a second at most, however many files there are", () => {
    const { world, line } = clocked();
    line.step("reading");
    for (let file = 1; file <= 100_000; file++) {
      world.time = 1000 + file / 100;
      line.tick(file);
    }
    expect(world.written.length).toBeGreaterThan(5);
    expect(world.written.length).toBeLessThanOrEqual(11);
  });

  it("looks at the clock for every 32nd file only", () => {
    let looks = 0;
    const line = createProgress({
      now: () => (looks += 1),
      write: () => undefined,
      columns: 80,
    });
    for (let file = 1; file <= 3200; file++) line.tick(file);
    expect(looks).toBe(100);
  });

  it("is erased once, and comes back when the run goes on", () => {
    const { world, line } = clocked();
    world.time = 2000;
    line.step("reading");
    line.erase();
    line.erase();
    line.step("checking the rules");
    expect(world.written).toEqual([
      `${ERASE}irsa-lint: reading ...`,
      ERASE,
      `${ERASE}irsa-lint: checking the rules ...`,
    ]);
  });

  it("stays in one row of a narrow terminal", () => {
    const { world, line } = clocked(20);
    world.time = 2000;
    line.step("joining roles and service accounts");
    expect(world.written).toEqual([`${ERASE}irsa-lint: joining `]);
  });
});

describe("who is shown progress", () => {
  it.each<[string, boolean, Parameters<typeof wantsProgress>[0]]>([
    ["a terminal", true, { terminal: true, env: {}, quiet: false }],
    ["a terminal with an empty CI", true, { terminal: true, env: { CI: "" }, quiet: false }],
    ["a terminal with CI=false", true, { terminal: true, env: { CI: "false" }, quiet: false }],
    ["a pipe", false, { terminal: false, env: {}, quiet: false }],
    ["a terminal in CI", false, { terminal: true, env: { CI: "true" }, quiet: false }],
    ["a terminal with --quiet", false, { terminal: true, env: {}, quiet: true }],
    ["a terminal that cannot overwrite", false, { terminal: true, env: { TERM: "dumb" }, quiet: false }],
  ])("%s: %s", (_name, wanted, surroundings) => {
    expect(wantsProgress(surroundings)).toBe(wanted);
  });
});

it("leaves a workspace alone where nobody sees the line", () => {
  const workspace = memoryWorkspace({ "a.yaml": "a: b\n" });
  expect(counted(workspace, clocked().line)).toBe(workspace);
});

describe("the program", () => {
  let cli: BuiltCli;
  let cwd: string;
  /** Lets the program's clock stand beyond its first second before it begins. */
  const late = {
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(
      "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1100)",
    )}`,
  };

  beforeAll(async () => {
    cli = await buildCli();
    const account = (name: number): string =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a${name}\n  namespace: a\n  annotations: { eks.amazonaws.com/role-arn: "reader" }\n`;
    cwd = writeFiles(
      Object.fromEntries(Array.from({ length: 40 }, (_, name) => [`sa-${name}.yaml`, account(name)])),
    );
  });

  afterAll(() => {
    cli.remove();
    rmSync(cwd, { recursive: true, force: true });
  });

  const command = (...args: readonly string[]) => [
    process.execPath,
    join(cli.directory, "irsa-lint.js"),
    ...args,
  ];

  it("puts not a byte of it in a pipe", async () => {
    const run = await cli.run(["--format", "concise"], { cwd, env: { ...late, CI: "" } });
    expect(run).toMatchObject({ code: 1, stderr: "" });
    expect(run.stdout).not.toContain("\r");
    expect(run.stdout).not.toContain("reading");
  });

  it.runIf(hasTerminals)("shows it on a terminal and takes it away before the report", async () => {
    const options = { cwd, columns: 80, env: { ...late, NO_COLOR: "1" } };
    const { code, screen } = await onTerminal(command("--format", "concise"), options);
    expect(code).toBe(1);
    expect(screen).toContain(`${ERASE}irsa-lint: reading`);
    expect(screen).toContain(`${ERASE}irsa-lint: checking the rules ...`);
    const rest = afterErasing(screen);
    expect(rest).not.toContain("...");
    expect(rest.trimEnd().split("\n")).toHaveLength(40);
    expect(rest.trimStart()).toMatch(/^sa-0\.yaml:/);
  });

  it.runIf(hasTerminals).each([
    ["--quiet", ["--quiet"], {}],
    ["CI", [], { CI: "true" }],
    ["TERM=dumb", [], { TERM: "dumb" }],
  ] as const)("says nothing with %s", async (_name, args, env) => {
    const options = { cwd, columns: 80, env: { ...late, NO_COLOR: "1", ...env } };
    const { screen } = await onTerminal(command("--format", "concise", ...args), options);
    expect(screen).not.toContain("reading");
    expect(screen).not.toContain("\r");
  });
});
