import { conditionKeyProblem } from "../../src/iam/condition-key.ts";
import { federatedPrincipals } from "../../src/iam/issuer.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Condition, Statement } from "../../src/model/policy.ts";
import { print } from "../../src/model/text.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfRole } from "../../src/rule-api/wording.ts";
import { kubernetesStatements } from "../../src/rule-api/trust-statements.ts";

/** The key as it was meant, where no other condition of the operator has it. It lets somebody in. */
function repair(
  { key, operator }: Condition,
  { conditions }: Statement,
  correction: string | undefined,
): readonly Suggestion[] {
  const isTaken = conditions.some(
    (other) => print(other.key) === correction && print(other.operator) === print(operator),
  );
  return correction === undefined || isTaken ? [] : rewrite(key, correction, "unsafe");
}

export default defineRule({
  id: "trust/malformed-condition-key",
  meta: {
    summary: "A condition key must be the issuer without https:// and a claim, such as ISSUER:sub",
    severity: "error",
    since: "0.1.0",
    messages: {
      malformed: (d: { role: string; key: string; problem: string; meant: string }) =>
        `no token has the condition key "${d.key}" in the trust policy of ${d.role}: ${d.problem}${d.meant}`,
    },
    docs: {
      why: "A key that no token has makes a positive condition false for everybody, and a negated one true for everybody. IAM checks neither when the policy is saved.",
      fix: 'Write `<issuer>:sub` and `<issuer>:aud`, the issuer exactly as in the provider\'s ARN after `oidc-provider/`. In Terraform, `replace(url, "https://", "")` takes the scheme away.',
      quiet: [
        "The key is right but for its case: IAM folds the case of keys.",
        "What is wrong could be in a part that is not known.",
      ],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          conditions: {
            StringEquals: {
              [`https://${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports",
              [`${exampleIssuer}:aud`]: "sts.amazonaws.com",
            },
          },
        }),
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, report }) {
    for (const { role, statement } of kubernetesStatements(model)) {
      for (const condition of statement.conditions) {
        const { key } = condition;
        const found = conditionKeyProblem(key);
        if (found === undefined) continue;
        const { problem, correction } = found;
        const hint = meant(correction);
        report({
          messageId: "malformed",
          data: { role: nameOfRole(role), key: print(key), problem, meant: hint },
          at: key.at,
          related: federatedPrincipals(statement).map(({ value }) => ({
            at: value.at,
            message: `the trusted provider is "${print(value)}"`,
          })),
          suggestions: repair(condition, statement, correction),
        });
      }
    }
  },
});
