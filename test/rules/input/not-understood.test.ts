import rule from "../../../rules/input/not-understood.ts";
import { exactly, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const role = exampleRole("reports", { conditions: exactly("reports", "reports") });
const sa = account("reports", "reports", "prod-reports");

testRule(rule, {
  valid: [
    { name: "manifests and roles", files: { "iam.tf": role, "sa.yaml": sa } },
    {
      name: "a local module",
      files: { "modules/a/main.tf": role, "main.tf": 'module "a" {\n  source = "./modules/a"\n}\n' },
    },
  ],
  unknown: [
    {
      name: "a variable without a value: the links say so",
      files: { "iam.tf": `variable "name" {}\n${role.replace('"prod-reports"', "var.name")}`, "sa.yaml": sa },
    },
  ],
  invalid: [
    {
      name: "a module that is not here",
      files: {
        "main.tf": 'module "role" {\n  source = "git::https://git.example.com/irsa-role.git"\n}\n',
        "sa.yaml": sa,
      },
      findings: [{ messageId: "notUnderstood", at: "main.tf:1", covers: 'module "role"', severity: "info" }],
    },
    {
      name: "a chart in nobody's catalogue",
      files: {
        "app.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  namespace: argocd
spec:
  destination:
    namespace: shop
  source:
    repoURL: https://charts.example.com
    chart: shop
    targetRevision: 1.0.0
`,
        "sa.yaml": sa,
      },
      findings: [{ messageId: "notUnderstood", at: "app.yaml:11", covers: "shop" }],
    },
    {
      name: "an ApplicationSet whose Applications all lack the same: once, at the text that they share",
      files: {
        "set.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: shops
  namespace: argocd
spec:
  generators:
    - list:
        elements: [{cluster: dev}, {cluster: prod}, {cluster: test}]
  template:
    metadata:
      name: "shop-{{cluster}}"
    spec:
      destination:
        namespace: shop
      source:
        repoURL: https://git.example.com/shop.git
        path: deploy
`,
        "sa.yaml": sa,
      },
      findings: [
        {
          messageId: "notUnderstood",
          at: "set.yaml:18",
          covers: "deploy",
          says: 'the source "deploy" of "https://git.example.com/shop.git" is not here: what Application "shop-dev" makes in namespace "shop" is not known (and 2 more like it: "shop-prod", "shop-test")',
        },
      ],
    },
  ],
});
