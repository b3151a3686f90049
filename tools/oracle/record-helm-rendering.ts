// Records what real Helm makes of the charts in test/oracle/helm-rendering/charts as far as identity goes, into
// test/oracle/helm-rendering/recorded.json.
//
//   tsx tools/oracle/record-helm-rendering.ts [path of the helm program]

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { identityParts } from "./helm-charts/identity.ts";
import type { Answer } from "./helm-charts/recording.ts";
import { renderingCases, type RenderingCase } from "./helm-rendering/cases.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const helm = process.argv[2] ?? "helm";
const scratch = mkdtempSync(join(tmpdir(), "helm-rendering-"));

function answer({ chart, release, namespace, values, set }: RenderingCase): Answer {
  const files = values.flatMap((value, index) => {
    const file = join(scratch, `values-${String(index)}.json`);
    writeFileSync(file, JSON.stringify(value));
    return ["-f", file];
  });
  const settings = set.flatMap((text) => ["--set", text]);
  const { status, stdout, stderr } = spawnSync(
    helm,
    [
      "template",
      release,
      join(scratch, chart),
      "--namespace",
      namespace,
      "--skip-tests",
      ...files,
      ...settings,
    ],
    { encoding: "utf8" },
  );
  if (status === 0) return identityParts(stdout, namespace);
  const line = stderr.split("\n").find((text) => text.startsWith("Error:")) ?? stderr;
  return { error: line.replaceAll(scratch, "CHARTS") };
}

try {
  cpSync(join(root, "test/oracle/helm-rendering/charts"), scratch, { recursive: true });
  // What `helm dependency build` does with a chart that is named by `file://`.
  execFileSync(helm, ["package", join(scratch, "beside"), "-d", join(scratch, "umbrella/charts")]);
  const version = execFileSync(helm, ["version", "--template", "{{.Version}}"], { encoding: "utf8" });
  const cases = renderingCases.map((asked) => ({ ...asked, answer: answer(asked) }));
  const text = await format(JSON.stringify({ helm: version, cases }), { parser: "json", printWidth: 110 });
  writeFileSync(join(root, "test/oracle/helm-rendering/recorded.json"), text);
} finally {
  rmSync(scratch, { recursive: true });
}
