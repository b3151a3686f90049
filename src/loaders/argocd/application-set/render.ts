import type { Entry, MapNode, Node } from "../../../model/node.ts";
import type { Text } from "../../../model/text.ts";
import type { Parameters } from "./parameters.ts";
import { Refused } from "./refused.ts";

/** How an ApplicationSet fills in its texts. */
export interface Renderer {
  readonly goTemplate: boolean;
  /** A text with the parameters filled in; throws a Refused where Argo CD gives up. `strict`: a missing key is an error. */
  text(text: Text, parameters: Parameters, strict?: "strict"): Text;
  /** Every form that a text may take, when conditions in it are not known; undefined when there are too many. */
  forms(text: Text, parameters: Parameters): readonly Text[] | undefined;
}

/** A node with every string in it filled in, keys of maps included (applicationset/utils, deeplyReplace). */
export function filledIn(node: Node, fill: (text: Text) => Text): Node {
  switch (node.kind) {
    case "text":
      return fill(node);
    case "list": {
      const items = node.items.map((item) => filledIn(item, fill));
      return items.every((item, at) => item === node.items[at]) ? node : { ...node, items };
    }
    case "map":
      return filledMap(node, fill);
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return node;
  }
}

function filledMap(map: MapNode, fill: (text: Text) => Text): MapNode {
  const entries = map.entries.map((entry): Entry => {
    const key = fill(entry.key);
    const value = filledIn(entry.value, fill);
    return key === entry.key && value === entry.value ? entry : { ...entry, key, value };
  });
  return entries.every((entry, at) => entry === map.entries[at]) ? map : { ...map, entries };
}

/**
 * A generator with the parameters of another one filled in: the second of a matrix. A value of `values` that asks for a
 * parameter that only its own generator has stays for that one (applicationset/utils, RenderGeneratorParams).
 */
export function filledGenerator(generator: MapNode, parameters: Parameters, renderer: Renderer): MapNode {
  const fill = (text: Text): Text => renderer.text(text, parameters);
  const perhaps = (text: Text): Text => {
    try {
      return renderer.text(text, parameters, "strict");
    } catch (error) {
      if (error instanceof Refused) return text;
      throw error;
    }
  };
  const entries = generator.entries.map((entry): Entry => {
    const { key, value } = entry;
    if (value.kind !== "map") return { key, value: filledIn(value, fill) };
    const inner = value.entries.map((each): Entry => {
      const isValues = each.value.kind === "map" && isKey(each, "values");
      return { key: each.key, value: isValues ? valuesOf(each.value, perhaps) : filledIn(each.value, fill) };
    });
    return { key, value: { ...value, entries: inner } };
  });
  return { ...generator, entries };
}

const isKey = ({ key }: Entry, name: string): boolean =>
  key.parts.length === 1 && key.parts[0]?.kind === "literal" && key.parts[0].value === name;

function valuesOf(values: Node, fill: (text: Text) => Text): Node {
  if (values.kind !== "map") return values;
  return {
    ...values,
    entries: values.entries.map(({ key, value }) => ({
      key,
      value: value.kind === "text" ? fill(value) : value,
    })),
  };
}
