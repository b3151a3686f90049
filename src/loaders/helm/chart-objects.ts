import { get, itemsOf, textOf, type MapNode, type Node } from "../../model/node.ts";
import type { Location } from "../../model/location.ts";
import { isAbsent, literal, type Text } from "../../model/text.ts";
import { fromNode, knownString } from "../go-template/convert.ts";
import type { Call } from "../go-template/function.ts";
import type { GoMap, GoObject, Value } from "../go-template/value.ts";

type Method = (args: readonly Value[], call: Call) => Value;

/** A Go struct: its fields, and the methods that it has. */
export function goObject(
  type: string,
  at: Location,
  fields: ReadonlyMap<string, Value>,
  methods: ReadonlyMap<string, Method> = new Map(),
  print?: () => string,
): GoObject {
  return {
    kind: "object",
    type,
    at,
    member: (name, args, call) => fields.get(name) ?? methods.get(name)?.(args, call),
    ...(print === undefined ? {} : { print }),
  };
}

/** A Go map with these entries; keys stand at the map's place. */
export function goTable(entries: readonly (readonly [string, Value])[], at: Location): GoMap {
  return {
    kind: "go-map",
    entries: new Map(entries.map(([name, value]) => [name, { key: literal(name, at), value }])),
    more: undefined,
    at,
  };
}

export function goBoolean(value: boolean, at: Location): Value {
  return { kind: "boolean", value, raw: String(value), at };
}

/** The fields of Chart.yaml that hold a string (helm pkg/chart/metadata.go), by Go's name. */
const TEXT_FIELDS: readonly (readonly [go: string, yaml: string])[] = [
  ["Home", "home"],
  ["Version", "version"],
  ["Description", "description"],
  ["Icon", "icon"],
  ["APIVersion", "apiVersion"],
  ["Condition", "condition"],
  ["Tags", "tags"],
  ["AppVersion", "appVersion"],
  ["KubeVersion", "kubeVersion"],
  ["Type", "type"],
];

/** `.Chart`: what is not written is empty, and what Helm does not know is no field. */
export function chartObject(node: MapNode, name: Text, isRoot: boolean): GoObject {
  const { at } = node;
  const field = (key: string): Value => {
    const text = textOf(get(node, key), at);
    return isAbsent(text) ? literal("", at) : text;
  };
  const list = (key: string): Value => ({
    kind: "go-list",
    items: itemsOf(get(node, key)).map((item) => (key === "maintainers" ? maintainer(item) : fromNode(item))),
    at,
  });
  const annotations = get(node, "annotations");
  const deprecated = get(node, "deprecated");
  return goObject(
    "struct { chart.Metadata; IsRoot bool }",
    at,
    new Map<string, Value>([
      ...TEXT_FIELDS.map(([go, yaml]) => [go, field(yaml)] as const),
      ["Name", name],
      ["Sources", list("sources")],
      ["Keywords", list("keywords")],
      ["Maintainers", list("maintainers")],
      ["Dependencies", list("dependencies")],
      ["Annotations", annotations?.kind === "map" ? fromNode(annotations) : goTable([], at)],
      ["Deprecated", goBoolean(deprecated?.kind === "boolean" && deprecated.value, at)],
      ["IsRoot", goBoolean(isRoot, at)],
    ]),
  );
}

function maintainer(item: Node): Value {
  const field = (key: string): Value => {
    const text = textOf(get(item, key), item.at);
    return isAbsent(text) ? literal("", item.at) : text;
  };
  const fields = [
    ["Name", field("name")],
    ["Email", field("email")],
    ["URL", field("url")],
  ] as const;
  return goObject("*chart.Maintainer", item.at, new Map<string, Value>(fields));
}

/** What an argument of a method says, when it is wholly known. */
export function stringArgument(args: readonly Value[], index = 0): string | undefined {
  return knownString(args[index]);
}
