import { conditionKeyProblem } from "../../src/iam/condition-key.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Condition, PolicyDocument, Statement } from "../../src/model/policy.ts";
import { isAbsent, known, print } from "../../src/model/text.ts";
import { isPositive, mayHoldMore } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { usedBy } from "../../src/rule-api/links.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import {
  conditionsOn,
  kubernetesStatements,
  operatorOf,
  type TrustStatement,
} from "../../src/rule-api/trust-statements.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

/** `StringNotEquals`, `StringNotLike`, ...: true for whatever is not named. */
function isNegated(condition: Condition): boolean {
  const base = operatorOf(condition)?.base ?? "";
  return /^(?:string|arn|binary)not/.test(base);
}

/** `...IfExists` and `ForAllValues:` are true for a token without the key (IAM user guide, "Condition operators"). */
function holdsWithout(condition: Condition): boolean {
  const operator = operatorOf(condition);
  return operator !== undefined && (operator.ifExists || operator.set === "forallvalues");
}

/** `Null: false` asks that the key is there, which closes what only lets a token without it in. */
function asksPresence(condition: Condition): boolean {
  return operatorOf(condition)?.base === "null" && condition.values.some((value) => known(value) !== "true");
}

/** The conditions on a claim that let others in, when no condition beside them closes that. */
function open(statement: Statement, claim: string): readonly Condition[] {
  const conditions = conditionsOn(statement, claim);
  const isUnclear = (condition: Condition): boolean => operatorOf(condition) === undefined;
  if (conditions.some(isUnclear)) return [];
  if (conditions.some((each) => isPositive(each) && !holdsWithout(each))) return [];
  const present = conditions.some(asksPresence);
  return conditions.filter((condition) => {
    if (conditionKeyProblem(condition.key) !== undefined) return false;
    return isNegated(condition) || (!present && isPositive(condition) && holdsWithout(condition));
  });
}

/** Whether a Deny of the same policy speaks of the claim, so that it may shut out whom the Allow lets in. */
function isGuarded(policy: PolicyDocument, claim: string): boolean {
  return policy.statements.some(
    (statement) =>
      (isAbsent(statement.effect) || known(statement.effect) !== "Allow") &&
      (statement.moreConditions !== undefined || conditionsOn(statement, claim).length > 0),
  );
}

/** The plain operator, where no other condition of the statement has it: JSON would repeat the key. */
function repair(condition: Condition, { statement }: TrustStatement): readonly Suggestion[] {
  const written = known(condition.operator);
  const plain = written?.replace(/^ForAllValues:/i, "").replace(/IfExists$/i, "");
  if (plain === undefined || plain === written || isNegated(condition)) return [];
  if (statement.conditions.some(({ operator }) => known(operator) === plain)) return [];
  return rewrite(condition.operator, plain, "unsafe");
}

const whoGetsIn = {
  sub: "every other service account of the cluster",
  aud: "a token for any other audience",
};

const openTrust = {
  StringNotEquals: { [`${exampleIssuer}:sub`]: "system:serviceaccount:default:default" },
  StringEquals: { [`${exampleIssuer}:aud`]: "sts.amazonaws.com" },
};

export default defineRule({
  id: "trust/fails-open",
  meta: {
    summary: "A condition on a subject or an audience must not be true for tokens that it does not name",
    severity: "error",
    since: "0.1.0",
    messages: {
      negated: (d: { role: string; operator: string; key: string; who: string }) =>
        `"${d.operator}" on "${d.key}" lets ${d.who} assume ${d.role}: it only says who may not`,
      withoutKey: (d: { role: string; operator: string; key: string }) =>
        `"${d.operator}" on "${d.key}" in the trust policy of ${d.role} is also true for a request without that key, so a misspelt key lets everybody in`,
    },
    docs: {
      why: "A trust policy should name who may come in. Negated operators admit everybody else; `ForAllValues:` and `...IfExists` are true when the key is missing, which is what a typing error in the key makes of it.",
      fix: "Name the subject and the audience under `StringEquals` or `StringLike`, without `ForAllValues:` and `IfExists`.",
      quiet: [
        "Another condition of the statement names the subject (or the audience) under a plain operator.",
        "`Null` with `false` on the same key stands beside `ForAllValues:` or `...IfExists`.",
        "A Deny statement of the policy has a condition on the claim.",
        "`Null` stands alone: trust/missing-subject and trust/missing-audience tell.",
        "A part of the policy is not known that may close it.",
      ],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
      ],
      bad: { "iam.tf": exampleRole("reports", { conditions: openTrust }) },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, report }) {
    for (const found of kubernetesStatements(model)) {
      const { role, policy, statement, effect } = found;
      if (effect !== "Allow" || mayHoldMore(policy, statement)) continue;
      for (const claim of ["sub", "aud"] as const) {
        if (isGuarded(policy, claim)) continue;
        for (const condition of open(statement, claim)) {
          const names = {
            role: nameOfRole(role),
            operator: print(condition.operator),
            key: print(condition.key),
          };
          const places = {
            at: condition.operator.at,
            related: [{ at: condition.key.at, message: "the key" }, ...usedBy(role, model)],
            suggestions: repair(condition, found),
          };
          if (isNegated(condition))
            report({ messageId: "negated", data: { ...names, who: whoGetsIn[claim] }, ...places });
          else report({ messageId: "withoutKey", data: names, ...places });
        }
      }
    }
  },
});
