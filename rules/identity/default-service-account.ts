import type { ServiceAccount } from "../../src/model/entities.ts";
import { known, print } from "../../src/model/text.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

export default defineRule({
  id: "identity/default-service-account",
  meta: {
    summary: "A role should not be bound to a namespace's default service account",
    severity: "warning",
    since: "0.1.0",
    messages: {
      annotation: (d: { role: string; namespace: string }) =>
        `every pod${d.namespace} that names no service account gets the role "${d.role}"`,
      association: (d: { role: string; namespace: string }) =>
        `every pod${d.namespace} that names no service account gets the role "${d.role}" by this association`,
    },
    docs: {
      why: "A pod that names no service account runs as `default`. A role there goes to every such pod of the namespace, also to those that come later and need nothing from AWS.",
      fix: "Make a service account for the workload that needs the role, and name it in `serviceAccountName`.",
      quiet: ["The annotation is empty.", "The account's name is not known."],
      references: [
        "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
      ],
      bad: { "sa.yaml": exampleAccount("reports", "default", "arn:aws:iam::111122223333:role/prod-reports") },
      good: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
      },
    },
  },
  check({ model, report }) {
    const told = new Set<ServiceAccount>();
    for (const { serviceAccount, association, roleArn } of model.links) {
      if (known(serviceAccount.name) !== "default" || told.has(serviceAccount)) continue;
      told.add(serviceAccount);
      const name = known(serviceAccount.namespace);
      const namespace = name === undefined ? " of the namespace" : ` of namespace "${name}"`;
      report({
        messageId: association === undefined ? "annotation" : "association",
        data: { role: print(roleArn), namespace },
        at: association === undefined ? serviceAccount.name.at : association.serviceAccount.at,
        related: [{ at: roleArn.at, message: "the role" }],
      });
    }
  },
});
