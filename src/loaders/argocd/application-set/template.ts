import { entryOf, get, type Entry, type MapNode, type Node } from "../../../model/node.ts";
import { known, print } from "../../../model/text.ts";
import { lastOfEach } from "./flatten.ts";

/** Whether Go takes a value for one that was not given. */
function isEmpty(node: Node | undefined): boolean {
  switch (node?.kind) {
    case undefined:
    case "null":
      return true;
    case "text":
      return node.parts.length === 0;
    case "list":
      return node.items.length === 0;
    case "map":
      return node.entries.length === 0 && node.more === undefined;
    case "boolean":
      return !node.value;
    case "number":
      return node.value === 0;
    case "unknown":
      return false;
  }
}

/** Fields that are one value to Argo CD, whatever they hold. */
const WHOLE = new Set(["valuesObject"]);

/** A template with what another one says where it says nothing itself (dario.cat/mergo, without override). */
function completed(own: Node | undefined, base: Node): Node {
  if (own === undefined || isEmpty(own)) return base;
  if (own.kind !== "map" || base.kind !== "map") return own;
  const entries = new Map(lastOfEach(own).map((entry) => [print(entry.key), entry]));
  for (const entry of lastOfEach(base)) {
    const key = print(entry.key);
    const before = entries.get(key);
    if (before !== undefined && WHOLE.has(key) && !isEmpty(before.value)) continue;
    entries.set(key, { key: before?.key ?? entry.key, value: completed(before?.value, entry.value) });
  }
  return { ...own, entries: [...entries.values()] };
}

/** The template of a generator's Applications: its own over the ApplicationSet's (Template.md, "Generator templates"). */
export function templateOf(object: MapNode, generator: Node): Node | undefined {
  const base = get(object, "spec", "template");
  const body = generator.kind === "map" ? generator.entries.find(isGenerator)?.value : undefined;
  const own = get(body, "template");
  if (own === undefined || own.kind === "null") return base;
  return base === undefined ? own : completed(own, base);
}

const isGenerator = ({ key }: Entry): boolean => known(key) !== "selector";

/** What a template makes: an Application in the ApplicationSet's own namespace (controllers/template/template.go). */
export function applicationFrom(template: MapNode, set: MapNode): MapNode {
  const { at } = template;
  const fixed = (key: string, value: string): Entry => ({
    key: { kind: "text", parts: [{ kind: "literal", value: key }], at },
    value: { kind: "text", parts: [{ kind: "literal", value, at }], at },
  });
  const metadata = get(template, "metadata");
  const namespace = entryOf(get(set, "metadata"), "namespace");
  const own = metadata?.kind === "map" ? metadata.entries : [];
  const entries = [
    ...own.filter(({ key }) => known(key) !== "namespace"),
    ...(namespace === undefined ? [] : [namespace]),
  ];
  const head: MapNode = { kind: "map", entries, at: metadata?.at ?? at };
  const spec = entryOf(template, "spec");
  return {
    kind: "map",
    entries: [
      fixed("apiVersion", "argoproj.io/v1alpha1"),
      fixed("kind", "Application"),
      { key: { kind: "text", parts: [{ kind: "literal", value: "metadata" }], at }, value: head },
      ...(spec === undefined ? [] : [spec]),
    ],
    at,
  };
}
