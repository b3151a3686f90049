import { SKIP_CONTAINERS_ANNOTATION, SKIP_WEBHOOK_LABEL } from "../../src/iam/webhook.ts";
import type { Container, ServiceAccount, Workload } from "../../src/model/entities.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, type Text } from "../../src/model/text.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";
import { accountsOfWorkload, hasRole, nameOfWorkload } from "../../src/rule-api/workloads.ts";

/** What keeps the webhook away from all of a workload's pods. */
interface Skipped {
  readonly by: "containers" | "label";
  readonly key: Text;
}

/**
 * The names in `skip-containers`: one CSV record whose fields are not trimmed, so that `a, b` names ` b`. Undefined
 * for a record with quotes, which is not taken apart here, and for names that no container has.
 */
function skippedNames(value: Text): readonly string[] | undefined {
  const record = known(value);
  return record === undefined || record === "" || record.includes('"') ? undefined : record.split(",");
}

function isSkipped({ name }: Container, names: readonly string[]): boolean {
  const own = isAbsent(name) ? undefined : known(name);
  return own !== undefined && names.includes(own);
}

function skippedBy({ pod, containers }: Workload): Skipped | undefined {
  const label = pod.labels.find(({ key }) => known(key) === SKIP_WEBHOOK_LABEL);
  if (label !== undefined) return { by: "label", key: label.key };
  const annotation = pod.annotations.findLast(({ key }) => known(key) === SKIP_CONTAINERS_ANNOTATION);
  const names = annotation === undefined ? undefined : skippedNames(annotation.value);
  if (annotation === undefined || names === undefined || containers.length === 0) return undefined;
  return containers.every((container) => isSkipped(container, names))
    ? { by: "containers", key: annotation.key }
    : undefined;
}

const OWN_CREDENTIALS =
  /^AWS_(?:ACCESS_KEY_ID|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_.*|PROFILE)$/;

/** Whether a pod gets credentials in a way of its own: a token volume, variables, or something that is imported. */
function isOnItsOwn({ tokenVolumes, containers }: Workload): boolean {
  return (
    tokenVolumes.length > 0 ||
    containers.some(
      ({ env, envFrom }) =>
        envFrom.length > 0 ||
        env.some(({ name }) => known(name) === undefined || OWN_CREDENTIALS.test(known(name) ?? "")),
    )
  );
}

/** The account of a workload when each of its instances has a role. */
function boundAccount(workload: Workload, model: Model): ServiceAccount | undefined {
  const accounts = accountsOfWorkload(workload, model);
  return accounts.every((account) => hasRole(account, model)) ? accounts[0] : undefined;
}

const pod = (annotations: string): string => `---
apiVersion: v1
kind: Pod
metadata:
  name: nightly
  namespace: reports
${annotations}spec:
  serviceAccountName: reports
  containers:
    - name: main
      image: registry.example.com/reports:1.4.2
    - name: proxy
      image: registry.example.com/proxy:1.4.2
`;

const account = exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports");

export default defineRule({
  id: "workload/skips-webhook",
  meta: {
    summary: "Pods of an account with a role should not keep the webhook away",
    severity: "error",
    since: "0.1.0",
    messages: {
      containers: (d: { object: string; account: string }) =>
        `${d.object} keeps the webhook away from all its containers, so that none gets the role of service account "${d.account}"`,
      label: (d: { object: string; account: string }) =>
        `${d.object} has the label that keeps the webhook away, so that its pods do not get the role of service account "${d.account}"`,
    },
    docs: {
      why: "The role reaches a container by what the webhook adds to the pod. A pod with the label `eks.amazonaws.com/skip-pod-identity-webhook`, whatever its value, is not shown to the webhook; containers in the annotation `eks.amazonaws.com/skip-containers` are left as they are.",
      fix: "Remove the label, or the containers that need the role from the annotation. If none needs it, run the pods as another service account.",
      quiet: [
        "At least one container is not in the list, or its name is not known.",
        "The pod has credentials of its own: a projected token, variables, or something imported with `envFrom`.",
        "The account has no role.",
        "It is a warning for the label, which needs the webhook's published configuration.",
      ],
      references: [
        "https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough",
        "https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/deploy/mutatingwebhook.yaml",
      ],
      bad: {
        "reports.yaml": account + pod("  annotations:\n    eks.amazonaws.com/skip-containers: main,proxy\n"),
      },
      good: {
        "reports.yaml": account + pod("  annotations:\n    eks.amazonaws.com/skip-containers: proxy\n"),
      },
    },
  },
  check({ model, report }) {
    for (const workload of model.workloads) {
      const skipped = skippedBy(workload);
      const bound = skipped === undefined ? undefined : boundAccount(workload, model);
      if (skipped === undefined || bound === undefined || isOnItsOwn(workload)) continue;
      report({
        messageId: skipped.by,
        data: { object: nameOfWorkload(workload), account: nameOfAccount(bound) },
        at: skipped.key.at,
        related: [
          {
            at: isAbsent(bound.roleArn) ? bound.name.at : bound.roleArn.at,
            message: `service account "${nameOfAccount(bound)}" has a role`,
          },
        ],
        ...(skipped.by === "label" ? { severity: "warning" } : {}),
      });
    }
  },
});
