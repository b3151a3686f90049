import type { Location } from "../../../model/location.ts";
import type { Entry, MapNode, Node } from "../../../model/node.ts";
import { isAbsent, literal, mapLiterals, type Hole, type Text } from "../../../model/text.ts";
import { encodeJson } from "../evaluate/encode-json.ts";
import type { BlockList, BlockView, Resource } from "../instances/instance.ts";
import { textKey } from "../instances/unknown.ts";
import { documentsIn, mergedStatements, mergedVersion } from "./merged-documents.ts";
import { argument, attributeHole } from "./resource-text.ts";

/** A key that the provider writes, at the place of what made it. */
function entry(key: string, value: Node, at: Location): Entry {
  return { key: { kind: "text", parts: [{ kind: "literal", value: key, at }], at }, value };
}

/** `&{aws:username}` is how a document in HCL writes IAM's `${aws:username}`. */
function withVariables(node: Node): Node {
  return node.kind === "text" &&
    node.parts.some((part) => part.kind === "literal" && part.value.includes("&{"))
    ? mapLiterals(node, (value) => value.replaceAll("&{", "${"))
    : node;
}

/** One value stands alone, several are a list, as the provider writes them. */
function valueList(node: Node): Node {
  if (node.kind !== "list") return node;
  const [only] = node.items;
  return node.items.length === 1 && only?.kind === "text"
    ? only
    : { kind: "list", items: node.items, at: node.at };
}

/** The same with IAM's variables: the provider looks for them in resources, principals and conditions only. */
function valuesWithVariables(node: Node): Node {
  return valueList(
    node.kind === "list" ? { ...node, items: node.items.map(withVariables) } : withVariables(node),
  );
}

/** An argument of a statement as an element of the policy; an empty list is left out, as the provider does. */
function listElement(
  statement: BlockView,
  argumentName: string,
  element: string,
  written: (node: Node) => Node = valueList,
): readonly Entry[] {
  const node = statement.setting(argumentName);
  if (node === undefined || node.kind === "null" || (node.kind === "list" && node.items.length === 0))
    return [];
  return [entry(element, written(node), statement.nameAt(argumentName) ?? statement.at)];
}

function textElement(statement: BlockView, argumentName: string, element: string): readonly Entry[] {
  const text = argument(statement, argumentName);
  if (isAbsent(text) || text.parts.length === 0) return [];
  return [entry(element, text, statement.nameAt(argumentName) ?? statement.at)];
}

function itemsOfSetting(block: BlockView, name: string): readonly Node[] {
  const node = block.setting(name);
  if (node === undefined || node.kind === "null") return [];
  return node.kind === "list" ? node.items.map(withVariables) : [withVariables(node)];
}

/** Principals of one type are joined; the type `*` with the identifier `*` is the bare `*`. */
function principalElement(list: BlockList, element: string, whole: Location): readonly Entry[] {
  const [first] = list.items;
  if (first === undefined) return openElement(element, list.more, whole);
  const byType = new Map<string, { readonly type: Text; readonly at: Location; readonly values: Node[] }>();
  for (const block of list.items) {
    const type = argument(block, "type");
    if (isAbsent(type)) continue;
    const key = textKey(type);
    const group = byType.get(key) ?? { type, at: block.at, values: [] };
    group.values.push(...itemsOfSetting(block, "identifiers"));
    byType.set(key, group);
  }
  const everyone = byType.get("*");
  const [anyone] = everyone?.values ?? [];
  if (byType.size === 1 && everyone?.values.length === 1 && anyone !== undefined) {
    return [entry(element, anyone, first.at)];
  }
  const entries = [...byType.values()].map(({ type, at, values }): Entry => ({
    key: type,
    value: valueList({ kind: "list", items: values, at }),
  }));
  return [entry(element, openMap(entries, first.at, list.more), first.at)];
}

function openMap(entries: readonly Entry[], at: Location, more: Hole | undefined): MapNode {
  return { kind: "map", entries, at, ...(more === undefined ? {} : { more }) };
}

/** An element of which nothing is known, when there is a hole; else nothing. */
function openElement(element: string, hole: Hole | undefined, at: Location): readonly Entry[] {
  return hole === undefined ? [] : [entry(element, { kind: "unknown", hole, at }, at)];
}

interface ConditionLine {
  readonly test: Text;
  readonly variable: Text;
  readonly values: Node[];
  readonly at: Location;
}

interface ConditionGroup {
  readonly test: Text;
  readonly lines: Map<string, ConditionLine>;
}

/** Conditions by operator and key; the values of several with the same operator and key are joined. */
function conditionElement(list: BlockList, whole: Location): readonly Entry[] {
  const [first] = list.items;
  if (first === undefined) return openElement("Condition", list.more, whole);
  const groups = new Map<string, ConditionGroup>();
  for (const block of list.items) {
    const test = argument(block, "test");
    const variable = argument(block, "variable");
    if (isAbsent(test) || isAbsent(variable)) continue;
    const group = groups.get(textKey(test)) ?? { test, lines: new Map<string, ConditionLine>() };
    const line = group.lines.get(textKey(variable)) ?? { test, variable, values: [], at: block.at };
    line.values.push(...itemsOfSetting(block, "values"));
    group.lines.set(textKey(variable), line);
    groups.set(textKey(test), group);
  }
  const operators = [...groups.values()].map(({ test, lines }): Entry => {
    const keys = [...lines.values()].map((line): Entry => ({
      key: line.variable,
      value: valueList({ kind: "list", items: line.values, at: line.at }),
      under: line.test,
    }));
    return { key: test, value: openMap(keys, test.at, undefined) };
  });
  return [entry("Condition", openMap(operators, first.at, list.more), first.at)];
}

/** One `statement` block as the JSON that the provider writes. */
function statementNode(statement: BlockView): MapNode {
  const effect = textElement(statement, "effect", "Effect");
  const entries = [
    ...textElement(statement, "sid", "Sid"),
    ...(effect.length > 0 ? effect : [entry("Effect", literal("Allow", statement.at), statement.at)]),
    ...listElement(statement, "actions", "Action"),
    ...listElement(statement, "not_actions", "NotAction"),
    ...listElement(statement, "resources", "Resource", valuesWithVariables),
    ...listElement(statement, "not_resources", "NotResource", valuesWithVariables),
    ...principalElement(statement.blocks("principals"), "Principal", statement.at),
    ...principalElement(statement.blocks("not_principals"), "NotPrincipal", statement.at),
    ...conditionElement(statement.blocks("condition"), statement.at),
  ];
  return { kind: "map", entries, at: statement.at };
}

/**
 * `data.aws_iam_policy_document` as the JSON value that it stands for: the source documents, then its own statements,
 * then the overriding documents (AWS provider, data source `aws_iam_policy_document`).
 */
export function policyDocumentNode(resource: Resource): MapNode {
  const at = resource.at;
  const own = resource.blocks("statement");
  const unknownOwn: readonly Node[] = own.more === undefined ? [] : [{ kind: "unknown", hole: own.more, at }];
  const before = ["source_json", "source_policy_documents"].flatMap((name) => documentsIn(resource, name));
  const after = ["override_policy_documents", "override_json"].flatMap((name) => documentsIn(resource, name));
  const statements = mergedStatements([
    ...before.map((document) => document.statements),
    [...own.items.map(statementNode), ...unknownOwn],
    ...after.map((document) => document.statements),
  ]);
  const version = argument(resource, "version");
  const ownVersion = isAbsent(version) || version.parts.length === 0 ? literal("2012-10-17", at) : version;
  return {
    kind: "map",
    entries: [
      entry("Version", mergedVersion(ownVersion, [...before, ...after]), resource.nameAt("version") ?? at),
      ...textElement(resource, "policy_id", "Id"),
      entry("Statement", { kind: "list", items: statements, at }, at),
    ],
    at,
  };
}

/** The `json` of a policy document: a text that keeps the document, with the place of every value. */
export function policyDocumentText(resource: Resource): Text {
  const node = policyDocumentNode(resource);
  const unreadable: Text = { kind: "text", parts: [attributeHole(resource, "json")], at: resource.at };
  return encodeJson(node, resource.at) ?? { ...unreadable, encodes: { format: "json", node } };
}
