import type { Location, Step } from "../../model/location.ts";
import type { Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import { DEFAULT_TABLES, joinedTables, type FieldTables } from "./field-tables.ts";
import { effectiveNamespace, idOf, shown, type Id, type Resource } from "./resource.ts";
import { refuse, type Session } from "./session.ts";

/** A variable of the older kind: a name for the value of a field of one object. */
export interface Variable {
  readonly name: string;
  readonly node: Node;
}

/** What a kustomization has gathered so far (kustomize's ResAccumulator). */
export interface Layer {
  readonly resources: readonly Resource[];
  readonly tables: FieldTables;
  readonly variables: readonly Variable[];
  /** Set when something is not known that may add objects: one that is not found may be among them. */
  readonly isOpen: boolean;
}

export const emptyLayer: Layer = { resources: [], tables: DEFAULT_TABLES, variables: [], isOpen: false };

/** What tells an object from others, when all of it is known. */
function keyOf(id: Id): string | undefined {
  const [name, namespace] = [known(id.name), known(effectiveNamespace(id))];
  if (name === undefined || namespace === undefined) return undefined;
  return [id.group, id.version, id.kind, namespace, name].join("|");
}

/** Says which objects there are more than once. */
export function refuseTwins(layer: Layer, session: Session, at: Location): void {
  const seen = new Set<string>();
  for (const { object, made } of layer.resources) {
    if (made !== undefined) continue;
    const key = keyOf(idOf(object));
    if (key !== undefined && seen.has(key)) refuse(session, `it has ${shown(idOf(object))} twice`, at);
    if (key !== undefined) seen.add(key);
  }
}

/** Adds objects; two that are the same are one too many. */
export function withResources(
  layer: Layer,
  added: readonly Resource[],
  session: Session,
  at: Node["at"],
): Layer {
  const seen = new Set(layer.resources.map(({ object }) => keyOf(idOf(object))));
  const resources = [...layer.resources];
  for (const resource of added) {
    const id = idOf(resource.object);
    const key = keyOf(id);
    // Of a chart that is not rendered one account may be told of twice: as made, and as annotated.
    if (key === undefined || !seen.has(key) || resource.made !== undefined) resources.push(resource);
    else refuse(session, `it has ${shown(id)} twice`, at);
    seen.add(key);
  }
  return { ...layer, resources };
}

/** What an inner build brings into an outer one, each object with the step that it came by. */
export function withLayer(outer: Layer, inner: Layer, step: Step, session: Session): Layer {
  const added = inner.resources.map((resource) => ({ ...resource, via: [...resource.via, step] }));
  const joined = withResources(outer, added, session, step.at);
  return {
    resources: joined.resources,
    tables: joinedTables(outer.tables, inner.tables),
    variables: [...outer.variables, ...inner.variables],
    isOpen: outer.isOpen || inner.isOpen,
  };
}

/** Changes every object's fields; one that is taken away altogether leaves the build. */
export function mapResources(layer: Layer, change: (resource: Resource) => Resource | undefined): Layer {
  return { ...layer, resources: layer.resources.flatMap((resource) => change(resource) ?? []) };
}
