import type { Location } from "../../../model/location.ts";
import type { Node, UnknownNode } from "../../../model/node.ts";
import type { Hole, HoleShape, Part, Text } from "../../../model/text.ts";
import { hex, sha256, utf8 } from "../../digest/hashes.ts";

/** Longer identities are replaced by their digest: identities are only ever compared. */
const MAX_ID = 400;
/** How many characters of an expression stand for it in messages. */
const MAX_NAME = 60;

const bounded = (id: string): string => (id.length <= MAX_ID ? id : `#${hex(sha256(utf8(id)))}`);

const known = new WeakMap<Node, string>();

/**
 * A value's identity: equal for two nodes exactly when they hold the same values and the same holes. Places do not
 * count. What is computed from unknown values is identified by the operation and the identities of its arguments.
 */
export function idOf(node: Node): string {
  const cached = known.get(node);
  if (cached !== undefined) return cached;
  const id = bounded(computeId(node));
  known.set(node, id);
  return id;
}

function computeId(node: Node): string {
  switch (node.kind) {
    case "text":
      return textId(node.parts);
    case "number":
      return node.raw;
    case "boolean":
      return String(node.value);
    case "null":
      return "null";
    case "unknown":
      return node.several === true ? `...{${node.hole.id}}` : `{${node.hole.id}}`;
    case "list":
      return `${node.flavour ?? ""}[${node.items.map(idOf).join(",")}]`;
    case "map": {
      const entries = node.entries.map((entry) => `${idOf(entry.key)}=${idOf(entry.value)}`);
      const more = node.more === undefined ? "" : `,...{${node.more.id}}`;
      return `${node.flavour === "map" ? "map" : ""}{${entries.join(",")}${more}}`;
    }
  }
}

/** A text of one hole has the identity of the unknown value that the hole stands for. */
function textId(parts: readonly Part[]): string {
  const [first] = parts;
  if (parts.length === 1 && first?.kind === "hole") return `{${first.id}}`;
  let id = "";
  let run = "";
  const flush = (): void => {
    if (run !== "") id += JSON.stringify(run);
    run = "";
  };
  for (const part of parts) {
    if (part.kind === "literal") run += part.value;
    else {
      flush();
      id += `{${part.id}}`;
    }
  }
  flush();
  return id === "" ? '""' : id;
}

/** The identity of what a pure operation makes of its arguments. */
export function derivedId(operation: string, args: readonly Node[]): string {
  return bounded(`${operation}(${args.map(idOf).join(",")})`);
}

/** An expression in the source, on one line and short enough for a message. */
export function shortSource(source: string): string {
  const line = source.replaceAll(/\s+/g, " ").trim();
  return line.length <= MAX_NAME ? line : `${line.slice(0, MAX_NAME - 1)}…`;
}

/** An unknown value. */
export function unknown(id: string, name: string, at: Location, shape?: HoleShape): UnknownNode {
  return { kind: "unknown", hole: makeHole(id, name, at, shape), at };
}

/** A string of which nothing is known. */
export function unknownString(id: string, name: string, at: Location, shape?: HoleShape): Text {
  return { kind: "text", parts: [makeHole(id, name, at, shape)], at };
}

function makeHole(id: string, name: string, at: Location, shape: HoleShape | undefined): Hole {
  const place = { file: at.file, span: at.span };
  return { kind: "hole", id: bounded(id), name, at: place, ...(shape === undefined ? {} : { shape }) };
}

/** The hole when a node is wholly unknown: an unknown value, or a text that is one hole. */
export function holeOf(node: Node): Hole | undefined {
  if (node.kind === "unknown") return node.hole;
  if (node.kind !== "text") return undefined;
  const [first] = node.parts;
  return node.parts.length === 1 && first?.kind === "hole" ? first : undefined;
}

/** Whether a node holds no hole at any depth. */
export function whollyKnown(node: Node): boolean {
  switch (node.kind) {
    case "text":
      return node.parts.every((part) => part.kind === "literal");
    case "list":
      return node.items.every(whollyKnown);
    case "map":
      return (
        node.more === undefined &&
        node.entries.every((entry) => whollyKnown(entry.key) && whollyKnown(entry.value))
      );
    case "unknown":
      return false;
    case "number":
    case "boolean":
    case "null":
      return true;
  }
}
