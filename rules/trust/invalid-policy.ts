import { isForKubernetes, isKubernetesIssuer } from "../../src/iam/issuer.ts";
import type { Refusal } from "../../src/iam/trust/refusal.ts";
import { refusals } from "../../src/iam/trust/validity.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import { textAt } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import type { PolicyDocument } from "../../src/model/policy.ts";
import { literal } from "../../src/model/text.ts";
import { exactly, exampleRole } from "../../src/rule-api/examples.ts";
import { usedBy } from "../../src/rule-api/links.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

/** The roles that are for service accounts: by a statement of their trust, or because one is bound to them. */
function isForAccounts(role: Role, policy: PolicyDocument, model: Model): boolean {
  return (
    policy.statements.some((statement) => isForKubernetes(statement) === "yes") ||
    model.links.some((link) => link.role === role)
  );
}

/** Whether trust/wrong-principal tells of it: a provider's URL, or its bare issuer, in place of its ARN. */
function isProviderUrl({ spoils, at }: Refusal): boolean {
  const value = textAt(at);
  return (
    spoils === "principal" &&
    !/^arn:/i.test(value) &&
    isKubernetesIssuer(literal(value, at)) !== "no" &&
    (/^https?:\/\//i.test(value) || /\/id\//.test(value))
  );
}

/** The word that was meant. It makes the statement count, which may widen the trust: nobody may apply it unasked. */
function repair({ at, meant }: Refusal): readonly Suggestion[] {
  return meant === undefined ? [] : rewrite(literal(textAt(at), at), meant, "unsafe");
}

const action = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"];

export default defineRule({
  id: "trust/invalid-policy",
  meta: {
    summary: "A trust policy must be one that IAM accepts",
    severity: "error",
    since: "0.1.0",
    messages: {
      refused: (d: { role: string; problem: string }) =>
        `the trust policy of ${d.role} is none: ${d.problem}`,
    },
    docs: {
      why: "IAM checks a trust policy when the role is made or changed. Terraform's plan knows nothing of it, so that the mistake shows only when it is applied: `MalformedPolicyDocument`.",
      fix: "Write the element as IAM's grammar has it. A trust policy names no resource (the role itself is it), no principal that is left out, and only actions of STS.",
      quiet: [
        "The role is for no service account: no statement is about a cluster's tokens or EKS Pod Identity, and no account is bound to it.",
        "The part of the policy is not known.",
        "A provider's URL stands in place of its ARN: trust/wrong-principal tells.",
        "The policy is no JSON at all: input/unparseable tells.",
      ],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          action: [...action, "secretsmanager:GetSecretValue"],
          conditions: exactly("reports", "reports"),
        }),
      },
      good: { "iam.tf": exampleRole("reports", { action, conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, report }) {
    for (const role of model.roles) {
      const { trust } = role;
      if (trust.state !== "known" || trust.value.unreadable === true) continue;
      const found = refusals(trust.value).filter((refusal) => !isProviderUrl(refusal));
      if (found.length === 0 || !isForAccounts(role, trust.value, model)) continue;
      for (const refusal of found) {
        report({
          messageId: "refused",
          data: { role: nameOfRole(role), problem: refusal.message },
          at: refusal.at,
          related: usedBy(role, model),
          suggestions: repair(refusal),
        });
      }
    }
  },
});
