// Records what real helmfile makes of the helmfiles in test/support/helmfile-cases.ts, into test/oracle/helmfile.json: a
// chart of the case prints each release with its values.
//
//   tsx tools/oracle/record-helmfile.ts [path of the helmfile program [path of the helm program]]

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { parseAllDocuments } from "yaml";
import { DUMP, helmfileCases, type HelmfileCase } from "../../test/support/helmfile-cases.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [helmfile = "helmfile", helm = "helm"] = process.argv.slice(2);

/** What the chart printed: one for each release. */
function releasesOf(output: string): readonly unknown[] {
  return parseAllDocuments(output).flatMap((document): readonly unknown[] => {
    const dump: unknown = document.getIn(["data", "dump"]);
    return typeof dump === "string" ? [JSON.parse(dump) as unknown] : [];
  });
}

function run(directory: string, environment: string, variables: HelmfileCase["variables"]): unknown {
  const result = spawnSync(
    helmfile,
    [
      "--helm-binary",
      helm,
      "--quiet",
      ...(environment === "default" ? [] : ["-e", environment]),
      "template",
      "--skip-deps",
    ],
    { cwd: directory, encoding: "utf8", env: { PATH: process.env["PATH"], HOME: directory, ...variables } },
  );
  if (result.status !== 0) return { environment, error: result.stderr.trim().split("\n")[0] ?? "" };
  return { environment, releases: releasesOf(result.stdout) };
}

const answers = helmfileCases.map(({ name, files, environments, variables }) => {
  const directory = mkdtempSync(join(tmpdir(), "helmfile-case-"));
  for (const [path, text] of Object.entries({ ...DUMP, ...files })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const answer = { name, worlds: environments.map((environment) => run(directory, environment, variables)) };
  rmSync(directory, { recursive: true });
  return answer;
});

const version = execFileSync(helm, ["version", "--short"], { encoding: "utf8" }).trim();
const recorded = { helmfile: process.env["HELMFILE_VERSION"] ?? "", helm: version, answers };
const file = join(root, "test/oracle/helmfile.json");
writeFileSync(file, await format(JSON.stringify(recorded), { parser: "json", printWidth: 110 }));
