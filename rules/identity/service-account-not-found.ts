import { isTypo } from "../../src/iam/near-miss.ts";
import { equals } from "../../src/model/compare.ts";
import type { Release, Workload } from "../../src/model/entities.ts";
import type { Model } from "../../src/model/model.ts";
import { get } from "../../src/model/node.ts";
import { isAbsent, known, print } from "../../src/model/text.ts";
import {
  ignoreOption,
  isIgnored,
  isMadeByNobody,
  nearAccount,
  type IgnoreOption,
  type WantedAccount,
} from "../../src/rule-api/absent-accounts.ts";
import { bareAccount } from "../../src/rule-api/examples.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule, type ReportArguments } from "../../src/rule-api/rule.ts";
import { meant } from "../../src/rule-api/wording.ts";
import { nameOfWorkload } from "../../src/rule-api/workloads.ts";

const messages = {
  missing: (d: { workload: string; account: string }) =>
    `${d.workload} runs as service account "${d.account}", which nothing here makes`,
  near: (d: { workload: string; account: string; hint: string }) =>
    `${d.workload} runs as service account "${d.account}", which nothing here makes${d.hint}`,
  notCreated: (d: { workload: string; account: string; chart: string; release: string }) =>
    `${d.workload} runs as service account "${d.account}", which nothing here makes: release "${d.release}" tells chart "${d.chart}" not to`,
};

type Found = ReportArguments<typeof messages, keyof typeof messages>;

/** Whether a release of a chart of the catalogue names an account and is told not to make it. */
function leavesOut({ namespace, reads, values }: Release, wanted: WantedAccount): boolean {
  if (reads === undefined || equals(namespace, wanted.namespace) !== "yes") return false;
  return reads.accounts
    .flatMap(({ create }) => create)
    .some((path) => {
      const route = path.split(".");
      const made = get(values, ...route);
      const name = get(values, ...route.slice(0, -1), "name");
      if (made?.kind !== "boolean" || made.value || name?.kind !== "text") return false;
      return equals(name, wanted.name) === "yes";
    });
}

/** The account that a workload's pods name; `default` is always there. */
function wantedBy({ namespace, serviceAccountName: name }: Workload): WantedAccount | undefined {
  if (isAbsent(name) || known(name) === undefined || known(name) === "default") return undefined;
  return known(namespace) === undefined ? undefined : { namespace, name };
}

/** Whether other accounts of the namespace are made here, so that this one is missed among them. */
const hasAccounts = ({ namespace }: WantedAccount, model: Model): boolean =>
  model.serviceAccounts.some(
    (account) => account.existence === "created" && equals(account.namespace, namespace) === "yes",
  );

function findingFor(workload: Workload, model: Model, options: IgnoreOption): Found | undefined {
  const wanted = wantedBy(workload);
  if (wanted === undefined || isIgnored(wanted, options)) return undefined;
  const names = {
    workload: nameOfWorkload(workload),
    account: `${print(wanted.namespace)}/${print(wanted.name)}`,
  };
  const { at } = wanted.name;
  if (!isMadeByNobody(wanted, model)) return undefined;
  const release = model.releases.find((each) => leavesOut(each, wanted));
  if (release !== undefined) {
    return {
      messageId: "notCreated",
      data: { ...names, chart: print(release.chart.name), release: print(release.name) },
      at,
      related: [{ at: release.name.at, message: "the release that does not make the account" }],
      severity: "error",
    };
  }
  // Pods may well share an account that has a role.
  const near = nearAccount(wanted, model, new Set());
  if (near?.differs === "name") {
    const right = print(near.account.name);
    return {
      messageId: "near",
      data: { ...names, hint: meant(right) },
      at,
      related: [{ at: near.account.name.at, message: "the account that is here" }],
      suggestions: rewrite(wanted.name, right, "unsafe"),
      // Names that only resemble each other may be of two accounts.
      ...(isTypo(print(wanted.name), right) ? { severity: "error" } : {}),
    };
  }
  return hasAccounts(wanted, model) ? { messageId: "missing", data: names, at } : undefined;
}

const deployment = (account: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: reports
  namespace: reports
spec:
  selector:
    matchLabels: { app: reports }
  template:
    metadata:
      labels: { app: reports }
    spec:
      serviceAccountName: ${account}
      containers:
        - name: reports
          image: registry.example.com/reports:1.4.2
`;

export default defineRule({
  id: "identity/service-account-not-found",
  meta: {
    summary: "A workload should run as a service account that exists",
    severity: "info",
    since: "0.1.0",
    messages,
    options: ignoreOption,
    docs: {
      why: 'Kubernetes makes no pod whose service account does not exist (`serviceaccount "reports" not found`): the Deployment is there, and has no pods.',
      fix: "Write the account's name as it is made, or make it. If it is made elsewhere, list it in the option `ignore`.",
      quiet: [
        "Something that is not read may make the account: a chart, an operator, an overlay, a name that is not wholly known.",
        "The account is `default`, or EKS makes it for an add-on.",
        "The namespace has no accounts here at all: then they are made elsewhere.",
        "It is an error only where the namespace has an account whose name is a slip of the pen away, or a release here is told not to make it; else info.",
        "The option `ignore` says that the account is made elsewhere.",
      ],
      references: [
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#serviceaccount",
      ],
      bad: { "reports.yaml": bareAccount("reports", "reports") + deployment("report") },
      good: { "reports.yaml": bareAccount("reports", "reports") + deployment("reports") },
    },
  },
  check({ model, options, report }) {
    for (const workload of model.workloads) {
      const found = findingFor(workload, model, options);
      if (found !== undefined) report(found);
    }
  },
});
