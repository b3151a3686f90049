import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import eslintFormatterPretty from "eslint-formatter-pretty";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { buildCli, writeFiles, type BuiltCli, type Run } from "../support/built-cli.ts";

const account = (annotation: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reports
  namespace: reports
  annotations:
    eks.amazonaws.com/role-arn: ${annotation}
`;

const issuer = "oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8";
const role = (subject: string, audience = true): string => `resource "aws_iam_role" "reports" {
  name = "reports"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${issuer}" }
      Condition = { StringEquals = {
        "${issuer}:sub" = "${subject}"
        ${audience ? `"${issuer}:aud" = "sts.amazonaws.com"` : ""}
      } }
    }]
  })
}
`;
const arn = "arn:aws:iam::111122223333:role/reports";
const subject = "system:serviceaccount:reports:reports";

/** A repository with its two ends in two directories; `.git` makes it one. */
const story = (annotation: string, trusted = subject, audience = true): Record<string, string> => ({
  ".git/": "",
  "gitops/sa.yaml": account(annotation),
  "terraform/main.tf": role(trusted, audience),
});

let cli: BuiltCli;
const written: string[] = [];

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(() => {
  for (const directory of written) rmSync(directory, { recursive: true, force: true });
  cli.remove();
});

function write(files: Readonly<Record<string, string>>): string {
  const directory = realpathSync(writeFiles(files));
  written.push(directory);
  return directory;
}

/** Runs the program in a repository with these files. */
async function runIn(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
  return cli.run(args, { cwd: write(files) });
}

describe("the exit code", () => {
  it.concurrent.each<[string, number, Readonly<Record<string, string>>, readonly string[]]>([
    ["nothing to report", 0, story(arn), []],
    ["an error", 1, story("reports"), []],
    ["an error with --fail-on never", 0, story("reports"), ["--fail-on", "never"]],
    ["a warning", 0, story(arn, subject, false), []],
    ["a warning with --fail-on warning", 1, story(arn, subject, false), ["--fail-on", "warning"]],
    ["a warning with --max-warnings 0", 1, story(arn, subject, false), ["--max-warnings", "0"]],
    ["a warning with --max-warnings 1", 0, story(arn, subject, false), ["--max-warnings", "1"]],
    ["a warning that --rule makes an error", 1, story(arn, subject, false), ["--rule", "trust/*=error"]],
    ["an error that --rule switches off", 0, story("reports"), ["--rule", "identity/malformed-role-arn=off"]],
    [
      "a file that does not parse, among others",
      0,
      { ...story(arn), "b.yaml": "kind: ServiceAccount\n a: [\n" },
      [],
    ],
    [
      "the same under --strict",
      1,
      { ...story(arn), "b.yaml": "kind: ServiceAccount\n a: [\n" },
      ["--strict"],
    ],
    ["a role that is defined nowhere", 0, { "sa.yaml": account(arn) }, []],
    ["the same under --strict", 1, { "sa.yaml": account(arn) }, ["--strict"]],
    ["files without identity in them", 0, { "README.md": "# Nothing\n" }, []],
    ["no files", 2, { ".git/": "" }, []],
    ["a path that does not exist", 2, story(arn), ["nowhere"]],
    ["an unknown option", 2, story(arn), ["--frmat", "json"]],
    ["an unknown format", 2, story(arn), ["--format", "jsn"]],
    ["an unknown rule", 2, story(arn), ["--rule", "trust/missing-sub=off"]],
    ["two formats for standard output", 2, story(arn), ["-f", "json", "-f", "concise"]],
    ["a wrong configuration", 2, { ...story(arn), ".irsa-lint.yaml": "rulse: {}\n" }, []],
    [
      "a wrong configuration that is not asked for",
      0,
      { ...story(arn), ".irsa-lint.yaml": "x: 1\n" },
      ["--no-config"],
    ],
    ["--help", 0, story(arn), ["links", "--help"]],
    ["--version", 0, story(arn), ["check", "--version"]],
  ])("of %s is %i", async (_, code, files, args) => {
    const run = await runIn(files, ...args);
    expect(run, run.stdout + run.stderr).toMatchObject({ code });
  });
});

describe("what is said on standard error", () => {
  it.concurrent.each<[string, readonly string[], RegExp]>([
    [
      "an unknown option",
      ["--frmat", "json"],
      /^error: unknown option '--frmat'\n\(Did you mean --format\?\)\n$/,
    ],
    [
      "an unknown format",
      ["-f", "jsn"],
      /^irsa-lint: there is no format "jsn"; did you mean "json"\?; formats are .+\n$/,
    ],
    [
      "a misspelt command",
      ["lniks"],
      /^irsa-lint: cannot read lniks: .+ \(did you mean the command "links"\?\)\n$/,
    ],
    ["an unknown rule", ["rules", "trust/mising-subject"], /did you mean "trust\/missing-subject"\?\n$/],
    [
      "a severity that does not exist",
      ["--fail-on", "warn"],
      /Allowed choices are error, warning, info, never/,
    ],
    ["a number that is none", ["--max-warnings", "few"], /must be a whole number/],
    [
      "a name for no stream",
      ["--stdin-filename", "a.yaml"],
      /^irsa-lint: --stdin-filename needs "-" among the paths\n$/,
    ],
    [
      "a file that cannot be written",
      ["-f", "json=nowhere/out.json"],
      /^irsa-lint: cannot write nowhere\/out.json: /,
    ],
  ])("of %s", async (_, args, expected) => {
    const run = await runIn(story(arn), ...args);
    expect(run.stderr).toMatch(expected);
    expect(run.stdout).toBe("");
  });

  it("names file, line, column and key of a mistake in the configuration", async () => {
    const configuration = "rules:\n  trust/missing-subjct: off\n";
    const files = { ...story(arn), "gitops/.irsa-lint.yml": configuration };
    const run = await cli.run(["."], { cwd: join(write(files), "gitops") });
    expect(run.stderr).toBe(
      'irsa-lint: .irsa-lint.yml:2:3: rules: there is no rule "trust/missing-subjct"; did you mean "trust/missing-subject"?\n',
    );
  });

  it("is a note when there is nothing about identity", async () => {
    const run = await runIn({ "README.md": "# Nothing\n" }, "-f", "json");
    expect(run).toMatchObject({ code: 0, stdout: "[]\n" });
    expect(run.stderr).toBe(
      "irsa-lint: there are files here, but nothing about service accounts or IAM roles in them\n",
    );
  });
});

describe("the report", () => {
  const broken = story("reports");

  it("is concise when asked for, the same from every directory but for its paths", async () => {
    const root = write(broken);
    const message = /error .*"reports".* \[identity\/malformed-role-arn\]\n$/;
    const fromRoot = await cli.run(["-f", "concise"], { cwd: root });
    expect(fromRoot.stdout).toMatch(/^gitops\/sa.yaml:7:33: /);
    expect(fromRoot.stdout).toMatch(message);
    const fromBeside = await cli.run(["-f", "concise", "../gitops"], { cwd: join(root, "terraform") });
    expect(fromBeside.stdout).toBe(fromRoot.stdout.replace("gitops/", "../gitops/"));
  });

  it("is what eslint-formatter-pretty and the report's schema take, as JSON", async () => {
    const { stdout } = await runIn(story(arn, "system:serviceaccount:other:reports", false), "-f", "json");
    const results: Parameters<typeof eslintFormatterPretty>[0] = JSON.parse(stdout) as never;
    const schema: object = JSON.parse(readFileSync("schemas/report.schema.json", "utf8")) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))).toEqual([
      "identity/subject-mismatch",
      "trust/missing-audience",
    ]);
    expect(eslintFormatterPretty(results)).toContain("identity/subject-mismatch");
  });

  it("goes to files beside standard output, without colors", async () => {
    const root = write(broken);
    const args = ["-f", "concise", "-f", "json=out.json", "-f", "pretty=out.txt", "--color", "always"];
    const run = await cli.run(args, { cwd: root });
    expect(run.stdout).toMatch(/^gitops/);
    expect(JSON.parse(readFileSync(join(root, "out.json"), "utf8"))).toHaveLength(1);
    expect(readFileSync(join(root, "out.txt"), "utf8")).not.toContain("\u001b[");
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, boolean]>([
    ["a pipe", [], {}, false],
    ["--color always", ["--color", "always"], {}, true],
    ["--color always under NO_COLOR", ["--color", "always"], { NO_COLOR: "1" }, true],
    ["--color never under FORCE_COLOR", ["--color", "never"], { FORCE_COLOR: "1" }, false],
    ["FORCE_COLOR", [], { FORCE_COLOR: "1" }, true],
    ["NO_COLOR and FORCE_COLOR", [], { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
  ])("has colors as %s wants", async (_, args, env, colored) => {
    const run = await cli.run(args, { cwd: write(broken), env });
    expect(run.stdout.includes("\u001b[")).toBe(colored);
    expect(run.stderr).toBe("");
  });

  it("holds errors only with --quiet, though warnings still count", async () => {
    const files = story("reports", subject, false);
    const loud = await runIn(files, "-f", "concise");
    const quiet = await runIn(
      files,
      "-f",
      "concise",
      "-q",
      "--max-warnings",
      "0",
      "--rule",
      "identity/*=off",
    );
    expect(loud.stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(quiet).toMatchObject({ code: 1, stdout: "" });
  });

  it("ends with statistics when asked for", async () => {
    const { stdout } = await runIn(broken, "-f", "concise", "--statistics");
    expect(stdout).toMatch(/\n {2}1 {2}error {4}identity\/malformed-role-arn\n$/);
  });

  it("may be cut short by its reader", () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`sa-${at}.yaml`, account(`bad-${at}`)]),
    );
    const program = join(cli.directory, "irsa-lint.js");
    const pipe = `"${process.execPath}" "${program}" -f json --fail-on never | head -c 10; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", pipe], { cwd: write(many), encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/ 0\n$/);
  });
});

describe("what is read", () => {
  it("is the whole repository around a path, and only findings there are reported", async () => {
    const root = write(story(arn, "system:serviceaccount:other:reports", false));
    const { stdout } = await cli.run(["-f", "concise", "gitops"], { cwd: root });
    expect(stdout.match(/\[[\w/-]+\]/g)).toEqual(["[identity/subject-mismatch]"]);
    const isolated = await cli.run(["-f", "concise", "gitops", "--isolated"], { cwd: root });
    expect(isolated).toMatchObject({ code: 0, stdout: "" });
  });

  it("is several directories as one", async () => {
    const all = Object.entries(story(arn, "system:serviceaccount:other:reports"));
    const root = write(Object.fromEntries(all.filter(([path]) => path !== ".git/")));
    const both = await cli.run(["gitops", "terraform", "-f", "concise"], { cwd: root });
    expect(both.stdout).toContain("identity/subject-mismatch");
    const one = await cli.run(["gitops", "-f", "concise"], { cwd: root });
    expect(one.stdout).not.toContain("identity/subject-mismatch");
  });

  it("leaves out what the configuration or --ignore names, seen from any directory", async () => {
    const root = write({ ...story("reports"), ".irsa-lint.yaml": "ignore: [gitops/]\n" });
    expect(await cli.run(["."], { cwd: join(root, "terraform") })).toMatchObject({ code: 0 });
    expect(await cli.run(["--no-config"], { cwd: root })).toMatchObject({ code: 1 });
    expect(await cli.run(["--no-config", "--ignore", "sa.yaml"], { cwd: root })).toMatchObject({ code: 0 });
  });

  it("is standard input for -", async () => {
    const cwd = write({ "other.yaml": account("other") });
    const run = await cli.run(["-", "-f", "concise"], { cwd, input: account("streamed") });
    expect(run.stdout).toMatch(/^stdin\.yaml:7:33: error .*"streamed"/);
    expect(run.stdout).not.toContain("other");
  });

  it("is a buffer in place of the file that it is named after, in its repository", async () => {
    const root = write(story(arn, "system:serviceaccount:other:reports"));
    const args = ["-", "--stdin-filename", "gitops/sa.yaml", "-f", "concise"];
    const mismatch = await cli.run(args, { cwd: root, input: account(arn) });
    expect(mismatch.stdout).toMatch(/^gitops\/sa\.yaml:7:33: error .*identity\/subject-mismatch/);
    const malformed = await cli.run(args, { cwd: root, input: account("typed-so-far") });
    expect(malformed.stdout).toContain('"typed-so-far"');
  });

  it("heeds comments, overrides and exceptions", async () => {
    const configuration = `overrides:
  - files: [dev/**]
    rules: { "identity/*": off }
exceptions:
  - { rule: identity/malformed-role-arn, files: [old.yaml], reason: goes away }
`;
    const files = {
      ".irsa-lint.yaml": configuration,
      "dev/sa.yaml": account("in-dev"),
      "old.yaml": account("old"),
      "commented.yaml": account("commented # irsa-lint-disable-line identity/malformed-role-arn -- known"),
      "left.yaml": account("left"),
    };
    const { stdout } = await runIn(files, "-f", "json");
    const results = JSON.parse(stdout) as readonly {
      readonly filePath: string;
      readonly messages: readonly unknown[];
      readonly suppressedMessages: readonly { readonly suppressions: readonly unknown[] }[];
    }[];
    const found = results.map(({ filePath, messages, suppressedMessages }) => [
      filePath.split("/").at(-1),
      messages.length,
      suppressedMessages.flatMap(({ suppressions }) => suppressions),
    ]);
    expect(found).toEqual([
      ["commented.yaml", 0, [{ kind: "directive", justification: "known" }]],
      ["left.yaml", 1, []],
      ["old.yaml", 0, [{ kind: "exception", justification: "goes away" }]],
    ]);
  });
});

describe("links", () => {
  it("prints every link with its verdict", async () => {
    const { code, stdout } = await runIn(story(arn), "links");
    expect(code).toBe(0);
    expect(stdout).toMatch(/✔ allowed {2}reports\/reports {2}→ {2}aws_iam_role\.reports/);
  });

  it("prints JSON with the verdict and the reasons", async () => {
    const { stdout } = await runIn(
      story(arn, "system:serviceaccount:other:reports"),
      "links",
      "--format",
      "json",
    );
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      links: [
        {
          mechanism: "irsa",
          serviceAccount: {
            namespace: "reports",
            name: "reports",
            file: "gitops/sa.yaml",
            line: 7,
            column: 33,
          },
          role: { name: "reports", arn, address: "aws_iam_role.reports", file: "terraform/main.tf", line: 1 },
          verdict: "denied",
          reasons: [{ code: "subject-mismatch", file: "terraform/main.tf" }],
        },
      ],
    });
  });
});

describe("rules", () => {
  it("prints a line for each rule, one rule's page, and both as JSON", async () => {
    const table = await runIn({}, "rules");
    expect(table.stdout).toMatch(/^ {2}config\/expired-exception +warning +\S/);
    const page = await runIn({}, "rules", "trust/missing-subject");
    expect(page.stdout).toMatch(
      /^trust\/missing-subject {2}error, since 0\.1\.0\n[^]*\nWhy\n[^]*\nBad\n[^]*\nGood\n/,
    );
    const all: unknown = JSON.parse((await runIn({}, "rules", "--format", "json")).stdout);
    const one: unknown = JSON.parse(
      (await runIn({}, "rules", "trust/missing-subject", "--format", "json")).stdout,
    );
    expect(all).toContainEqual(one);
  });
});

describe("help and version", () => {
  it("print the version of package.json on every level", async () => {
    for (const args of [["--version"], ["links", "-V"], ["rules", "--version"]]) {
      expect((await runIn({}, ...args)).stdout).toBe(`${packageFile.version}\n`);
    }
  });

  it("name only options that exist", async () => {
    const { stdout } = await runIn({}, "check", "--help");
    expect(stdout).toContain("--fail-on");
    expect(stdout).not.toMatch(/--since|--cache/);
  });
});

describe("the bundle", () => {
  it("loads neither loaders nor rules to say its version", () => {
    const start = readFileSync(join(cli.directory, "irsa-lint.js"), "utf8");
    expect(start).not.toContain("aws_iam_role");
    expect(start).not.toContain("node_modules/yaml/");
  });

  it("names the packages of which it holds parts", () => {
    const notices = readFileSync(join(cli.directory, "THIRD_PARTY_NOTICES.txt"), "utf8");
    expect(notices).toMatch(/^yaml \d+\.\d+\.\d+ \(ISC\)$/m);
    expect(notices).toMatch(/^commander /m);
    expect(existsSync(join(cli.directory, "chunks"))).toBe(true);
  });
});
