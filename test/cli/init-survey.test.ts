import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { survey } from "../../src/cli/survey.ts";
import { analyseWithComments, defaultAnalysisSettings } from "../../src/engine/analyse.ts";
import { starterConfiguration, type Seen } from "../../src/engine/config/starter.ts";
import { readConfiguration } from "../../src/engine/config/read-configuration.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

const ids = rules.map(({ id }) => id);

const application = (
  name: string,
  destination: string,
  source: string,
): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  destination: { ${destination}, namespace: ${name} }
  source:
${source.replace(/^/gm, "    ")}
`;

const issuer = "oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8";

const platform = {
  "values/eso-values.yaml":
    "serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/eso\n",
  "terraform/main.tf": `provider "aws" {
  allowed_account_ids = ["111122223333"]
}
resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${issuer}"
  client_id_list = ["sts.amazonaws.com"]
}
module "team" {
  source  = "example-org/team-role/aws"
  version = "1.0.0"
}
locals { stage = terraform.workspace }
resource "aws_iam_role" "r" {
  name               = "\${local.stage}-r"
  assume_role_policy = "{}"
}
`,
  "terraform/env/dev.tfvars": 'x = "y"\n',
  "terraform/env/prod.tfvars": 'x = "z"\n',
  "gitops/dev/a.yaml": application(
    "billing",
    "server: https://dev.example.com",
    "repoURL: https://github.com/example-org/billing.git\npath: deploy\ntargetRevision: main",
  ),
  "gitops/prod/b.yaml": application(
    "checkout",
    "name: prod",
    "repoURL: https://charts.example.org\nchart: checkout-service\ntargetRevision: 1.2.3",
  ),
  "gitops/prod/sa.yaml": `apiVersion: v1
kind: ServiceAccount
metadata:
  name: x
  namespace: x
  annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::ACCT_PROD:role/x" }
`,
};

function see(files: Readonly<Record<string, string>>): Seen {
  const workspace = memoryWorkspace(files);
  return survey(analyseWithComments(workspace, defaultAnalysisSettings).model, workspace);
}

const uncommented = (text: string): string => text.replace(/^# ?(?!#)/gm, "").replace(/^##/gm, "#");

function read(text: string) {
  const result = readConfiguration({ path: ".irsa-lint.yaml", text }, ids);
  if (result.kind === "errors") throw new Error(result.errors.map(({ message }) => message).join("; "));
  return result.configuration;
}

describe("what init sees", () => {
  it("names clusters, repositories, charts, modules, variable files, workspaces and tokens", () => {
    expect(see(platform)).toEqual({
      clusters: [
        { issuer, account: "111122223333", paths: [] },
        { argocdServer: "https://dev.example.com", paths: ["gitops/dev/**"] },
        { argocdName: "prod", paths: ["gitops/prod/**"] },
      ],
      repositories: ["https://github.com/example-org/billing.git"],
      charts: [{ name: "checkout-service", repository: "https://charts.example.org" }],
      values: ["values/eso-values.yaml"],
      modules: ["example-org/team-role/aws"],
      varFiles: ["terraform/env/dev.tfvars", "terraform/env/prod.tfvars"],
      workspaces: [{ path: "terraform", names: ["dev", "prod"] }],
      placeholders: ["ACCT_PROD"],
    });
  });

  it("takes one issuer and one destination for one cluster", () => {
    expect(see({ ...platform, "gitops/dev/a.yaml": "" }).clusters).toEqual([
      { issuer, account: "111122223333", argocdName: "prod", paths: ["gitops/prod/**"] },
    ]);
  });

  it("sees workspaces in the states that lie beside a root module", () => {
    const states = {
      "infra/main.tf": 'resource "aws_iam_role" "r" {}\n',
      "infra/terraform.tfstate.d/blue/terraform.tfstate": "{}",
      "infra/terraform.tfstate.d/green/terraform.tfstate": "{}",
    };
    expect(see(states).workspaces).toEqual([{ path: "infra", names: ["blue", "green"] }]);
  });
});

describe("what init writes", () => {
  const hostile: Seen = {
    clusters: [{ argocdName: 'a": # b', paths: ["x y/**", '"'] }],
    repositories: ["git@github.com:o/r.git", "weird: #url"],
    charts: [{ name: 'we"ird: chart', repository: undefined }],
    values: ['we"ird: path/values.yaml', "envs/prod/eso-values.yaml"],
    modules: ["a/b/c", "github.com/o/r//x"],
    varFiles: ["a #b.tfvars"],
    workspaces: [{ path: "a: b", names: ["- x"] }],
    placeholders: ["# X", '"'],
  };

  it.each<[string, Seen]>([
    ["nothing", see({ "a.yaml": "a: b\n" })],
    ["a platform", see(platform)],
    ["words that YAML would read otherwise", hostile],
  ])("is valid as it is, and with every mark taken away, for %s", (_name, seen) => {
    const text = starterConfiguration(seen);
    expect(read(text)).toMatchObject({ root: true, clusters: [], rules: [], exceptions: [] });
    const all = read(uncommented(text));
    expect(all.rules).not.toEqual([]);
    expect(all.exceptions).toHaveLength(1);
    expect(all.clusters).toHaveLength(Math.max(1, seen.clusters.length));
    for (const [index, { argocdName, argocdServer, issuer: of, paths }] of seen.clusters.entries()) {
      const { name, ...rest } = all.clusters[index] ?? { name: "" };
      expect(name).toBe(argocdName ?? `cluster-${index + 1}`);
      expect(rest).toMatchObject({ paths, ...(of === undefined ? {} : { issuer: of }) });
      expect(all.clusters[index]?.argocdServer).toBe(argocdServer);
    }
    expect(all.repositories.map(({ url }) => url)).toEqual(seen.repositories);
    expect(all.charts.map(({ chart }) => chart)).toEqual(seen.charts.map(({ name }) => name));
    expect(all.releases.flatMap(({ values }) => values.map(({ path }) => path))).toEqual(seen.values);
    expect(all.terraformModules.map(({ source }) => source)).toEqual(seen.modules);
    expect(all.varFiles).toEqual(seen.varFiles);
    expect(all.placeholders).toEqual(seen.placeholders.length === 0 ? ["CHANGE_ME"] : seen.placeholders);
    expect(all.workspaces.map(({ path }) => path)).toEqual(
      seen.workspaces.length === 0 ? ["."] : seen.workspaces.map(({ path }) => path),
    );
  });
});
