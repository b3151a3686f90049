import { realpathSync, rmSync } from "node:fs";
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
  const directory = realpathSync(writeFiles(files));
  written.push(directory);
  return directory;
}

const values = (role: string): string =>
  `serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/${role}\n`;

const configuration = (cluster: string): string => `root: true
releases:
  - name: external-secrets
    namespace: eso
    chart: external-secrets
    repository: https://charts.external-secrets.io
    cluster: "${cluster}"
    values: ["envs/{env}/eso.yaml"]
`;

interface Printed {
  readonly links: readonly {
    readonly environment: string | null;
    readonly serviceAccount: { readonly namespace: string; readonly name: string; readonly file: string };
  }[];
}

describe("releases whose values files leave a name open", () => {
  it("are links in each environment, judged with the rest", async () => {
    const directory = write({
      ".irsa-lint.yaml": configuration("{env}"),
      "envs/dev/eso.yaml": values("dev-eso"),
      "envs/prod/eso.yaml": values("not an arn"),
    });
    const { stdout } = await cli.run(["links", "--format", "json", "."], { cwd: directory });
    const { links } = JSON.parse(stdout) as Printed;
    expect(
      links.map(({ environment, serviceAccount: { namespace, name, file } }) => [
        environment,
        namespace,
        name,
        file,
      ]),
    ).toEqual([
      ["dev", "eso", "external-secrets", "envs/dev/eso.yaml"],
      ["prod", "eso", "external-secrets", "envs/prod/eso.yaml"],
    ]);
    const { code, stdout: findings } = await cli.run(["--format", "concise"], { cwd: directory });
    expect(code).toBe(1);
    expect(findings).toContain("envs/prod/eso.yaml:3:33: error");
  });

  it("end the run when a key uses a name that no path has", async () => {
    const directory = write({
      ".irsa-lint.yaml": configuration("{evn}"),
      "envs/dev/eso.yaml": values("eso"),
    });
    const { code, stderr } = await cli.run([], { cwd: directory });
    expect(code).toBe(2);
    expect(stderr).toContain(
      '.irsa-lint.yaml:7:14: releases[0].cluster: no path in "values" has {evn} in it; did you mean "env"?',
    );
  });
});
