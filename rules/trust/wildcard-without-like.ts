import { stringLike } from "../../src/iam/wildcard.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import type { Condition, Statement } from "../../src/model/policy.ts";
import { known, print, type Text } from "../../src/model/text.ts";
import { exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
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

/** The one account that uses the role and that the pattern means: nobody else gets in. */
function exactSubject(value: Text, role: Role, { links }: Model): readonly Suggestion[] {
  const fitting = links.filter((link) => link.role === role && stringLike(value, link.subject) === "yes");
  const subjects = new Set(fitting.map(({ subject }) => known(subject)));
  const [subject] = subjects;
  return subject === undefined || subjects.size > 1 ? [] : rewrite(value, subject, "unsafe");
}

/** The operator that expands the pattern, where no other condition has it: JSON would repeat the key. */
function likeOperator({ operator }: Condition, { conditions: all }: Statement): readonly Suggestion[] {
  const written = known(operator);
  const like = written?.replace(/StringEquals(?=(?:IfExists)?$)/i, "StringLike");
  if (like === undefined || like === written || all.some((other) => known(other.operator) === like))
    return [];
  return rewrite(operator, like, "unsafe");
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
      for (const condition of suspects) {
        const { operator, values } = condition;
        for (const value of values.filter(hasLiteralWildcard)) {
          report({
            messageId: "neverMatches",
            data: { role: nameOfRole(role), value: print(value), operator: print(operator) },
            at: value.at,
            related: [{ at: operator.at, message: "the operator" }],
            suggestions: [...exactSubject(value, role, model), ...likeOperator(condition, statement)],
          });
        }
      }
    }
  },
});
