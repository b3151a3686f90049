import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, writeFiles, type BuiltCli } from "../support/built-cli.ts";

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
  const directory = writeFiles(files);
  written.push(directory);
  return directory;
}

const provider = `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8"
  client_id_list = ["sts.amazonaws.com"]
}
`;

describe("init", () => {
  it("writes a configuration that names what is here, and with which the next run goes", async () => {
    const cwd = write({
      "main.tf": provider,
      "env/prod.tfvars": 'x = "y"\n',
      "terraform.tfvars": 'x = "z"\n',
    });
    expect(await cli.run(["init"], { cwd })).toMatchObject({ code: 0, stdout: "" });
    const text = readFileSync(join(cwd, ".irsa-lint.yaml"), "utf8");
    expect(text).toContain('issuer: "oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8"');
    expect(text).toContain('#     - "env/prod.tfvars"\n');
    expect(text).toContain("# clusters:\n#   - name: cluster-1\n#     issuer: ");
    expect(text).not.toContain("terraform.tfvars");
    expect(await cli.run([], { cwd })).toMatchObject({ code: 0, stderr: "" });
  });

  it("writes what the program runs with when every mark is taken away", async () => {
    const cwd = write({ "main.tf": provider, "env/prod.tfvars": 'x = "y"\n' });
    await cli.run(["init"], { cwd });
    const file = join(cwd, ".irsa-lint.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^# (?!#)/gm, ""));
    expect(await cli.run([], { cwd })).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([".irsa-lint.yaml", ".irsa-lint.yml", ".irsa-lint.json"])(
    "leaves a %s alone and ends with 2",
    async (name) => {
      const cwd = write({ "main.tf": provider, [name]: "{}\n" });
      const run = await cli.run(["init"], { cwd });
      expect(run).toMatchObject({
        code: 2,
        stderr: `irsa-lint: there is a configuration already: ${name}\n`,
      });
      expect(readFileSync(join(cwd, name), "utf8")).toBe("{}\n");
    },
  );
});
