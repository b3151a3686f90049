import { get, itemsOf, stringAt, textOf, type Node } from "../../model/node.ts";
import { concatAll, isAbsent, known, split, type Hole, type Text } from "../../model/text.ts";
import { joinPath } from "../paths.ts";
import { yamlParser } from "../yaml/parse.ts";
import { changeAtPath, dottedParts, valueAtPath } from "./field-paths.ts";
import { perhaps } from "./fields.ts";
import { filled, textsIn } from "./kustomization.ts";
import type { Layer } from "./layer.ts";
import { idsOf, sameNamespace, shown, idOf, type Id, type Resource } from "./resource.ts";
import { fitsPattern, readSelector, selects, type Selector } from "./select.ts";
import { refuse, type Session } from "./session.ts";
import { allOf, anyOf } from "../../model/compare.ts";
import type { Answer } from "../../model/text.ts";

const NAME = "metadata.name";

/** The layer after the entries of `replacements`, in place or in files (filters/replacement). */
export function replaced(layer: Layer, list: Node | undefined, directory: string, session: Session): Layer {
  return itemsOf(list)
    .flatMap((item) => entriesOfItem(item, directory, session))
    .reduce((current, item) => withReplacement(current, item, session), layer);
}

function entriesOfItem(item: Node, directory: string, session: Session): readonly Node[] {
  const path = filled(item, "path");
  if (path === undefined) return [item];
  const written = known(path);
  const full = written === undefined ? undefined : joinPath(directory, written);
  const parsed = full === undefined ? undefined : session.ask.parse(full, yamlParser);
  if (full === undefined || parsed === undefined || "missing" in parsed) {
    refuse(session, `there is no replacement "${written ?? ""}"`, path.at);
    return [];
  }
  session.claims.add(full);
  session.problems.push(...parsed.value.problems);
  return parsed.value.documents.flatMap(({ node }) => (node.kind === "list" ? node.items : [node]));
}

function withReplacement(layer: Layer, item: Node, session: Session): Layer {
  const value = sourceOf(layer, item, session);
  if (value === undefined) return layer;
  return itemsOf(get(item, "targets")).reduce(
    (current, target) => intoTarget(current, target, value, session),
    layer,
  );
}

const holeFor = (node: Node): Hole => ({
  kind: "hole",
  id: `kustomize|${node.at.file.path}|${String(node.at.span.start)}|replacement`,
  name: `replacement of ${node.at.file.path}`,
  at: node.at,
});

/** The value that is copied; undefined when kustomize finds none. */
function sourceOf(layer: Layer, item: Node, session: Session): Node | undefined {
  const constant = get(item, "sourceValue");
  if (constant !== undefined && constant.kind !== "null") return constant;
  const source = get(item, "source");
  if (source === undefined) {
    refuse(session, "a replacement has no source", item.at);
    return undefined;
  }
  const unknown: Node = { kind: "unknown", hole: holeFor(source), at: source.at };
  const answers = layer.resources.map((resource) => [resource, isSource(source, resource)] as const);
  const sure = answers.filter(([, answer]) => answer === "yes");
  if (answers.some(([, answer]) => answer === "maybe")) return unknown;
  const [found, ...others] = sure;
  if (found === undefined || others.length > 0) {
    if (layer.isOpen || session.isPart) return unknown;
    const what = found === undefined ? "selects nothing" : "selects several objects";
    refuse(session, `the source of a replacement ${what}`, source.at);
    return undefined;
  }
  const path = stringAt(source, "fieldPath") ?? NAME;
  const value = valueAtPath(found[0].object, dottedParts(path));
  if (value === undefined || value.kind === "null") {
    refuse(session, `${shown(idOf(found[0].object))} has no "${path}" to copy`, source.at);
    return undefined;
  }
  return piece(value, get(source, "options"), source, session);
}

function isSource(source: Node, resource: Resource): Answer {
  const field = (name: string): string => stringAt(source, name) ?? "";
  const [name, namespace] = [field("name"), field("namespace")];
  const isOf = (id: Id): Answer =>
    allOf([
      field("group") === "" || field("group") === id.group ? "yes" : "no",
      field("version") === "" || field("version") === id.version ? "yes" : "no",
      field("kind") === "" || field("kind") === id.kind ? "yes" : "no",
      name === "" ? "yes" : exactly(id.name, name),
      namespace === "" ? "yes" : sameNamespace(id, { ...id, namespace: textLike(id.name, namespace) }),
    ]);
  return anyOf(idsOf(resource).map(isOf));
}

const textLike = (like: Text, value: string): Text => ({
  kind: "text",
  parts: [{ kind: "literal", value }],
  at: like.at,
});

function exactly(text: Text, wanted: string): Answer {
  const value = known(text);
  return value === undefined ? "maybe" : value === wanted ? "yes" : "no";
}

interface FieldOptions {
  readonly delimiter: string;
  readonly index: number;
}

function optionsOf(node: Node | undefined): FieldOptions {
  const index = get(node, "index");
  return { delimiter: stringAt(node, "delimiter") ?? "", index: index?.kind === "number" ? index.value : 0 };
}

/** The piece of a source that its options choose. */
function piece(value: Node, options: Node | undefined, source: Node, session: Session): Node | undefined {
  const { delimiter, index } = optionsOf(options);
  if (delimiter === "") return value;
  const text = textOf(value, value.at);
  if (isAbsent(text)) {
    refuse(session, "the source of a replacement with a delimiter is no plain value", source.at);
    return undefined;
  }
  if (known(text) === undefined) return { kind: "unknown", hole: holeFor(source), at: source.at };
  const found = split(text, delimiter)[index];
  if (found === undefined)
    refuse(session, `the source of a replacement has no piece ${String(index)}`, source.at);
  return found;
}

function intoTarget(layer: Layer, target: Node, value: Node, session: Session): Layer {
  const select = get(target, "select");
  if (select === undefined) {
    refuse(session, "the target of a replacement selects nothing", target.at);
    return layer;
  }
  const selector = readSelector(select);
  const rejected = itemsOf(get(target, "reject")).map(readSelector);
  const paths = textsIn(target.kind === "map" ? target : emptyMap(target), "fieldPaths").flatMap(
    (path) => known(path) ?? [],
  );
  const resources = layer.resources.map((resource) => {
    const answer = isTarget(resource, selector, rejected);
    if (answer === "no") return resource;
    const object = (paths.length > 0 ? paths : [NAME]).reduce<Node>(
      (current, path) =>
        copied(current, path, value, target, answer === "yes" ? session : undefined, resource),
      resource.object,
    );
    const sure = answer === "yes" ? object : perhaps(resource.object, object, holeFor(target));
    return sure?.kind === "map" ? { ...resource, object: sure } : resource;
  });
  return { ...layer, resources };
}

const emptyMap = ({ at }: Node): Extract<Node, { kind: "map" }> => ({ kind: "map", entries: [], at });

/** A target is selected by any of its names, and by none that is rejected. */
function isTarget(resource: Resource, selector: Selector, rejected: readonly Selector[]): Answer {
  const labelled = selects(
    { ...selector, group: "", version: "", kind: "", name: "", namespace: "" },
    resource,
  );
  const wanted = allOf([labelled, anyOf(idsOf(resource).map((id) => isOf(selector, id)))]);
  const refused = anyOf(
    rejected.map((each) => {
      const isPlain = each.labels === "" && each.annotations === "";
      return isPlain ? anyOf(idsOf(resource).map((id) => isOf(each, id))) : selects(each, resource);
    }),
  );
  return refused === "yes" ? "no" : allOf([wanted, refused === "maybe" ? "maybe" : "yes"]);
}

function isOf(selector: Selector, id: Id): Answer {
  const text = (pattern: string, value: Text | undefined): Answer => {
    if (pattern === "") return "yes";
    if (value === undefined) return fitsPattern(pattern, "default");
    const whole = known(value);
    return whole === undefined ? "maybe" : fitsPattern(pattern, whole);
  };
  return allOf([
    fitsPattern(selector.group, id.group),
    fitsPattern(selector.version, id.version),
    fitsPattern(selector.kind, id.kind),
    text(selector.name, id.name),
    text(selector.namespace, id.namespace),
  ]);
}

function copied(
  object: Node,
  path: string,
  value: Node,
  target: Node,
  session: Session | undefined,
  resource: Resource,
): Node {
  const options = get(target, "options");
  const create = get(options, "create");
  const isMade = create?.kind === "boolean" && create.value;
  let found = 0;
  const after = changeAtPath(object, dottedParts(path), {
    create: isMade,
    at: value.at,
    change: (before) => {
      found += 1;
      return put(before, value, optionsOf(options), target);
    },
    within: (text) => {
      found += 1;
      return { kind: "unknown", hole: holeFor(target), at: text.at };
    },
  });
  if (found === 0 && session !== undefined) {
    refuse(session, `${shown(idOf(resource.object))} has no "${path}" to replace`, target.at);
  }
  return after;
}

/** The target's new value: the source's, or with a delimiter the target's with one piece replaced or added. */
function put(before: Node | undefined, value: Node, { delimiter, index }: FieldOptions, target: Node): Node {
  if (delimiter === "" || before === undefined) return value;
  const old = textOf(before, before.at);
  const text = textOf(value, value.at);
  if (isAbsent(old) || isAbsent(text) || known(old) === undefined) {
    return { kind: "unknown", hole: holeFor(target), at: before.at };
  }
  const pieces = [...split(old, delimiter)];
  if (index < 0) pieces.unshift(text);
  else if (index >= pieces.length) pieces.push(text);
  else pieces[index] = text;
  return concatAll(
    before.at,
    pieces.flatMap((each, at) => (at === 0 ? [each] : [delimiter, each])),
  );
}
