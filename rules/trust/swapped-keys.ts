import { claimOf } from "../../src/iam/issuer.ts";
import { listed } from "../../src/iam/trust/words.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Condition, Statement } from "../../src/model/policy.ts";
import { print } from "../../src/model/text.ts";
import { swappedValues } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { usedBy } from "../../src/rule-api/links.ts";
import { rewriting, together } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { kubernetesStatements } from "../../src/rule-api/trust-statements.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

const otherClaim = (key: string): string =>
  key.replace(/:(sub|aud)$/i, (_, claim: string) => (claim.toLowerCase() === "sub" ? ":aud" : ":sub"));

/** Each key becomes the other one, where they hold nothing else and no other condition has that key already. */
function repair(conditions: readonly Condition[], statement: Statement): readonly Suggestion[] {
  const mixed = conditions.some((condition) => swappedValues(condition).length < condition.values.length);
  const others = statement.conditions.filter((condition) => !conditions.includes(condition));
  const isTaken = ({ key, operator }: Condition): boolean =>
    others.some(
      (other) => print(other.key) === otherClaim(print(key)) && print(other.operator) === print(operator),
    );
  if (mixed || conditions.some(isTaken)) return [];
  return together(
    "Write the other claim in each key",
    "unsafe",
    conditions.map(({ key }) => rewriting(key, otherClaim(print(key)))),
  );
}

export default defineRule({
  id: "trust/swapped-keys",
  meta: {
    summary: "The subject belongs under ISSUER:sub, the audience under ISSUER:aud",
    severity: "error",
    since: "0.1.0",
    messages: {
      subject: (d: { role: string; key: string; values: string }) =>
        `${d.values} is a subject, but stands under "${d.key}" in the trust policy of ${d.role}, where a token has its audience; did you mean ":sub"?`,
      audience: (d: { role: string; key: string; values: string }) =>
        `${d.values} is an audience, but stands under "${d.key}" in the trust policy of ${d.role}, where a token has its subject; did you mean ":aud"?`,
    },
    docs: {
      why: "No token has a service account's name as its audience, nor `sts.amazonaws.com` as its subject. IAM accepts the policy, and every pod is refused.",
      fix: "Put `system:serviceaccount:<namespace>:<name>` under `<issuer>:sub` and `sts.amazonaws.com` under `<issuer>:aud`.",
      quiet: ["The values or the key are not known."],
      references: ["https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"],
      bad: {
        "iam.tf": exampleRole("reports", {
          conditions: {
            StringEquals: {
              [`${exampleIssuer}:aud`]: "system:serviceaccount:reports:reports",
              [`${exampleIssuer}:sub`]: "sts.amazonaws.com",
            },
          },
        }),
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, report }) {
    for (const { role, statement } of kubernetesStatements(model)) {
      const swapped = statement.conditions.filter((condition) => swappedValues(condition).length > 0);
      // Both keys swapped are one mistake, told at the subject.
      const first = swapped.find(({ key }) => claimOf(key) === "aud") ?? swapped[0];
      if (first === undefined) continue;
      const others = swapped.filter((condition) => condition !== first);
      report({
        messageId: claimOf(first.key) === "aud" ? "subject" : "audience",
        data: { role: nameOfRole(role), key: print(first.key), values: listed(swappedValues(first), "and") },
        at: first.key.at,
        related: [
          ...others.map(({ key }) => ({ at: key.at, message: "this key has the other one's value" })),
          ...usedBy(role, model),
        ],
        suggestions: repair(swapped, statement),
      });
    }
  },
});
