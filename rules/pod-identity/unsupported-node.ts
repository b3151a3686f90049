import type { Workload } from "../../src/model/entities.ts";
import type { Link } from "../../src/model/link.ts";
import { known, print, type Text } from "../../src/model/text.ts";
import { exampleAssociation, examplePodRole, bareAccount } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";
import { accountsOfWorkload, nameOfWorkload } from "../../src/rule-api/workloads.ts";

/** Node selectors by which a pod certainly runs where EKS Pod Identity's agent does not (EKS User Guide, "considerations"). */
const UNSUPPORTED: Readonly<Record<string, readonly [value: string, what: string]>> = {
  "kubernetes.io/os": ["windows", "Windows nodes"],
  "beta.kubernetes.io/os": ["windows", "Windows nodes"],
  "eks.amazonaws.com/compute-type": ["fargate", "Fargate"],
};

interface Unsupported {
  readonly what: string;
  readonly value: Text;
}

function unsupported({ pod }: Workload): Unsupported | undefined {
  for (const { key, value } of pod.nodeSelector) {
    const [wanted, what] = UNSUPPORTED[known(key) ?? ""] ?? [];
    if (wanted !== undefined && what !== undefined && known(value) === wanted) return { what, value };
  }
  return undefined;
}

const deployment = (os: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: reports
  namespace: reports
spec:
  template:
    spec:
      serviceAccountName: reports
      nodeSelector:
        kubernetes.io/os: ${os}
      containers:
        - name: reports
          image: registry.example.com/reports:1.4.2
`;

const associatedRole = examplePodRole("reports") + exampleAssociation("reports", "reports");

export default defineRule({
  id: "pod-identity/unsupported-node",
  meta: {
    summary: "Pods with a Pod Identity association must run on Linux nodes of EC2",
    severity: "error",
    since: "0.1.0",
    messages: {
      unsupported: (d: { object: string; account: string; what: string }) =>
        `the pods of ${d.object} run on ${d.what}, where EKS Pod Identity gives no credentials, but service account "${d.account}" has its role by an association`,
    },
    docs: {
      why: "EKS Pod Identity hands out credentials through an agent on the node. It runs on Linux nodes of EC2 only: neither on Fargate nor on Windows. The association wins over an annotation all the same, so that the pod gets nothing.",
      fix: "Give the service account its role by the annotation (IRSA), and remove the association.",
      quiet: [
        "The node selector says nothing of Windows or Fargate: Fargate profiles, affinities and tolerations are not read.",
        "The pods' service account has no association.",
        "A value is not known.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-considerations",
      ],
      bad: {
        "iam.tf": associatedRole,
        "reports.yaml": bareAccount("reports", "reports") + deployment("windows"),
      },
      good: {
        "iam.tf": associatedRole,
        "reports.yaml": bareAccount("reports", "reports") + deployment("linux"),
      },
    },
  },
  check({ model, report }) {
    for (const workload of model.workloads) {
      const found = unsupported(workload);
      if (found === undefined) continue;
      const accounts = accountsOfWorkload(workload, model);
      const links = accounts.map((account): Link | undefined =>
        model.links.find((link) => link.mechanism === "pod-identity" && link.serviceAccount === account),
      );
      const [first] = links;
      if (first?.association === undefined || links.includes(undefined)) continue;
      report({
        messageId: "unsupported",
        data: {
          object: nameOfWorkload(workload),
          account: nameOfAccount(first.serviceAccount),
          what: found.what,
        },
        at: found.value.at,
        related: [
          {
            at: first.association.serviceAccount.at,
            message: `the association gives the account "${print(first.roleArn)}"`,
          },
        ],
      });
    }
  },
});
