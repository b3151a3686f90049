import { clusterSecret, printing, setCase, type SetCase } from "./case.ts";

const url = "https://git.example.com/team/platform.git";
const secrets = [
  clusterSecret("prod", "https://prod.example.com", { labels: { environment: "prod" } }),
  clusterSecret("dev", "https://dev.example.com", { labels: { environment: "dev" } }),
];
const files = {
  "apps/eso/a.yaml": "a: b",
  "apps/dns/a.yaml": "a: b",
  "envs/dev/config.yaml": "name: dev\ncomponents: [{chart: eso, version: '1.0'}, {chart: dns}]\n",
  "envs/prod/config.yaml": "name: prod\ncomponents: [{chart: eso, version: '2.0'}]\n",
};

export const combinationCases: readonly SetCase[] = [
  setCase("a matrix of directories and clusters", {
    files,
    secrets,
    generators: `
- matrix:
    generators:
      - git: {repoURL: ${url}, revision: HEAD, directories: [{path: apps/*}]}
      - clusters: {selector: {matchExpressions: [{key: environment, operator: Exists}]}, values: {x: '{{path.basename}}'}}
`,
    template: printing("{{path.basename}}-{{name}}", { server: "{{server}}", x: "{{values.x}}" }),
  }),
  setCase("a matrix whose second generator uses the first one's parameters", {
    files,
    secrets,
    generators: `
- matrix:
    generators:
      - git: {repoURL: ${url}, revision: HEAD, files: [{path: 'envs/*/config.yaml'}]}
      - clusters: {selector: {matchLabels: {environment: '{{path.basename}}'}}}
`,
    template: printing("{{path.basename}}-{{server}}", { name: "{{name}}" }),
  }),
  setCase("a matrix with equal parameters", {
    generators: `
- matrix:
    generators:
      - list: {elements: [{name: a, x: same}]}
      - list: {elements: [{w: z, x: same}]}
`,
  }),
  setCase("a matrix with contradicting parameters", {
    generators: `
- matrix:
    generators:
      - list: {elements: [{name: a}]}
      - list: {elements: [{name: b}]}
- list: {elements: [{name: c}]}
`,
  }),
  setCase("a matrix of three", {
    generators: `
- matrix:
    generators:
      - list: {elements: [{name: a}]}
      - list: {elements: [{x: b}]}
      - list: {elements: [{w: b}]}
`,
  }),
  setCase("a matrix of one", { generators: "- matrix: {generators: [{list: {elements: [{name: a}]}}]}" }),
  setCase("a matrix in a matrix", {
    generators: `
- matrix:
    generators:
      - matrix:
          generators:
            - list: {elements: [{name: a}, {name: b}]}
            - list: {elements: [{x: '1'}, {x: '2'}]}
      - list: {elements: [{w: '{{name}}!'}]}
`,
    template: printing("{{name}}-{{x}}", { w: "{{w}}" }),
  }),
  setCase("a matrix three deep", {
    generators: `
- matrix:
    generators:
      - matrix:
          generators:
            - matrix:
                generators:
                  - list: {elements: [{name: a}]}
                  - list: {elements: [{x: '1'}]}
            - list: {elements: [{w: '1'}]}
      - list: {elements: [{z: '1'}]}
`,
  }),
  setCase("a matrix with elements of YAML", {
    goTemplate: true,
    files,
    generators: `
- matrix:
    generators:
      - git: {repoURL: ${url}, revision: HEAD, files: [{path: 'envs/*/config.yaml'}]}
      - list: {elements: [], elementsYaml: '{{ .components | toJson }}'}
`,
    template: printing("{{.name}}-{{.chart}}", { version: "{{.version}}", path: "{{.path.basename}}" }),
  }),
  setCase("a matrix in which the first one wins", {
    goTemplate: true,
    generators: `
- matrix:
    generators:
      - list: {elements: [{name: a, x: first, map: {a: 1}, list: [1], empty: '', flag: false}]}
      - list: {elements: [{name: b, x: second, map: {a: 2, b: 3}, list: [2, 3], empty: full, flag: true, only: me}]}
`,
    template: printing("{{.name}}", {
      all: "{{.x}} {{.map}} {{.list}} [{{.empty}}] {{.flag}} {{.only}}",
    }),
  }),
  setCase("values of a matrix that ask for later parameters", {
    goTemplate: true,
    spec: "goTemplateOptions: ['missingkey=error']\n",
    secrets,
    generators: `
- matrix:
    generators:
      - list: {elements: [{app: eso}]}
      - clusters:
          selector: {matchLabels: {environment: prod}}
          values: {first: '{{.app}}', own: '{{.name}}', both: '{{.app}}-{{.name}}'}
`,
    template: printing("{{.app}}-{{.name}}", { values: "{{.values.first}} {{.values.own}}" }),
  }),
  setCase("selectors inside and outside a matrix", {
    generators: `
- matrix:
    generators:
      - list: {elements: [{name: a}, {name: b}]}
        selector: {matchLabels: {name: b}}
      - list: {elements: [{x: '1'}, {x: '2'}, {x: '3'}]}
  selector: {matchExpressions: [{key: x, operator: NotIn, values: ['2']}]}
`,
    template: printing("{{name}}-{{x}}", { x: "{{x}}" }),
  }),
  setCase("a generator template inside a matrix counts for nothing", {
    generators: `
- matrix:
    generators:
      - list: {elements: [{name: a}], template: {metadata: {name: inner}, spec: {project: '', destination: {}}}}
      - list: {elements: [{x: '1'}]}
    template: {metadata: {labels: {of: matrix}}, spec: {project: '', destination: {}}}
`,
  }),
  setCase("a merge over clusters", {
    secrets,
    generators: `
- merge:
    mergeKeys: [server]
    generators:
      - clusters: {values: {kafka: 'true', redis: 'false'}}
      - clusters: {selector: {matchLabels: {environment: prod}}, values: {kafka: 'false'}}
      - list: {elements: [{server: https://dev.example.com, values.redis: 'true'}, {server: https://nowhere.example.com, x: z}]}
`,
    template: printing("{{name}}", { kafka: "{{values.kafka}}", redis: "{{values.redis}}", x: "{{x}}" }),
  }),
  setCase("a merge with Go templates", {
    goTemplate: true,
    generators: `
- merge:
    mergeKeys: [name]
    generators:
      - list: {elements: [{name: a, map: {x: 1, w: 2}, list: [1], t: base}, {name: b, t: base}]}
      - list: {elements: [{name: a, map: {w: 3, z: 4}, list: [2], t: over}, {name: c, t: over}]}
`,
    template: printing("{{.name}}", { all: "{{.map}} {{.list}} {{.t}}" }),
  }),
  setCase("a merge by two keys, one of them missing", {
    generators: `
- merge:
    mergeKeys: [name, env]
    generators:
      - list: {elements: [{name: a, env: dev}, {name: a, env: prod}, {name: b}]}
      - list: {elements: [{name: a, env: prod, x: over}, {name: b, x: bare}]}
`,
    template: printing("{{name}}-{{env}}", { x: "{{x}}" }),
  }),
  setCase("a merge whose elements are not distinct", {
    generators: `
- merge:
    mergeKeys: [env]
    generators:
      - list: {elements: [{name: a, env: dev}, {name: b, env: dev}]}
      - list: {elements: [{env: prod}]}
`,
  }),
  setCase("a merge without keys", {
    generators:
      "- merge: {mergeKeys: [], generators: [{list: {elements: [{name: a}]}}, {list: {elements: [{name: a}]}}]}",
  }),
  setCase("a merge of matrices", {
    generators: `
- merge:
    mergeKeys: [name, x]
    generators:
      - matrix:
          generators:
            - list: {elements: [{name: a}, {name: b}]}
            - list: {elements: [{x: '1'}, {x: '2'}]}
      - list: {elements: [{name: b, x: '2', w: over}]}
`,
    template: printing("{{name}}-{{x}}", { w: "{{w}}" }),
  }),
];
