import { describe, expect, it } from "vitest";
import { expand } from "../../../src/expand/expand.ts";
import { helm } from "../../../src/loaders/helm/index.ts";
import { kubernetes } from "../../../src/loaders/kubernetes/index.ts";
import { terraform } from "../../../src/loaders/terraform/index.ts";
import { terraformPlan } from "../../../src/loaders/terraform-plan/index.ts";
import type { ServiceAccount } from "../../../src/model/entities.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { planText } from "../../support/planned.ts";
import { covers, factsOf, noSettings } from "../../support/terraform-repository.ts";

const ARN = "arn:aws:iam::111122223333:role/dns";

function withRole(files: Readonly<Record<string, string>>): readonly ServiceAccount[] {
  const expanded = expand([terraformPlan, terraform, kubernetes, helm], memoryWorkspace(files), noSettings);
  return factsOf(expanded, "service-account").filter(({ roleArn }) => !isAbsent(roleArn));
}

function release(body: string): string {
  return `resource "helm_release" "dns" {
  name       = "dns"
  repository = "https://kubernetes-sigs.github.io/external-dns"
  chart      = "external-dns"
  namespace  = "network"
  ${body}
}`;
}

const TEMPLATE = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: app
  annotations: {{- toYaml .Values.serviceAccount.annotations | nindent 4 }}
`;

const KEY = String.raw`serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn`;

describe("the service account of a release in Terraform has the role", () => {
  it.each([
    [
      "of values in a heredoc",
      `values = [<<-YAML\n    serviceAccount:\n      annotations:\n        eks.amazonaws.com/role-arn: ${ARN}\n  YAML\n  ]`,
    ],
    [
      "of values from yamlencode",
      `values = [yamlencode({ serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = "${ARN}" } } })]`,
    ],
    ["of a set block", `set {\n name = "${KEY}"\n value = "${ARN}"\n }`],
    [
      "of set_sensitive, since an ARN is no secret",
      `set_sensitive {\n name = "${KEY}"\n value = "${ARN}"\n }`,
    ],
    ["of set_wo", `set_wo = [{ name = "${KEY}", value = "${ARN}" }]`],
    ["of a set block of type string", `set {\n name = "${KEY}"\n value = "${ARN}"\n type = "string"\n }`],
    [
      "of a dynamic set block",
      `dynamic "set" {\n for_each = { "${KEY}" = "${ARN}" }\n content {\n name = set.key\n value = set.value\n }\n }`,
    ],
    [
      "of a literal that is a map",
      `set = [{ name = "serviceAccount", type = "literal", value = "{annotations: {eks.amazonaws.com/role-arn: ${ARN}}}" }]`,
    ],
    [
      "of values from jsonencode",
      `values = [jsonencode({ serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = "${ARN}" } } })]`,
    ],
    ["of set as a list", `set = [{ name = "${KEY}", value = "${ARN}" }]`],
  ])("%s", (_, body) => {
    const [account] = withRole({ "main.tf": release(body) });
    expect(
      account && [print(account.namespace), account.roleArn.kind === "text" && print(account.roleArn)],
    ).toEqual(["network", ARN]);
    expect(account && covers(account.roleArn)).toBe(ARN);
  });

  it.each(["./charts/app", "charts/app", "${path.module}/charts/app", "app-chart"])(
    "of a chart that lies here, at %s",
    (chart) => {
      const files = {
        "main.tf": `resource "helm_release" "app" {
          name      = "app"
          chart     = "${chart}"
          namespace = "apps"
          set {
            name  = "${KEY}"
            value = "${ARN}"
          }
        }`,
        "charts/app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
        "charts/app/templates/sa.yaml": TEMPLATE,
        "app-chart/templates/sa.yaml": TEMPLATE,
        "app-chart/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
      };
      expect(withRole(files).map(({ namespace, roleArn }) => [print(namespace), print(roleArn)])).toEqual([
        ["apps", ARN],
      ]);
      const { facts } = expand([terraform, kubernetes, helm], memoryWorkspace(files), noSettings);
      const directories = facts.flatMap((fact) => (fact.kind === "release" ? [fact.chart.directory] : []));
      expect(directories).toEqual([chart === "app-chart" ? "app-chart" : "charts/app"]);
    },
  );

  it("of a set block over that of values", () => {
    const body = `values = [yamlencode({ serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = "x" } } })]
      set {\n name = "${KEY}"\n value = "${ARN}"\n }`;
    expect(withRole({ "main.tf": release(body) }).map(({ roleArn }) => print(roleArn))).toEqual([ARN]);
  });

  it("that a plan will make", () => {
    const plan = planText([
      {
        address: "aws_iam_role.dns",
        values: { name: "dns", path: "/", assume_role_policy: "{}" },
        unknown: { arn: true },
      },
      { address: "data.aws_caller_identity.x", values: { account_id: "111122223333" }, actions: ["read"] },
      {
        address: "helm_release.dns",
        values: {
          name: "dns",
          repository: "https://kubernetes-sigs.github.io/external-dns",
          chart: "external-dns",
          namespace: "network",
          set: [{ name: KEY.replaceAll("\\\\", "\\"), type: null }],
        },
        unknown: { set: [{ value: true }] },
        expressions: { set: [{ value: { references: ["aws_iam_role.dns.arn", "aws_iam_role.dns"] } }] },
      },
    ]);
    expect(withRole({ "plan.json": plan }).map(({ roleArn }) => print(roleArn))).toEqual([ARN]);
  });
});
