import type { Graph, GraphEdge, GraphNode, NodeKind } from "../explain/graph.ts";
import { printLocation, type FileNames } from "./report.ts";
import { oneLine } from "./visible.ts";

/** A quoted string of DOT (Graphviz, "The DOT Language"): a backslash would begin one of its escapes. */
function quote(text: string): string {
  return `"${oneLine(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

const shapes: Readonly<Record<NodeKind, string>> = {
  cluster: "box3d",
  namespace: "folder",
  account: "oval",
  role: "house",
  permission: "note",
  workload: "component",
  store: "cylinder",
  secret: "note",
};

const colors = { allowed: "#1a7f37", denied: "#cf222e", unknown: "#9a6700" } as const;

function nodeLine({ id, kind, name, detail, at, verdict }: GraphNode, files: FileNames): string {
  // `\n` in a label is DOT's own line end.
  const label = [name, detail]
    .filter((word) => word !== "")
    .map((word) => quote(word).slice(1, -1))
    .join("\\n");
  const attributes = [
    `label="${label}"`,
    `shape=${shapes[kind]}`,
    ...(at === undefined ? [] : [`tooltip=${quote(printLocation(at, files))}`]),
    ...(verdict === undefined ? [] : [`color="${colors[verdict]}"`, "penwidth=2"]),
  ];
  return `  ${quote(id)} [${attributes.join(", ")}];`;
}

function edgeLine({ from, to, label, verdict, reason, perhaps, at }: GraphEdge, files: FileNames): string {
  const text = [label, verdict ?? ""].filter((word) => word !== "").join(" ");
  const attributes = [
    ...(text === "" ? [] : [`label=${quote(text)}`]),
    ...(verdict === undefined ? [] : [`color="${colors[verdict]}"`, "penwidth=2"]),
    ...(perhaps === true || verdict === "unknown" ? ["style=dashed"] : []),
    ...(reason === undefined && at === undefined
      ? []
      : [
          `tooltip=${quote([reason ?? "", at === undefined ? "" : printLocation(at, files)].join(" ").trim())}`,
        ]),
  ];
  return `  ${quote(from)} -> ${quote(to)}${attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`};`;
}

/** `graph --format dot`: for Graphviz. */
export function formatGraphDot({ nodes, edges }: Graph, files: FileNames): string {
  return [
    "digraph identity {",
    "  rankdir=LR;",
    '  node [fontname="sans-serif", fontsize=10];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...nodes.map((node) => nodeLine(node, files)),
    ...edges.map((edge) => edgeLine(edge, files)),
    "}",
    "",
  ].join("\n");
}
