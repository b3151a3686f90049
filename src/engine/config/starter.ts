/** A cluster that a repository shows: by a provider's issuer, by where Argo CD deploys to, or by both. */
export interface SeenCluster {
  /** Without `https://`. */
  readonly issuer?: string;
  readonly account?: string;
  /** `spec.destination.server` of Applications. */
  readonly argocdServer?: string;
  /** `spec.destination.name` of Applications. */
  readonly argocdName?: string;
  /** Globs over the files that say so. */
  readonly paths: readonly string[];
}

/** A chart that no catalogue knows, as something installs it. */
export interface SeenChart {
  readonly name: string;
  /** Where it is published, when that is an address that the catalogue takes. */
  readonly repository: string | undefined;
}

/** The workspaces that a root module seems to have. */
export interface SeenWorkspaces {
  /** The root module's directory. */
  readonly path: string;
  readonly names: readonly string[];
}

/** What a repository shows that a configuration may want to know of. */
export interface Seen {
  readonly clusters: readonly SeenCluster[];
  /** Addresses of git repositories that are named and are not here. */
  readonly repositories: readonly string[];
  readonly charts: readonly SeenChart[];
  /** Values files with roles in them of which nothing says what chart they are for, relative to the configuration. */
  readonly values: readonly string[];
  /** Sources of Terraform modules that are neither here nor in the catalogue. */
  readonly modules: readonly string[];
  /** Terraform variable files that no root module loads by itself, relative to the configuration. */
  readonly varFiles: readonly string[];
  readonly workspaces: readonly SeenWorkspaces[];
  /** Words that stand where an account's number belongs. */
  readonly placeholders: readonly string[];
}

/** A scalar that YAML reads back as this string, whatever stands in it: JSON is YAML. */
const quoted = (text: string): string => JSON.stringify(text);

const list = (texts: readonly string[]): string => `[${texts.map(quoted).join(", ")}]`;

/** A remark: it stays a comment when one mark is taken away from every line. */
const remark = (...lines: readonly string[]): readonly string[] => lines.map((line) => `## ${line}`);

/** Settings that wait behind a mark. */
const settings = (...lines: readonly string[]): readonly string[] => lines.map((line) => `# ${line}`);

/** Words of a name that may be part of another name. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "one";

const exampleCluster: SeenCluster = {
  issuer: "oidc.eks.eu-west-1.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8",
  account: "111122223333",
  paths: ["clusters/prod/**"],
};

function clusterLines(cluster: SeenCluster, index: number): readonly string[] {
  const { issuer, account, argocdServer, argocdName, paths } = cluster;
  const region = /^oidc\.eks\.([a-z0-9-]+)\.amazonaws\.com/.exec(issuer ?? "")?.[1];
  return settings(
    `  - name: ${argocdName === undefined ? `cluster-${index + 1}` : quoted(argocdName)}`,
    ...(issuer === undefined ? [] : [`    issuer: ${quoted(issuer)}`]),
    ...(account === undefined ? [] : [`    account: ${quoted(account)}`]),
    ...(region === undefined ? [] : [`    region: ${region}`]),
    ...(argocdServer === undefined ? [] : [`    argocdServer: ${quoted(argocdServer)}`]),
    ...(paths.length === 0 ? [] : [`    paths: ${list(paths)}`]),
  );
}

function clusters({ clusters: seen }: Seen): readonly string[] {
  const here = ["The OIDC providers and the Argo CD destinations of this repository name these."];
  return [
    ...remark(
      "The clusters: which issuer, account and manifests belong together.",
      ...(seen.length > 0 ? here : []),
      "Give a cluster the rest of what you know of it, and join entries that are one cluster.",
    ),
    ...settings("clusters:"),
    ...(seen.length > 0 ? seen : [exampleCluster]).flatMap(clusterLines),
    "",
  ];
}

function repositories({ repositories: seen }: Seen): readonly string[] {
  if (seen.length === 0) return [];
  return [
    ...remark(
      "Repositories that Applications name and that are not here: say where you have them checked out,",
      "beside this one.",
    ),
    ...settings(
      "repositories:",
      ...seen.flatMap((url) => [
        `  - url: ${quoted(url)}`,
        `    path: ${quoted(
          `../${slug(
            url
              .replace(/\.git$/, "")
              .split(/[/:]/)
              .at(-1) ?? "",
          )}`,
        )}`,
      ]),
    ),
    "",
  ];
}

function charts({ charts: seen }: Seen): readonly string[] {
  if (seen.length === 0) return [];
  const row = ({ name, repository }: SeenChart): readonly string[] => [
    `  - id: ${quoted(`own-${slug(name)}`)}`,
    `    chart: ${quoted(name)}`,
    `    repositories: ${list([repository ?? "https://charts.example.com"])}`,
    "    serviceAccounts:",
    "      - component: controller",
    "        create: [{ path: serviceAccount.create, default: true }]",
    "        name: [serviceAccount.name]",
    '        defaultName: "{fullname}"',
    "        annotations: [serviceAccount.annotations]",
    "    source: written by init, not yet read in the chart",
  ];
  return [
    ...remark(
      "Charts that the catalogue does not know: which service accounts each makes, and which values name and annotate",
      "them. Read the chart's templates before you believe these rows; most charts of `helm create` are like this.",
    ),
    ...settings("charts:", ...seen.flatMap(row)),
    "",
  ];
}

/** The chart that a values file seems to be for: its own name, or its directory's when it is called "values". */
function chartOfValues(path: string): string {
  const [name = "", directory = ""] = path.split("/").reverse();
  const stem = name.replace(/\.ya?ml$/, "").replace(/^values[-_.]?|[-_.]?values$/g, "");
  return slug(stem === "" ? directory : stem);
}

function releases({ values: seen }: Seen): readonly string[] {
  if (seen.length === 0) return [];
  const entry = (path: string): readonly string[] => [
    `  - chart: ${quoted(chartOfValues(path))}`,
    `    values: [${quoted(path)}]`,
  ];
  return [
    ...remark(
      "Values files with roles in them that nothing here gives to a chart: say the chart, where it is published",
      "(repository), and the release's name and namespace. A path may leave names open, and the other keys use them:",
      'values: ["envs/{env}/eso.yaml"], cluster: "{env}".',
    ),
    ...settings("releases:", ...seen.flatMap(entry)),
    "",
  ];
}

function modules(seen: readonly string[]): readonly string[] {
  if (seen.length === 0) return [];
  const row = (source: string): readonly string[] => [
    `    - id: ${quoted(`own-${slug(source)}`)}`,
    `      source: ${quoted(source)}`,
    "      readFrom: written by init, not yet read in the module",
    "      module: |",
    '        variable "name" {}',
    '        variable "assume_role_policy" {}',
    '        resource "aws_iam_role" "this" {',
    "          name               = var.name",
    "          assume_role_policy = var.assume_role_policy",
    "        }",
    '        output "arn" { value = aws_iam_role.this.arn }',
  ];
  return [
    ...remark(
      "  Modules that are not here: their inputs, roles and outputs, told again in HCL. Read the module before you",
      "  believe these rows, and remove what makes no roles.",
    ),
    ...settings("  modules:", ...seen.flatMap(row)),
  ];
}

function terraform({ varFiles, workspaces, modules: sources }: Seen): readonly string[] {
  const files =
    varFiles.length === 0
      ? []
      : [
          ...remark("  Variable files that Terraform gets by -var-file. These are here."),
          ...settings("  varFiles:", ...varFiles.map((file) => `    - ${quoted(file)}`)),
        ];
  const roots = workspaces.length > 0 ? workspaces : [{ path: ".", names: ["default"] }];
  const seen = workspaces.length > 0 ? " These use terraform.workspace or have states of several." : "";
  return [
    ...settings("terraform:"),
    ...files,
    ...remark(`  The workspaces of a root module, by its directory.${seen}`),
    ...settings("  workspaces:", ...roots.map(({ path, names }) => `    ${quoted(path)}: ${list(names)}`)),
    ...modules(sources),
    "",
  ];
}

function placeholders({ placeholders: seen }: Seen): readonly string[] {
  const here = seen.length > 0 ? " These stand where an account's number belongs." : "";
  return [
    ...remark(
      `Words that stand for values filled in later, beside the usual \${X}, <X>, ACCOUNT_ID and the like.${here}`,
    ),
    ...settings(`placeholders: ${list(seen.length > 0 ? seen : ["CHANGE_ME"])}`),
    "",
  ];
}

/**
 * The configuration that `init` writes. All but `root` is a comment: settings behind one mark, remarks behind two, so
 * that taking one mark away from every line leaves a configuration that is valid.
 */
export function starterConfiguration(seen: Seen): string {
  return [
    ...remark(
      "What irsa-lint is told of this repository. Remarks have two marks, settings that wait have one: take it away",
      "from those that fit. Paths are relative to this file. The rules: irsa-lint rules",
    ),
    "",
    ...remark("This directory is the boundary: nothing above it is read."),
    "root: true",
    "",
    ...remark(
      "Severities to begin with: recommended, strict (warnings are errors) or all (rules that are off are on, too).",
    ),
    ...settings("extends: recommended"),
    "",
    ...remark("Severities by rule or by a glob over rules: off, info, warning or error."),
    ...settings("rules:", "  trust/missing-audience: error"),
    "",
    ...remark("Other severities for some files."),
    ...settings("overrides:", '  - files: ["sandbox/**"]', '    rules: { "trust/*": info }'),
    "",
    ...remark("What is not read, as in .gitignore."),
    ...settings('ignore: ["archive/"]'),
    "",
    ...clusters(seen),
    ...repositories(seen),
    ...charts(seen),
    ...releases(seen),
    ...terraform(seen),
    ...placeholders(seen),
    ...remark("Findings that are accepted, until a day."),
    ...settings(
      "exceptions:",
      "  - rule: trust/broad-subject",
      '    files: ["legacy/**"]',
      "    reason: goes away with the old cluster",
      "    expires: 2030-01-31",
    ),
    "",
  ].join("\n");
}
