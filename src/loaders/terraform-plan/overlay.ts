import type { Location } from "../../model/location.ts";
import { entryOf, type ListNode, type MapNode, type Node } from "../../model/node.ts";
import { textSource } from "../../model/source.ts";
import { known, literal, type Part, type Text } from "../../model/text.ts";
import { parseJson } from "../json/parse-json.ts";
import { idOf, whollyKnown } from "../terraform/evaluate/identity.ts";

/** The same value with every place in it at `at`. */
function relocated(node: Node, at: Location): Node {
  switch (node.kind) {
    case "text":
      return { ...node, parts: node.parts.map((part): Part => ({ ...part, at })), at };
    case "list":
      return { ...node, items: node.items.map((item) => relocated(item, at)), at };
    case "map": {
      const entries = node.entries.map(({ key, value }) => ({
        key: literal(known(key) ?? "", at),
        value: relocated(value, at),
      }));
      return { ...node, entries, at };
    }
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return { ...node, at };
  }
}

/**
 * What a plan says, at the places of the configuration that says it. What the plan does not know, and what both say
 * alike, is as the configuration has it. `home` is the place of what only the plan says.
 */
export function overlay(planned: Node, written: Node | undefined, home: Location): Node {
  if (planned.kind === "unknown") return written ?? { ...planned, at: home };
  if (written === undefined || written.kind === "null") return relocated(planned, home);
  if (whollyKnown(written) && idOf(written) === idOf(planned)) return written;
  if (planned.kind === "list") return overlayList(planned, written);
  if (written.kind === "list" && written.items.length === 1 && planned.kind !== "null") {
    return overlay(planned, written.items[0], written.at);
  }
  if (planned.kind === "map" && written.kind === "map") return overlayMap(planned, written);
  if (planned.kind === "text" && written.kind === "text") return overlayText(planned, written);
  return relocated(planned, written.at);
}

function overlayMap(planned: MapNode, written: MapNode): MapNode {
  const entries = planned.entries.map(({ key, value }) => {
    const own = entryOf(written, known(key) ?? "");
    return {
      key: own?.key ?? literal(known(key) ?? "", written.at),
      value: overlay(value, own?.value, own?.key.at ?? written.at),
    };
  });
  return { ...planned, entries, at: written.at };
}

/** Items that both have alike find each other wherever they stand; the rest go by their position. */
function overlayList(planned: ListNode, written: Node): Node {
  if (written.kind !== "list") {
    const [only] = planned.items;
    const isOne = planned.items.length === 1 && only !== undefined && written.kind !== "unknown";
    return isOne
      ? { ...planned, items: [overlay(only, written, written.at)], at: written.at }
      : relocated(planned, written.at);
  }
  const byId = new Map(written.items.filter(whollyKnown).map((item) => [idOf(item), item]));
  const rest = written.items.filter((item) => !planned.items.some((other) => idOf(other) === idOf(item)));
  const others = planned.items.filter((item) => !byId.has(idOf(item)));
  const paired = new Map(others.map((item, index) => [item, rest[index]]));
  const items = planned.items.map((item) =>
    overlay(
      item,
      byId.get(idOf(item)) ?? (rest.length === others.length ? paired.get(item) : undefined),
      written.at,
    ),
  );
  return { ...planned, items, at: written.at };
}

/** The JSON value that a text holds, when it is an object or a list. */
function jsonIn(text: Text): Node | undefined {
  if (text.encodes !== undefined) return text.encodes.node;
  const [first] = text.parts;
  if (first?.kind !== "literal" || !/^\s*[[{]/.test(first.value)) return undefined;
  const { node, problems } = parseJson(textSource(text));
  return problems.length === 0 ? node : undefined;
}

/** A string: the literals of the configuration at both ends keep their places, what lies between is the holes'. */
function overlayText(planned: Text, written: Text): Text {
  const value = known(planned);
  if (value === undefined || value === known(written)) return written;
  const json = jsonIn(planned);
  const own = json && jsonIn(written);
  if (json !== undefined && own !== undefined) {
    const node = overlay(json, own, written.at);
    return { ...literal(value, written.at), encodes: { format: "json", node } };
  }
  const first = written.parts.findIndex((part) => part.kind === "hole");
  const last = written.parts.findLastIndex((part) => part.kind === "hole");
  if (first === -1) return literal(value, written.at);
  const before = written.parts.slice(0, first);
  const after = written.parts.slice(last + 1);
  const head = valueOf(before);
  const tail = valueOf(after);
  const fits = value.length >= head.length + tail.length && value.startsWith(head) && value.endsWith(tail);
  if (!fits) return literal(value, written.at);
  const middle = value.slice(head.length, value.length - tail.length);
  const at = written.parts[first]?.at ?? written.at;
  const parts: readonly Part[] =
    middle === "" ? [...before, ...after] : [...before, { kind: "literal", value: middle, at }, ...after];
  return { ...written, parts };
}

function valueOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === "literal" ? part.value : "")).join("");
}
