import type { Condition } from "../../src/model/policy.ts";
import { print } from "../../src/model/text.ts";
import { exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";
import {
  conditionsOn,
  hasLiteralWildcard,
  kubernetesStatements,
  operatorOf,
} from "../../src/rule-api/trust-statements.ts";

function isEquality(condition: Condition): boolean {
  const base = operatorOf(condition)?.base;
  return base === "stringequals" || base === "stringequalsignorecase";
}

const conditions = (operator: string): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  [operator]: {
    [`${exampleIssuer}:sub`]: "system:serviceaccount:uploads:uploads-*",
    [`${exampleIssuer}:aud`]: "sts.amazonaws.com",
  },
});

export default defineRule({
  id: "trust/wildcard-without-like",
  meta: {
    summary: "A wildcard in a subject or an audience works only under StringLike",
    severity: "error",
    since: "0.1.0",
    messages: {
      neverMatches: (d: { role: string; value: string; operator: string }) =>
        `"${d.value}" never matches in the trust policy of ${d.role}: under "${d.operator}" a wildcard is an ordinary character, only "StringLike" expands it`,
    },
    docs: {
      why: "`StringEquals` compares character by character, and no token holds a `*`. IAM accepts the policy, and every pod is refused.",
      fix: "Write the exact subject, or put the pattern under `StringLike`.",
      quiet: ["The wildcard is under `StringLike`.", "The operator is not known."],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String",
      ],
      bad: { "iam.tf": exampleRole("uploads", { conditions: conditions("StringEquals") }) },
      good: { "iam.tf": exampleRole("uploads", { conditions: conditions("StringLike") }) },
    },
  },
  check({ model, report }) {
    for (const { role, statement } of kubernetesStatements(model)) {
      const suspects = [...conditionsOn(statement, "sub"), ...conditionsOn(statement, "aud")].filter(
        isEquality,
      );
      for (const { operator, values } of suspects) {
        for (const value of values.filter(hasLiteralWildcard)) {
          report({
            messageId: "neverMatches",
            data: { role: nameOfRole(role), value: print(value), operator: print(operator) },
            at: value.at,
            related: [{ at: operator.at, message: "the operator" }],
          });
        }
      }
    }
  },
});
