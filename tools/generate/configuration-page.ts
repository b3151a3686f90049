import { defaultConfiguration } from "../../src/engine/configuration.ts";

/** The fields of a JSON schema that the page shows. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

interface RootSchema extends Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** What holds when a key is left out, and how it is written: each is tried against the schema by a test. */
const keys: Readonly<Record<string, { readonly without: string; readonly example: string }>> = {
  root: { without: String(defaultConfiguration.root), example: "root: true" },
  extends: { without: defaultConfiguration.preset, example: "extends: strict" },
  rules: {
    without: "the severities of `extends`",
    example:
      "rules:\n  trust/missing-audience: error\n  trust/broad-subject: [warning, { allowNamespaceWildcard: true }]\n  input/*: off",
  },
  overrides: {
    without: "none",
    example: 'overrides:\n  - files: ["sandbox/**"]\n    rules: { "trust/*": info }',
  },
  ignore: { without: "what `.gitignore` says", example: 'ignore: ["archive/", "*.generated.yaml"]' },
  clusters: {
    without: "what providers and Argo CD destinations say",
    example:
      'clusters:\n  - name: prod\n    issuer: https://oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8\n    account: "111122223333"\n    region: eu-west-2\n    paths: ["gitops/prod/**"]\n    argocdServer: https://prod.example.com',
  },
  repositories: {
    without: "the remotes of the checkout",
    example:
      "repositories:\n  - url: https://github.com/example/platform-charts\n    path: ../platform-charts",
  },
  charts: {
    without: "the built-in catalogue",
    example:
      'charts:\n  - id: own-billing\n    chart: billing\n    repositories: [https://charts.example.com]\n    serviceAccounts:\n      - component: controller\n        create: [{ path: serviceAccount.create, default: true }]\n        name: [serviceAccount.name]\n        defaultName: "{fullname}"\n        annotations: [serviceAccount.annotations]\n    source: example/billing-chart v1.4.0, templates/serviceaccount.yaml\n    checked: # optional: the releases whose `helm template` the row was compared with\n      - { version: 1.4.0, repository: example/billing-chart, commit: 0a1b2c3, path: chart }',
  },
  releases: {
    without: "none",
    example:
      'releases:\n  - name: external-dns\n    namespace: external-dns\n    chart: external-dns\n    repository: https://kubernetes-sigs.github.io/external-dns/\n    version: "1.15.0"\n    cluster: prod\n    values: [helm/external-dns/prod.yaml]\n  - name: external-secrets\n    namespace: external-secrets\n    chart: external-secrets\n    repository: https://charts.external-secrets.io\n    cluster: "{env}"\n    values: [helm/eso/common.yaml, "environments/{env}/eso-values.yaml"]',
  },
  placeholders: {
    without: "the usual ones, such as `${X}` and `ACCOUNT_ID`",
    example: 'placeholders: ["CHANGE_ME"]',
  },
  terraform: {
    without: "what each root module loads itself",
    example:
      'terraform:\n  varFiles: [env/prod.tfvars]\n  workspaces:\n    infra: [dev, prod]\n  modules:\n    - id: own-team-role\n      source: example-org/team-role/aws\n      readFrom: example-org/terraform-aws-team-role v1.0.0, main.tf\n      module: |\n        variable "trust" {}\n        resource "aws_iam_role" "this" {\n          assume_role_policy = var.trust\n        }',
  },
  limits: { without: "5242880 bytes a file", example: "limits:\n  fileBytes: 10485760" },
  exceptions: {
    without: "none",
    example:
      'exceptions:\n  - rule: trust/broad-subject\n    files: ["legacy/**"]\n    match: kube-system\n    reason: goes away with the old cluster\n    expires: 2030-01-31',
  },
};

/** Words for keys that the schema has none for, since its own are parts of error messages. */
const words: Readonly<Record<string, string>> = {
  "overrides[].files": "globs over the files",
  "overrides[].rules": "severities, as in `rules`",
  "clusters[].name": "a name of your own, for reports, `releases` and Argo CD",
  "clusters[].paths": "globs over the manifests that are for this cluster",
  "clusters[].argocdServer": "`spec.destination.server` of Applications for it",
  "clusters[].argocdName": "`spec.destination.name` of Applications for it, when that is not `name`",
  "releases[].namespace": "the release's namespace; not known when it is left out",
  "exceptions[].files": "globs; every file when it is left out",
  "exceptions[].reason": "why it is accepted: told when the exception has expired",
  terraform: "What Terraform is given on its command line, and what its modules make.",
};

/** The examples of all keys, for a test. */
export const configurationExamples: readonly (readonly [key: string, example: string])[] = Object.entries(
  keys,
).map(([key, { example }]) => [key, example]);

function typeOf(schema: Schema, root: RootSchema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace("#/definitions/", "");
    if (/^(?:chart|module)\.row$/.test(name)) return `row of the ${name.split(".")[0] ?? ""} catalogue`;
    const found = root.definitions[name];
    if (found === undefined) throw new Error(`the schema has no ${name}`);
    return name === "rules" ? "map of severities" : typeOf(found, root);
  }
  if (schema.enum !== undefined) return schema.enum.map(String).join(", ");
  if (schema.type === "array")
    return `list of ${typeOf(schema.items ?? {}, root)}s`.replace(
      /(?:row of the (\w+) catalogue)s/,
      "rows of the $1 catalogue",
    );
  if (schema.type === "object") return "map";
  return schema.type ?? "any";
}

/** The keys below one, as `clusters[].name`, each with its schema and whether it must be there. */
function below(path: string, schema: Schema): readonly (readonly [string, Schema, boolean])[] {
  const inner = schema.items ?? schema;
  const prefix = schema.items === undefined ? path : `${path}[]`;
  return Object.entries(inner.properties ?? {}).flatMap(([name, child]) => {
    const at = `${prefix}.${name}`;
    return [[at, child, inner.required?.includes(name) ?? false] as const, ...below(at, child)];
  });
}

function describe(path: string, { description }: Schema): string {
  const text = words[path] ?? description;
  if (text === undefined) throw new Error(`nothing says what ${path} does`);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.$/, "");
}

function section(key: string, schema: Schema, root: RootSchema): string {
  const told = keys[key];
  if (told === undefined) throw new Error(`tools/generate/configuration-page.ts has no example of ${key}`);
  const target =
    schema.$ref === undefined ? schema : (root.definitions[schema.$ref.replace("#/definitions/", "")] ?? {});
  const rows = key === "rules" ? [] : below(key, schema);
  const table = rows.map(
    ([path, child, required]) =>
      `| \`${path}\` | ${typeOf(child, root)} | ${required ? "yes" : "no"} | ${describe(path, child)} |`,
  );
  const head = "| key | type | required | what it does |\n| --- | --- | --- | --- |\n";
  return `## \`${key}\`

${describe(key, { ...schema, description: schema.description ?? target.description ?? "" }).replace(/\.? The generator adds a property for each rule$/, "")}.

Type: ${typeOf(schema, root)}. Without it: ${told.without}.

${table.length === 0 ? "" : `${head}${table.join("\n")}\n\n`}\`\`\`yaml
${told.example}
\`\`\`
`;
}

/** docs/configuration.md: every key of the configuration's schema. A key without words or an example is an error. */
export function configurationPage(schema: string): string {
  const root = JSON.parse(schema) as RootSchema;
  const sections = Object.entries(root.properties).map(([key, child]) => section(key, child, root));
  return `<!-- Made by "npm run generate" from schemas/config.schema.json. Do not edit. -->

# Configuration

\`.irsa-lint.yaml\` (or \`.yml\`, \`.json\`) is looked for from the working directory up to the repository's root. It holds
data only; ${root.description?.replace("Paths", "paths").replace(/\.$/, "") ?? ""}. \`irsa-lint init\` writes one that fits what it sees. A mistake in it ends the run
with exit code 2 and its line. Editors check it with \`schemas/config.schema.json\`.

${sections.join("\n")}`;
}
