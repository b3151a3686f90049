import type { Graph } from "../explain/graph.ts";
import { lineColumn, type Location } from "../model/location.ts";
import type { FileNames } from "./report.ts";

/** A node or an edge as the JSON and the HTML page hold it. */
export interface GraphData {
  readonly version: 1;
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly detail: string;
    readonly verdict: string | null;
    readonly file: string | null;
    readonly line: number | null;
    readonly column: number | null;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly label: string;
    readonly verdict: string | null;
    readonly reason: string | null;
    readonly perhaps: boolean;
    readonly file: string | null;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}

interface Where {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

function where(at: Location | undefined, files: FileNames): Where {
  if (at === undefined) return { file: null, line: null, column: null };
  const { line, column } = lineColumn(at.file, at.span.start);
  return { file: files.relative(at.file.path), line, column };
}

/** A graph with places as files, lines and columns, relative to the working directory. */
export function graphData({ nodes, edges }: Graph, files: FileNames): GraphData {
  return {
    version: 1,
    nodes: nodes.map(({ id, kind, name, detail, verdict, at }) => ({
      id,
      kind,
      name,
      detail,
      verdict: verdict ?? null,
      ...where(at, files),
    })),
    edges: edges.map(({ from, to, label, verdict, reason, perhaps, at }) => ({
      from,
      to,
      label,
      verdict: verdict ?? null,
      reason: reason ?? null,
      perhaps: perhaps === true,
      ...where(at, files),
    })),
  };
}

/** `graph --format json`. */
export function formatGraphJson(graph: Graph, files: FileNames): string {
  return `${JSON.stringify(graphData(graph, files), null, 2)}\n`;
}
