import type { Location } from "../../model/location.ts";
import { entriesOf, entryOf, get, itemsOf, stringAt, type MapNode, type Node } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import { fileSource } from "../../model/source.ts";
import { known } from "../../model/text.ts";
import { parseJson } from "../json/parse-json.ts";
import type { Parsed, Parser } from "../loader.ts";
import { masked } from "./masked.ts";

/** A resource or data source as a plan says that it will be. */
export interface PlannedResource {
  readonly address: string;
  readonly moduleAddress: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key: string | number | undefined;
  /** Its attributes, with a hole for each that is known only after apply. */
  readonly values: MapNode;
  /** Where the plan names it. */
  readonly at: Location;
}

/** A plan in Terraform's JSON format. */
export interface Plan {
  readonly resources: readonly PlannedResource[];
  /** `root_module` of the configuration: which expression refers to what. */
  readonly configuration: Node | undefined;
  readonly providers: Node | undefined;
  readonly variables: Node | undefined;
  readonly at: Location;
}

/**
 * The format's newest version that is understood. Source: Terraform, "JSON Output Format", format version: a minor
 * version adds, a major version changes.
 */
const MAJOR = 1;
const MINOR = 2;

/** What is said of a version that is newer; undefined when there is nothing to say. */
function versionProblem(version: Node | undefined, at: Location): Problem | undefined {
  const text = version?.kind === "text" ? (known(version) ?? "") : "";
  const [major = NaN, minor = 0] = text.split(".").map(Number);
  const place = version?.at ?? at;
  if (!(major <= MAJOR)) {
    const message = `The plan has the format version "${text}": versions up to ${MAJOR} are understood, so nothing of it was read`;
    return { code: "input/unparseable", message, at: place };
  }
  if (major < MAJOR || minor <= MINOR) return undefined;
  const message = `The plan has the format version ${text}, newer than ${MAJOR}.${MINOR}: what is new in it was not looked at`;
  return { code: "input/not-understood", message, at: place };
}

/** Words of which Terraform's JSON of a plan holds one, whatever the file is called. */
export const PLAN_WORDS = ['"planned_values"', '"resource_changes"'];

/** Whether a JSON text is a plan, by the words that only a plan has. */
export function holdsPlan(text: string): boolean {
  return text.includes('"format_version"') && PLAN_WORDS.some((word) => text.includes(word));
}

/** A plan, or undefined when the file is none (or none that can be read). */
export const planParser: Parser<Plan | undefined> = {
  name: "terraform-plan",
  parse: (file): Parsed<Plan | undefined> => {
    const source = fileSource(file);
    const { node, problems } = parseJson(source);
    const isPlan =
      node?.kind === "map" &&
      entryOf(node, "format_version") !== undefined &&
      (entryOf(node, "planned_values") ?? entryOf(node, "resource_changes")) !== undefined;
    if (!isPlan) return { value: undefined, comments: [], problems: [] };
    const problem = versionProblem(get(node, "format_version"), source.at);
    const said = problem === undefined ? [] : [problem];
    if (problem?.code === "input/unparseable") return { value: undefined, comments: [], problems: said };
    const syntax = problems.map(({ message, start, end }): Problem => ({
      code: "input/unparseable",
      message,
      at: { ...source.locate(start, end), route: [] },
    }));
    return { value: readPlan(node), comments: [], problems: [...syntax, ...said] };
  },
};

function readPlan(node: MapNode): Plan {
  const configuration = get(node, "configuration");
  return {
    resources: resourcesOf(node),
    configuration: get(configuration, "root_module"),
    providers: get(configuration, "provider_config"),
    variables: get(node, "variables"),
    at: node.at,
  };
}

/** What the plan does to a resource. */
interface Change {
  readonly actions: readonly string[];
  readonly change: Node | undefined;
  readonly resource: Node;
}

function changesOf(node: MapNode): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>();
  for (const resource of itemsOf(get(node, "resource_changes"))) {
    const address = stringAt(resource, "address");
    // A deposed object is what replacing left behind: it is on its way out.
    if (address === undefined || get(resource, "deposed") !== undefined) continue;
    const change = get(resource, "change");
    const actions = itemsOf(get(change, "actions")).flatMap((action) =>
      action.kind === "text" ? (known(action) ?? []) : [],
    );
    changes.set(address, { actions, change, resource });
  }
  return changes;
}

/** Actions after which a resource is gone, or no longer Terraform's. */
function isGone({ actions }: Change): boolean {
  const [only] = actions;
  return actions.length === 1 && (only === "delete" || only === "forget");
}

interface Listed {
  readonly resource: Node;
  readonly moduleAddress: string;
}

/** The resources of a module and of those below it (`planned_values`, the values of a state). */
function listed(module: Node | undefined): readonly Listed[] {
  const found: Listed[] = [];
  const waiting = module === undefined ? [] : [module];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const moduleAddress = stringAt(next, "address") ?? "";
    for (const resource of itemsOf(get(next, "resources"))) found.push({ resource, moduleAddress });
    waiting.push(...itemsOf(get(next, "child_modules")));
  }
  return found;
}

/** Everything that will exist, each once: what is planned, then data that is read, then data that was read before. */
function resourcesOf(node: MapNode): readonly PlannedResource[] {
  const changes = changesOf(node);
  const resources = new Map<string, PlannedResource>();
  const add = ({ resource, moduleAddress }: Listed, values: Node | undefined): void => {
    const address = stringAt(resource, "address");
    if (address === undefined || resources.has(address)) return;
    const change = changes.get(address);
    if (change !== undefined && isGone(change)) return;
    const planned = plannedResource(resource, moduleAddress, values, get(change?.change, "after_unknown"));
    if (planned !== undefined) resources.set(address, planned);
  };
  for (const item of listed(get(node, "planned_values", "root_module"))) {
    add(item, get(item.resource, "values"));
  }
  for (const { resource, change } of changes.values()) {
    add({ resource, moduleAddress: stringAt(resource, "module_address") ?? "" }, get(change, "after"));
  }
  for (const item of listed(get(node, "prior_state", "values", "root_module"))) {
    if (stringAt(item.resource, "mode") === "data") add(item, get(item.resource, "values"));
  }
  return [...resources.values()];
}

function plannedResource(
  resource: Node,
  moduleAddress: string,
  values: Node | undefined,
  unknown: Node | undefined,
): PlannedResource | undefined {
  const address = entryOf(resource, "address")?.value;
  const type = stringAt(resource, "type");
  const name = stringAt(resource, "name");
  if (address?.kind !== "text" || type === undefined || name === undefined) return undefined;
  const shown = known(address) ?? "";
  const id = `plan ${address.at.file.path}|${shown}`;
  const written: MapNode = { kind: "map", entries: entriesOf(values), at: resource.at };
  const whole = masked(written, unknown, { kind: "hole", id, name: shown }, address.at);
  const index = get(resource, "index");
  return {
    address: shown,
    moduleAddress,
    mode: stringAt(resource, "mode") === "data" ? "data" : "managed",
    type,
    name,
    key: index?.kind === "number" ? index.value : index?.kind === "text" ? known(index) : undefined,
    values: whole.kind === "map" ? whole : written,
    at: address.at,
  };
}
