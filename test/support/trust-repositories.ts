import { exampleIssuer, exampleProvider } from "../../src/rule-api/examples.ts";

/** A condition block of an aws_iam_policy_document. */
export function condition(test: string, variable: string, ...values: readonly string[]): string {
  return `    condition {
      test     = "${test}"
      variable = "${variable}"
      values   = ${JSON.stringify(values)}
    }
`;
}

/** A role called `reports` whose trust is a policy document with one statement of these conditions. */
export function documentRole(conditions: string, statement = ""): string {
  return `data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["${exampleProvider}"]
    }
${statement}${conditions}  }
}

resource "aws_iam_role" "reports" {
  name               = "reports"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
`;
}

/** A role called `reports` with a trust policy in a heredoc: `statement` is the JSON text of its one statement. */
export function heredocRole(statement: string): string {
  return `resource "aws_iam_role" "reports" {
  name = "reports"
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [${statement}]
    }
  JSON
}
`;
}

/** The condition on the right audience. */
export const rightAudience = condition("StringEquals", `${exampleIssuer}:aud`, "sts.amazonaws.com");

/** The condition on the right subject. */
export const rightSubject = condition(
  "StringEquals",
  `${exampleIssuer}:sub`,
  "system:serviceaccount:reports:reports",
);

/** Trust in GitHub's tokens, which are nobody's service account. */
export const githubRole = `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:example/*" } }
    }]
  })
}
`;

/** A service account with the annotation for a role of the account 111122223333. */
export function account(namespace: string, name: string, role: string, more = ""): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/${role}
${more}`;
}

/** What makes roles of this directory those of the account 111122223333. */
export const provider = `provider "aws" {
  region              = "eu-west-2"
  allowed_account_ids = ["111122223333"]
}
`;
