import { allOf, equals } from "../../../model/compare.ts";
import { get, itemsOf, type Entry, type MapNode, type Node } from "../../../model/node.ts";
import { known, print, type Answer, type Hole } from "../../../model/text.ts";
import { MAX_ELEMENTS, notKnown, type Context, type GeneratorPlace } from "./context.ts";
import { lastOfEach } from "./flatten.ts";
import {
  parameterAt,
  printedScalar,
  unknownParameters,
  type Element,
  type Generated,
  type Parameters,
} from "./parameters.ts";
import { Refused } from "./refused.ts";

/** Reads a generator inside another one; `given` are the parameters of the one before it. */
export type ReadInner = (generator: Node, route: string, given: Parameters | undefined) => Generated;

function innerOf({ kind, body, at }: GeneratorPlace): readonly Node[] | undefined {
  const generators = get(body, "generators");
  if (generators?.kind === "unknown") return undefined;
  const items = itemsOf(generators);
  if (items.length < 2) throw new Refused(`a ${kind} generator takes two generators`, at);
  return items;
}

/** All pairs of the elements of two generators (generators/matrix.go); the second one may use the first one's parameters. */
export function matrixGenerator(place: GeneratorPlace, context: Context, read: ReadInner): Generated {
  const generators = innerOf(place);
  if (generators === undefined) return notKnown(place, context, "its generators are not known");
  const [first, second] = generators;
  if (first === undefined || second === undefined || generators.length > 2) {
    throw new Refused("a matrix generator takes two generators, not more", place.at);
  }
  const base = read(first, `${place.route}.0`, undefined);
  const elements: Element[] = [];
  const doubts = [...base.doubts];
  for (const [index, left] of base.elements.entries()) {
    const other = read(second, `${place.route}.1[${String(index)}]`, left.parameters);
    doubts.push(...other.doubts);
    elements.push(...other.elements.map((right) => paired(left, right, context)));
    if (elements.length > MAX_ELEMENTS) break;
  }
  return { elements, doubts: onlyOnce(doubts) };
}

/** The same doubt is said once, however many elements of the first generator bring it up. */
function onlyOnce(doubts: Generated["doubts"]): Generated["doubts"] {
  const seen = new Set<string>();
  return doubts.filter(({ why, at }) => {
    const key = `${at.file.path}@${String(at.span.start)} ${why}`;
    return !seen.has(key) && seen.add(key);
  });
}

function paired(left: Element, right: Element, { renderer }: Context): Element {
  const joined = renderer.goTemplate
    ? over(right.parameters.map, left.parameters.map)
    : combined(left, right);
  const open = [...left.parameters.open, ...right.parameters.open];
  const more = left.parameters.map.more ?? right.parameters.map.more;
  const map: MapNode = more === undefined ? joined : { ...joined, more };
  const seat = left.seat ?? right.seat;
  const labels = left.isPlace && !right.isPlace ? [right.label, left.label] : [left.label, right.label];
  return {
    parameters: { map, open },
    label: labels.join("/"),
    isPlace: left.isPlace || right.isPlace,
    at: right.exists === "any" ? left.at : right.at,
    ...(seat === undefined ? {} : { seat }),
    exists: weaker(left.exists, right.exists),
  };
}

function weaker(a: Element["exists"], b: Element["exists"]): Element["exists"] {
  if (a === "any" || b === "any") return "any";
  return a === "maybe" || b === "maybe" ? "maybe" : "yes";
}

/** Flat parameters of both; everything becomes a string, and one of two values is a mistake (utils/map.go). */
function combined(
  { parameters: { map: left } }: Element,
  { parameters: { map: right }, at }: Element,
): MapNode {
  const entries = new Map<string, Entry>();
  for (const entry of [...lastOfEach(left), ...lastOfEach(right)]) {
    const key = print(entry.key);
    const value = printedScalar(entry.value) ?? entry.value;
    const before = entries.get(key)?.value;
    if (before?.kind === "text" && value.kind === "text" && equals(before, value) === "no") {
      throw new Refused(
        `two generators of a matrix give "${key}": "${print(before)}" and "${print(value)}"`,
        at,
      );
    }
    if (before === undefined) entries.set(key, { key: entry.key, value });
  }
  return { kind: "map", entries: [...entries.values()], at: left.at };
}

/** A map with another one over it, maps in maps as well (dario.cat/mergo, WithOverride). */
function over(base: MapNode, winner: MapNode): MapNode {
  if (base.entries.length === 0) return winner;
  const entries = new Map(lastOfEach(base).map((entry) => [print(entry.key), entry]));
  for (const entry of lastOfEach(winner)) {
    const key = print(entry.key);
    const before = entries.get(key)?.value;
    const value =
      before?.kind === "map" && entry.value.kind === "map" ? over(before, entry.value) : entry.value;
    entries.set(key, { ...entry, value });
  }
  const more = winner.more ?? base.more;
  return {
    kind: "map",
    entries: [...entries.values()],
    ...(more === undefined ? {} : { more }),
    at: winner.at,
  };
}

/** The elements of the first generator, each with what the later ones say of the one with the same keys (generators/merge.go). */
export function mergeGenerator(place: GeneratorPlace, context: Context, read: ReadInner): Generated {
  const generators = innerOf(place);
  const written = get(place.body, "mergeKeys");
  const keys = itemsOf(written).flatMap((item) => (item.kind === "text" ? (known(item) ?? []) : []));
  if (generators === undefined || written?.kind === "unknown" || keys.length < itemsOf(written).length) {
    return notKnown(place, context, "its generators or keys are not known");
  }
  if (keys.length === 0) throw new Refused("a merge generator without mergeKeys", place.at);
  const [base, ...others] = generators.map((generator, index) =>
    read(generator, `${place.route}.${String(index)}`, undefined),
  );
  if (base === undefined) return { elements: [], doubts: [] };
  for (const { elements } of [base, ...others]) distinct(elements, keys);
  const elements = others.reduce(
    (before, { elements: overrides }) =>
      before.map((element) => overridden(element, overrides, keys, context)),
    base.elements,
  );
  return { elements, doubts: onlyOnce([base, ...others].flatMap(({ doubts }) => doubts)) };
}

/** What identifies an element: a text for each key; undefined when one of them is not known or no scalar. */
function identity(element: Element, keys: readonly string[]): string | undefined {
  const values = keys.map((key) => valueAt(element, key));
  if (element.exists === "any" || values.includes(undefined)) return undefined;
  return JSON.stringify(values);
}

function valueAt({ parameters }: Element, key: string): string | undefined {
  const value = parameterAt(parameters, key);
  if (value === undefined) return "absent";
  if (value.kind === "text") return known(value);
  return value.kind === "number" || value.kind === "boolean" ? `${value.kind} ${value.raw}` : undefined;
}

function distinct(elements: readonly Element[], keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const element of elements) {
    const id = element.exists === "yes" ? identity(element, keys) : undefined;
    if (id === undefined) continue;
    if (seen.has(id)) {
      throw new Refused(
        `two elements of a generator have the same ${keys.map((key) => `"${key}"`).join(" and ")}, which a merge does not take`,
        element.at,
      );
    }
    seen.add(id);
  }
}

/** Whether two elements have the same keys. */
function matches(a: Element, b: Element, keys: readonly string[]): Answer {
  if (a.exists === "any" || b.exists === "any") return "maybe";
  return allOf(
    keys.map((key): Answer => {
      const [left, right] = [parameterAt(a.parameters, key), parameterAt(b.parameters, key)];
      if (left === undefined || right === undefined) return left === right ? "yes" : "no";
      if (left.kind === "text" && right.kind === "text") return equals(left, right);
      if (left.kind === "unknown" || right.kind === "unknown") return "maybe";
      return valueAt(a, key) === valueAt(b, key) ? "yes" : "no";
    }),
  );
}

function overridden(
  element: Element,
  overrides: readonly Element[],
  keys: readonly string[],
  context: Context,
): Element {
  const answers = overrides.map((override) => ({ override, answer: matches(element, override, keys) }));
  const sure = answers.find(({ answer, override }) => answer === "yes" && override.exists === "yes");
  if (sure !== undefined) return withOverride(element, sure.override, context);
  return answers
    .filter(({ answer }) => answer !== "no")
    .reduce((before, { override }) => perhapsOverridden(before, override, keys), element);
}

function withOverride(element: Element, { parameters, seat }: Element, { renderer }: Context): Element {
  const { map, open } = element.parameters;
  const merged = renderer.goTemplate ? over(map, parameters.map) : laid(map, parameters.map);
  const own = element.seat ?? seat;
  return {
    ...element,
    parameters: { map: merged, open: [...parameters.open, ...open] },
    ...(own === undefined ? {} : { seat: own }),
  };
}

/** Flat parameters over others. */
function laid(base: MapNode, winner: MapNode): MapNode {
  const entries = new Map(lastOfEach(base).map((entry) => [print(entry.key), entry]));
  for (const entry of lastOfEach(winner)) entries.set(print(entry.key), entry);
  return { ...base, entries: [...entries.values()] };
}

/** An element of which another one perhaps says something else: what that one says is not known, nor what is not listed. */
function perhapsOverridden(element: Element, override: Element, keys: readonly string[]): Element {
  const { map } = override.parameters;
  const hole: Hole = {
    kind: "hole",
    id: `merge|${element.label}|${override.label}|${map.at.file.path}@${String(map.at.span.start)}`,
    name: map.more?.name ?? `merge generator: ${override.label}`,
  };
  const unsure = unknownParameters(hole, map.at);
  const named = new Set(map.entries.map(({ key }) => print(key)));
  const isAny = map.more !== undefined;
  const kept = element.parameters.map.entries.map((entry): Entry => {
    const key = print(entry.key);
    if (keys.includes(key) || (!isAny && !named.has(key))) return entry;
    const value = parameterAt(unsure, key) ?? entry.value;
    return { key: entry.key, value };
  });
  const listed = new Set(element.parameters.map.entries.map(({ key }) => print(key)));
  const added = map.entries.flatMap((entry): readonly Entry[] => {
    const key = print(entry.key);
    const value = parameterAt(unsure, key);
    return listed.has(key) || value === undefined ? [] : [{ key: entry.key, value }];
  });
  const more = isAny ? { more: hole } : {};
  return {
    ...element,
    parameters: {
      map: { ...element.parameters.map, entries: [...kept, ...added], ...more },
      open: [...element.parameters.open, ...override.parameters.open],
    },
  };
}
