import { brokenPart, graphOf, type Graph } from "../explain/graph.ts";
import type { FileNames } from "../report/report.ts";
import { rules } from "../../rules/index.ts";
import { note, print, writeReport } from "./output.ts";
import { graphScope } from "./graph-scope.ts";
import { emptyNote, openSession, type SessionOptions } from "./session.ts";

export interface GraphOptions extends SessionOptions {
  readonly format: "mermaid" | "dot" | "json" | "html";
  /** Write to this file instead of standard output. */
  readonly output?: string;
  /** Only the chains that are denied. */
  readonly broken?: boolean;
}

type GraphFormatter = (graph: Graph, files: FileNames) => string;

const formats: Readonly<Record<GraphOptions["format"], () => Promise<GraphFormatter>>> = {
  mermaid: async () => (await import("../report/graph-mermaid.ts")).formatGraphMermaid,
  dot: async () => (await import("../report/graph-dot.ts")).formatGraphDot,
  json: async () => (await import("../report/graph-json.ts")).formatGraphJson,
  html: async () => (await import("../report/graph-html.ts")).formatGraphHtml,
};

/** `irsa-lint graph`: prints the identity graph; returns the exit code. */
export async function graph(
  paths: readonly string[],
  options: GraphOptions,
  commands: readonly string[],
): Promise<number> {
  const ids = rules.map(({ id }) => id);
  const session = openSession(paths, options, ids, commands);
  const { model, input, files } = session;
  const whole = graphOf(model, graphScope(input.scope));
  const format = await formats[options.format]();
  const text = format(options.broken === true ? brokenPart(whole) : whole, files);
  if (options.output === undefined) await print(text);
  else writeReport(options.output, text);
  const empty = emptyNote(session);
  if (empty !== undefined) note(empty);
  return 0;
}
