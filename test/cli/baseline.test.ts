import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, writeFiles, type BuiltCli, type Run } from "../support/built-cli.ts";

const account = (name: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: reports
  annotations: { eks.amazonaws.com/role-arn: no-arn }
`;

let cli: BuiltCli;
const written: string[] = [];

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(() => {
  for (const directory of written) rmSync(directory, { recursive: true, force: true });
  cli.remove();
});

/** A repository with two mistakes, and a baseline of them. */
async function withBaseline(): Promise<string> {
  const root = writeFiles({ ".git/": "", "a.yaml": account("a"), "b/b.yaml": account("b") });
  written.push(root);
  const run = await cli.run(["-f", "concise", "--write-baseline", "known.json"], { cwd: root });
  expect(run).toEqual({ code: 0, stdout: "", stderr: "irsa-lint: 2 findings written to known.json\n" });
  return root;
}

function lintIn(cwd: string, ...args: readonly string[]): Promise<Run> {
  return cli.run(["-f", "concise", "--baseline", "known.json", ...args], { cwd });
}

function change(root: string, path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

describe("a baseline", () => {
  it("accepts what it was written of, also when lines move", async () => {
    const root = await withBaseline();
    expect(await lintIn(root)).toEqual({ code: 0, stdout: "", stderr: "" });
    change(root, "a.yaml", `# one\n# two\n---\n${account("a")}`);
    expect(await lintIn(root)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("does not accept what is new", async () => {
    const root = await withBaseline();
    change(root, "c.yaml", account("c"));
    change(root, "a.yaml", account("a").replace("no-arn", "other"));
    const { code, stdout, stderr } = await lintIn(root);
    expect(code).toBe(1);
    expect(stdout.match(/^\S+?:/gm)).toEqual(["a.yaml:", "c.yaml:"]);
    expect(stderr).toContain("known.json: 1 entry fits nothing any more");
  });

  it("counts what was repaired, of what was asked about and of rules that ran", async () => {
    const root = await withBaseline();
    change(root, "a.yaml", "a: 1\n");
    change(root, "b/b.yaml", "b: 1\n");
    expect((await lintIn(root)).stderr).toContain("known.json: 2 entries fit nothing any more");
    expect((await lintIn(root, "b")).stderr).toContain("known.json: 1 entry fits nothing any more");
    expect((await lintIn(root, "--rule", "identity/*=off")).stderr).not.toContain("known.json");
  });

  it("keeps what it accepts in JSON and SARIF", async () => {
    const root = await withBaseline();
    const { stdout } = await cli.run(["-f", "json", "-f", "sarif=s.sarif", "--baseline", "known.json"], {
      cwd: root,
    });
    expect(stdout.match(/"kind": "baseline"/g)).toHaveLength(2);
    const sarif = readFileSync(join(root, "s.sarif"), "utf8");
    expect(sarif.match(/"kind": "external"/g)).toHaveLength(2);
    const { findings } = JSON.parse(readFileSync(join(root, "known.json"), "utf8")) as {
      readonly findings: readonly { readonly fingerprint: string }[];
    };
    for (const { fingerprint } of findings) expect(sarif).toContain(`"irsaLint/v1": "${fingerprint}"`);
  });

  it.each([
    ["a file that is not there", undefined, "cannot read the baseline known.json: ENOENT"],
    ["a file that is no JSON", "{", "cannot use the baseline known.json: it is no JSON: "],
    ["another tool's file", "[]", "cannot use the baseline known.json: it was not written by --write-base"],
    ["a later version", '{"version":2,"findings":[]}', "its version is 2; this irsa-lint knows version 1"],
    ["a broken entry", '{"version":1,"findings":[{"rule":"x"}]}', '"findings" must be a list of maps with'],
  ])("ends the run when it is %s", async (_, text, expected) => {
    const root = await withBaseline();
    rmSync(join(root, "known.json"));
    if (text !== undefined) change(root, "known.json", text);
    const run = await lintIn(root);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain(expected);
  });

  it("is not written where it cannot be", async () => {
    const root = await withBaseline();
    const run = await cli.run(["--write-baseline", "nowhere/known.json"], { cwd: root });
    expect(run).toMatchObject({ code: 2 });
    expect(existsSync(join(root, "nowhere"))).toBe(false);
  });
});
