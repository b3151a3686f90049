import type { GraphData } from "../report/graph-json.ts";

export type Node = GraphData["nodes"][number];
export type Edge = GraphData["edges"][number];

/** What an account comes to: the worst verdict of its links, or "none" when it asks for no role. */
export type Filter = "denied" | "unknown" | "allowed" | "none";

/** An account with all that belongs to it, ready to be searched and drawn. */
export interface Chain {
  readonly account: Node;
  readonly verdict: Filter;
  readonly cluster: string;
  /** The links to roles. */
  readonly links: readonly { readonly edge: Edge; readonly role: Node }[];
  /** Every node of the chain, the account and what it lies in among them. */
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  /** All words of the chain in lower case, one a line. */
  readonly words: string;
}

function grouped(edges: readonly Edge[], key: "from" | "to"): ReadonlyMap<string, readonly Edge[]> {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[key]);
    if (group === undefined) groups.set(edge[key], [edge]);
    else group.push(edge);
  }
  return groups;
}

/** Follows edges from a node until nothing new appears; gives the edges in the order in which they are met. */
function follow(
  from: string,
  next: ReadonlyMap<string, readonly Edge[]>,
  end: "from" | "to",
): readonly Edge[] {
  const found: Edge[] = [];
  const seen = new Set([from]);
  for (const id of seen) {
    for (const edge of next.get(id) ?? []) {
      found.push(edge);
      seen.add(edge[end]);
    }
  }
  return found;
}

/** The chains of a graph, one an account, the worst first, then by name. */
export function chainsOf({ nodes, edges }: GraphData): readonly Chain[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const outgoing = grouped(edges, "from");
  const incoming = grouped(edges, "to");
  const order: readonly Filter[] = ["denied", "unknown", "none", "allowed"];
  const chains = nodes
    .filter(({ kind }) => kind === "account")
    .map((account): Chain => {
      const down = follow(account.id, outgoing, "to");
      const up = follow(account.id, incoming, "from");
      const all = [...up.toReversed(), ...down];
      const ids = [...new Set([...all.flatMap(({ from, to }) => [from, to]), account.id])];
      const own = ids.flatMap((id) => byId.get(id) ?? []);
      const links = down.flatMap((edge) => {
        const role = byId.get(edge.to);
        return edge.from === account.id && role?.kind === "role" ? [{ edge, role }] : [];
      });
      return {
        account,
        verdict: (account.verdict ?? "none") as Filter,
        cluster: own.find(({ kind }) => kind === "cluster")?.name ?? "",
        links,
        nodes: own,
        edges: all,
        words: own
          .map(({ name, detail, file }) => `${name}\n${detail}\n${file ?? ""}`)
          .join("\n")
          .toLowerCase(),
      };
    });
  const rank = ({ verdict }: Chain): number => order.indexOf(verdict);
  return chains.sort(
    (a, b) =>
      rank(a) - rank(b) || (a.account.name < b.account.name ? -1 : a.account.name > b.account.name ? 1 : 0),
  );
}

/** The chains that hold every word of a search and have one of the verdicts. */
export function found(
  chains: readonly Chain[],
  search: string,
  verdicts: ReadonlySet<Filter>,
  cluster: string,
): readonly Chain[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return chains.filter(
    (chain) =>
      verdicts.has(chain.verdict) &&
      (cluster === "" || chain.cluster === cluster) &&
      words.every((word) => chain.words.includes(word)),
  );
}
