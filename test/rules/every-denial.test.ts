import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { defaultConfiguration } from "../../src/engine/configuration.ts";
import { runRules } from "../../src/engine/run-rules.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Link, ReasonCode } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import {
  exactly,
  exampleAssociation,
  exampleIssuer,
  examplePodRole,
  exampleProvider,
  exampleRole,
  type ExampleTrust,
} from "../../src/rule-api/examples.ts";
import type { ExampleFiles } from "../../src/rule-api/rule.ts";
import { account as accountFact, association, linked, role as roleFact } from "../support/facts.ts";
import { policyOf } from "../support/policies.ts";
import { modelOf } from "../support/rule-tester.ts";
import { trustCases } from "../support/trust-cases.ts";
import { account, provider } from "../support/trust-repositories.ts";

/** Errors, and the warning that stands for a role which is not there; other warnings explain no denial. */
function errorsIn(model: Model): readonly Finding[] {
  const asking = rules.filter(({ meta }) => meta.needs === undefined && meta.from !== "engine");
  const { findings, failures } = runRules(model, asking, {
    configuration: defaultConfiguration,
    commandLine: [],
    strict: false,
    pathInConfiguration: (path) => path,
  });
  if (failures[0] !== undefined) throw failures[0];
  return findings.filter(({ rule, severity }) => severity === "error" || rule === "identity/role-not-found");
}

const sa = account("reports", "reports", "reports");
const conditions = exactly("reports", "reports");
const role = (trust: Partial<ExampleTrust>): string =>
  provider + exampleRole("reports", { conditions, ...trust }).replace("prod-reports", "reports");
const subject = (value: string): ExampleTrust["conditions"] => ({
  StringEquals: { [`${exampleIssuer}:sub`]: value },
});

const oidc = (clientId: string, url = `https://${exampleIssuer}`): string => `
resource "aws_iam_openid_connect_provider" "this" {
  url            = "${url}"
  client_id_list = ["${clientId}"]
}
`;

const denying = (text: string): string =>
  text.replace(
    "    Statement = [\n",
    '    Statement = [\n      { Effect = "Deny", Action = "sts:*", Principal = "*" },\n',
  );

/** Every reason for a denial; the two others only leave a link open. */
type Denial = Exclude<ReasonCode, "ambiguous-role" | "unresolved">;

const situations: Readonly<Record<Denial, readonly ExampleFiles[]>> = {
  "subject-mismatch": [
    { "sa.yaml": account("reports", "other", "reports"), "iam.tf": role({}) },
    { "sa.yaml": sa, "iam.tf": role({ conditions: subject("system:serviceaccount:reports/reports") }) },
    { "sa.yaml": sa, "iam.tf": role({ conditions: subject("system:serviceaccount:reports:*") }) },
  ],
  "audience-mismatch": [
    {
      "sa.yaml": account("reports", "reports", "reports", "    eks.amazonaws.com/audience: vault\n"),
      "iam.tf": role({}),
    },
    {
      "sa.yaml": sa,
      "iam.tf": role({ conditions: { StringEquals: { [`${exampleIssuer}:aud`]: "sts.amazonaws.com.cn" } } }),
    },
  ],
  "issuer-mismatch": [
    {
      "sa.yaml": sa,
      "iam.tf": role({}),
      ".irsa-lint.yaml": `clusters: [{ name: prod, issuer: "https://${exampleIssuer.replace("7C1F", "1A2B")}", paths: ["**"] }]\n`,
    },
    { "sa.yaml": sa, "iam.tf": role({ principal: ["Federated", exampleProvider.replace("7C1F", "1A2B")] }) },
    {
      "sa.yaml": sa,
      "iam.tf": role({
        principal: [
          "Federated",
          "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        ],
        conditions: {},
      }),
    },
    {
      "sa.yaml": sa,
      "iam.tf": role({ principal: ["Federated", "cognito-identity.amazonaws.com"], conditions: {} }),
    },
  ],
  "condition-failed": [
    { "sa.yaml": sa, "iam.tf": role({ conditions: { StringEquals: { "aws:PrincipalOrgID": "o-a" } } }) },
    { "sa.yaml": sa, "iam.tf": role({ conditions: { StringEquals: { [`${exampleIssuer}:amr`]: "x" } } }) },
    {
      "sa.yaml": sa,
      "iam.tf": role({ conditions: { StringEquals: { [`https://${exampleIssuer}:sub`]: "x" } } }),
    },
    {
      "iam.tf": `${provider}${examplePodRole("reports", {
        conditions: { StringEquals: { "aws:RequestTag/kubernetes-namespace": "other" } },
      })}${exampleAssociation("reports", "reports")}`,
    },
  ],
  "no-web-identity-statement": [
    { "sa.yaml": sa, "iam.tf": role({ action: "sts:AssumeRole" }) },
    { "sa.yaml": sa, "iam.tf": role({ action: "sts:AssumeRoleWithSAML" }) },
    {
      "sa.yaml": sa,
      "iam.tf": role({
        principal: ["Service", "ec2.amazonaws.com"],
        action: "sts:AssumeRole",
        conditions: {},
      }),
    },
    {
      "sa.yaml": sa,
      "iam.tf": role({
        principal: ["Service", "lambda.amazonaws.com"],
        action: "sts:AssumeRole",
        conditions: {},
      }),
    },
    {
      "sa.yaml": sa,
      "iam.tf": role({
        principal: ["AWS", "arn:aws:iam::111122223333:root"],
        action: "sts:AssumeRole",
        conditions: {},
      }),
    },
    { "sa.yaml": sa, "iam.tf": role({ principal: ["AWS", exampleProvider] }) },
    {
      "sa.yaml": account("reports", "reports", "prod-reports"),
      "iam.tf": provider + examplePodRole("reports"),
    },
  ],
  "no-pod-identity-statement": [
    {
      "iam.tf": `${provider}${exampleRole("reports", { conditions })}${exampleAssociation("reports", "reports")}`,
    },
    {
      "iam.tf": `${provider}${examplePodRole("reports", { action: "sts:TagSession" })}${exampleAssociation("reports", "reports")}`,
    },
  ],
  "tag-session-missing": [
    {
      "iam.tf": `${provider}${examplePodRole("reports")}${exampleAssociation("reports", "reports", "reports", "  target_role_arn = aws_iam_role.far.arn\n")}${exampleRole(
        "far",
        {
          principal: ["AWS", "arn:aws:iam::111122223333:role/prod-reports"],
          action: "sts:AssumeRole",
          conditions: {},
        },
      )}`,
    },
    {
      "iam.tf": `${provider}${examplePodRole("reports", { action: "sts:AssumeRole" })}${exampleAssociation("reports", "reports")}`,
    },
  ],
  "explicit-deny": [
    { "sa.yaml": sa, "iam.tf": denying(role({})) },
    {
      "iam.tf": `${provider}${denying(examplePodRole("reports"))}${exampleAssociation("reports", "reports")}`,
    },
  ],
  "policy-invalid": [
    { "sa.yaml": sa, "iam.tf": role({ action: ["sts:AssumeRoleWithWebIdentity", "s3:GetObject"] }) },
    { "sa.yaml": sa, "iam.tf": role({ principal: ["Federated", `https://${exampleIssuer}`] }) },
  ],
  "account-mismatch": [
    {
      "sa.yaml": sa,
      "iam.tf": role({ principal: ["Federated", exampleProvider.replace("111122223333", "444455556666")] }),
    },
    {
      "iam.tf": `${provider}${examplePodRole("reports")}${exampleAssociation("reports", "reports")}`,
      ".irsa-lint.yaml": 'clusters: [{ name: prod, account: "444455556666", paths: ["**"] }]\n',
    },
  ],
  "partition-mismatch": [
    {
      "sa.yaml": sa,
      "iam.tf": role({}),
      ".irsa-lint.yaml": "clusters: [{ name: prod, region: cn-north-1, paths: ['**'] }]\n",
    },
    {
      "sa.yaml": sa,
      "iam.tf": role({ principal: ["Federated", exampleProvider.replace("arn:aws:", "arn:aws-cn:")] }),
    },
  ],
  "provider-not-found": [
    {
      "sa.yaml": sa,
      "iam.tf": role({}) + oidc("sts.amazonaws.com", `https://${exampleIssuer}/`),
      ".irsa-lint.yaml": `clusters: [{ name: prod, issuer: "https://${exampleIssuer}", paths: ["**"] }]\n`,
    },
    {
      "sa.yaml": sa,
      "iam.tf": role({}) + oidc("sts.amazonaws.com", `https://${exampleIssuer.toLowerCase()}`),
      ".irsa-lint.yaml": `clusters: [{ name: prod, issuer: "https://${exampleIssuer}", paths: ["**"] }]\n`,
    },
  ],
  "client-id-missing": [{ "sa.yaml": sa, "iam.tf": role({}) + oidc("sts.amazonaws.com.cn") }],
  "role-not-found": [{ "sa.yaml": sa.replace(":role/reports", ":role/team/reports"), "iam.tf": role({}) }],
  "malformed-arn": [
    { "sa.yaml": sa.replace("arn:aws:iam::111122223333:role/", ""), "iam.tf": role({}) },
    { "sa.yaml": sa.replace(":role/reports", ":policy/reports") },
    { "sa.yaml": sa.replace("111122223333", "11112222333") },
    {
      "iam.tf": `${provider}${exampleAssociation("reports", "reports").replace("aws_iam_role.reports.arn", '"reports"')}`,
    },
  ],
};

describe("a link that is denied is an error of some rule", () => {
  const rows = Object.entries(situations).flatMap(([code, list]) =>
    list.map((files, at) => [code, at + 1, files] as const),
  );
  it.each(rows)("%s, situation %i", (code, _, files) => {
    const model = modelOf({ files });
    expect(model.links.map(({ verdict, reasons }) => [verdict, reasons[0]?.code])).toEqual([
      ["denied", code],
    ]);
    const found = errorsIn(model);
    expect(found.map(({ rule }) => rule)).not.toEqual([]);
  });

  const places = (link: Link): ReadonlySet<string> =>
    new Set([link.roleArn.at.file.path, link.role?.trust.at.file.path ?? "", "trust.json"]);

  it("for every policy of some thousand random ones", () => {
    const silent = trustCases(1_500, 7).filter(({ policy, caller }) => {
      if (caller === "role-session") return false;
      const trust = policyOf(policy);
      const facts =
        caller === "web-identity"
          ? [accountFact(), roleFact({ trust })]
          : [association(), roleFact({ trust })];
      const model = linked(facts);
      const [link] = model.links;
      if (link?.verdict !== "denied") return false;
      const about = places(link);
      return !errorsIn(model).some(({ at, related }) =>
        [at, ...related.map((each) => each.at)].some(({ file }) => about.has(file.path)),
      );
    });
    expect(silent).toEqual([]);
  });
});
