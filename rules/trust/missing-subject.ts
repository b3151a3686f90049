import { listed } from "../../src/iam/trust/words.ts";
import { federatedPrincipals } from "../../src/iam/issuer.ts";
import { parseProviderArn } from "../../src/iam/arn.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import type { Principal, Statement } from "../../src/model/policy.ts";
import { known } from "../../src/model/text.ts";
import { isPositive } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { usedBy } from "../../src/rule-api/links.ts";
import { besideClaim, together } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";
import {
  conditionsOn,
  elementOf,
  kubernetesStatements,
  lacksConditionOn,
  operatorOf,
  takesIn,
  WEB_IDENTITY,
} from "../../src/rule-api/trust-statements.ts";

/** The issuers of the trusted providers, for the message. */
function issuers(principals: readonly Principal[]): string {
  return listed(principals.map(({ value }) => parseProviderArn(value)?.issuer ?? value));
}

/** The condition on the subject beside the one on the audience, where one account uses the role. It shuts others out. */
function repair(role: Role, statement: Statement, { links }: Model): readonly Suggestion[] {
  const subjects = new Set(links.filter((link) => link.role === role).map(({ subject }) => known(subject)));
  const [subject] = subjects;
  const audience = conditionsOn(statement, "aud").find(
    (condition) => isPositive(condition) && operatorOf(condition)?.set === undefined,
  );
  if (subject === undefined || subjects.size > 1) return [];
  return together(`Add a condition on ":sub" with "${subject}"`, "unsafe", [
    audience && besideClaim(audience.key, "sub", subject),
  ]);
}

export default defineRule({
  id: "trust/missing-subject",
  meta: {
    summary:
      "A trust policy for a cluster's OIDC provider must say which service accounts may assume the role",
    severity: "error",
    since: "0.1.0",
    messages: {
      missing: (d: { role: string; issuer: string }) =>
        `every service account of the cluster can assume ${d.role}: no condition on ":sub" of ${d.issuer}`,
    },
    docs: {
      why: "The provider vouches for the whole cluster. Without a condition on the subject, any pod that may choose its service account gets this role.",
      fix: "Add a condition `StringEquals` on `<issuer>:sub` with `system:serviceaccount:<namespace>:<name>`.",
      quiet: [
        "The statement is for GitHub, GitLab, Google, Cognito or another issuer that is no cluster.",
        "Part of the conditions is not known.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
        "https://aws.github.io/aws-eks-best-practices/security/docs/iam/#scope-the-iam-role-trust-policy-for-irsa-roles-to-the-service-account-name-namespace-and-cluster",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          conditions: { StringEquals: { [`${exampleIssuer}:aud`]: "sts.amazonaws.com" } },
        }),
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, report }) {
    for (const { role, statement, effect } of kubernetesStatements(model)) {
      const principals = federatedPrincipals(statement);
      if (effect !== "Allow" || principals.length === 0 || takesIn(statement, WEB_IDENTITY) !== "yes")
        continue;
      if (!lacksConditionOn(statement, "sub")) continue;
      report({
        messageId: "missing",
        data: { role: nameOfRole(role), issuer: issuers(principals) },
        at: elementOf(statement, "Condition", "Principal"),
        related: [
          ...principals.map(({ value }) => ({ at: value.at, message: "the OIDC provider it trusts" })),
          ...usedBy(role, model),
        ],
        suggestions: repair(role, statement, model),
      });
    }
  },
});
