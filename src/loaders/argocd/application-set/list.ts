import { get, itemsOf, type Entry, type MapNode, type Node } from "../../../model/node.ts";
import { textSource } from "../../../model/source.ts";
import { known, print, type Text } from "../../../model/text.ts";
import { parseYaml } from "../../yaml/parse.ts";
import { notKnown, prefixed, type Context, type GeneratorPlace } from "./context.ts";
import { lastOfEach } from "./flatten.ts";
import { labelOf, parametersOf, unknownParameters, type Element, type Generated } from "./parameters.ts";
import { Refused } from "./refused.ts";

/** The list generator: what `elements` holds, then what the text `elementsYaml` does (Generators-List.md). */
export function listGenerator(place: GeneratorPlace, context: Context): Generated {
  const { body } = place;
  const written = get(body, "elements");
  if (written?.kind === "unknown") return notKnown(place, context, "its elements are not known");
  const elements = itemsOf(written).map((item, index) => elementOf(item, index, context));
  const yaml = get(body, "elementsYaml");
  if (yaml?.kind === "unknown") return notKnown(place, context, "its elements are not known");
  if (yaml?.kind !== "text" || yaml.parts.length === 0) return { elements, doubts: [] };
  const more = fromYaml(yaml);
  if (more === undefined) {
    const unknown = notKnown(place, context, "its elementsYaml is not wholly known");
    return { elements: [...elements, ...unknown.elements], doubts: unknown.doubts };
  }
  return { elements: [...elements, ...more], doubts: [] };
}

function elementOf(item: Node, index: number, context: Context): Element {
  const { at } = item;
  if (item.kind === "unknown") {
    const hole = { ...item.hole, name: `list generator: ${item.hole.name}` };
    const exists = item.several === true ? "any" : "yes";
    return { parameters: unknownParameters(hole, at), label: hole.name, isPlace: true, at, exists };
  }
  if (item.kind !== "map") throw new Refused("an element of a list is no map", at);
  const parameters = context.renderer.goTemplate
    ? { map: item, open: [] }
    : parametersOf(lastOfEach(item).flatMap(flatEntries), at);
  const label = labelOf(item, index);
  return { parameters, label, isPlace: true, at: placeOf(item), exists: "yes" };
}

/** Without Go templates all values are strings, and those of `values` have it before their names. */
function flatEntries({ key, value }: Entry): readonly Entry[] {
  if (known(key) !== "values") return [{ key, value: stringOf(key, value) }];
  if (value.kind !== "map") throw new Refused('"values" of an element is no map', value.at);
  return lastOfEach(value).map((inner) => ({
    key: prefixed("values.", inner.key),
    value: stringOf(inner.key, inner.value),
  }));
}

function stringOf(key: Text, value: Node): Node {
  if (value.kind === "text" || value.kind === "unknown") return value;
  throw new Refused(
    `"${print(key)}" of a list's element is no string, which it has to be without goTemplate`,
    value.at,
  );
}

/** The place of an element: its first value, which a person would look for. */
function placeOf(item: MapNode): Element["at"] {
  return item.entries[0]?.value.at ?? item.at;
}

/** The elements of a text of YAML, as they are; undefined when it is not known. */
function fromYaml(text: Text): readonly Element[] | undefined {
  const stream = parseYaml(textSource(text));
  const node = stream.documents[0]?.node;
  if (stream.kind !== "yaml" || stream.problems.length > 0) {
    if (known(text) === undefined) return undefined;
    throw new Refused("elementsYaml is no YAML", text.at);
  }
  if (node === undefined || node.kind === "null") return [];
  if (node.kind === "list" && node.items.every((item) => item.kind === "map")) {
    return node.items.map((item, index) => ({
      parameters: { map: item, open: [] },
      label: labelOf(item, index),
      isPlace: true,
      at: placeOf(item),
      exists: "yes",
    }));
  }
  if (known(text) === undefined) return undefined;
  throw new Refused("elementsYaml is no list of maps", text.at);
}
