// Records what real Helm makes of values files and `--set` arguments, into test/oracle/helm-values.json: a chart that
// prints its values as JSON.
//
//   tsx tools/oracle/record-helm-values.ts [path of the helm program]

import { spawnSync, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";

interface Case {
  /** Values files, weakest first, as JSON. */
  readonly files: readonly unknown[];
  readonly set: readonly string[];
  readonly setString: readonly string[];
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const helm = process.argv[2] ?? "helm";

const nested = { a: { b: 1, c: { d: "x" } }, list: [1, { k: "v" }, 3] };

const sets = [
  "a=1",
  "a.b.c=x",
  "a=1,b=2",
  "a=one\\,two",
  "a\\.b/c=x",
  "serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=arn:aws:iam::111122223333:role/r",
  "serviceAccount.annotations.eks.amazonaws.com/role-arn=arn:aws:iam::111122223333:role/r",
  "a={x,y}",
  "a={x,1,true,null}",
  "a={}",
  "a={x,y},b=2",
  "a[0]=x",
  "a[2]=x",
  "a[0].b=x,a[0].c=y",
  "a[1][0]=x",
  "list[1].k=new",
  "list[0]=first",
  "a.b=null",
  "a=null",
  "a=",
  "a=true",
  "a=TRUE",
  "a=False",
  "a=0",
  "a=007",
  "a=-5",
  "a=+5",
  "a=1.5",
  "a=123456789012",
  "a=012345678901",
  "a=1e3",
  "a=x=y",
  "a= spaced ",
  'a="quoted"',
  "a=b\\\\c",
  "a",
  "a,b=1",
  "a.=1",
  "=x",
  "a={x",
  "a[x]=1",
  "a[-1]=1",
  "a.c.d=deep",
  "a[0]",
  "",
  ",",
  "a=1,",
  "a=1,,b=2",
  "a.b=1,a.b=2",
];

const cases: readonly Case[] = [
  ...sets.map((text) => ({ files: [], set: [text], setString: [] })),
  ...sets.map((text) => ({ files: [nested], set: [text], setString: [] })),
  ...sets.map((text) => ({ files: [], set: [], setString: [text] })),
  { files: [nested, { a: { b: 2 } }], set: [], setString: [] },
  { files: [nested, { a: { c: null } }], set: [], setString: [] },
  { files: [nested, { a: null }], set: [], setString: [] },
  { files: [nested, { a: null }, { a: { z: 1 } }], set: [], setString: [] },
  { files: [nested, { a: "text" }], set: [], setString: [] },
  { files: [{ a: "text" }, nested], set: [], setString: [] },
  { files: [nested, { list: [] }], set: [], setString: [] },
  { files: [nested, { list: [9] }], set: ["list[1]=8"], setString: [] },
  { files: [{}, { a: {} }], set: [], setString: [] },
  { files: [nested], set: ["a.b=2", "a.b=3"], setString: [] },
  { files: [nested], set: ["a.b=2"], setString: ["a.b=3"] },
  { files: [nested], set: ["a.c={1,2}"], setString: ["x.y=true"] },
];

const directory = mkdtempSync(join(tmpdir(), "helm-values-"));
mkdirSync(join(directory, "templates"));
writeFileSync(join(directory, "Chart.yaml"), "apiVersion: v2\nname: values\nversion: 1.0.0\n");
writeFileSync(join(directory, "templates", "values.yaml"), "values: {{ .Values | toJson }}\n");

function run({ files, set, setString }: Case): { values: unknown } | { error: true } {
  const paths = files.map((file, index) => {
    const path = join(directory, `values-${String(index)}.json`);
    writeFileSync(path, JSON.stringify(file));
    return path;
  });
  const options = [
    ...paths.flatMap((path) => ["-f", path]),
    ...set.flatMap((text) => ["--set", text]),
    ...setString.flatMap((text) => ["--set-string", text]),
  ];
  const { status, stdout } = spawnSync(helm, ["template", "r", directory, ...options], { encoding: "utf8" });
  if (status !== 0) return { error: true };
  return { values: JSON.parse(/^values: (.*)$/m.exec(stdout)?.[1] ?? "null") as unknown };
}

const version = execFileSync(helm, ["version", "--template", "{{.Version}}"], { encoding: "utf8" });
const recorded = cases.map((item) => ({ ...item, ...run(item) }));
rmSync(directory, { recursive: true });
const json = JSON.stringify({ helm: version, cases: recorded });
writeFileSync(
  join(root, "test/oracle/helm-values.json"),
  await format(json, { parser: "json", printWidth: 160 }),
);
process.stdout.write(`${String(recorded.length)} cases by helm ${version}\n`);
