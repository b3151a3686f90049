import { subjectBreadth, type SubjectBreadth } from "../../src/iam/subject-shape.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import type { Condition, Statement } from "../../src/model/policy.ts";
import { known, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { usedBy } from "../../src/rule-api/links.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";
import { conditionsOn, kubernetesStatements, operatorOf } from "../../src/rule-api/trust-statements.ts";

interface Options {
  readonly allowNamespaceWildcard: boolean;
}

const defaults: Options = { allowNamespaceWildcard: false };

/** Whether a condition by itself keeps the statement to few accounts: all conditions must hold at once. */
function narrows(condition: Condition): boolean {
  const operator = operatorOf(condition);
  if (operator === undefined || operator.ifExists || operator.set === "forallvalues") return false;
  if (operator.base === "stringequals" || operator.base === "stringequalsignorecase") return true;
  return (
    operator.base === "stringlike" && condition.values.every((value) => subjectBreadth(value) === "narrow")
  );
}

/** The conditions whose patterns are the only thing that keeps accounts out. */
function deciding(statement: Statement): readonly Condition[] {
  const subjects = conditionsOn(statement, "sub");
  if (statement.moreConditions !== undefined || subjects.some(narrows)) return [];
  return subjects.filter((condition) => operatorOf(condition)?.base === "stringlike");
}

/** The subject of the one account that uses the role. It shuts others out, who may be elsewhere. */
function repair(value: Text, role: Role, { links }: Model): readonly Suggestion[] {
  const subjects = new Set(links.filter((link) => link.role === role).map(({ subject }) => known(subject)));
  const [subject] = subjects;
  return subject === undefined || subjects.size > 1 ? [] : rewrite(value, subject, "unsafe");
}

const messageIds: Readonly<
  Record<Exclude<SubjectBreadth, "narrow">, "everyNamespace" | "severalNamespaces" | "everyAccount">
> = {
  "every-namespace": "everyNamespace",
  "several-namespaces": "severalNamespaces",
  namespace: "everyAccount",
};

export default defineRule({
  id: "trust/broad-subject",
  meta: {
    summary: "A subject pattern should not let in several namespaces, nor every service account of one",
    severity: "warning",
    since: "0.1.0",
    messages: {
      everyNamespace: (d: { role: string; pattern: string }) =>
        `"${d.pattern}" lets service accounts of every namespace assume ${d.role}`,
      severalNamespaces: (d: { role: string; pattern: string }) =>
        `"${d.pattern}" lets service accounts of more than one namespace assume ${d.role}`,
      everyAccount: (d: { role: string; pattern: string }) =>
        `"${d.pattern}" lets every service account of the namespace assume ${d.role}`,
    },
    options: {
      schema: {
        type: "object",
        additionalProperties: false,
        properties: {
          allowNamespaceWildcard: {
            description: "Accept a pattern for every service account of one exact namespace.",
            type: "boolean",
            default: false,
          },
        },
      },
      defaults,
    },
    docs: {
      why: "Whoever may create a service account that fits the pattern gets the role. A namespace pattern such as `team-*` also takes in namespaces that do not exist yet, and `*` crosses the colon between namespace and name.",
      fix: "List the subjects one by one under `StringEquals`; a list is an or.",
      quiet: [
        "The namespace is exact and the name has a prefix of its own (`crossplane-system:provider-aws-*`).",
        "The namespace is exact and the option `allowNamespaceWildcard` is on.",
        "Another condition of the statement keeps the subject to exact names.",
      ],
      references: [
        "https://aws.github.io/aws-eks-best-practices/security/docs/iam/#scope-the-iam-role-trust-policy-for-irsa-roles-to-the-service-account-name-namespace-and-cluster",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          conditions: {
            StringLike: { [`${exampleIssuer}:sub`]: "system:serviceaccount:*:reports" },
            StringEquals: { [`${exampleIssuer}:aud`]: "sts.amazonaws.com" },
          },
        }),
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, options, report }) {
    for (const { role, statement, effect } of kubernetesStatements(model)) {
      if (effect !== "Allow") continue;
      for (const value of deciding(statement).flatMap((condition) => condition.values)) {
        const breadth = subjectBreadth(value);
        if (breadth === "narrow" || (breadth === "namespace" && options.allowNamespaceWildcard)) continue;
        report({
          messageId: messageIds[breadth],
          data: { role: nameOfRole(role), pattern: print(value) },
          at: value.at,
          related: usedBy(role, model),
          suggestions: repair(value, role, model),
          ...(breadth === "every-namespace" ? { severity: "error" } : {}),
        });
      }
    }
  },
});
