import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, writeFiles, type BuiltCli, type Run } from "../support/built-cli.ts";

let cli: BuiltCli;
const written: string[] = [];

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(() => {
  for (const directory of written) rmSync(directory, { recursive: true, force: true });
  cli.remove();
});

const store = `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  provider:
    aws: { service: SecretsManager, region: eu-west-2 }
`;
/** Its reference lacks the store's kind: a safe repair. */
const secret = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: database
  namespace: shop
spec:
  secretStoreRef:
    name: aws
`;
/** Its annotation has a blank too many: an unsafe repair. */
const account = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
  namespace: shop
  annotations:
    eks.amazonaws.com/role_arn: arn:aws:iam::111122223333:role/shop
`;
const fixedSecret = secret.replace("    name: aws\n", "    name: aws\n    kind: ClusterSecretStore\n");
const fixedAccount = account.replace("role_arn", "role-arn");

function repository(): string {
  const root = writeFiles({
    ".git/": "",
    "stores/store.yaml": store,
    "apps/secret.yaml": secret,
    "apps/account.yaml": account,
  });
  written.push(root);
  return root;
}

const read = (root: string, path: string): string => readFileSync(join(root, path), "utf8");
const run = (root: string, ...args: readonly string[]): Promise<Run> =>
  cli.run(["-f", "concise", ...args], { cwd: root });

describe("--fix", () => {
  it("makes the safe repairs, tells of the others and reports what is left", async () => {
    const root = repository();
    const first = await run(root, "--fix", ".");
    expect(read(root, "apps/secret.yaml")).toBe(fixedSecret);
    expect(read(root, "apps/account.yaml")).toBe(account);
    expect(first.stderr).toBe("irsa-lint: fixed 1 finding in 1 file, 1 more with --fix=unsafe\n");
    expect(first.stdout).toMatch(/^apps\/account\.yaml:7:5: .*\n$/);
    expect(first.code).toBe(1);
    const second = await run(root, "--fix");
    expect(second).toEqual({ ...first, stderr: "irsa-lint: fixed 0 findings, 1 more with --fix=unsafe\n" });
  });

  it("makes all of them when it is asked to", async () => {
    const root = repository();
    const { code, stderr } = await run(root, "--fix=unsafe");
    expect(read(root, "apps/secret.yaml")).toBe(fixedSecret);
    expect(read(root, "apps/account.yaml")).toBe(fixedAccount);
    expect(stderr).toBe("irsa-lint: fixed 2 findings in 2 files\n");
    expect(code).toBe(0);
  });

  it("writes only what was asked about", async () => {
    const root = repository();
    const { stderr } = await run(root, "--fix=unsafe", "stores", "apps/account.yaml");
    expect(read(root, "apps/secret.yaml")).toBe(secret);
    expect(read(root, "apps/account.yaml")).toBe(fixedAccount);
    expect(stderr).toBe("irsa-lint: fixed 1 finding in 1 file\n");
  });

  it("keeps line ends and the byte order mark", async () => {
    const root = repository();
    const windows = (text: string): string => `\ufeff${text.replaceAll("\n", "\r\n")}`;
    writeFileSync(join(root, "apps/secret.yaml"), windows(secret));
    await run(root, "--fix");
    expect(read(root, "apps/secret.yaml")).toBe(windows(fixedSecret));
  });

  it("is no word for standard input", async () => {
    const { code, stderr } = await cli.run(["--fix", "-"], { cwd: repository(), input: secret });
    expect(stderr).toContain("--fix cannot change standard input");
    expect(code).toBe(2);
  });

  it("knows no other level", async () => {
    const { code, stderr } = await run(repository(), "--fix=all");
    expect(stderr).toContain('"safe" or "unsafe"');
    expect(code).toBe(2);
  });
});

describe("--diff", () => {
  it("prints the repairs and changes nothing", async () => {
    const root = repository();
    const { code, stdout, stderr } = await run(root, "--diff", "--fix=unsafe");
    expect(stdout).toBe(`--- a/apps/account.yaml
+++ b/apps/account.yaml
@@ -4,4 +4,4 @@
   name: shop
   namespace: shop
   annotations:
-    eks.amazonaws.com/role_arn: arn:aws:iam::111122223333:role/shop
+    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/shop
--- a/apps/secret.yaml
+++ b/apps/secret.yaml
@@ -6,3 +6,4 @@
 spec:
   secretStoreRef:
     name: aws
+    kind: ClusterSecretStore
`);
    expect(stderr).toBe("irsa-lint: would fix 2 findings in 2 files\n");
    expect(code).toBe(1);
    expect([read(root, "apps/secret.yaml"), read(root, "apps/account.yaml")]).toEqual([secret, account]);
  });

  it("shows the safe repairs alone unless it is told otherwise", async () => {
    const { stdout, stderr } = await run(repository(), "--diff");
    expect(stdout).not.toContain("account.yaml");
    expect(stderr).toBe("irsa-lint: would fix 1 finding in 1 file, 1 more with --fix=unsafe\n");
  });
});

describe("the broken quickstart", () => {
  function quickstart(): string {
    const root = mkdtempSync(join(tmpdir(), "irsa-lint-quickstart-"));
    written.push(root);
    cpSync("fixtures/quickstart/broken", root, { recursive: true });
    mkdirSync(join(root, ".git"));
    return root;
  }

  it("has nothing left to report after --fix=unsafe, and nothing to fix the second time", async () => {
    const root = quickstart();
    const first = await run(root, "--fix=unsafe");
    expect(first).toEqual({ code: 0, stdout: "", stderr: "irsa-lint: fixed 7 findings in 6 files\n" });
    const second = await run(root, "--fix=unsafe", "--diff");
    expect(second).toEqual({ code: 0, stdout: "", stderr: "irsa-lint: would fix 0 findings\n" });
  });

  it("has the edits of HCL in JSON and SARIF, at the very text that they replace", async () => {
    const root = quickstart();
    const json = await cli.run(["-f", "json"], { cwd: root });
    const file = join(root, "terraform/environments/prod/reports.tf");
    interface Suggestion {
      readonly edits: readonly {
        readonly filePath: string;
        readonly range: readonly [number, number];
        readonly text: string;
      }[];
    }
    const results = JSON.parse(json.stdout) as readonly {
      readonly filePath: string;
      readonly messages: readonly { readonly ruleId: string; readonly suggestions: readonly Suggestion[] }[];
    }[];
    const messages = results.filter(({ filePath }) => filePath === file).flatMap((result) => result.messages);
    const key = messages.find(({ ruleId }) => ruleId === "trust/malformed-condition-key");
    const [edit] = key?.suggestions[0]?.edits ?? [];
    expect(edit && readFileSync(file, "utf8").slice(...edit.range)).toBe("https://");
    const sarif = await cli.run(["-f", "sarif"], { cwd: root });
    const inserted = [...sarif.stdout.matchAll(/"insertedContent": \{\s*"text": (".*")/g)].map(
      ([, text = '""']): unknown => JSON.parse(text),
    );
    expect(inserted).toContain('"${local.oidc_issuer}:aud": "sts.amazonaws.com",\n              ');
  });
});
