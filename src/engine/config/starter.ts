/** What a repository shows that a configuration may want to know of. */
export interface Seen {
  /** The known issuers of OIDC providers, without `https://`, each with its account where that is known. */
  readonly issuers: readonly { readonly issuer: string; readonly account: string | undefined }[];
  /** Terraform variable files that no root module loads by itself, relative to the configuration. */
  readonly varFiles: readonly string[];
}

/** A scalar that YAML reads back as this string, whatever stands in it: JSON is YAML. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function regionIn(issuer: string): readonly string[] {
  const region = /^oidc\.eks\.([a-z0-9-]+)\.amazonaws\.com/.exec(issuer)?.[1];
  return region === undefined ? [] : [`#     region: ${region}`];
}

function clusters({ issuers }: Seen): readonly string[] {
  const shown =
    issuers.length > 0
      ? issuers
      : [
          {
            issuer: "oidc.eks.eu-west-1.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8",
            account: "111122223333",
          },
        ];
  return shown.flatMap(({ issuer, account }, index) => [
    `#   - name: cluster-${index + 1}`,
    `#     issuer: ${quoted(issuer)}`,
    ...(account === undefined ? [] : [`#     account: ${quoted(account)}`]),
    ...regionIn(issuer),
    `#     paths: ["clusters/cluster-${index + 1}/**"]`,
  ]);
}

function varFiles(seen: Seen): readonly string[] {
  const shown = seen.varFiles.length > 0 ? seen.varFiles : ["env/prod.tfvars"];
  return shown.map((file) => `#     - ${quoted(file)}`);
}

/**
 * The configuration that `init` writes. All but `root` is a comment: each key with what was seen in the repository, so
 * that taking the marks away is all there is to do.
 */
export function starterConfiguration(seen: Seen): string {
  const seenClusters = seen.issuers.length > 0 ? " The providers here name these issuers." : "";
  const seenFiles = seen.varFiles.length > 0 ? " These are here." : "";
  return [
    "# What irsa-lint is told of this repository: all keys with their defaults, and examples. Paths are relative to",
    "# this file. The rules: irsa-lint rules",
    "",
    "# This directory is the boundary: nothing above it is read.",
    "root: true",
    "",
    "# Severities to begin with: recommended, strict (warnings are errors) or all (rules that are off are on, too).",
    "# extends: recommended",
    "",
    "# Severities by rule or by a glob over rules: off, info, warning or error.",
    "# rules:",
    "#   trust/missing-audience: error",
    "",
    "# Other severities for some files.",
    "# overrides:",
    '#   - files: ["sandbox/**"]',
    '#     rules: { "trust/*": info }',
    "",
    "# What is not read, as in .gitignore.",
    '# ignore: ["archive/"]',
    "",
    `# Which cluster the manifests of a path are for.${seenClusters}`,
    "# clusters:",
    ...clusters(seen),
    "",
    `# Variable files that Terraform gets by -var-file.${seenFiles}`,
    "# terraform:",
    "#   varFiles:",
    ...varFiles(seen),
    "#   # The workspaces of a root module, by its directory.",
    "#   workspaces:",
    '#     infra: ["dev", "prod"]',
    "",
    "# Tokens that stand for values filled in later.",
    '# placeholders: ["CHANGE_ME"]',
    "",
    "# Findings that are accepted, until a day.",
    "# exceptions:",
    "#   - rule: trust/broad-subject",
    '#     files: ["legacy/**"]',
    "#     reason: goes away with the old cluster",
    "#     expires: 2030-01-31",
    "",
  ].join("\n");
}
