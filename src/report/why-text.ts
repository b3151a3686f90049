import pico from "picocolors";
import wrapAnsi from "wrap-ansi";
import type {
  Explanation,
  Explained,
  ExplainedAccount,
  ExplainedLink,
  ExplainedRole,
} from "../explain/explain.ts";
import type { Dependents, Use } from "../explain/dependents.ts";
import type { ExternalSecret, Role, RolePolicy, SecretStore, ServiceAccount } from "../model/entities.ts";
import type { Clause, Link, StatementDecision, TrustDecision, Verdict } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import type { Statement } from "../model/policy.ts";
import { isAbsent, print, type Answer, type Text } from "../model/text.ts";
import { count, printLocation, type FileNames } from "./report.ts";
import { visible } from "./visible.ts";

/** What the formatters of `why` are given. */
export interface WhyReport {
  readonly explanation: Explanation;
  readonly files: FileNames;
  readonly color: boolean;
  /** Columns of the terminal; undefined when the text goes to a file or a pipe. */
  readonly width?: number | undefined;
}

/** The hands that draw: colors, places, and rows under a heading. */
interface Pen {
  readonly colors: ReturnType<typeof pico.createColors>;
  readonly place: (at: Location) => string;
  /** A row with its indent; further lines of it stand under its first word. */
  readonly row: (indent: number, text: string, hanging?: number) => string;
}

function penOf({ files, color, width }: WhyReport): Pen {
  const colors = pico.createColors(color);
  return {
    colors,
    place: (at) => colors.dim(printLocation(at, files)),
    row: (indent, text, hanging = 0) => {
      const room = width === undefined ? Infinity : Math.max(40, width - indent - hanging);
      const [first = "", ...more] = room === Infinity ? [text] : wrapAnsi(text, room).split("\n");
      return [" ".repeat(indent) + first, ...more.map((line) => " ".repeat(indent + hanging) + line)].join(
        "\n",
      );
    },
  };
}

const show = (text: Text): string => visible(print(text));
const quoted = (text: Text): string => `"${show(text)}"`;

const words: Readonly<Record<Verdict, string>> = { allowed: "allowed", denied: "denied", unknown: "unknown" };

function paintVerdict(verdict: Verdict, text: string, { colors }: Pen): string {
  const paint = { allowed: colors.green, denied: colors.red, unknown: colors.yellow };
  return paint[verdict](text);
}

function sign(answer: Answer, { colors }: Pen): string {
  if (answer === "yes") return colors.green("✔");
  return answer === "no" ? colors.red("✖") : colors.yellow("?");
}

const accountName = ({ namespace, name }: ServiceAccount): string => `${show(namespace)}/${show(name)}`;

function roleTitle(link: Link): string {
  return visible(print(link.role?.name ?? link.roleArn));
}

/** A heading of a block and its rows, the headings in one column. */
function field(name: string, rows: readonly string[], pen: Pen): readonly string[] {
  const [first = "", ...more] = rows;
  const lead = name.padEnd(10);
  return [pen.row(2, `${pen.colors.bold(lead)} ${first}`, 11), ...more.map((row) => pen.row(13, row))];
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

function wantedBy({ wanted }: Clause): string {
  return wanted.length === 0 ? "nothing" : wanted.map(quoted).join(" or ");
}

function clauseTitle({ part, condition }: Clause): string {
  if (condition === undefined) return part;
  return `${show(condition.operator)} ${show(condition.key)}`;
}

function clauseRows(clause: Clause, decides: boolean, pen: Pen): readonly string[] {
  const got = isAbsent(clause.got) ? "nothing: the request has no such key" : quoted(clause.got);
  const mark = decides ? pen.colors.bold("  ← this decides") : "";
  const same = clause.wanted.length === 1 && !isAbsent(clause.got) && wantedBy(clause) === got;
  const rows = same ? [`is     ${got}`] : [`wants  ${wantedBy(clause)}`, `got    ${got}`];
  const missing = clause.missing.length === 0 ? [] : [`not known: ${visible(clause.missing.join(", "))}`];
  return [
    pen.row(4, `${sign(clause.answer, pen)} ${clauseTitle(clause)}  ${pen.place(clause.at)}${mark}`, 2),
    ...rows.map((row) => pen.row(8, row, 7)),
    ...missing.map((text) => pen.row(8, text, 7)),
  ];
}

const matches: Readonly<Record<Answer, string>> = {
  yes: "matches",
  no: "does not match",
  maybe: "may match",
};

function statementRows(
  decision: StatementDecision,
  index: number,
  { decidedBy }: TrustDecision,
  pen: Pen,
): readonly string[] {
  const { statement, effect, answer, clauses, invalid = [] } = decision;
  const mine = decidedBy?.statement === decision;
  const sid = isAbsent(statement.sid) ? "" : ` ${quoted(statement.sid)}`;
  const whole = mine && decidedBy.clause === undefined ? pen.colors.bold("  ← this decides") : "";
  const title = `${sign(answer, pen)} statement ${index + 1}${sid}: ${effect}, ${matches[answer]}  ${pen.place(statement.at)}${whole}`;
  return [
    pen.row(2, title, 2),
    ...clauses.flatMap((clause) => clauseRows(clause, mine && decidedBy.clause === clause, pen)),
    ...invalid.map(({ message, at }) =>
      pen.row(4, `${sign("no", pen)} IAM refuses it: ${visible(message)}  ${pen.place(at)}`, 2),
    ),
  ];
}

function trustRows(decision: TrustDecision | undefined, pen: Pen): readonly string[] {
  if (decision === undefined) return [];
  const { statements } = decision;
  const body =
    statements.length === 0
      ? [pen.row(2, "the trust policy has no statements")]
      : statements.flatMap((statement, index) => statementRows(statement, index, decision, pen));
  return ["", pen.row(2, pen.colors.bold("trust policy")), ...body];
}

function outcomeRows(link: Link, pen: Pen): readonly string[] {
  const { verdict, reasons, assumed } = link;
  const head = paintVerdict(verdict, pen.colors.bold(`=> ${words[verdict]}`), pen);
  return [
    "",
    ...(reasons.length === 0 ? [pen.row(2, head)] : []),
    ...reasons.map(({ code, message, at }, index) =>
      pen.row(2, `${index === 0 ? `${head}: ` : "   "}${code}: ${visible(message)}  ${pen.place(at)}`, 3),
    ),
    ...(assumed.length === 0
      ? []
      : [pen.row(5, pen.colors.dim(`takes for granted: ${visible(assumed.join(", "))}`))]),
  ];
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
    `${pen.colors.bold(title)}${pen.colors.dim(environmentOf(link))}  ${paintVerdict(verdict, words[verdict], pen)}`,
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

function partRows(part: Explained, pen: Pen): readonly string[] {
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
