import type { Dependents, Use } from "../explain/dependents.ts";
import type {
  Explained,
  ExplainedAccount,
  ExplainedLink,
  ExplainedRole,
  Explanation,
} from "../explain/explain.ts";
import type { ExternalSecret, Role, RolePolicy, SecretStore, ServiceAccount } from "../model/entities.ts";
import type { Link } from "../model/link.ts";
import type { Statement } from "../model/policy.ts";
import { isAbsent, print, type Text } from "../model/text.ts";
import { count } from "./report.ts";
import { field, penOf, quoted, show, verdictWord, type Paper, type Pen } from "./why-pen.ts";
import { trustRows, verdictRows } from "./why-trust.ts";
import { visible } from "./visible.ts";

/** What the formatter of `why` is given. */
export interface WhyReport extends Paper {
  readonly explanation: Explanation;
}

const accountName = ({ namespace, name }: ServiceAccount): string => `${show(namespace)}/${show(name)}`;

function roleTitle(link: Link): string {
  return visible(print(link.role?.name ?? link.roleArn));
}

function environmentOf(link: Link): string {
  const notes = [
    ...(link.mechanism === "pod-identity" ? ["EKS Pod Identity"] : []),
    ...(link.environment === null ? [] : [link.environment]),
    ...(link.cluster === undefined ? [] : [`cluster ${link.cluster.name}`]),
  ];
  return notes.length === 0 ? "" : `  (${notes.join(", ")})`;
}

function accountRows(account: ServiceAccount, pen: Pen): readonly string[] {
  const made = account.madeBy;
  const by =
    made === undefined
      ? ""
      : `, made by ${made.what} ${visible(made.row)} as release ${quoted(made.release)}`;
  return [
    `${accountName(account)}${by}  ${pen.place(account.at)}`,
    ...account.origin.via.map(({ label, at }) => `by way of ${visible(label)}  ${pen.place(at)}`),
  ];
}

function tokenRows(link: Link, pen: Pen): readonly string[] {
  const { serviceAccount, subject, audience, cluster, assumed } = link;
  const issuer =
    cluster?.issuer === undefined
      ? []
      : [`iss  "https://${visible(cluster.issuer)}"  (cluster ${cluster.name})`];
  const taken = assumed.includes("issuer")
    ? ["iss  not known here: the issuer that the role trusts is taken for the cluster's own"]
    : issuer;
  return [
    ...taken,
    `sub  ${quoted(subject)}`,
    `     namespace ${quoted(serviceAccount.namespace)}  ${pen.place(serviceAccount.namespace.at)}`,
    `     name ${quoted(serviceAccount.name)}  ${pen.place(serviceAccount.name.at)}`,
    `aud  ${quoted(audience)}${isAbsent(serviceAccount.audience) ? "  (the webhook's default)" : `  ${pen.place(audience.at)}`}`,
  ];
}

function asksRows(link: Link, pen: Pen): readonly string[] {
  const { association, roleArn, mechanism } = link;
  const how = mechanism === "pod-identity" ? "by the association" : "by the annotation";
  return [`${quoted(roleArn)} ${how}  ${pen.place(association?.at ?? roleArn.at)}`];
}

function roleRows({ role }: Link, pen: Pen): readonly string[] {
  if (role === undefined) return ["defined nowhere in the input"];
  const address = role.address === undefined ? "" : `  ${visible(role.address)}`;
  return [`${show(role.arn)}${address}  ${pen.place(role.at)}`];
}

function outcomeRows(link: Link, pen: Pen): readonly string[] {
  const { verdict, reasons, assumed } = link;
  const taken = pen.colors.dim(`takes for granted: ${visible(assumed.join(", "))}`);
  return ["", ...verdictRows(verdict, reasons, pen), ...(assumed.length === 0 ? [] : [pen.row(5, taken)])];
}

/** How many of a list are named; the rest are counted. */
const SHOWN = 6;

function listed(texts: readonly Text[] | undefined): string {
  if (texts === undefined || texts.length === 0) return "";
  const shown = texts.slice(0, SHOWN).map(show).join(", ");
  return texts.length > SHOWN
    ? `${shown} and ${count(texts.length - SHOWN, "more")}`.replace(/mores$/, "more")
    : shown;
}

function permissionOf({
  effect,
  actions,
  notActions,
  resources,
  notResources,
  conditions,
}: Statement): string {
  const what = actions === undefined ? `all but ${listed(notActions)}` : listed(actions);
  const where = resources === undefined ? `all but ${listed(notResources)}` : listed(resources);
  const when = conditions.length === 0 ? "" : `, under ${count(conditions.length, "condition")}`;
  return `${isAbsent(effect) ? "no effect" : show(effect)} ${what} on ${where}${when}`;
}

function policyRows({ name, kind, document, at }: RolePolicy, pen: Pen): readonly string[] {
  const title = `${isAbsent(name) ? "a policy" : show(name)} (${kind})  ${pen.place(at)}`;
  if (document.state !== "known") {
    const why = document.state === "unknown" ? visible(document.hole.name) : "it has no document";
    return [title, `  what it allows is not known: ${why}`];
  }
  return [title, ...document.value.statements.map((statement) => `  ${permissionOf(statement)}`)];
}

function permissionRows(role: Role, pen: Pen): readonly string[] {
  const rows = role.policies.flatMap((policy) => policyRows(policy, pen));
  const more = role.morePolicies === undefined ? [] : [`perhaps more: ${visible(role.morePolicies.name)}`];
  const boundary = isAbsent(role.permissionsBoundary)
    ? []
    : [`within the permissions boundary ${quoted(role.permissionsBoundary)}`];
  return rows.length + more.length === 0
    ? ["nothing: no policy is attached to it here"]
    : [...rows, ...more, ...boundary];
}

function secretRow({ by, answer }: Use<ExternalSecret>, pen: Pen): string {
  const namespace = isAbsent(by.namespace) ? "" : `${show(by.namespace)}/`;
  return `  ${by.objectKind} ${namespace}${show(by.name)}${answer === "maybe" ? " (perhaps)" : ""}  ${pen.place(by.at)}`;
}

function storeTitle(
  { storeKind, namespace, name, at }: SecretStore,
  answer: Use<unknown>["answer"],
  pen: Pen,
): string {
  const where = storeKind === "ClusterSecretStore" || isAbsent(namespace) ? "" : `${show(namespace)}/`;
  return `${storeKind} ${where}${show(name)}${answer === "maybe" ? " (perhaps)" : ""}  ${pen.place(at)}`;
}

function dependentRows({ workloads, stores }: Dependents, pen: Pen): readonly string[] {
  const pods = workloads.map(
    ({ by, answer }) =>
      `${by.workloadKind} ${show(by.name)}${answer === "maybe" ? " (perhaps)" : ""}  ${pen.place(by.at)}`,
  );
  const stored = stores.flatMap(({ by, answer, secrets }) => [
    storeTitle(by, answer, pen),
    ...secrets.map((secret) => secretRow(secret, pen)),
  ]);
  return [
    ...(pods.length === 0 ? [] : field("pods", pods, pen)),
    ...(stored.length === 0 ? [] : field("stores", stored, pen)),
  ];
}

function linkRows({ link, shadowed, dependents }: ExplainedLink, pen: Pen): readonly string[] {
  const { verdict, serviceAccount, role, decision } = link;
  const title = `${accountName(serviceAccount)}  →  ${roleTitle(link)}`;
  return [
    `${pen.colors.bold(title)}${pen.colors.dim(environmentOf(link))}  ${verdictWord(verdict, pen)}`,
    ...(shadowed
      ? [
          pen.row(
            2,
            pen.colors.yellow(
              "An EKS Pod Identity association of this account decides instead; the annotation is not used.",
            ),
          ),
        ]
      : []),
    "",
    ...field("account", accountRows(serviceAccount, pen), pen),
    ...field("token", tokenRows(link, pen), pen),
    ...field("asks for", asksRows(link, pen), pen),
    ...field("role", roleRows(link, pen), pen),
    ...trustRows(decision, pen),
    ...outcomeRows(link, pen),
    "",
    ...(role === undefined ? [] : field("it may", permissionRows(role, pen), pen)),
    ...dependentRows(dependents, pen),
  ];
}

const withoutRole: Readonly<Record<ExplainedAccount["annotation"], string>> = {
  absent:
    "It has no eks.amazonaws.com/role-arn annotation and no Pod Identity association here: its pods get no credentials of their own and fall back to the node's role.",
  empty:
    "Its eks.amazonaws.com/role-arn annotation is empty, which the webhook reads as none: its pods fall back to the node's role.",
  unlinked: "What its annotation names could not be followed.",
};

function loneAccountRows({ account, annotation, dependents }: ExplainedAccount, pen: Pen): readonly string[] {
  return [
    `${pen.colors.bold(accountName(account))}  ${pen.colors.yellow("no role")}`,
    "",
    ...field("account", accountRows(account, pen), pen),
    pen.row(2, withoutRole[annotation]),
    ...dependentRows(dependents, pen),
  ];
}

function trustedSubjects({ trust }: Role): readonly Text[] {
  if (trust.state !== "known") return [];
  return trust.value.statements.flatMap(({ conditions }) =>
    conditions.flatMap(({ key, values }) => (print(key).toLowerCase().endsWith(":sub") ? values : [])),
  );
}

function loneRoleRows({ role }: ExplainedRole, pen: Pen): readonly string[] {
  const subjects = trustedSubjects(role);
  const { trust } = role;
  const unknown =
    trust.state === "unknown" ? [`its trust policy is not known: ${visible(trust.hole.name)}`] : [];
  return [
    `${pen.colors.bold(show(role.name))}  ${pen.colors.yellow("no service account here asks for it")}`,
    "",
    ...field(
      "role",
      [`${show(role.arn)}  ${visible(role.address ?? "")}  ${pen.place(role.at)}`, ...unknown],
      pen,
    ),
    ...(subjects.length === 0
      ? []
      : field(
          "trusts",
          subjects.map((subject) => `${quoted(subject)}  ${pen.place(subject.at)}`),
          pen,
        )),
    ...field("it may", permissionRows(role, pen), pen),
  ];
}

/** The rows of one part of an explanation. */
export function partRows(part: Explained, pen: Pen): readonly string[] {
  if (part.kind === "link") return linkRows(part, pen);
  return part.kind === "account" ? loneAccountRows(part, pen) : loneRoleRows(part, pen);
}

/**
 * `irsa-lint why` for people: what the token will hold, the trust policy's statements clause by clause with what each
 * wants and gets and where it stands, which of them decides, and what hangs on the answer.
 */
export function formatWhy(report: WhyReport): string {
  const pen = penOf(report);
  const blocks = report.explanation.parts.map((part) => partRows(part, pen).join("\n").trimEnd());
  return `${blocks.join("\n\n")}\n`;
}
