// The import rules of the road: files -> workspace -> loaders -> expand -> linker -> rules -> report.
// Each station knows only what lies before it.
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: "^(src|rules|tools|test)/", pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "not-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    only("model-is-the-ground", "^src/model/", "^src/model/", "The model imports nothing of ours."),
    only("iam-is-pure", "^src/iam/", "^src/(model|iam)/", "IAM knowledge knows nothing of files."),
    only(
      "catalogue-is-data",
      "^src/catalogue/",
      "^(src/(model|iam|catalogue)|build)/",
      "Catalogues are data and one reader each.",
    ),
    only(
      "workspace-reads-files",
      "^src/workspace/",
      "^src/(model|workspace)/",
      "The workspace finds and reads files, no more.",
    ),
    only(
      "loaders",
      "^src/loaders/",
      "^src/(model|iam|catalogue|loaders)/",
      "Loaders turn text into values with places.",
    ),
    {
      name: "loaders-do-not-call-each-other",
      comment:
        "A loader may use the shared documents (yaml, json, iam-policy, go-template, re2, digest) and the loader contract, no other loader.",
      severity: "error",
      from: { path: "^src/loaders/([^/]+)/", pathNot: "^src/loaders/(terraform-plan|terragrunt)/" },
      to: {
        path: "^src/loaders/[^/]+/",
        pathNot: "^src/loaders/($1|yaml|json|iam-policy|go-template|re2|digest)/",
      },
    },
    {
      name: "terragrunt-builds-on-terraform",
      comment: "A unit is a root module, and its files are HCL.",
      severity: "error",
      from: { path: "^src/loaders/terragrunt/" },
      to: {
        path: "^src/loaders/[^/]+/",
        pathNot: "^src/loaders/(terragrunt|terraform|yaml|json|iam-policy|go-template|re2|digest)/",
      },
    },
    {
      name: "plans-build-on-terraform",
      comment: "What a resource means is the same in a plan as in the configuration.",
      severity: "error",
      from: { path: "^src/loaders/terraform-plan/" },
      to: {
        path: "^src/loaders/[^/]+/",
        pathNot: "^src/loaders/(terraform-plan|terraform|yaml|json|iam-policy|go-template|re2|digest)/",
      },
    },
    only(
      "expand",
      "^src/expand/",
      "^src/(model|loaders/[^/]+[.]ts|expand|workspace)",
      "The worklist knows the loaders' contract only.",
    ),
    only(
      "linker",
      "^src/linker/",
      "^src/(model|iam|catalogue|linker)/",
      "The linker joins the model's entities.",
    ),
    only("rules", "^rules/", "^(rules|src/(rule-api|model|iam|catalogue))/", "Rules never parse."),
    only("rule-api", "^src/rule-api/", "^src/(rule-api|model|iam|catalogue)/", "What a rule's author needs."),
    only(
      "engine",
      "^src/engine/",
      "^(src/(engine|rule-api|model|iam|catalogue|workspace|loaders|expand|linker|fix)|build)/",
      "The engine is handed its rules.",
    ),
    only("fix", "^src/fix/", "^src/(fix|model|workspace)/", "Edits, conflicts, diffs and writing."),
    only(
      "explain",
      "^src/explain/",
      "^src/(explain|linker|model|iam|catalogue)/",
      "What why and graph tell is gathered from the model; only the trust engine decides.",
    ),
    only(
      "report-is-pure",
      "^src/report/",
      "^(src/(report|explain|model|rule-api)|build)/",
      "Formatters never decide.",
    ),
    only(
      "graph-page",
      "^src/graph-page/",
      "^src/(graph-page|report/graph-json)",
      "The page knows only the data that is in it.",
    ),
    {
      name: "nothing-imports-the-cli",
      severity: "error",
      from: { path: "^(src|rules)/", pathNot: "^src/cli/" },
      to: { path: "^src/cli/" },
    },
    {
      name: "nothing-shipped-imports-tools",
      severity: "error",
      from: { path: "^(src|rules)/" },
      to: { path: "^(tools|test)/" },
    },
    {
      name: "node-only-at-the-edges",
      comment: "node:* only in cli, workspace, fix and tools.",
      severity: "error",
      from: { path: "^(src|rules)/", pathNot: "^src/(cli|workspace|fix)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "parsers-only-in-loaders-and-config",
      severity: "error",
      from: { path: "^(src|rules)/", pathNot: "^src/(loaders|engine/config)/" },
      to: { path: "node_modules/(yaml|jsonc-parser|ajv)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".cjs", ".mjs", ".json", ".d.ts"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
