import { ROLE_ARN_ANNOTATION } from "../../src/iam/webhook.ts";
import { equals } from "../../src/model/compare.ts";
import type { Related, Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, print, type Text } from "../../src/model/text.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { distinct } from "../../src/rule-api/links.ts";
import { remove, together } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";
import { accountsOfWorkload, nameOfWorkload } from "../../src/rule-api/workloads.ts";

interface Misplaced {
  /** `Deployment "api"`. */
  readonly object: string;
  readonly key: Text;
  readonly value: Text;
  /** The accounts that should have it: those of the object's pods. */
  readonly accounts: Model["serviceAccounts"];
}

type Annotations = readonly { readonly key: Text; readonly value: Text }[];

/** The role annotations that say something. */
function roleAnnotations(annotations: Annotations): Annotations {
  return annotations.filter(({ key, value }) => known(key) === ROLE_ARN_ANNOTATION && value.parts.length > 0);
}

function misplacedIn(model: Model): readonly Misplaced[] {
  return [
    ...model.workloads.flatMap((workload) =>
      roleAnnotations(workload.annotations).map((entry) => ({
        ...entry,
        object: nameOfWorkload(workload),
        accounts: accountsOfWorkload(workload, model),
      })),
    ),
    ...model.namespaces.flatMap(({ name, annotations }) =>
      roleAnnotations(annotations).map((entry) => ({
        ...entry,
        object: `Namespace "${print(name)}"`,
        accounts: model.serviceAccounts.filter((account) => equals(account.namespace, name) === "yes"),
      })),
    ),
  ];
}

/** The account that already has the very role, so that the misplaced annotation does no harm. */
function ofSameRole({ accounts, value }: Misplaced): Model["serviceAccounts"][number] | undefined {
  return accounts.find(({ roleArn }) => !isAbsent(roleArn) && equals(roleArn, value) === "yes");
}

/** The annotation on the one account that could have it, where that is a manifest without one. It gives it a role. */
function move({ value, accounts }: Misplaced): readonly Suggestion[] {
  const [account, ...others] = accounts;
  const arn = known(value);
  if (account === undefined || others.length > 0 || arn === undefined || !isAbsent(account.roleArn))
    return [];
  const { at } = account.roleArn;
  const holder = at.route.at(-1);
  if (account.madeBy !== undefined || (holder !== "annotations" && holder !== "metadata")) return [];
  return together(`Move it to service account "${nameOfAccount(account)}"`, "unsafe", [
    { kind: "remove-entry", at: value.at },
    {
      kind: "add-entry",
      map: at,
      key: ROLE_ARN_ANNOTATION,
      value: arn,
      ...(holder === "metadata" ? { inside: "annotations" } : {}),
    },
  ]);
}

const bad = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reports
  namespace: reports
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: reports
  namespace: reports
spec:
  template:
    metadata:
      annotations:
        eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-reports
    spec:
      serviceAccountName: reports
`;

const good = `${exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports")}---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: reports
  namespace: reports
spec:
  template:
    spec:
      serviceAccountName: reports
`;

export default defineRule({
  id: "identity/misplaced-annotation",
  meta: {
    summary: "The role-arn annotation belongs on a service account, not on a workload or a namespace",
    severity: "error",
    since: "0.1.0",
    messages: {
      misplaced: (d: { object: string; value: string }) =>
        `the role annotation "${d.value}" on ${d.object} does nothing: the webhook reads it on service accounts only`,
      repeated: (d: { object: string; value: string; account: string }) =>
        `the role annotation "${d.value}" on ${d.object} does nothing; service account "${d.account}" already has it`,
    },
    docs: {
      why: "The pod identity webhook reads `eks.amazonaws.com/role-arn` on the service account of a pod and nowhere else. On a Deployment, a pod template or a Namespace nothing complains and nothing happens: the pod runs without the role.",
      fix: "Move the annotation to the ServiceAccount that the pods run as.",
      quiet: [
        "The object is of a custom kind: its controller may read the annotation.",
        "The annotation is empty.",
        "It is only info where the pod's account has the same role.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
        "https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/pkg/handler/handler.go",
      ],
      bad: { "reports.yaml": bad },
      good: { "reports.yaml": good },
    },
  },
  check({ model, report }) {
    for (const misplaced of misplacedIn(model)) {
      const { object, key, value, accounts } = misplaced;
      const same = ofSameRole(misplaced);
      const data = { object, value: print(value) };
      if (same !== undefined) {
        const related = [{ at: same.roleArn.at, message: "the annotation that counts" }];
        report({
          messageId: "repeated",
          data: { ...data, account: nameOfAccount(same) },
          at: key.at,
          related,
          suggestions: remove(value.at, "Remove it: it does nothing here", "safe"),
          severity: "info",
        });
        continue;
      }
      const places = accounts.slice(0, 3).map((account): Related => {
        return { at: account.name.at, message: `service account "${nameOfAccount(account)}" could have it` };
      });
      report({
        messageId: "misplaced",
        data,
        at: key.at,
        related: distinct(places, key.at),
        suggestions: move(misplaced),
      });
    }
  },
});
