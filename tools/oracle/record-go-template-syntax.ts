// Records what Go's own text/template makes of every case in test/support/go-template-cases.
//
//   tsx tools/oracle/record-go-template-syntax.ts            writes test/oracle/go-template-syntax.json
//   tsx tools/oracle/record-go-template-syntax.ts SEED COUNT asks for other random templates, and prints where we differ
//
// Needs Go on the path: the program is tools/oracle/record-go-template-syntax/main.go, which imports nothing but Go's
// own packages.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  randomTemplates,
  templateCases,
  templateData,
  type TemplateCase,
} from "../../test/support/go-template-cases/index.ts";
import { differenceFrom, type GoAnswer } from "../../test/support/go-template-cases/compare.ts";

const RECORDED = { seed: 1, count: 400 };

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

function ask(cases: readonly TemplateCase[]): {
  readonly version: string;
  readonly answers: readonly GoAnswer[];
} {
  const answer = execFileSync("go", ["run", join(here, "record-go-template-syntax", "main.go")], {
    input: JSON.stringify({ data: templateData, cases }),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(answer) as { readonly version: string; readonly answers: readonly GoAnswer[] };
}

const [seed, count] = process.argv.slice(2).map(Number);
const random = randomTemplates(seed ?? RECORDED.seed, count ?? RECORDED.count);
const asked: readonly TemplateCase[] = [
  ...(seed === undefined ? templateCases : []),
  ...random.map((template) => ({ template })),
];
const { version, answers } = ask(asked);
let differences = 0;
asked.forEach((one, index) => {
  const difference = differenceFrom(one, answers[index] ?? {});
  if (difference === undefined) return;
  differences += 1;
  console.log(`${JSON.stringify(one)}\n  ${difference}`);
});
console.log(`${version}: ${asked.length} templates, ${differences} differences`);
if (seed === undefined) {
  const cases = asked.map((one, index) => ({ ...one, ...answers[index] }));
  const file = join(root, "test", "oracle", "go-template-syntax.json");
  const lines = cases.map((one) => JSON.stringify(one)).join(",\n");
  writeFileSync(file, `{"program":"text/template of ${version}","cases":[\n${lines}\n]}\n`);
}
