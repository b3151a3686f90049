import { anyOf, allOf } from "../../model/compare.ts";
import { entriesOf, get, stringAt, textOf, type Node } from "../../model/node.ts";
import { isAbsent, known, type Answer, type Text } from "../../model/text.ts";
import { compilePattern, findAll, type Program } from "../re2/match.ts";
import { fitsSelector } from "./label-selector.ts";
import { effectiveNamespace, firstId, idOf, type Resource } from "./resource.ts";

/** Which objects a patch is for (kustomize's Selector): five patterns for the whole of what they stand for. */
export interface Selector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: string;
  readonly annotations: string;
}

/** Reads a `target`. */
export function readSelector(node: Node): Selector {
  const field = (name: string): string => stringAt(node, name) ?? "";
  return {
    group: field("group"),
    version: field("version"),
    kind: field("kind"),
    name: field("name"),
    namespace: field("namespace"),
    labels: field("labelSelector"),
    annotations: field("annotationSelector"),
  };
}

const programs = new Map<string, Program | undefined>();

function programOf(pattern: string): Program | undefined {
  const before = programs.get(pattern);
  if (before !== undefined || programs.has(pattern)) return before;
  const compiled = compilePattern(`^(?:${pattern})$`);
  const program = compiled === "too big" || "error" in compiled ? undefined : compiled;
  programs.set(pattern, program);
  return program;
}

/** Whether a pattern is one that Go's regular expressions know. */
export function isPattern(pattern: string): boolean {
  return programOf(pattern) !== undefined;
}

/** Whether a pattern fits the whole of a text; an empty one fits all, and a word only itself. */
export function fitsPattern(pattern: string, text: string): Answer {
  if (pattern === "" || pattern === text) return "yes";
  if (/^[\w-]*$/.test(pattern)) return "no";
  const program = programOf(pattern);
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const matches = program === undefined ? undefined : findAll(program, codes, 1);
  if (matches === undefined) return "maybe";
  return matches.length > 0 ? "yes" : "no";
}

function fitsText(pattern: string, text: Text): Answer {
  const value = known(text);
  if (pattern === "") return "yes";
  return value === undefined ? "maybe" : fitsPattern(pattern, value);
}

/** Whether a selector is for an object: it may name what the object was first called or is called now. */
export function selects(selector: Selector, resource: Resource): Answer {
  const now = idOf(resource.object);
  const first = firstId(resource);
  return allOf([
    anyOf([
      fitsText(selector.namespace, effectiveNamespace(first)),
      fitsText(selector.namespace, effectiveNamespace(now)),
    ]),
    anyOf([fitsText(selector.name, first.name), fitsText(selector.name, now.name)]),
    fitsPattern(selector.group, now.group),
    fitsPattern(selector.version, now.version),
    fitsPattern(selector.kind, now.kind),
    fitsMap(selector.labels, get(resource.object, "metadata", "labels")),
    fitsMap(selector.annotations, get(resource.object, "metadata", "annotations")),
  ]);
}

function fitsMap(selector: string, map: Node | undefined): Answer {
  if (selector === "") return "yes";
  if (map?.kind === "unknown" || (map?.kind === "map" && map.more !== undefined)) return "maybe";
  const labels = new Map<string, string>();
  for (const { key, value } of entriesOf(map)) {
    const name = known(key);
    const text = textOf(value, value.at);
    const label = isAbsent(text) ? "" : known(text);
    if (name === undefined || label === undefined) return "maybe";
    labels.set(name, label);
  }
  const fits = fitsSelector(selector, labels);
  return fits === undefined ? "maybe" : fits ? "yes" : "no";
}
