// Records what Argo CD's own generators make of every case in test/support/application-set-cases.
//
//   tsx tools/oracle/record-application-sets.ts PROGRAM VERSION
//
// PROGRAM is tools/oracle/record-application-sets/main.go, built against a checkout of argo-cd of that version: its
// go.mod requires github.com/argoproj/argo-cd/v3 and takes over the `replace` directives of argo-cd's own go.mod, with
// argo-cd itself and its gitops-engine replaced by the checkout. Writes test/oracle/application-sets.json.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setCases } from "../../test/support/application-set-cases/index.ts";

const [program, version] = process.argv.slice(2);
if (program === undefined || version === undefined) throw new Error("PROGRAM and VERSION are needed");
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const answer = execFileSync(program, {
  input: JSON.stringify(setCases),
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
const outcomes = JSON.parse(answer) as unknown;
const file = join(root, "test", "oracle", "application-sets.json");
writeFileSync(file, `${JSON.stringify({ program: `Argo CD ${version}`, outcomes }, null, 1)}\n`);
