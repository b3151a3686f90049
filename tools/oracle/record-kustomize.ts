// Records what real kustomize builds of small trees (test/support/kustomize-cases.ts) into test/oracle/kustomize.json: the
// objects of each, or that there is an error.
//
//   tsx tools/oracle/record-kustomize.ts [path of the kustomize program]

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { parseAllDocuments } from "yaml";
import { kustomizeCases, type KustomizeCase } from "../../test/support/kustomize-cases.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const kustomize = process.argv[2] ?? "kustomize";

function build({
  files,
  directory,
}: KustomizeCase): { readonly objects: unknown } | { readonly error: string } {
  const place = mkdtempSync(join(tmpdir(), "kustomize-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text);
    }
    const args = ["build", directory, "--load-restrictor", "LoadRestrictionsNone"];
    const { status, stdout, stderr } = spawnSync(kustomize, args, { cwd: place, encoding: "utf8" });
    if (status !== 0) return { error: stderr.replaceAll(place, "").trim().slice(-200) };
    const objects = parseAllDocuments(stdout)
      .map((document) => document.toJS() as unknown)
      .filter((object) => object !== null);
    return { objects };
  } finally {
    rmSync(place, { recursive: true });
  }
}

const version = execFileSync(kustomize, ["version"], { encoding: "utf8" }).trim();
const cases = kustomizeCases.map((each) => ({ situation: each.situation, ...build(each) }));
const text = JSON.stringify({ kustomize: version, cases });
const path = join(root, "test/oracle/kustomize.json");
writeFileSync(path, await format(text, { parser: "json", printWidth: 110 }));
process.stdout.write(`${String(cases.length)} cases, kustomize ${version}\n`);
