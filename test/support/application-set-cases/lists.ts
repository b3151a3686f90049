import { clusterSecret, printing, setCase, type SetCase } from "./case.ts";

const two = `
- list:
    elements:
      - {name: dev, url: https://1.2.3.4, region: eu-west-1}
      - {name: prod, url: https://2.4.6.8, region: us-east-1}
`;

export const listCases: readonly SetCase[] = [
  setCase("a list of two", {
    generators: two,
    template: printing("{{name}}-guestbook", { url: "{{url}}", both: "{{ name }}/{{region  }}" }),
  }),
  setCase("tags that are no parameters", {
    generators: two,
    template: printing("{{name}}", {
      unknown: "{{cluster}} and {{ name }}",
      empty: "{{}} {{ }}",
      go: "{{ .Values.x }} {{- if name }}{{ end }}",
      open: "{{name",
      close: "name}} {{name}}",
      twice: "{{name}}{{name}}",
      nested: "{{ {{name}} }}",
      lines: "{{",
    }),
  }),
  setCase("a tag over several lines", {
    generators: two,
    template: printing("{{name}}", { lines: "{{name}}", more: "a {{ x" }),
  }),
  setCase("a tag that stays open on another line", {
    generators: "- list: {elements: [{name: a}, {name: b}]}",
    template: `
metadata:
  name: '{{name}}'
  annotations:
    text: "{{name}} and\\n{{ name"
spec: {project: default}
`,
  }),
  setCase("values of an element", {
    generators: "- list: {elements: [{name: a, values: {tier: gold}}, {name: b}]}",
    template: printing("{{name}}", { tier: "{{values.tier}}", dot: "{{.values.tier}}" }),
  }),
  setCase("an element with a number", {
    generators: "- list: {elements: [{name: a}, {name: b, port: 80}]}\n- list: {elements: [{name: c}]}",
  }),
  setCase("an element with a map", { generators: "- list: {elements: [{name: a, more: {x: w}}]}" }),
  setCase("a boolean of YAML 1.1", {
    generators: "- list: {elements: [{name: a, x: y}]}\n- list: {elements: [{name: b}]}",
  }),
  setCase("an empty element", { generators: "- list: {elements: [{}]}" }),
  setCase("elementsYaml", {
    generators:
      "- list:\n    elements: [{name: a}]\n    elementsYaml: |\n      - {name: b, port: 80, map: {x: w}}\n",
    template: printing("{{name}}", { port: "{{port}}", map: "{{map.x}}" }),
  }),
  setCase("elementsYaml that is no list", { generators: "- list: {elements: [], elementsYaml: 'name: a'}" }),
  setCase("values, valuesObject, parameters and keys", {
    generators: two,
    template: `
metadata:
  name: '{{name}}'
  labels: {'region-{{region}}': '{{name}}'}
spec:
  project: default
  source:
    repoURL: https://charts.example.com
    chart: eso
    targetRevision: 1.0.0
    helm:
      releaseName: '{{name}}-eso'
      values: |
        region: {{region}}
        alert: '{{ $labels.pod }}'
      valuesObject:
        '{{name}}': {deep: ['{{region}}', 1, true, null, {x: '{{url}}'}]}
        count: 3
      parameters: [{name: 'a.{{name}}', value: '{{region}}', forceString: true}]
      valueFiles: ['{{name}}.yaml']
  destination: {server: '{{url}}', namespace: secrets}
`,
  }),
  setCase("several sources and a ref", {
    generators: two,
    template: `
metadata: {name: '{{name}}'}
spec:
  project: default
  sources:
    - {repoURL: 'https://git.example.com/{{name}}.git', ref: values}
    - repoURL: https://charts.example.com
      chart: eso
      helm: {valueFiles: ['$values/{{region}}/values.yaml']}
  destination: {name: '{{name}}', namespace: secrets}
`,
  }),
  setCase("a generator's own template", {
    generators: `
- list:
    elements: [{name: a}]
    template:
      metadata: {labels: {own: 'yes', both: own}}
      spec:
        project: ''
        source: {repoURL: '', path: 'own/{{name}}', helm: {valuesObject: {a: 1}}}
        destination: {}
- list: {elements: [{name: b}]}
`,
    template: `
metadata: {name: '{{name}}', labels: {common: 'yes', both: common}}
spec:
  project: default
  source:
    repoURL: https://git.example.com/team/platform.git
    path: common
    helm: {releaseName: common, valuesObject: {a: 2, b: 3}, valueFiles: [x.yaml]}
  destination: {server: https://kubernetes.default.svc, namespace: secrets}
`,
  }),
  setCase("a selector on a generator", {
    generators: `
- list: {elements: [{name: a, env: dev}, {name: b, env: prod}, {name: c}]}
  selector: {matchLabels: {env: prod}}
- list: {elements: [{name: d, env: dev}, {name: e, env: prod}, {name: f}]}
  selector: {matchExpressions: [{key: env, operator: NotIn, values: [prod]}]}
- list: {elements: [{name: g, env: dev}, {name: h}]}
  selector: {matchExpressions: [{key: env, operator: Exists}]}
- list: {elements: [{name: i, env: dev}, {name: j}]}
  selector: {matchExpressions: [{key: env, operator: DoesNotExist}]}
- list: {elements: [{name: k, env: dev}, {name: l, env: stage}, {name: m, env: prod}]}
  selector: {matchExpressions: [{key: env, operator: In, values: [dev, stage]}, {key: name, operator: In, values: [l]}]}
- list: {elements: [{name: o}]}
  selector: {}
`,
  }),
  setCase("a selector with a wrong operator", {
    generators:
      "- list: {elements: [{name: a}]}\n  selector: {matchExpressions: [{key: name, operator: Has, values: [a]}]}",
  }),
  setCase("a selector on values", {
    generators: `
- list: {elements: [{name: a, values: {env: dev}}, {name: b, values: {env: prod}}]}
  selector: {matchLabels: {values.env: prod}}
`,
  }),
  setCase("two kinds in one generator", {
    generators: "- list: {elements: [{name: a}]}\n  clusters: {}\n",
    secrets: [clusterSecret("dev", "https://dev.example.com")],
  }),
  setCase("Go templates on a list", {
    goTemplate: true,
    generators:
      "- list: {elements: [{name: a, port: 80, big: 123456789012, map: {x: [1, w]}, yep: true}, {name: b}]}",
    template: printing("{{ .name }}-{{ .port | default 1 }}", {
      big: "{{ .big }}",
      nested: "{{ index .map.x 1 }}",
      missing: "{{ .nothing }}",
      condition: "{{ if .yep }}on{{ else }}off{{ end }}",
      functions:
        '{{ .name | upper }} {{ printf "%s-%s" .name "x" }} {{ normalize "A_b.C-" }} {{ slugify 5 true "one two three" }}',
      yaml: "{{ toYaml .map }}",
      back: '{{ (fromYaml "a: b").a }} {{ index (fromYamlArray "[x, w]") 1 }}',
    }),
  }),
  setCase("Go templates that fail for one element", {
    goTemplate: true,
    spec: "goTemplateOptions: ['missingkey=error']\n",
    generators: "- list: {elements: [{name: a, tier: gold}, {name: b}]}",
    template: printing("{{.name}}", { tier: "{{.tier}}" }),
  }),
  setCase("missing keys as zero values", {
    goTemplate: true,
    spec: "goTemplateOptions: ['missingkey=zero']\n",
    generators: "- list: {elements: [{name: b}]}",
    template: printing("{{.name}}", { tier: "{{.tier}}" }),
  }),
  setCase("a Go template that does not parse", {
    goTemplate: true,
    generators: "- list: {elements: [{name: a}]}",
    template: printing("{{.name}}", { tier: "{{ if }}" }),
  }),
  setCase("keys and values by Go templates", {
    goTemplate: true,
    generators: "- list: {elements: [{name: a, extra: {k: v}}]}",
    template: `
metadata: {name: '{{.name}}', labels: {'{{.name}}-{{.extra.k}}': '{{ len .extra }}'}}
spec:
  project: default
  source:
    repoURL: https://charts.example.com
    chart: eso
    helm:
      values: |
        {{- range $key, $value := .extra }}
        {{ $key }}: {{ $value }}
        {{- end }}
  destination: {server: https://kubernetes.default.svc, namespace: secrets}
`,
  }),
  setCase("a selector on nested values with Go templates", {
    goTemplate: true,
    generators: `
- list: {elements: [{name: a, spec: {env: dev, num: 1}}, {name: b, spec: {env: prod, num: 2}}]}
  selector: {matchLabels: {spec.env: prod}}
- list: {elements: [{name: c, spec: {num: 1}}, {name: d, spec: {num: 2}}]}
  selector: {matchLabels: {spec.num: '2'}}
`,
  }),
];
