import { parseSubject, subjectOf } from "../../src/iam/subject.ts";
import { listed } from "../../src/iam/trust/words.ts";
import { stringLike } from "../../src/iam/wildcard.ts";
import { allOf, anyOf, equals } from "../../src/model/compare.ts";
import type { ServiceAccount } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { known, print, type Text } from "../../src/model/text.ts";
import { wantedInstead } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import {
  annotated,
  confidenceIn,
  deniedEverywhere,
  distinct,
  type Annotated,
} from "../../src/rule-api/links.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount, nameOfRole } from "../../src/rule-api/wording.ts";
import { accountsOfWorkload } from "../../src/rule-api/workloads.ts";

/** An account that every role of it refuses for its subject, and that lies elsewhere than its Application deploys. */
interface Conflict {
  readonly account: ServiceAccount;
  readonly destination: Text;
  readonly links: readonly Link[];
  /** The subjects that the roles want, at least one, none of them of the account's own namespace. */
  readonly wanted: readonly [Text, ...(readonly Text[])];
}

function conflictOf(annotation: Annotated, model: Model): Conflict | undefined {
  const account = annotation.serviceAccount;
  const { destination } = account.origin;
  if (destination === undefined || known(destination) === undefined || known(account.namespace) === undefined)
    return undefined;
  if (equals(account.namespace, destination) !== "no") return undefined;
  const links = deniedEverywhere(annotation);
  const [first, ...others] = links.flatMap((link) => wantedInstead(link, "subject-mismatch", model));
  if (first === undefined) return undefined;
  const wanted = [first, ...others] as const;
  return wanted.some((subject) => isOfNamespace(subject, account.namespace))
    ? undefined
    : { account, destination, links, wanted };
}

/** Whether a subject, or a pattern of one, may be of a namespace: then it is the name that the two differ in. */
function isOfNamespace(subject: Text, namespace: Text): boolean {
  const theirs = parseSubject(subject);
  return theirs === undefined || stringLike(theirs.namespace, namespace) !== "no";
}

/** Whether a role would take the account in the Application's destination. */
const takesDestination = ({ account, destination, wanted }: Conflict): boolean =>
  anyOf(wanted.map((subject) => stringLike(subject, subjectOf(destination, account.name)))) === "yes";

/** The namespaces that the roles want, as messages print them. */
const namespacesOf = (wanted: readonly Text[]): string =>
  listed(wanted.flatMap((subject) => parseSubject(subject)?.namespace ?? []));

/** The destination's namespace for the account's own, where a role wants it and nothing would be left behind. */
function repairs(conflict: Conflict, model: Model): readonly Suggestion[] {
  const { account, destination } = conflict;
  const value = known(destination);
  if (value === undefined || !takesDestination(conflict)) return [];
  const isUsed = model.workloads.some((workload) => accountsOfWorkload(workload, model).includes(account));
  const isTaken = model.serviceAccounts.some(
    ({ namespace, name }) => allOf([equals(namespace, destination), equals(name, account.name)]) === "yes",
  );
  return isUsed || isTaken ? [] : rewrite(account.namespace, value, "unsafe");
}

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: reports
  namespace: argocd
spec:
  destination:
    server: https://kubernetes.default.svc
    namespace: reports
  source:
    repoURL: https://git.example.com/platform/gitops.git
    path: manifests/reports
`;

const files = (namespace: string): Readonly<Record<string, string>> => ({
  "apps/reports.yaml": application,
  "manifests/reports/account.yaml": exampleAccount(
    namespace,
    "reports",
    "arn:aws:iam::111122223333:role/prod-reports",
  ),
  "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
});

export default defineRule({
  id: "gitops/namespace-conflict",
  meta: {
    summary: "A service account should be in the namespace that its Application deploys to",
    severity: "info",
    since: "0.1.0",
    messages: {
      conflict: (d: { account: string; destination: string; role: string; wanted: string }) =>
        `service account "${d.account}" names a namespace of its own, so that its Application's destination "${d.destination}" does not count; the trust policy of ${d.role} wants namespace ${d.wanted}`,
    },
    docs: {
      why: "Argo CD puts an object into the Application's destination only when the object names no namespace. One that a manifest, an overlay or a chart's values name stays, however the destination is changed, and the token's subject holds that namespace. This is a note beside identity/subject-mismatch: it tells where the two namespaces come from.",
      fix: "Say the namespace in one place. Leave `metadata.namespace` out of what an Application deploys, or write the destination's.",
      quiet: [
        "The service account gets its role, or it is not known whether it does.",
        "The role wants the account's own namespace, and only the names differ.",
        "The destination has no namespace, or one that is not known.",
        "No Application deploys the account.",
      ],
      references: [
        "https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/",
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ],
      bad: files("default"),
      good: files("reports"),
    },
  },
  check({ model, report }) {
    for (const annotation of annotated(model)) {
      const conflict = conflictOf(annotation, model);
      const role = conflict?.links[0]?.role;
      if (conflict === undefined || role === undefined) continue;
      const { account, destination, wanted, links } = conflict;
      const { at } = account.namespace;
      report({
        messageId: "conflict",
        data: {
          account: nameOfAccount(account),
          destination: print(destination),
          role: nameOfRole(role),
          wanted: namespacesOf(wanted),
        },
        at,
        related: distinct(
          [
            { at: destination.at, message: `the destination is "${print(destination)}"` },
            ...wanted.map((subject) => ({
              at: subject.at,
              message: `the trust policy wants "${print(subject)}"`,
            })),
          ],
          at,
        ),
        suggestions: repairs(conflict, model),
        confidence: confidenceIn(links, account.namespace, account.name, destination),
      });
    }
  },
});
