import { setCase, type SetCase } from "./case.ts";

const template = `
metadata: {name: '{{.name}}', labels: {a: base, b: base}, annotations: {x: w}}
spec:
  project: default
  source:
    repoURL: https://charts.example.com
    chart: eso
    helm:
      releaseName: base
      valueFiles: [base.yaml]
      values: "a: base"
      parameters: [{name: a, value: base}]
  destination: {server: https://kubernetes.default.svc, namespace: secrets}
`;

const generators =
  "- list: {elements: [{name: a, auto: true, files: [one.yaml, two.yaml]}, {name: b, auto: false}]}";

const withPatch = (name: string, patch: string, more: Partial<Parameters<typeof setCase>[1]> = {}): SetCase =>
  setCase(name, {
    goTemplate: true,
    generators,
    template,
    spec: `templatePatch: |\n${patch.trim().replace(/^(?=.)/gm, "  ")}\n`,
    ...more,
  });

export const patchCases: readonly SetCase[] = [
  withPatch(
    "a patch with conditions and loops",
    `
spec:
  source:
    helm:
      valueFiles:
      {{- range $file := .files }}
        - {{ $file }}
      {{- end }}
{{- if .auto }}
  syncPolicy:
    automated: {prune: {{ .auto }}}
{{- end }}
`,
  ),
  withPatch(
    "a patch that adds, replaces and takes away",
    `
metadata:
  labels: {b: over, c: '{{.name}}', a: null}
  annotations: null
spec:
  project: other
  source:
    helm:
      releaseName: '{{.name}}-release'
      parameters: [{name: b, value: over}]
  destination: {namespace: '{{.name}}'}
`,
  ),
  withPatch(
    "a patch in JSON",
    `{"metadata": {"labels": {"c": "{{.name}}"}}, "spec": {"source": {"targetRevision": "2"}}}`,
  ),
  withPatch(
    "a patch that replaces by a directive",
    `
metadata:
  labels: {$patch: replace, only: '{{.name}}'}
`,
  ),
  withPatch("a patch that is no map", "just {{.name}}"),
  withPatch(
    "a patch of valuesObject",
    `
spec:
  source:
    helm:
      valuesObject: {fresh: {name: '{{.name}}'}}
`,
  ),
  withPatch(
    "a patch that says nothing for one element",
    `
{{- if .auto }}
metadata: {labels: {auto: 'yes'}}
{{- end }}
`,
  ),
  withPatch("a patch without Go templates", `metadata: {labels: {c: '{{name}}'}}`, {
    goTemplate: undefined as never,
    template: template.replace("{{.name}}", "{{name}}"),
    generators: "- list: {elements: [{name: a}]}",
  }),
];
