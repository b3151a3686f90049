import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Link, Verdict } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import { isAbsent, known, print, type Text } from "../model/text.ts";
import { dependentsOf, type Dependents } from "./dependents.ts";

/** What a node stands for. */
export type NodeKind =
  "cluster" | "namespace" | "account" | "role" | "permission" | "workload" | "store" | "secret";

/** A node of the identity graph. */
export interface GraphNode {
  /** Unique in a graph and the same in every run: `account-3`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** What there is to say of it beside its name: an ARN, a kind, an environment. */
  readonly detail: string;
  /** Where it is written; undefined for a cluster or a namespace that is only named. */
  readonly at: Location | undefined;
  /** Of an account: the worst verdict of its links, or none when it asks for no role. */
  readonly verdict?: Verdict;
}

/** An edge from one node to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Of an account to a role. */
  readonly verdict?: Verdict;
  /** Why the verdict is not "allowed", in a sentence. */
  readonly reason?: string;
  /** Where the edge is written: the annotation, the association. */
  readonly at?: Location;
  /** Set when a part of a name on the way is not known. */
  readonly perhaps?: true;
}

/** cluster → namespace → account → role → permissions, and what hangs on the account. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const badness: readonly Verdict[] = ["denied", "unknown", "allowed"];

/** The worst of some verdicts. */
export function worst(verdicts: readonly Verdict[]): Verdict | undefined {
  return badness.find((verdict) => verdicts.includes(verdict));
}

/** Nodes as they come, each thing once. */
class Builder {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly #ids = new Map<unknown, string>();
  readonly #drawn = new Set<string>();
  readonly #counts = new Map<NodeKind, number>();

  /** The id of the node for `key`, made when it is the first time. */
  node(key: unknown, make: () => Omit<GraphNode, "id">): string {
    const earlier = this.#ids.get(key);
    if (earlier !== undefined) return earlier;
    const node = make();
    const count = (this.#counts.get(node.kind) ?? 0) + 1;
    this.#counts.set(node.kind, count);
    const id = `${node.kind}-${String(count)}`;
    this.#ids.set(key, id);
    this.nodes.push({ id, ...node });
    return id;
  }

  edge(edge: GraphEdge): void {
    const key = `${edge.from} ${edge.to} ${edge.label}`;
    if (this.#drawn.has(key)) return;
    this.#drawn.add(key);
    this.edges.push(edge);
  }
}

function environmentNote(environment: string | null): string {
  return environment === null ? "" : environment;
}

function clusterName({ origin }: ServiceAccount, link: Link | undefined): string {
  if (link?.cluster !== undefined) return link.cluster.name;
  return isAbsent(origin.cluster) ? "a cluster that nothing names" : print(origin.cluster);
}

function addAccount(account: ServiceAccount, links: readonly Link[], builder: Builder): string {
  const cluster = clusterName(account, links[0]);
  const namespace = print(account.namespace);
  const top = builder.node(`cluster ${cluster}`, () => ({
    kind: "cluster",
    name: cluster,
    detail: "",
    at: undefined,
  }));
  const inside = builder.node(`namespace ${cluster} ${namespace}`, () => ({
    kind: "namespace",
    name: namespace,
    detail: "",
    at: undefined,
  }));
  builder.edge({ from: top, to: inside, label: "" });
  const verdict = worst(links.map((link) => link.verdict));
  const id = builder.node(account, () => ({
    kind: "account",
    name: `${namespace}/${print(account.name)}`,
    detail: environmentNote(account.origin.environment),
    at: account.at,
    ...(verdict === undefined ? {} : { verdict }),
  }));
  builder.edge({ from: inside, to: id, label: "" });
  return id;
}

/** How many actions of a policy are named; the rest are counted. */
const SHOWN_ACTIONS = 4;

function actionsOf(texts: readonly Text[]): string {
  const shown = texts.slice(0, SHOWN_ACTIONS).map((text) => print(text));
  return texts.length > shown.length
    ? `${shown.join(", ")} and ${texts.length - shown.length} more`
    : shown.join(", ");
}

function addPermissions(role: Role, from: string, builder: Builder): void {
  for (const policy of role.policies) {
    const { document, name, kind, at } = policy;
    const statements = document.state === "known" ? document.value.statements : [];
    const allowed = statements.filter(({ effect }) => !isAbsent(effect) && known(effect) !== "Deny");
    const actions = allowed.flatMap((statement) => statement.actions ?? []);
    const detail = document.state === "known" ? actionsOf(actions) : "what it allows is not known";
    const to = builder.node(policy, () => ({
      kind: "permission",
      name: isAbsent(name) ? "a policy" : print(name),
      detail,
      at,
    }));
    builder.edge({ from, to, label: kind });
  }
}

function addRole(link: Link, builder: Builder): string {
  const { role, roleArn } = link;
  if (role === undefined) {
    const arn = print(roleArn);
    return builder.node(`role ${arn}`, () => ({
      kind: "role",
      name: arn.slice(arn.lastIndexOf("/") + 1),
      detail: `${arn}, defined nowhere here`,
      at: undefined,
    }));
  }
  const id = builder.node(role, () => ({
    kind: "role",
    name: print(role.name),
    detail: [print(role.arn), environmentNote(role.origin.environment)]
      .filter((word) => word !== "")
      .join(", "),
    at: role.at,
  }));
  addPermissions(role, id, builder);
  return id;
}

function addDependents({ workloads, stores }: Dependents, account: string, builder: Builder): void {
  const perhaps = (answer: "yes" | "maybe") => (answer === "maybe" ? { perhaps: true as const } : {});
  for (const { by, answer } of workloads) {
    const to = builder.node(by, () => ({
      kind: "workload",
      name: print(by.name),
      detail: by.workloadKind,
      at: by.at,
    }));
    builder.edge({ from: account, to, label: "runs", ...perhaps(answer) });
  }
  for (const { by, answer, secrets } of stores) {
    const to = builder.node(by, () => ({
      kind: "store",
      name: print(by.name),
      detail: by.storeKind,
      at: by.at,
    }));
    builder.edge({ from: account, to, label: "authenticates", ...perhaps(answer) });
    for (const use of secrets) {
      const secret = builder.node(use.by, () => ({
        kind: "secret",
        name: `${isAbsent(use.by.namespace) ? "" : `${print(use.by.namespace)}/`}${print(use.by.name)}`,
        detail: use.by.objectKind,
        at: use.by.at,
      }));
      builder.edge({ from: to, to: secret, label: "", ...perhaps(use.answer) });
    }
  }
}

/** Which links and accounts a graph shows. */
export interface GraphScope {
  readonly link: (link: Link) => boolean;
  readonly account: (account: ServiceAccount) => boolean;
}

/**
 * The identity graph: every link with its ends and what hangs on them, and the accounts that ask for no role but that
 * stores or workloads with AWS in mind use. Accounts without either are left out: they have nothing to do with AWS.
 */
export function graphOf(model: Model, scope: GraphScope): Graph {
  const builder = new Builder();
  const byAccount = new Map<ServiceAccount, Link[]>();
  for (const link of model.links.filter(scope.link)) {
    byAccount.set(link.serviceAccount, [...(byAccount.get(link.serviceAccount) ?? []), link]);
  }
  for (const account of model.serviceAccounts.filter(scope.account)) {
    if (!byAccount.has(account) && dependentsOf(account, model).stores.length > 0) byAccount.set(account, []);
  }
  for (const [account, links] of byAccount) {
    const from = addAccount(account, links, builder);
    for (const link of links) {
      const to = addRole(link, builder);
      const [reason] = link.reasons;
      builder.edge({
        from,
        to,
        label: link.mechanism === "irsa" ? "" : "pod identity",
        verdict: link.verdict,
        ...(reason === undefined ? {} : { reason: reason.message }),
        at: link.association?.at ?? link.roleArn.at,
      });
    }
    addDependents(dependentsOf(account, model), from, builder);
  }
  return { nodes: builder.nodes, edges: builder.edges };
}

/** The parts of a graph on which something is not allowed: accounts with such a link, and all that hangs on them. */
export function brokenPart({ nodes, edges }: Graph): Graph {
  const bad = edges.filter(({ verdict }) => verdict === "denied");
  const kept = new Set(bad.flatMap(({ from, to }) => [from, to]));
  const downward = new Set(bad.map(({ from }) => from));
  // Nodes come before what hangs on them, but edges do not: walk until nothing new appears.
  for (let size = -1; size !== downward.size;) {
    size = downward.size;
    for (const { from, to, verdict } of edges)
      if (downward.has(from) && verdict === undefined) downward.add(to);
  }
  for (const id of downward) kept.add(id);
  for (const { from, to } of [...edges].reverse()) {
    if (kept.has(to) && /^(?:cluster|namespace)-/.test(from)) kept.add(from);
  }
  return {
    nodes: nodes.filter(({ id }) => kept.has(id)),
    edges: edges.filter(
      ({ from, to, verdict }) => kept.has(from) && kept.has(to) && (verdict ?? "denied") === "denied",
    ),
  };
}
