import { describe, expect, it } from "vitest";
import {
  exampleAccount,
  exampleAssociation,
  exampleIssuer,
  examplePodRole,
} from "../../src/rule-api/examples.ts";
import type { ExampleFiles } from "../../src/rule-api/rule.ts";
import { modelOf } from "../support/rule-tester.ts";

const cluster = (digit: string): string => `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer.slice(0, -1)}${digit}"
  client_id_list = ["sts.amazonaws.com"]
}
`;
const association = examplePodRole("reports") + exampleAssociation("reports", "reports");
const annotated = exampleAccount("reports", "reports", "reports");
const module = `module "account" {
  source = "../modules/account"
}
`;
const inTerraform = `resource "kubernetes_service_account" "reports" {
  metadata {
    name        = "reports"
    namespace   = "reports"
    annotations = { "eks.amazonaws.com/role-arn" = "reports" }
  }
}
`;

/** What becomes of the annotation of reports/reports, which is malformed, beside an association. */
function annotationIn(files: ExampleFiles): string {
  const { links } = modelOf({ files });
  const own = links.filter(
    ({ mechanism, serviceAccount }) => mechanism === "irsa" && serviceAccount.roleArn.kind === "text",
  );
  const [link, ...others] = own;
  expect(others).toEqual([]);
  return link?.verdict ?? "shadowed";
}

describe("an association and an account of its namespace and name", () => {
  it.each<readonly [string, ExampleFiles, string]>([
    [
      "one cluster beside the manifests",
      { "infra/eks.tf": cluster("1") + association, "gitops/sa.yaml": annotated },
      "shadowed",
    ],
    [
      "a cluster that is made out of sight",
      { "infra/main.tf": association, "gitops/sa.yaml": annotated },
      "shadowed",
    ],
    [
      "the association of one cluster in two root modules",
      { "eks/main.tf": cluster("1"), "addons/main.tf": association, "gitops/sa.yaml": annotated },
      "shadowed",
    ],
    [
      "an association for one of two clusters",
      { "dev/main.tf": cluster("1"), "prod/main.tf": cluster("2") + association, "base/sa.yaml": annotated },
      "unknown",
    ],
    [
      "an association for each of two clusters",
      {
        "dev/main.tf": cluster("1") + association,
        "prod/main.tf": cluster("2") + association,
        "base/sa.yaml": annotated,
      },
      "shadowed",
    ],
    [
      "a cluster of another lesson",
      {
        "lessons/1/eks/main.tf": cluster("1"),
        "lessons/1/sa.yaml": annotated,
        "lessons/2/eks/main.tf": cluster("2") + association,
      },
      "unknown",
    ],
    [
      "a cluster of its own root module",
      { "one/main.tf": cluster("1") + inTerraform, "two/main.tf": cluster("2") + association },
      "denied",
    ],
    [
      "providers of others than clusters",
      {
        "dev/main.tf": cluster("1").replace(/https:.*"/, 'https://token.actions.githubusercontent.com"'),
        "prod/main.tf": cluster("2") + association,
        "base/sa.yaml": annotated,
      },
      "shadowed",
    ],
    [
      "a root module of its own, and no cluster in sight",
      { "one/main.tf": inTerraform, "two/main.tf": association },
      "unknown",
    ],
    [
      "two root modules beside that of the one cluster",
      { "eks/main.tf": cluster("1"), "one/main.tf": inTerraform, "two/main.tf": association },
      "unknown",
    ],
    [
      "one root module, and no cluster in sight",
      { "modules/account/main.tf": inTerraform, "one/main.tf": module + association },
      "shadowed",
    ],
    [
      "associations of two clusters out of sight, of which one has another account",
      {
        "one/main.tf": association,
        "two/main.tf": association.replace('"prod"', '"dev"').replaceAll('= "reports"', '= "others"'),
        "gitops/sa.yaml": annotated,
      },
      "unknown",
    ],
    [
      "associations of two clusters out of sight, both for the account",
      {
        "one/main.tf": association,
        "two/main.tf": association.replace('"prod"', '"dev"'),
        "gitops/sa.yaml": annotated,
      },
      "shadowed",
    ],
    [
      "a module that the association's root module calls",
      {
        "modules/account/main.tf": inTerraform,
        "dev/main.tf": cluster("1"),
        "prod/main.tf": cluster("2") + association + module,
      },
      "shadowed",
    ],
  ])("%s", (_, files, outcome) => {
    expect(annotationIn(files)).toBe(outcome);
  });

  it("belong together where the configuration says that they are of one cluster", () => {
    const files = {
      ".irsa-lint.yaml": `clusters: [{ name: prod, paths: [base/**] }, { name: dev, paths: [dev/**] }]\n`,
      "dev/main.tf": cluster("1"),
      "prod/main.tf": cluster("2") + association,
      "base/sa.yaml": annotated,
    };
    expect(annotationIn(files)).toBe("shadowed");
  });
});
