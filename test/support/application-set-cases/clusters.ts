import { clusterSecret, printing, setCase, type SetCase } from "./case.ts";

const secrets = [
  clusterSecret("prod_EU", "https://prod.example.com", {
    labels: { environment: "prod", "team.example.com/name": "a" },
    annotations: { role: "arn:aws:iam::111122223333:role/eso", "example.com/x.y": "z" },
    project: "platform",
  }),
  clusterSecret("dev", "https://dev.example.com", { labels: { environment: "dev" } }),
];

const here = clusterSecret("hub", "https://kubernetes.default.svc", { labels: { environment: "prod" } });

const template = printing("{{nameNormalized}}", {
  name: "{{name}}",
  server: "{{server}}",
  project: "{{project}}",
  environment: "{{metadata.labels.environment}}",
  team: "{{metadata.labels.team.example.com/name}}",
  role: "{{metadata.annotations.role}}",
  dotted: "{{metadata.annotations.example.com/x.y}}",
});

const inGo = printing("{{.nameNormalized}}", {
  name: "{{.name}}",
  server: "{{.server}}",
  project: "{{.project}}",
  environment: "{{.metadata.labels.environment}}",
  team: '{{index .metadata.labels "team.example.com/name"}}',
  role: "{{if .metadata.annotations}}{{.metadata.annotations.role}}{{end}}",
});

export const clusterCases: readonly SetCase[] = [
  setCase("all clusters", { secrets, generators: "- clusters: {}", template }),
  setCase("all clusters, one of them Argo CD's own", {
    secrets: [...secrets, here],
    generators: "- clusters: {}",
    template,
  }),
  setCase("clusters by a label", {
    secrets,
    generators: "- clusters: {selector: {matchLabels: {environment: prod}}}",
    template,
  }),
  setCase("clusters by expressions", {
    secrets: [...secrets, here],
    generators: `
- clusters:
    selector:
      matchExpressions:
        - {key: environment, operator: In, values: [prod]}
        - {key: team.example.com/name, operator: DoesNotExist}
`,
    template,
  }),
  setCase("clusters that no selector takes in", {
    secrets,
    generators: "- clusters: {selector: {matchLabels: {environment: stage}}}",
    template,
  }),
  setCase("values of clusters", {
    secrets,
    generators: `
- clusters:
    selector: {matchLabels: {environment: prod}}
    values: {revision: HEAD, combined: '{{name}}-{{metadata.labels.environment}}', self: '{{values.revision}}'}
- clusters:
    selector: {matchLabels: {environment: dev}}
    values: {revision: main}
`,
    template: printing("{{nameNormalized}}", {
      all: "{{values.revision}} {{values.combined}} {{values.self}}",
    }),
  }),
  setCase("clusters in Go templates", {
    goTemplate: true,
    secrets,
    generators:
      "- clusters: {selector: {matchExpressions: [{key: environment, operator: Exists}]}, values: {x: '{{.name}}!'}}",
    template: inGo,
  }),
  setCase("a post-selector on labels", {
    secrets,
    generators: "- clusters: {}\n  selector: {matchLabels: {metadata.labels.environment: dev}}",
    template,
  }),
  setCase("a post-selector on labels in Go templates", {
    goTemplate: true,
    secrets,
    generators: "- clusters: {}\n  selector: {matchLabels: {metadata.labels.environment: dev}}",
    template: inGo,
  }),
  setCase("a flat list of clusters", {
    goTemplate: true,
    secrets,
    generators: "- clusters: {selector: {matchLabels: {environment: prod}}, flatList: true}",
    template: printing("all", { names: "{{range .clusters}}{{.name}}@{{.server}};{{end}}" }),
  }),
];
