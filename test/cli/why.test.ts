import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, type BuiltCli } from "../support/built-cli.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 60_000);
afterAll(() => {
  cli.remove();
});

const why = (args: readonly string[], input?: string) =>
  cli.run(["why", ...args], { cwd: root, ...(input === undefined ? {} : { input }) });

describe("why", () => {
  const broken = "fixtures/quickstart/broken";

  it("guesses what was meant when nothing has the name", async () => {
    const other = await why(["external-dns/external-dns", broken]);
    expect(other).toMatchObject({ code: 2, stdout: "" });
    expect(other.stderr).toContain('did you mean "kube-system/external-dns"?');
    const misspelt = await why(["prod-report-role", broken]);
    expect(misspelt.stderr).toContain('did you mean "prod-reports-role"?');
  });

  it("wants a question", async () => {
    expect(await why([])).toMatchObject({ code: 2, stdout: "" });
    expect((await why(["--token", "-", "--error", "-", broken], "x")).code).toBe(2);
  });

  it("says of a token that is none what it lacks", async () => {
    const { code, stderr } = await why(["--token", "-", broken], "not-a-token");
    expect(code).toBe(2);
    expect(stderr).toContain("it is no JWT");
    expect((await why(["--token", "no-such-file", broken])).code).toBe(2);
  });

  it("answers each error of a log", async () => {
    const log =
      'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity\nServiceAccount "external-secrets-operator" not found\n';
    const { code, stdout } = await why(["--error", "-", broken], log);
    expect(code).toBe(0);
    expect(stdout).toContain("the namespace differs");
    expect(stdout).toContain("gitops/argocd/applications/prod/external-dns.yaml:23:41");
    expect(stdout).toContain('looks for it in namespace "default", it is in "external-secrets-system"');
    const one = await why(["kube-system/external-dns", "--error", "-", broken], log.split("\n")[0]);
    expect(one.stdout).not.toContain("reports/reports");
  });

  it("says that a log holds no error that it knows", async () => {
    const { code, stderr } = await why(["--error", "-", broken], "all is well\n");
    expect(code).toBe(2);
    expect(stderr).toContain("no error in it is one of AWS identity");
  });
});
