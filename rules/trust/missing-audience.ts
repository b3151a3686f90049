import { STS_AUDIENCE } from "../../src/iam/claim-values.ts";
import { federatedPrincipals } from "../../src/iam/issuer.ts";
import { equals } from "../../src/model/compare.ts";
import type { OidcProvider, Role } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import type { Principal, Statement } from "../../src/model/policy.ts";
import { known, print } from "../../src/model/text.ts";
import { isPositive } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
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

/** A provider of the statement that certainly takes tokens for somebody else than STS, too. */
function laxProvider(principals: readonly Principal[], model: Model): OidcProvider | undefined {
  return model.oidcProviders.find(
    ({ arn, clientIds }) =>
      clientIds.state === "known" &&
      clientIds.value.some((id) => known(id) !== undefined && known(id) !== STS_AUDIENCE) &&
      principals.some(({ value }) => equals(value, arn) === "yes"),
  );
}

/** Whether somebody uses the role, and all who do come with the default audience. */
function suitsEverybody(role: Role, { links }: Model): boolean {
  const own = links.filter((link) => link.role === role && link.mechanism === "irsa");
  return own.length > 0 && own.every(({ audience }) => known(audience) === STS_AUDIENCE);
}

/** The condition on the audience beside the one on the subject. It shuts out nobody who is known. */
function repair(role: Role, statement: Statement, model: Model): readonly Suggestion[] {
  const subject = conditionsOn(statement, "sub").find(
    (condition) => isPositive(condition) && operatorOf(condition)?.set === undefined,
  );
  return together(
    `Add a condition on ":aud" with "${STS_AUDIENCE}"`,
    suitsEverybody(role, model) ? "safe" : "unsafe",
    [subject && besideClaim(subject.key, "aud", STS_AUDIENCE)],
  );
}

export default defineRule({
  id: "trust/missing-audience",
  meta: {
    summary: "A trust policy for a cluster's OIDC provider should say which audience a token must have",
    severity: "warning",
    since: "0.1.0",
    messages: {
      missing: (d: { role: string }) =>
        `${d.role} takes tokens for every audience that its OIDC provider knows: no condition on ":aud"`,
      manyAudiences: (d: { role: string; ids: string }) =>
        `${d.role} takes tokens for ${d.ids}, which its OIDC provider lists beside or instead of "sts.amazonaws.com": no condition on ":aud"`,
    },
    docs: {
      why: "Without a condition on the audience, a token that a pod asked for on behalf of another service is as good as one for AWS. Only the client ids of the OIDC provider still check it, and they belong to the whole account.",
      fix: "Add a condition `StringEquals` on `<issuer>:aud` with the value `sts.amazonaws.com`, which is the audience in every partition, China included.",
      quiet: [
        "The statement is for GitHub, GitLab, Google, Cognito or another issuer that is no cluster.",
        "Part of the conditions is not known.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          conditions: { StringEquals: { [`${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports" } },
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
      if (!lacksConditionOn(statement, "aud")) continue;
      const lax = laxProvider(principals, model);
      const at = elementOf(statement, "Condition", "Principal");
      const related = principals.map(({ value }) => ({
        at: value.at,
        message: "the OIDC provider it trusts",
      }));
      if (lax?.clientIds.state !== "known") {
        report({
          messageId: "missing",
          data: { role: nameOfRole(role) },
          at,
          related,
          suggestions: repair(role, statement, model),
        });
        continue;
      }
      const others = lax.clientIds.value
        .filter((id) => known(id) !== STS_AUDIENCE)
        .map((id) => `"${print(id)}"`);
      report({
        messageId: "manyAudiences",
        data: { role: nameOfRole(role), ids: others.join(", ") },
        at,
        related: [...related, { at: lax.clientIds.at, message: "the provider's client ids" }],
        suggestions: repair(role, statement, model),
        severity: "error",
      });
    }
  },
});
