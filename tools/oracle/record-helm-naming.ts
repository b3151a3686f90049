// Records how real Helm names service accounts: renders small charts, written here with the naming helpers that public
// charts share, for many releases and values, into test/oracle/helm-naming.json.
//
//   tsx tools/oracle/record-helm-naming.ts [path of the helm program]

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";

interface Values {
  readonly nameOverride?: string;
  readonly fullnameOverride?: string;
  readonly serviceAccount?: { readonly create?: boolean | string | null; readonly name?: string | null };
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const helm = process.argv[2] ?? "helm";

const limited = (limit: number): string => `trunc ${String(limit)} | trimSuffix "-"`;

/** The body of a fullname helper after the override was tried: `$name` and `$release` decide. */
const helpers: Readonly<Record<string, { chart: string; fullname: string }>> = {
  std: { chart: "widget", fullname: containing(".Release.Name", 63) },
  "std-26": { chart: "kube-widget-stack", fullname: containing(".Release.Name", 26) },
  bitnami: {
    chart: "widget",
    fullname: containing('(regexReplaceAll "(-?[^a-z\\\\d\\\\-])+-?" (lower .Release.Name) "-")', 63),
  },
  equal: {
    chart: "widget",
    fullname: overridden(
      63,
      `{{- $name := default (printf "%s-%s" .Values.provider .Chart.Name) .Values.nameOverride -}}
{{- if eq $name .Release.Name -}}{{ $name | ${limited(63)} }}
{{- else -}}{{ printf "%s-%s" .Release.Name $name | ${limited(63)} }}{{- end -}}`,
    ),
  },
};

function overridden(limit: number, otherwise: string): string {
  return `{{- if .Values.fullnameOverride -}}{{ .Values.fullnameOverride | ${limited(limit)} }}{{- else -}}
${otherwise}
{{- end -}}`;
}

function containing(release: string, limit: number): string {
  return overridden(
    limit,
    `{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $release := ${release} -}}
{{- if contains $name $release -}}{{ $release | ${limited(limit)} }}
{{- else -}}{{ printf "%s-%s" $release $name | ${limited(limit)} }}{{- end -}}`,
  );
}

const releases = [
  "widget",
  "my-widget",
  "widget-prod",
  "prod",
  "aws-widget",
  "team.one",
  "a",
  "x".repeat(53),
];

const values: readonly Values[] = [
  {},
  { nameOverride: "gadget" },
  { nameOverride: "prod" },
  { nameOverride: "a-name-that-is-long-enough-to-be-cut-together-with-its-release" },
  { fullnameOverride: "exactly-this" },
  { fullnameOverride: `${"y".repeat(62)}-cut` },
  { fullnameOverride: "twenty-five-characters-o-and-more" },
  { serviceAccount: { name: "given" } },
  { serviceAccount: { name: "" } },
  { serviceAccount: { name: null } },
  { serviceAccount: { create: false } },
  { serviceAccount: { create: false, name: "elsewhere" } },
  { serviceAccount: { create: "false" } },
  { serviceAccount: { create: null } },
  { nameOverride: "gadget", fullnameOverride: "both", serviceAccount: { create: true } },
];

function writeChart(directory: string, { chart, fullname }: { chart: string; fullname: string }): void {
  mkdirSync(join(directory, "templates"), { recursive: true });
  const put = (path: string, text: string): void => {
    writeFileSync(join(directory, path), text);
  };
  put("Chart.yaml", `apiVersion: v2\nname: ${chart}\nversion: 1.0.0\n`);
  put("values.yaml", 'provider: aws\nserviceAccount:\n  create: true\n  name: ""\n');
  put(
    "templates/_helpers.tpl",
    `{{- define "t.fullname" -}}
${fullname}
{{- end -}}
{{- define "t.account" -}}
{{- if .Values.serviceAccount.create -}}{{ default (include "t.fullname" .) .Values.serviceAccount.name }}
{{- else -}}{{ default "default" .Values.serviceAccount.name }}{{- end -}}
{{- end -}}`,
  );
  put(
    "templates/names.yaml",
    'created: {{ if .Values.serviceAccount.create }}true{{ else }}false{{ end }}\nname: {{ include "t.account" . | quote }}\n',
  );
}

function render(directory: string, release: string, given: Values): { created: boolean; name: string } {
  const file = join(directory, "given.json");
  writeFileSync(file, JSON.stringify(given));
  const output = execFileSync(helm, ["template", release, directory, "-f", file], { encoding: "utf8" });
  return {
    created: /^created: true$/m.test(output),
    name: /^name: "(.*)"$/m.exec(output)?.[1] ?? "",
  };
}

const version = execFileSync(helm, ["version", "--template", "{{.Version}}"], { encoding: "utf8" });
const cases = [];
for (const [rule, helper] of Object.entries(helpers)) {
  const directory = mkdtempSync(join(tmpdir(), "helm-naming-"));
  writeChart(directory, helper);
  for (const release of releases) {
    for (const given of values) {
      cases.push({ rule, chart: helper.chart, release, values: given, ...render(directory, release, given) });
    }
  }
  rmSync(directory, { recursive: true });
}
const target = join(root, "test/oracle/helm-naming.json");
writeFileSync(
  target,
  await format(JSON.stringify({ helm: version, cases }), { parser: "json", printWidth: 160 }),
);
process.stdout.write(`${String(cases.length)} cases by helm ${version}\n`);
