import type { Graph, GraphEdge, GraphNode, NodeKind } from "../explain/graph.ts";
import { printLocation, type FileNames } from "./report.ts";
import { oneLine } from "./visible.ts";

/** Words inside Mermaid's quotes: its entities for what would end them or be read as markup (Mermaid, "Entity codes"). */
function words(text: string): string {
  return oneLine(text)
    .replaceAll("#", "#35;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;")
    .replaceAll("`", "#96;")
    .replaceAll("\\", "#92;")
    .replaceAll("*", "#42;")
    .replaceAll("_", "#95;");
}

/** The brackets that give each kind its shape. */
const shapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  cluster: ["[[", "]]"],
  namespace: ["[", "]"],
  account: ["([", "])"],
  role: ["[/", "/]"],
  permission: ["[", "]"],
  workload: ["[", "]"],
  store: ["[(", ")]"],
  secret: [">", "]"],
};

/** A node's id; Mermaid's own words such as `end` cannot be ids, ours have a number. */
const idOf = (id: string): string => id.replaceAll("-", "");

function nodeLine({ id, kind, name, detail, at }: GraphNode, files: FileNames): string {
  const [open, close] = shapes[kind];
  const place = at === undefined ? "" : `<br/><small>${words(printLocation(at, files))}</small>`;
  const more = detail === "" ? "" : `<br/>${words(detail)}`;
  return `  ${idOf(id)}${open}"${words(name)}${more}${place}"${close}`;
}

const arrows = { allowed: "==>", denied: "--x", unknown: "-.->" } as const;

/** The longest reason on an edge; the whole stands in the report. */
const LONGEST = 120;

function edgeLine({ from, to, label, verdict, reason, perhaps }: GraphEdge): string {
  const arrow = verdict === undefined ? (perhaps === true ? "-.->" : "-->") : arrows[verdict];
  const said =
    reason === undefined ? "" : `: ${reason.length > LONGEST ? `${reason.slice(0, LONGEST)}…` : reason}`;
  const text = [label, ...(verdict === undefined ? [] : [`${verdict}${said}`])]
    .filter((word) => word !== "")
    .join(" ");
  return `  ${idOf(from)} ${arrow}${text === "" ? "" : `|"${words(text)}"|`} ${idOf(to)}`;
}

const colors = {
  allowed: "stroke:#1a7f37,stroke-width:2px",
  denied: "stroke:#cf222e,stroke-width:2px",
  unknown: "stroke:#9a6700,stroke-width:2px",
} as const;

/** GitHub draws no diagram of more than 50,000 characters or 500 edges (Mermaid's maxTextSize and maxEdges). */
const MAX_EDGES = 450;
const MAX_TEXT = 45_000;

function lines({ nodes, edges }: Graph, files: FileNames): readonly string[] {
  const styled = (["allowed", "denied", "unknown"] as const).flatMap((verdict) => {
    const ids = nodes.filter((node) => node.verdict === verdict).map(({ id }) => idOf(id));
    return ids.length === 0
      ? []
      : [`  classDef ${verdict} ${colors[verdict]}`, `  class ${ids.join(",")} ${verdict}`];
  });
  const painted = edges.flatMap(({ verdict }, index) =>
    verdict === undefined ? [] : [`  linkStyle ${index} ${colors[verdict]}`],
  );
  return [
    "flowchart LR",
    ...nodes.map((node) => nodeLine(node, files)),
    ...edges.map(edgeLine),
    ...styled,
    ...painted,
  ];
}

/** The graph without what hangs on the edges beyond a number. */
function first(graph: Graph, number: number): Graph {
  const { nodes, edges } = graph;
  if (number >= edges.length) return graph;
  const shown = edges.slice(0, number);
  const ids = new Set(shown.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ id }) => ids.has(id)), edges: shown };
}

/**
 * `graph --format mermaid`: a flowchart as GitHub and GitLab draw it in Markdown. One that they would refuse for its size
 * is cut, and a comment says so.
 */
export function formatGraphMermaid(graph: Graph, files: FileNames): string {
  let number = Math.min(graph.edges.length, MAX_EDGES);
  for (;;) {
    const text = lines(first(graph, number), files).join("\n");
    const cut = graph.edges.length - number;
    const note =
      cut === 0 ? "" : `%% ${cut} of ${graph.edges.length} edges are left out: more than a page can draw\n`;
    if (text.length <= MAX_TEXT || number === 0) return `${note}${text}\n`;
    number = Math.floor(number * 0.8);
  }
}
