import {
  entriesOf,
  flagOf,
  get,
  itemsOf,
  textOf,
  type Entry,
  type MapNode,
  type Node,
} from "../../model/node.ts";
import { inDeployed } from "../../model/problem.ts";
import type { Location } from "../../model/location.ts";
import { isAbsent, known, literal, type Text } from "../../model/text.ts";
import type { Expansion, Questions } from "../loader.ts";
import { kustomizeBuildUnit, kustomizeRootsUnit, type KustomizeEdits } from "../manifest-units.ts";
import { joinPath } from "../paths.ts";
import type { Application } from "./application-gap.ts";
import { isDeployer, ownFact, placed } from "./deployed.ts";

/**
 * The objects that kustomize builds of a directory, with the options of the source written into the kustomization first
 * (argo-cd util/kustomize/kustomize.go, docs/user-guide/kustomize.md).
 */
export function kustomizeSource(
  application: Application,
  source: MapNode,
  directory: string,
  index: number,
  ask: Questions,
): Expansion {
  const fields = editsOf(get(source, "kustomize"), directory, ask);
  const edits: KustomizeEdits | undefined =
    fields === undefined ? undefined : { key: `${application.key}|${String(index)}`, fields };
  const { manifests, facts, claims, problems, comments } = ask.build(kustomizeBuildUnit(directory, edits));
  const isRoot = ask.build(kustomizeRootsUnit()).units.some(({ key }) => key === directory);
  return {
    manifests: manifests
      .filter((manifest) => !isDeployer(manifest) || (!isRoot && !isOnTheWay(application, manifest.object)))
      .map((manifest) => placed(application, manifest)),
    facts: facts.map((fact) => ownFact(application, fact)),
    claims,
    units: [],
    problems: problems.map(inDeployed),
    ...(comments === undefined ? {} : { comments }),
  };
}

/** Whether an Application is one of those by which this one came about: it is there already. */
function isOnTheWay({ origin }: Application, object: MapNode): boolean {
  const name = get(object, "metadata", "name");
  if (name === undefined) return false;
  const isSame = (at: Location): boolean =>
    at.file.path === name.at.file.path && at.span.start === name.at.span.start;
  return origin.via.some(({ at }) => isSame(at));
}

const TEXTS = ["namePrefix", "nameSuffix", "namespace"];

/** What the options write into a kustomization; undefined when they write nothing. Images and replicas name nobody. */
function editsOf(options: Node | undefined, directory: string, ask: Questions): MapNode | undefined {
  if (options?.kind !== "map") return undefined;
  const entries = entriesOf(options).flatMap(({ key, value }): readonly Entry[] => {
    const name = known(key) ?? "";
    if (TEXTS.includes(name)) return isFilled(value) ? [{ key, value }] : [];
    if (name === "commonAnnotations") return [{ key, value }];
    if (name === "commonLabels") return [labels(key, value, options)];
    if (name === "patches") return [{ key, value }];
    if (name === "components") return [{ key, value: components(value, options, directory, ask) }];
    return [];
  });
  return entries.length === 0 ? undefined : { kind: "map", entries, at: options.at };
}

function isFilled(value: Node): boolean {
  const text = textOf(value, value.at);
  return !isAbsent(text) && text.parts.length > 0;
}

const isSet = (options: Node, field: string): boolean => flagOf(get(options, field)) === "yes";

/** `labelWithoutSelector` makes `labels` of them, which touch no selector. */
function labels(key: Text, pairs: Node, options: MapNode): Entry {
  if (!isSet(options, "labelWithoutSelector")) return { key, value: pairs };
  const templates = get(options, "labelIncludeTemplates");
  const item: MapNode = {
    kind: "map",
    entries: [
      { key: literal("pairs", key.at), value: pairs },
      ...(templates === undefined ? [] : [{ key: literal("includeTemplates", key.at), value: templates }]),
    ],
    at: key.at,
  };
  return { key: literal("labels", key.at), value: { kind: "list", items: [item], at: pairs.at } };
}

/** With `ignoreMissingComponents` only those that are there. */
function components(value: Node, options: MapNode, directory: string, ask: Questions): Node {
  if (value.kind !== "list" || !isSet(options, "ignoreMissingComponents")) return value;
  const items = itemsOf(value).filter((item) => {
    const written = item.kind === "text" ? known(item) : undefined;
    const path = written === undefined ? undefined : joinPath(directory, written);
    return path !== undefined && ask.list(path).length > 0;
  });
  return { ...value, items };
}
