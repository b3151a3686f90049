import rule from "../../../rules/trust/wrong-action.ts";
import { exampleProvider, exampleRole, exactly } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { documentRole, githubRole, heredocRole, rightSubject } from "../../support/trust-repositories.ts";

const conditions = exactly("reports", "reports");
const right = documentRole(rightSubject);
const WEB = '"sts:AssumeRoleWithWebIdentity"';

const federated = (action: string): string =>
  `{ "Effect": "Allow", "Action": "${action}", "Principal": { "Federated": "${exampleProvider}" } }`;

testRule(rule, {
  valid: [
    { name: "the web-identity action", files: { "iam.tf": right } },
    {
      name: "the action in lower case",
      files: { "iam.tf": right.replace(WEB, '"sts:assumerolewithwebidentity"') },
    },
    { name: "a pattern that takes it in", files: { "iam.tf": right.replace(WEB, '"sts:AssumeRole*"') } },
    { name: "both actions", files: { "iam.tf": right.replace(WEB, `"sts:AssumeRole", ${WEB}`) } },
    {
      name: "a SAML provider, for people",
      files: {
        "iam.tf": exampleRole("people", {
          principal: ["Federated", "arn:aws:iam::111122223333:saml-provider/example"],
          action: "sts:AssumeRoleWithSAML",
          conditions: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
        }),
      },
    },
    {
      name: "EKS Pod Identity's own actions",
      files: {
        "iam.tf": exampleRole("reports", {
          principal: ["Service", "pods.eks.amazonaws.com"],
          action: ["sts:AssumeRole", "sts:TagSession"],
          conditions: {},
        }),
      },
    },
    {
      name: "GitHub with the wrong action",
      files: { "iam.tf": githubRole.replace(WEB, '"sts:AssumeRole"') },
    },
    {
      name: "a second statement that lets the provider's tokens in",
      files: {
        "iam.tf": heredocRole(
          `${federated("sts:AssumeRole")}, ${federated("sts:AssumeRoleWithWebIdentity")}`,
        ),
      },
    },
    {
      name: "TagSession in a statement of its own",
      files: {
        "iam.tf": heredocRole(
          `${federated("sts:TagSession")}, ${federated("sts:AssumeRoleWithWebIdentity")}`,
        ),
      },
    },
  ],
  unknown: [
    {
      name: "an action that a variable holds",
      files: { "iam.tf": `variable "action" {}\n${right.replace(WEB, '"sts:AssumeRole", var.action')}` },
    },
    {
      name: "a principal that a variable holds",
      files: {
        "iam.tf": `variable "service" {}\n${right.replace('"Federated"', '"Service"').replace(`"${exampleProvider}"`, "var.service")}`,
      },
    },
  ],
  invalid: [
    {
      name: "sts:AssumeRole beside a Federated principal",
      files: { "iam.tf": right.replace(WEB, '"sts:AssumeRole"') },
      findings: [
        {
          messageId: "noWebIdentity",
          at: "iam.tf:3",
          covers: "sts:AssumeRole",
          severity: "error",
          says: 'a Federated principal needs "sts:AssumeRoleWithWebIdentity"',
          related: [exampleProvider],
        },
      ],
    },
    {
      name: "the web-identity action misspelt",
      files: { "iam.tf": right.replace(WEB, '"sts:AssumeRoleWithWebIdentiy"') },
      findings: [{ messageId: "noWebIdentity", at: "iam.tf:3", covers: "sts:AssumeRoleWithWebIdentiy" }],
    },
    {
      name: "Pod Identity's actions kept for an OIDC provider",
      files: {
        "iam.tf": exampleRole("reports", { action: ["sts:AssumeRole", "sts:TagSession"], conditions }),
      },
      findings: [{ messageId: "noWebIdentity", at: "iam.tf:9", covers: "Action" }],
    },
    {
      name: "the web-identity action kept for Pod Identity",
      files: {
        "iam.tf": exampleRole("reports", {
          principal: ["Service", "pods.eks.amazonaws.com"],
          conditions: {},
        }),
      },
      findings: [
        {
          messageId: "noFederated",
          at: "iam.tf:9",
          covers: "sts:AssumeRoleWithWebIdentity",
          says: '"pods.eks.amazonaws.com"',
        },
      ],
    },
    {
      name: "a service account's subject beside an EC2 principal",
      files: {
        "iam.tf": exampleRole("reports", { principal: ["Service", "ec2.amazonaws.com"], conditions }),
      },
      findings: [
        {
          messageId: "noFederated",
          at: "iam.tf:9",
          covers: "sts:AssumeRoleWithWebIdentity",
          related: ["ec2.amazonaws.com"],
        },
      ],
    },
  ],
});
