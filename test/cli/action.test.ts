import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { buildCli, writeFiles, type BuiltCli } from "../support/built-cli.ts";
import { sarifErrors } from "../support/sarif-schema.ts";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly [{ readonly run: string; readonly env: Readonly<Record<string, string>> }];
  };
}

const action = parse(readFileSync("action.yml", "utf8")) as Action;
const [step] = action.runs.steps;

const bad = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reports
  namespace: reports
  annotations: { eks.amazonaws.com/role-arn: reports }
`;

let cli: BuiltCli;
let checkout: string;
const written: string[] = [];

beforeAll(async () => {
  cli = await buildCli();
  checkout = write({ "package.json": "{}" });
  symlinkSync(cli.directory, join(checkout, "dist"));
});

afterAll(() => {
  for (const directory of written) rmSync(directory, { recursive: true, force: true });
  cli.remove();
});

function write(files: Readonly<Record<string, string>>): string {
  const directory = writeFiles(files);
  written.push(directory);
  return directory;
}

interface StepRun {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: string;
  readonly summary: string;
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Runs the action's step as a runner would: inputs put into its environment, then bash. */
function runStep(
  cwd: string,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): StepRun {
  const value = (expression: string): string => {
    const name = /inputs\.([\w-]+)/.exec(expression)?.[1];
    return name === undefined ? checkout : (inputs[name] ?? action.inputs[name]?.default ?? "");
  };
  const filled = Object.entries(step.env).map(([name, expression]) => [name, value(expression)] as const);
  const scratch = write({});
  const files = {
    GITHUB_OUTPUT: join(scratch, "output"),
    GITHUB_STEP_SUMMARY: join(scratch, "summary.md"),
    RUNNER_TEMP: scratch,
  };
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-e", "-c", step.run], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...Object.fromEntries(filled), ...files, ...env },
  });
  return {
    code: status,
    log: stdout + stderr,
    outputs: textOf(files.GITHUB_OUTPUT),
    summary: textOf(files.GITHUB_STEP_SUMMARY),
  };
}

describe("the GitHub action", () => {
  it("is an action as GitHub's own schema has it", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["node_modules/@action-validator/cli/cli.mjs", "action.yml"],
      { encoding: "utf8" },
    );
    expect(status, stdout + stderr).toBe(0);
  });

  it("puts every input into the environment, and none into the script", () => {
    expect(step.run).not.toContain("${{");
    const used = Object.values(step.env).join(" ");
    for (const name of Object.keys(action.inputs).filter((input) => input !== "working-directory"))
      expect(used).toContain(`inputs.${name} `);
  });

  it("annotates, writes the summary and SARIF, and fails on an error", () => {
    const cwd = write({ "sa.yaml": bad });
    const run = runStep(cwd);
    expect(run.log).toMatch(/^::error title=identity\/malformed-role-arn,file=sa\.yaml,line=6,/);
    expect(run).toMatchObject({ code: 1, outputs: "exit-code=1\nsarif-file=irsa-lint.sarif\n" });
    expect(run.summary).toMatch(/^## irsa-lint\n\n\*\*1 error\*\*/);
    expect(sarifErrors(JSON.parse(readFileSync(join(cwd, "irsa-lint.sarif"), "utf8")))).toBeUndefined();
  });

  it("takes its inputs, a path with a blank and with what a shell would run among them", () => {
    const strange = "a b/$(touch gone);`x`";
    const cwd = write({ [`${strange}/sa.yaml`]: bad, "other/sa.yaml": bad });
    const inputs = { format: "concise", "fail-on": "never", "sarif-file": "", paths: `${strange}\r\n\n` };
    const run = runStep(cwd, inputs);
    expect(run).toMatchObject({ code: 0, outputs: "exit-code=0\n", summary: "" });
    expect(run.log).toMatch(/^a b\/\$\(touch gone\);`x`\/sa\.yaml:6:/);
    expect(run.log).not.toContain("other/");
    expect(existsSync(join(cwd, "gone"))).toBe(false);
  });

  it("fails with 2 when the run cannot be done", () => {
    const run = runStep(write({ "sa.yaml": bad }), { config: "nowhere.yaml", "sarif-file": "" });
    expect(run).toMatchObject({ code: 2, outputs: "exit-code=2\n" });
    expect(run.log).toContain("cannot read the configuration nowhere.yaml");
  });

  it("takes another version from npm, and nothing that is no version", () => {
    // A stand-in for npm, which says what it was asked for.
    const bin = write({ npm: '#!/bin/sh\necho "asked: $*"\nexit 1\n' });
    chmodSync(join(bin, "npm"), 0o755);
    const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    const cwd = write({ "sa.yaml": bad });
    expect(runStep(cwd, { version: "0.1.0" }, env).log).toMatch(
      /asked: install .*irsa-lint@0\.1\.0\n::error title=irsa-lint::npm cannot install irsa-lint@0\.1\.0\n/,
    );
    const refused = runStep(cwd, { version: "0.1.0 evil" }, env);
    expect(refused.log).toBe("::error title=irsa-lint::the input version is no version\n");
  });

  it("builds itself when its checkout holds no build", () => {
    const fresh = write({ npm: '#!/bin/sh\nmkdir dist && cp -r "$BUILT"/. dist/\n' });
    chmodSync(join(fresh, "npm"), 0o755);
    mkdirSync(join(fresh, "checkout"));
    writeFileSync(join(fresh, "checkout/package.json"), "{}");
    const env = {
      PATH: `${fresh}:${process.env["PATH"] ?? ""}`,
      BUILT: cli.directory,
      IRSA_LINT_ACTION: join(fresh, "checkout"),
    };
    expect(runStep(write({ "sa.yaml": bad }), {}, env)).toMatchObject({ code: 1 });
  });
});
