import type { Gap, Origin } from "../../../model/entities.ts";
import type { Location } from "../../../model/location.ts";
import type { Manifest } from "../../../model/manifest.ts";
import { get, itemsOf, textOf, type MapNode, type Node } from "../../../model/node.ts";
import type { Problem } from "../../../model/problem.ts";
import { absent, isAbsent, known, print, type Absent, type Hole, type Text } from "../../../model/text.ts";
import { emptyExpansion, type Expander, type Expansion, type Questions, type Unit } from "../../loader.ts";
import { inNamespace } from "../../manifest-metadata.ts";
import { isManifest, keyOf } from "../application.ts";
import { byArgoCd, clusterSecrets } from "./cluster-secrets.ts";
import { MAX_ELEMENTS, type Context } from "./context.ts";
import { byKind, generated } from "./generate.ts";
import type { Doubt, Element } from "./parameters.ts";
import { common, patched } from "./patch.ts";
import { Refused } from "./refused.ts";
import { filledIn } from "./render.ts";
import { rendererOf } from "./renderer.ts";
import { applicationFrom, templateOf } from "./template.ts";

const APPLICATION_SET = "argocd-application-set";

/** The unit of an ApplicationSet's manifest. */
export function applicationSetUnit(manifest: Manifest): Unit {
  return { key: keyOf(manifest), kind: APPLICATION_SET, input: manifest, origin: manifest.origin };
}

/** The Applications of an ApplicationSet, one for each element of its generators. */
export const applicationSetExpander: Expander = {
  kind: APPLICATION_SET,
  expand: (unit, ask) => (isManifest(unit.input) ? expandSet(unit.input, unit.key, ask) : emptyExpansion),
};

/** What is collected on the way. */
interface Collected {
  readonly manifests: Manifest[];
  readonly facts: Gap[];
  readonly problems: Problem[];
}

function expandSet(manifest: Manifest, key: string, ask: Questions): Expansion {
  const settings = ask.settings ?? { placeholders: [], accountOf: () => undefined, varFiles: [] };
  const { object } = manifest;
  const secrets = clusterSecrets({ ask, manifest, settings });
  const context: Context = { manifest, key, renderer: rendererOf(object), ask, settings, secrets };
  const collected: Collected = { manifests: [], facts: [], problems: [] };
  const generators = get(object, "spec", "generators");
  if (generators?.kind === "unknown") {
    collected.facts.push(doubtful(context, { why: "its generators are not known", at: object.at }, "", 0));
  }
  const labels = new Labels();
  for (const [index, generator] of itemsOf(generators).flatMap(byKind).entries()) {
    const worlds = asksClusters(generator) ? byArgoCd(secrets) : [secrets];
    for (const clusters of worlds) {
      expandGenerator(generator, index, { ...context, secrets: clusters }, labels, collected);
    }
  }
  return { ...emptyExpansion, ...collected };
}

/** Whether a generator, or one inside of it, is about Argo CD's clusters. */
function asksClusters(generator: Node): boolean {
  if (generator.kind === "list") return generator.items.some(asksClusters);
  if (generator.kind !== "map") return false;
  return generator.entries.some(({ key, value }) => known(key) === "clusters" || asksClusters(value));
}

/** Names for elements, each given once. */
class Labels {
  readonly #taken = new Map<string, number>();

  unique(label: string): string {
    const number = (this.#taken.get(label) ?? 0) + 1;
    this.#taken.set(label, number);
    return number === 1 ? label : `${label} #${String(number)}`;
  }
}

function expandGenerator(
  generator: Node,
  index: number,
  context: Context,
  labels: Labels,
  collected: Collected,
): void {
  const { object } = context.manifest;
  const kind = kindOf(generator);
  try {
    const { elements, doubts } = generated(generator, String(index), context);
    for (const [number, doubt] of doubts.entries()) {
      collected.facts.push(doubtful(context, doubt, kind, index * 1000 + number));
      if (doubt.isOutside === true) {
        const message = `ApplicationSet "${nameIn(object)}": ${doubt.why}`;
        collected.problems.push({ code: "input/outside-root", message, at: doubt.at });
      }
    }
    if (elements.length > MAX_ELEMENTS) collected.problems.push(tooMany(context, generator.at));
    const template = templateOf(object, generator);
    for (const element of elements.slice(0, MAX_ELEMENTS)) {
      expandElement(element, template, context, labels, collected);
    }
    if (elements.length > MAX_ELEMENTS) {
      const why = `of more than ${String(MAX_ELEMENTS)} elements the rest is not read`;
      collected.facts.push(doubtful(context, { why, at: generator.at, isQuiet: true }, kind, index));
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const why = `${error.message}: Argo CD makes no Applications of it`;
    collected.facts.push(doubtful(context, { why, at: error.at }, kind, index));
  }
}

function tooMany({ manifest: { object } }: Context, at: Location): Problem {
  const message = `ApplicationSet "${nameIn(object)}" has a generator with more than ${String(MAX_ELEMENTS)} elements: the rest is not read`;
  return { code: "input/too-large", message, at };
}

function kindOf(generator: Node): string {
  if (generator.kind !== "map") return "";
  const kind = generator.entries.find(({ key }) => known(key) !== "selector");
  return kind === undefined ? "" : print(kind.key);
}

const nameIn = (object: MapNode): string => print(textOf(get(object, "metadata", "name"), object.at));

function expandElement(
  element: Element,
  template: Node | undefined,
  context: Context,
  labels: Labels,
  collected: Collected,
): void {
  const label = labels.unique(element.label);
  const { manifest } = context;
  const name = nameIn(manifest.object);
  try {
    if (template?.kind !== "map") throw new Refused("its template is not known", manifest.object.at);
    const object = applicationOf(template, element, context, label);
    const step = { label: `ApplicationSet ${name}, element ${label}`, at: element.at };
    const origin = { ...originOf(context, element, name, label), via: [...manifest.origin.via, step] };
    const isSure = element.exists === "yes" && manifest.existence !== "maybe";
    const release: Text = { kind: "text", parts: [{ kind: "literal", value: name }], at: manifest.object.at };
    collected.manifests.push({
      object,
      origin,
      madeBy: {
        what: "generator",
        row: label,
        release,
        ...(element.exists === "any" ? { guessed: true } : {}),
      },
      ...(isSure ? {} : { existence: "maybe" as const }),
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const why = `element ${label} makes no Application (${error.message})`;
    collected.facts.push(doubtful(context, { why, at: error.at }, "", collected.facts.length + 1_000_000));
  }
}

/** The Application of an element; throws a Refused where Argo CD makes none. */
function applicationOf(template: MapNode, element: Element, context: Context, label: string): MapNode {
  const { renderer, manifest, key } = context;
  const { parameters } = element;
  const made = applicationFrom(template, manifest.object);
  const isFilled = parameters.map.entries.length > 0 || parameters.map.more !== undefined;
  const filled = isFilled ? filledIn(made, (text) => renderer.text(text, parameters)) : made;
  const application = applicationFrom(filled.kind === "map" ? filled : made, manifest.object);
  const patch = get(manifest.object, "spec", "templatePatch");
  if (patch?.kind !== "text" || patch.parts.length === 0) return application;
  const hole: Hole = { kind: "hole", id: `${key}|${label}|templatePatch`, name: "templatePatch" };
  const forms = renderer.forms(patch, parameters)?.map((text) => patched(application, text));
  const results = forms?.filter((form) => form !== undefined);
  if (forms === undefined || results === undefined || results.length < forms.length || results.length === 0) {
    return withUnknownSpec(application, hole);
  }
  const agreed = common(results, hole);
  return agreed.kind === "map" ? agreed : withUnknownSpec(application, hole);
}

/** An Application of which a patch may change everything but its name: its sources are not known, which it says itself. */
function withUnknownSpec(application: MapNode, hole: Hole): MapNode {
  const entries = application.entries.map((entry) => {
    if (known(entry.key) !== "spec") return entry;
    return { key: entry.key, value: { kind: "unknown", hole, at: entry.value.at } as const };
  });
  return { ...application, entries };
}

/** Where an element's Application is: in an environment of its own, in that of the cluster's Secret or of the set itself. */
function originOf(
  { manifest }: Context,
  { seat }: Element,
  name: string,
  label: string,
): Omit<Origin, "via"> {
  const { origin, object } = manifest;
  const outer = seat === undefined || seat.environment === null ? origin : seat;
  const own = `${name}/${label}`;
  const place = { cluster: absent(object.at), ...(outer.root === undefined ? {} : { root: outer.root }) };
  if (outer.environment === null) return { ...place, environment: own };
  // Units are compared by the directories that they share, everything else by its last word.
  return outer.isUnit === true
    ? { ...place, environment: `${outer.environment}/${own}`, isUnit: true }
    : { ...place, environment: `${own}/${outer.environment}` };
}

/** What a generator may make besides what is read: anything, in its template's namespace when that is literal. */
function doubtful({ manifest, key }: Context, doubt: Doubt, kind: string, number: number): Gap {
  const { object, origin } = manifest;
  const namespace = literalNamespace(
    textOf(get(object, "spec", "template", "spec", "destination", "namespace"), object.at),
  );
  const { why, at, isQuiet, repository } = doubt;
  const generator = kind === "" ? "" : ` ${kind} generator:`;
  const message = `ApplicationSet "${nameIn(object)}":${generator} ${why}; what its Applications make${inNamespace(namespace)} is not known`;
  return {
    kind: "gap",
    id: `application-set|${key}|${String(number)}`,
    what: `ApplicationSet ${nameIn(object)}`,
    may: ["service-account", "secret-store", "external-secret"],
    namespace,
    account: absent(at),
    message: isQuiet === true ? undefined : message,
    ...(repository === undefined ? {} : { wants: { kind: "repository" as const, name: repository } }),
    at,
    origin,
  };
}

/** A namespace that an element fills in may be any. */
function literalNamespace(text: Text | Absent): Text | Absent {
  if (isAbsent(text)) return text;
  const value = known(text);
  return value === undefined || value === "" || value.includes("{{") ? absent(text.at) : text;
}
