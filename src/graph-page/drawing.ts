import type { Chain, Edge, Node } from "./chains.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Which column a kind stands in, from the left. */
const columns: Readonly<Record<string, number>> = {
  cluster: 0,
  namespace: 1,
  account: 2,
  role: 3,
  workload: 3,
  store: 3,
  permission: 4,
  secret: 4,
};

/** The width of each column: all five fit a laptop's screen beside the list. */
const widths = [100, 120, 205, 210, 185];
const GAP = 26;
const HEIGHT = 54;
const SPACE = 14;

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** What a drawing asks of the page around it. */
export interface Actions {
  readonly choose: (node: Node) => void;
  readonly linkTo: (file: string, line: number) => string;
}

/** Makes an element with a class and a text; text is never read as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A link to the line of a file, or nothing for what stands nowhere. */
export function placeLink(
  { file, line }: { readonly file: string | null; readonly line: number | null },
  { linkTo }: Pick<Actions, "linkTo">,
): HTMLElement | undefined {
  if (file === null || line === null) return undefined;
  const link = element("a", "place", `${file}:${line}`);
  link.href = linkTo(file, line);
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

/** Columns from left to right; in each, nodes stand in the order in which the chains bring them. */
function layOut(nodes: readonly Node[]): {
  readonly spots: ReadonlyMap<string, Spot>;
  readonly height: number;
} {
  const used = [...new Set(nodes.map(({ kind }) => columns[kind] ?? 0))].sort((a, b) => a - b);
  const left = used.map((_, index) =>
    used.slice(0, index).reduce((sum, column) => sum + (widths[column] ?? 0) + GAP, 0),
  );
  const rows = used.map(() => 0);
  const spots = new Map<string, Spot>();
  for (const { id, kind } of nodes) {
    const column = used.indexOf(columns[kind] ?? 0);
    const row = rows[column] ?? 0;
    rows[column] = row + 1;
    spots.set(id, {
      x: left[column] ?? 0,
      y: row * (HEIGHT + SPACE),
      width: widths[columns[kind] ?? 0] ?? 0,
    });
  }
  return { spots, height: Math.max(1, ...rows) * (HEIGHT + SPACE) };
}

function curve(from: Spot, to: Spot): string {
  const [x1, y1] = [from.x + from.width, from.y + HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + HEIGHT / 2];
  const middle = (x1 + x2) / 2;
  return `M ${x1} ${y1} C ${middle} ${y1}, ${middle} ${y2}, ${x2} ${y2}`;
}

function drawEdge(edge: Edge, from: Spot, to: Spot): SVGElement {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", curve(from, to));
  path.setAttribute("class", `edge ${edge.verdict ?? ""} ${edge.perhaps ? "perhaps" : ""}`);
  const title = document.createElementNS(SVG, "title");
  title.textContent = [edge.label, edge.verdict ?? "", edge.reason ?? ""]
    .filter((word) => word !== "")
    .join(": ");
  path.append(title);
  return path;
}

function drawNode(node: Node, spot: Spot, actions: Actions): HTMLElement {
  const box = element("button", `node ${node.kind} ${node.verdict ?? ""}`);
  box.type = "button";
  box.style.left = `${spot.x}px`;
  box.style.top = `${spot.y}px`;
  box.style.width = `${spot.width}px`;
  box.title = [node.name, node.detail].filter((word) => word !== "").join("\n");
  box.append(element("span", "kind", node.kind), element("span", "name", node.name));
  if (node.detail !== "") box.append(element("span", "detail", node.detail));
  box.addEventListener("click", () => {
    actions.choose(node);
  });
  return box;
}

/** Draws chains into an element, in place of what it shows. */
export function draw(target: HTMLElement, chains: readonly Chain[], actions: Actions): void {
  const nodes = [
    ...new Map(chains.flatMap((chain) => chain.nodes.map((node) => [node.id, node] as const))).values(),
  ];
  const edges = [...new Set(chains.flatMap((chain) => chain.edges))];
  const { spots, height } = layOut(nodes);
  const width = Math.max(0, ...[...spots.values()].map((spot) => spot.x + spot.width));
  const lines = document.createElementNS(SVG, "svg");
  lines.setAttribute("width", String(width));
  lines.setAttribute("height", String(height));
  lines.setAttribute("aria-hidden", "true");
  for (const edge of edges) {
    const [from, to] = [spots.get(edge.from), spots.get(edge.to)];
    if (from !== undefined && to !== undefined) lines.append(drawEdge(edge, from, to));
  }
  const stage = element("div", "stage");
  stage.style.width = `${width}px`;
  stage.style.height = `${height}px`;
  stage.append(lines);
  for (const node of nodes) {
    const spot = spots.get(node.id);
    if (spot !== undefined) stage.append(drawNode(node, spot, actions));
  }
  target.replaceChildren(stage);
}
