import type { Location } from "../../model/location.ts";
import { entryOf, unlisted, type Node, type UnknownNode } from "../../model/node.ts";
import { known, literal, type Answer } from "../../model/text.ts";

/** What a chart sees of a release: the values that people set, over what matters of its own values.yaml. */
export interface ChartValues {
  readonly set: Node | undefined;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** The place of a default: the chart's name in the release. */
  readonly chartAt: Location;
}

/**
 * The value at a dotted path: what was set, else the chart's default, else undefined. A null that was set stays: it
 * deletes the default (helm.sh/docs/chart_template_guide/values_files, "Deleting a default key").
 */
export function valueAt(values: ChartValues, path: string): Node | undefined {
  const keys = path.split(".");
  let node = values.set;
  for (const [index, key] of keys.entries()) {
    if (node?.kind === "null") return node;
    if (node?.kind === "unknown") return inside(node, keys.slice(index));
    if (node?.kind !== "map") {
      node = undefined;
      break;
    }
    node = entryOf(node, key)?.value ?? unlisted(node, key);
  }
  return node ?? defaultAt(values, keys);
}

/** Two values of one unknown map are two unknowns. */
function inside({ hole, at }: UnknownNode, keys: readonly string[]): UnknownNode {
  const below = keys.map((key) => `.${key}`).join("");
  return { kind: "unknown", hole: { kind: "hole", id: hole.id + below, name: hole.name + below }, at };
}

function defaultAt({ defaults, chartAt }: ChartValues, keys: readonly string[]): Node | undefined {
  let value: unknown = defaults;
  for (const key of keys) value = isRecord(value) ? value[key] : undefined;
  if (typeof value === "string") return literal(value, chartAt);
  if (typeof value === "boolean") return { kind: "boolean", value, raw: String(value), at: chartAt };
  if (typeof value === "number") return { kind: "number", value, raw: String(value), at: chartAt };
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a template's `if` takes a value as true: any text but the empty one is, `"false"` too (Go text/template). */
export function truthOf(node: Node | undefined): Answer {
  switch (node?.kind) {
    case undefined:
    case "null":
      return "no";
    case "boolean":
      return node.value ? "yes" : "no";
    case "number":
      return node.value === 0 ? "no" : "yes";
    case "text": {
      const value = known(node);
      if (value === undefined) return node.parts.some((part) => part.kind === "literal") ? "yes" : "maybe";
      return value === "" ? "no" : "yes";
    }
    case "list":
      return node.items.length > 0 ? "yes" : "no";
    case "map":
      if (node.entries.length > 0) return "yes";
      return node.more === undefined ? "no" : "maybe";
    case "unknown":
      return "maybe";
  }
}
