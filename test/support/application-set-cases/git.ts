import { printing, setCase, type SetCase } from "./case.ts";

const directories = {
  "apps/eso/Chart.yaml": "name: eso",
  "apps/dns/kustomization.yaml": "resources: []",
  "apps/dns/base/a.yaml": "a: b",
  "apps/old/a.yaml": "a: b",
  "apps/.hidden/a.yaml": "a: b",
  "apps/Mixed_Case/a.yaml": "a: b",
  ".github/workflows/a.yaml": "a: b",
  "envs/dev/apps/eso/a.yaml": "a: b",
  "envs/prod/apps/eso/a.yaml": "a: b",
  "top.yaml": "a: b",
};

const url = "https://git.example.com/team/platform.git";

const paths = (list: string, more = ""): string =>
  `- git:\n    repoURL: ${url}\n    revision: HEAD\n    directories: ${list}\n${more}`;

const byPath = printing("{{path.basenameNormalized}}", {
  path: "{{path}}",
  base: "{{path.basename}}",
  first: "{{path[0]}}",
  second: "{{path[1]}}",
  fourth: "{{path[3]}}",
  filename: "{{path.filename}}",
});

const byGoPath = printing("{{.path.basenameNormalized}}", {
  path: "{{.path.path}}",
  base: "{{.path.basename}}",
  first: "{{index .path.segments 0}}",
  last: "{{last .path.segments}}",
});

const configured = {
  "clusters/dev/config.json":
    '{"cluster": {"name": "dev", "tags": ["a", "b"]}, "size": 3, "on": true, "none": null}',
  "clusters/prod/config.json": '{"cluster": {"name": "prod", "tags": [], "big": 123456789012, "half": 1.50}}',
  "clusters/prod/eu/config.json": '{"cluster": {"name": "prod-eu"}}',
  "clusters/config.json": '{"cluster": {"name": "root"}}',
  "clusters/other.yaml": "cluster:\n  name: other\n  more: no\n",
  "config.json": '{"cluster": {"name": "top"}}',
};

const files = (list: string, more = ""): string =>
  `- git:\n    repoURL: ${url}\n    revision: HEAD\n    files: ${list}\n${more}`;

const byFile = printing("{{cluster.name}}", {
  path: "{{path}}",
  base: "{{path.basename}}",
  file: "{{path.filename}} {{path.filenameNormalized}}",
  tag: "{{cluster.tags.1}}",
  size: "{{size}} {{on}} {{none}} {{cluster.big}} {{cluster.half}}",
  segment: "{{path[0]}} {{path[1]}}",
});

export const gitCases: readonly SetCase[] = [
  setCase("directories of one level", {
    files: directories,
    generators: paths("[{path: apps/*}]"),
    template: byPath,
  }),
  setCase("excluded directories", {
    files: directories,
    generators: paths("[{path: apps/*}, {path: apps/old, exclude: true}, {path: apps/old}]"),
    template: byPath,
  }),
  setCase("directories of several levels", {
    files: directories,
    generators: paths("[{path: '*/*/apps/*'}, {path: apps/dns/base}]"),
    template: byPath,
  }),
  setCase("two stars are one", {
    files: directories,
    generators: paths("[{path: 'envs/**'}]"),
    template: byPath,
  }),
  setCase("every directory of the first level", {
    files: directories,
    generators: paths("[{path: '*'}]"),
    template: byPath,
  }),
  setCase("classes and question marks", {
    files: directories,
    generators: paths(
      "[{path: 'apps/[a-e]??'}, {path: 'apps/[^a-z]*'}, {path: 'apps/[!d]ld'}, {path: 'apps/[a'}]",
    ),
    template: byPath,
  }),
  setCase("directories under a prefix", {
    files: directories,
    generators: paths("[{path: apps/*}]", "    pathParamPrefix: own\n"),
    template: printing("{{own.path.basenameNormalized}}", { path: "{{own.path}} {{path}} {{own.path[1]}}" }),
  }),
  setCase("directories with values", {
    files: directories,
    generators: paths(
      "[{path: apps/eso}]",
      "    values: {a: '{{path.basename}}-x', b: '{{values.a}}', c: plain}\n",
    ),
    template: printing("{{values.a}}", { b: "{{values.b}}", c: "{{values.c}}" }),
  }),
  setCase("directories in Go templates", {
    goTemplate: true,
    files: directories,
    generators: paths("[{path: apps/*}, {path: 'envs/*/apps/*'}]"),
    template: byGoPath,
  }),
  setCase("directories under a prefix in Go templates", {
    goTemplate: true,
    files: directories,
    generators: paths(
      "[{path: apps/eso}]",
      "    pathParamPrefix: own\n    values: {a: '{{.own.path.basename}}-x'}\n",
    ),
    template: printing("{{.own.path.basename}}", { path: "{{.own.path.path}} {{.path}} {{.values.a}}" }),
  }),
  setCase("files by a pathspec", {
    files: configured,
    generators: files("[{path: 'clusters/*/config.json'}]"),
    template: byFile,
  }),
  setCase("files by two stars", {
    files: configured,
    generators: files("[{path: 'clusters/**/config.json'}]"),
    template: byFile,
  }),
  setCase("files anywhere", {
    files: configured,
    generators: files("[{path: '*config.json'}]"),
    template: byFile,
  }),
  setCase("a directory stands for its files", {
    files: configured,
    generators: files("[{path: clusters/prod}]"),
    template: byFile,
  }),
  setCase("one file of the root", {
    files: configured,
    generators: files("[{path: config.json}]"),
    template: byFile,
  }),
  setCase("excluded files", {
    files: configured,
    generators: files("[{path: '**/*.json'}, {path: 'clusters/prod/*', exclude: true}]"),
    template: byFile,
  }),
  setCase("a file of YAML", {
    files: configured,
    generators: files("[{path: clusters/other.yaml}]"),
    template: printing("{{cluster.name}}", { more: "{{cluster.more}}" }),
  }),
  setCase("a list in a file", {
    files: { "all.yaml": "- name: a\n  x: {w: z}\n- name: b\n" },
    generators: files("[{path: all.yaml}]"),
    template: printing("{{name}}", { x: "{{x.w}}" }),
  }),
  setCase("an empty file", {
    files: { "dir/all.yaml": "" },
    generators: files("[{path: dir/all.yaml}]"),
    template: printing("{{path.basename}}", { name: "{{name}}" }),
  }),
  setCase("a file that is no map", {
    files: { "dir/a.yaml": "just text", "dir/b.yaml": "name: b" },
    generators: `${files("[{path: 'dir/*'}]")}- list: {elements: [{name: c}]}\n`,
  }),
  setCase("files in Go templates", {
    goTemplate: true,
    files: configured,
    generators: files(
      "[{path: 'clusters/*/config.json'}]",
      "    values: {one: '{{.cluster.name}}', two: '{{.nothing}}'}\n",
    ),
    template: printing("{{.cluster.name}}", {
      size: "{{.size}} {{.cluster.big}} {{.cluster.half}} {{.cluster.tags}}",
      path: "{{.path.path}} {{.path.filename}} {{.path.filenameNormalized}} {{.path.segments}}",
      values: "{{.values.one}} {{.values.two}}",
    }),
  }),
  setCase("files under a prefix", {
    files: configured,
    generators: files("[{path: clusters/dev/config.json}]", "    pathParamPrefix: own\n"),
    template: printing("{{cluster.name}}", {
      path: "{{own.path}} {{own.path.filename}} {{own.path[0]}} {{path}}",
    }),
  }),
  setCase("a git generator without paths", { generators: `- git: {repoURL: ${url}, revision: HEAD}` }),
];
