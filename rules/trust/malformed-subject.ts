import { subjectProblem } from "../../src/iam/subject-shape.ts";
import { print } from "../../src/model/text.ts";
import { swappedValues } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { usedBy } from "../../src/rule-api/links.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfRole } from "../../src/rule-api/wording.ts";
import { conditionsOn, kubernetesStatements, operatorOf } from "../../src/rule-api/trust-statements.ts";

export default defineRule({
  id: "trust/malformed-subject",
  meta: {
    summary: "A subject must have the form system:serviceaccount:NAMESPACE:NAME",
    severity: "error",
    since: "0.1.0",
    messages: {
      malformed: (d: { role: string; value: string; problem: string; meant: string }) =>
        `"${d.value}" can be no service account's subject, so ${d.role} never takes it: ${d.problem}${d.meant}`,
    },
    docs: {
      why: "The token's subject is always `system:serviceaccount:<namespace>:<name>` in lower case. IAM accepts any text in the policy, and every pod is refused.",
      fix: "Write the namespace and the name with colons between, exactly as Kubernetes has them.",
      quiet: [
        "Part of the value is not known and could make it right.",
        "An audience stands there, because the keys are swapped: trust/swapped-keys tells.",
        "The statement is for another issuer, whose subjects look different (`repo:owner/name:…`).",
      ],
      references: [
        "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens",
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          conditions: {
            StringEquals: {
              [`${exampleIssuer}:sub`]: "system:serviceaccount:reports/reports",
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
      for (const condition of conditionsOn(statement, "sub")) {
        const base = operatorOf(condition)?.base ?? "";
        if (!base.startsWith("string")) continue;
        const swapped = swappedValues(condition);
        for (const value of condition.values.filter((each) => !swapped.includes(each))) {
          const found = subjectProblem(value, base.endsWith("ignorecase"));
          if (found === undefined) continue;
          const { problem, correction } = found;
          const hint = meant(correction);
          report({
            messageId: "malformed",
            data: { role: nameOfRole(role), value: print(value), problem, meant: hint },
            at: value.at,
            related: usedBy(role, model),
            // It lets an account in, so nobody may apply it unasked.
            suggestions: correction === undefined ? [] : rewrite(value, correction, "unsafe"),
          });
        }
      }
    }
  },
});
