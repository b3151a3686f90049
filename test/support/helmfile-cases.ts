/** A small repository with a helmfile, and how it is run. */
export interface HelmfileCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The environments to ask for; `default` is what helmfile takes when it is told none. */
  readonly environments: readonly string[];
  /** Environment variables: known to helmfile, and never to us. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A chart that prints the release and its values, for the program and for us. */
export const DUMP: Readonly<Record<string, string>> = {
  "chart/Chart.yaml": "apiVersion: v2\nname: dump\nversion: 1.0.0\n",
  "chart/templates/dump.yaml":
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-dump\ndata:\n  dump: {{ dict "name" .Release.Name "namespace" .Release.Namespace "values" .Values | toJson | quote }}\n',
};

const release = (name: string, more: string): string =>
  `  - name: ${name}\n    namespace: n\n    chart: ./chart\n${more}`;

/** Held to helmfile's own answers (test/oracle/helmfile.json). */
export const helmfileCases: readonly HelmfileCase[] = [
  {
    name: "values of files and maps",
    files: {
      "helmfile.yaml": `releases:\n${release("a", "    values:\n      - base.yaml\n      - { list: [3], map: { b: 2 } }\n      - {}\n")}`,
      "base.yaml": "list: [1, 2]\nmap: { a: 1, b: 1 }\nnumber: 012\nbig: 123456789012\nfloat: 1.5\n",
    },
    environments: ["default"],
  },
  {
    name: "settings",
    files: {
      "helmfile.yaml": `releases:\n${release(
        "a",
        `    set:
      - { name: a.b, value: 1 }
      - { name: text, value: "x,y{z}" }
      - { name: 'dots.eks\\.amazonaws\\.com/role-arn', value: "arn:aws:iam::111122223333:role/r" }
      - { name: list, values: [a, "b,c"] }
      - { name: file, file: note.txt }
      - { name: truth, value: true }
    setString:
      - { name: string, value: "1" }
      - { name: a.b, value: "2" }
`,
      )}`,
      "note.txt": "one\ntwo, three\n",
    },
    environments: ["default"],
  },
  {
    name: "environments with values of files, maps and templates",
    files: {
      "helmfile.yaml.gotmpl": `environments:
  dev: { values: [env/dev.yaml] }
  prod: { values: [env/prod.yaml.gotmpl, { extra: prod }] }
---
releases:
${release("{{ .Environment.Name }}-a", "    values:\n      - values.yaml.gotmpl\n      - account: {{ .Values.account }}\n")}`,
      "env/dev.yaml": "account: 111122223333\nflag: true\nextra: none\n",
      "env/prod.yaml.gotmpl": 'account: 444455556666\nflag: {{ eq .Environment.Name "dev" }}\n',
      "values.yaml.gotmpl":
        "flag: {{ .Values.flag }}\nextra: {{ .StateValues.extra | upper }}\nname: {{ .Release.Name }}.{{ .Release.Namespace }}\nall:\n{{ toYaml .Values | indent 2 }}\n",
    },
    environments: ["dev", "prod"],
  },
  {
    name: "what is false, empty or null over what is not",
    files: {
      "helmfile.yaml.gotmpl": `values:
  - { a: true, b: text, c: 1, d: [1], e: { f: 1 }, g: kept }
environments:
  one: { values: [{ a: false, b: "", c: 0, d: [], e: {}, g: null }] }
  two: { values: [{ a: true, e: { f: 1, h: 2 } }, { a: false, e: { f: null } }] }
---
releases:
${release("a", "    values:\n      - all: {{ .Values | toJson }}\n")}`,
    },
    environments: ["one", "two"],
  },
  {
    name: "bases, parts and defaults",
    files: {
      "helmfile.yaml.gotmpl": `bases: [base/environments.yaml, base/defaults.yaml.gotmpl]
---
values: [{ second: "{{ .Values.first }}-2", over: part }]
---
releases:
${release("a", "    values:\n      - all: {{ .Values | toJson }}\n")}`,
      "base/environments.yaml": "environments:\n  default: {}\n  prod: { values: [base/prod.yaml] }\n",
      "base/defaults.yaml.gotmpl": 'values: [{ first: "{{ .Environment.Name }}", over: base }]\n',
      "base/prod.yaml": "first: own\n",
    },
    environments: ["default", "prod"],
  },
  {
    name: "templates of releases",
    files: {
      "helmfile.yaml": `environments:
  prod: { values: [{ level: 3 }] }
---
commonLabels: { team: core }
templates:
  usual:
    namespace: "{{ .Release.Name }}-ns"
    chart: ./chart
    labels: { kind: usual }
    values: [{ from: template, list: [1] }, "values/{{ .Release.Name }}.yaml"]
    valuesTemplate: [{ level: "{{ .Values.level }}", labels: "{{ .Release.Labels.kind }} {{ .Release.Labels.team }}" }]
    setTemplate: [{ name: set, value: "{{ .Environment.Name }}" }]
releases:
  - name: a
    inherit: [{ template: usual }]
    values: [{ from: release, list: [2] }]
  - name: b
    namespace: own
    inherit: [{ template: usual, except: [values, labels] }]
    labels: { kind: own }
`,
      "values/a.yaml": "file: a\n",
    },
    environments: ["prod"],
  },
  {
    name: "anchors and merges",
    files: {
      "helmfile.yaml": `templates:
  usual: &usual
    chart: ./chart
    values: [{ from: anchor }]
releases:
  - { name: a, namespace: n, <<: *usual }
  - { name: b, namespace: n, <<: *usual, values: [{ from: own }] }
`,
    },
    environments: ["default"],
  },
  {
    name: "what is installed",
    files: {
      "helmfile.yaml.gotmpl": `environments:
  dev: { values: [{ a: { enabled: true }, b: { enabled: false }, c: {} }] }
  prod: { values: [{ a: { enabled: false }, b: { enabled: true }, c: { enabled: true } }] }
---
releases:
${release("a", "    condition: a.enabled\n")}${release("b", "    condition: b.enabled\n")}${release("c", "    condition: c.enabled\n")}${release("d", '    installed: {{ eq .Environment.Name "prod" }}\n')}${release("e", "    installedTemplate: '{{`{{ .Values.a.enabled }}`}}'\n")}`,
    },
    environments: ["dev", "prod"],
  },
  {
    name: "helmfiles of helmfiles",
    files: {
      "helmfile.yaml.gotmpl": `environments:
  dev: { values: [{ who: outer }] }
---
helmfiles:
  - path: sub/helmfile.yaml.gotmpl
    values: [{ given: "{{ .Values.who }}" }, sub/more.yaml]
  - path: sub/labels.yaml
    selectors: [tier=web, name=data]
  - sub/glob-*.yaml
`,
      "sub/helmfile.yaml.gotmpl": `environments:
  dev: { values: [{ own: inner }] }
---
releases:
  - { name: a, namespace: n, chart: ../chart, values: [{ all: {{ .Values | toJson }} }] }
`,
      "sub/more.yaml": "more: file\n",
      "sub/labels.yaml": `environments: { dev: {} }
---
releases:
  - { name: web, namespace: n, chart: ../chart, labels: { tier: web } }
  - { name: data, namespace: n, chart: ../chart, labels: { tier: data } }
  - { name: other, namespace: n, chart: ../chart, labels: { tier: data } }
`,
      "sub/glob-1.yaml":
        "environments: { dev: {} }\n---\nreleases: [{ name: glob, namespace: n, chart: ../chart }]\n",
      "sub/glob-2.yaml":
        "environments: { other: {} }\n---\nreleases: [{ name: never, namespace: n, chart: ../chart }]\n",
    },
    environments: ["dev"],
  },
  {
    name: "functions",
    files: {
      "helmfile.yaml.gotmpl": `values:
  - { a: { b: { c: 1 } }, list: [x, y] }
---
releases:
${release(
  "a",
  `    values:
      - get: {{ .Values | get "a.b.c" }}
        default: {{ .Values | get "a.x.c" "none" }}
        nil: {{ .Values | getOrNil "a.x" | quote }}
        sprig: {{ sprigGet .Values "list" | join "," }}
        file: {{ readFile "note.txt" | trim | quote }}
        yaml: {{ (readFile "data.yaml" | fromYaml).x.y }}
        is: {{ isFile "note.txt" }} {{ isFile "none.txt" }} {{ isDir "chart" }}
        set: {{ (.Values | setValueAtPath "a.b.c" 2).a.b.c }}
        tpl: {{ tpl "{{ .Values.list | first }}" . }}
        include: {{ include "greet" "you" }}
        required: {{ required "no" .Values.a.b.c }}
        dir: {{ readDir "env" | join "," }}
`,
)}`,
      "note.txt": "a note\n",
      "data.yaml": "x: { y: 7 }\n",
      "env/1.yaml": "a: 1\n",
      "env/2.yaml": "a: 2\n",
      "_helpers.tpl": '{{- define "greet" -}}hello {{ . }}{{- end -}}\n',
    },
    environments: ["default"],
  },
  {
    name: "variables",
    files: {
      "helmfile.yaml.gotmpl": `releases:
  - name: '{{ requiredEnv "NAME" }}-a'
    namespace: '{{ env "NONE" | default "n" }}'
    chart: ./chart
    values:
      - account: '{{ env "AWS_ACCOUNT_ID" }}'
        known: 1
{{- if eq (env "STAGE") "prod" }}
        stage: prod
{{- else }}
        stage: other
{{- end }}
    set: [{ name: set, value: '{{ env "NAME" }}' }]
`,
    },
    environments: ["default"],
    variables: { NAME: "shop", AWS_ACCOUNT_ID: "111122223333", STAGE: "prod" },
  },
  {
    name: "loops",
    files: {
      "helmfile.yaml.gotmpl": `environments:
  prod:
    values:
      - teams: { red: { role: r }, blue: { role: b } }
        regions: [eu, us]
---
releases:
{{- range $team, $of := .Values.teams }}
{{- range $.Values.regions }}
${release("{{ $team }}-{{ . }}", "    values: [{ role: '{{ $of.role }}', region: '{{ . }}' }]\n")}
{{- end }}
{{- end }}
`,
    },
    environments: ["prod"],
  },
  {
    name: "files that need not be there",
    files: {
      "helmfile.yaml.gotmpl": `missingFileHandler: Debug
environments:
  prod: { missingFileHandler: Debug, values: [none.yaml, env/*.yaml] }
---
releases:
${release("a", "    values:\n      - none-{{ .Environment.Name }}.yaml\n      - all: {{ .Values | toJson }}\n")}`,
      "env/1.yaml": "one: 1\nboth: 1\n",
      "env/2.yaml": "two: 2\nboth: 2\n",
    },
    environments: ["prod"],
  },
  {
    name: "helmfile.d",
    files: {
      "helmfile.d/10-first.yaml": "releases: [{ name: first, namespace: n, chart: ../chart }]\n",
      "helmfile.d/20-second.yaml.gotmpl":
        'releases: [{ name: {{ lower "SECOND" }}, namespace: n, chart: ../chart }]\n',
    },
    environments: ["default"],
  },
  {
    name: "a prefix for values, one namespace for all",
    files: {
      "helmfile.yaml": `namespace: all
releases:
${release("a", "    valuesPathPrefix: config/\n    values: [a.yaml]\n")}`,
      "config/a.yaml": "from: config\n",
    },
    environments: ["default"],
  },
];
