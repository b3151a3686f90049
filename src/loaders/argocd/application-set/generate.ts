import { get, type Entry, type MapNode, type Node } from "../../../model/node.ts";
import { known, print, type Answer, type Text } from "../../../model/text.ts";
import { clusterGenerator } from "./clusters.ts";
import { matrixGenerator, mergeGenerator, type ReadInner } from "./combine.ts";
import { notKnown, type Context, type GeneratorPlace } from "./context.ts";
import { flattened } from "./flatten.ts";
import { gitGenerator } from "./git.ts";
import { listGenerator } from "./list.ts";
import { parameterAt, printedScalar, type Element, type Generated, type Parameters } from "./parameters.ts";
import { Refused } from "./refused.ts";
import { filledGenerator } from "./render.ts";
import { selects } from "./selector.ts";

/** What a program that is not here answers decides what these give. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  scmProvider: "which repositories the provider has is not known",
  pullRequest: "which pull requests are open is not known",
  plugin: "what the plugin answers is not known",
  clusterDecisionResource: "which clusters the resource names is not known",
};

/** Combinations in combinations: two deep is as far as Argo CD goes. */
const MAX_DEPTH = 2;

/**
 * The elements that a generator gives (argo-cd applicationset/generators, Transform), less those that its selector leaves
 * out. Throws a Refused where Argo CD would give up on it.
 */
export function generated(
  generator: Node,
  route: string,
  context: Context,
  given?: Parameters,
  depth = 0,
): Generated {
  const written = generator.kind === "map" ? generator : undefined;
  if (written === undefined) {
    const place = { kind: "unknown", body: generator, route, at: generator.at };
    return notKnown(place, context, "it is not known");
  }
  const filled = given === undefined ? written : filledGenerator(written, given, context.renderer);
  const place = placeOf(filled, route);
  const all = elementsOf(place, context, depth);
  // The selector is the one that was written: parameters of another generator are not filled in there.
  return { ...all, elements: selected(all.elements, get(written, "selector"), context) };
}

/** The kind of a generator: the field that is not its selector. */
function placeOf(generator: MapNode, route: string): GeneratorPlace {
  const [first, second] = kindsIn(generator);
  if (first === undefined) throw new Refused("a generator of no kind", generator.at);
  if (second !== undefined) {
    throw new Refused(
      `"${print(first.key)}" and "${print(second.key)}" in one generator of a combination`,
      second.key.at,
    );
  }
  return { kind: print(first.key), body: first.value, route, at: first.key.at };
}

const kindsIn = ({ entries }: MapNode): readonly Entry[] =>
  entries.filter(({ key, value }) => known(key) !== "selector" && value.kind !== "null");

/** A generator of several kinds at once as one for each kind, which is what Argo CD makes of it outside of combinations. */
export function byKind(generator: Node): readonly Node[] {
  if (generator.kind !== "map") return [generator];
  const kinds = kindsIn(generator);
  if (kinds.length < 2) return [generator];
  return kinds.map((kind) => ({
    ...generator,
    entries: generator.entries.filter((entry) => entry === kind || !kinds.includes(entry)),
  }));
}

function elementsOf(place: GeneratorPlace, context: Context, depth: number): Generated {
  const { kind, body } = place;
  if (body.kind === "unknown") return notKnown(place, context, "it is not known");
  const why = Object.hasOwn(ELSEWHERE, kind) ? ELSEWHERE[kind] : undefined;
  if (why !== undefined) return notKnown(place, context, why);
  const inner: ReadInner = (generator, route, given) => {
    if (depth >= MAX_DEPTH) throw new Refused("generators may be combined only two deep", generator.at);
    return generated(generator, route, context, given, depth + 1);
  };
  switch (kind) {
    case "list":
      return listGenerator(place, context);
    case "git":
      return gitGenerator(place, context);
    case "clusters":
      return clusterGenerator(place, context);
    case "matrix":
      return matrixGenerator(place, context, inner);
    case "merge":
      return mergeGenerator(place, context, inner);
    default:
      return notKnown(place, context, `"${kind}" is no generator that is known here`);
  }
}

/** The elements that a generator's selector takes in, by their parameters as labels (Generators-Post-Selector.md). */
function selected(
  elements: readonly Element[],
  selector: Node | undefined,
  { renderer }: Context,
): readonly Element[] {
  if (selector === undefined || selector.kind === "null") return elements;
  return elements.flatMap((element): readonly Element[] => {
    const lookup = labelsOf(element, renderer.goTemplate);
    const answer = selects(selector, lookup);
    if (answer === "no") return [];
    return [answer === "maybe" && element.exists === "yes" ? { ...element, exists: "maybe" } : element];
  });
}

function labelsOf(
  { parameters }: Element,
  goTemplate: boolean,
): (key: Text) => { readonly value: Text; readonly exists: Answer } | undefined {
  const leaves = goTemplate ? flattened(parameters.map) : parameters.map.entries;
  const known = new Map(leaves.map(({ key, value }) => [print(key), value]));
  return (key) => {
    const name = print(key);
    const found = known.get(name);
    if (found !== undefined) {
      const value = printedScalar(found);
      return value === undefined ? undefined : { value, exists: "yes" };
    }
    const more = goTemplate ? get(parameters.map, ...name.split(".")) : parameterAt(parameters, name);
    if (more?.kind !== "unknown") return undefined;
    return { value: { kind: "text", parts: [more.hole], at: more.at }, exists: "maybe" };
  };
}
