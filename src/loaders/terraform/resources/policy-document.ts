import type { Location } from "../../../model/location.ts";
import { get, stringAt, type Entry, type MapNode, type Node } from "../../../model/node.ts";
import { textSource } from "../../../model/source.ts";
import { isAbsent, literal, mapLiterals, type Hole, type Text } from "../../../model/text.ts";
import { encodeJson } from "../evaluate/encode-json.ts";
import { parseJson } from "../../json/parse-json.ts";
import type { BlockList, BlockView, Resource } from "../instances/instance.ts";
import { textKey } from "../instances/unknown.ts";
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
  if (node.kind !== "list") return withVariables(node);
  const items = node.items.map(withVariables);
  const [only] = items;
  return items.length === 1 && only?.kind === "text" ? only : { kind: "list", items, at: node.at };
}

/** An argument of a statement as an element of the policy; an empty list is left out, as the provider does. */
function listElement(statement: BlockView, argumentName: string, element: string): readonly Entry[] {
  const node = statement.setting(argumentName);
  if (node === undefined || node.kind === "null" || (node.kind === "list" && node.items.length === 0))
    return [];
  return [entry(element, valueList(node), statement.nameAt(argumentName) ?? statement.at)];
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
    const line = group.lines.get(textKey(variable)) ?? { variable, values: [], at: block.at };
    line.values.push(...itemsOfSetting(block, "values"));
    group.lines.set(textKey(variable), line);
    groups.set(textKey(test), group);
  }
  const operators = [...groups.values()].map(({ test, lines }): Entry => {
    const keys = [...lines.values()].map(({ variable, values, at }): Entry => ({
      key: variable,
      value: valueList({ kind: "list", items: values, at }),
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
    ...listElement(statement, "resources", "Resource"),
    ...listElement(statement, "not_resources", "NotResource"),
    ...principalElement(statement.blocks("principals"), "Principal", statement.at),
    ...principalElement(statement.blocks("not_principals"), "NotPrincipal", statement.at),
    ...conditionElement(statement.blocks("condition"), statement.at),
  ];
  return { kind: "map", entries, at: statement.at };
}

/** The statements of a document that is given as JSON; an unknown one stands for statements that are not known. */
function statementsOf(document: Node): readonly Node[] {
  if (document.kind === "unknown") return [document];
  if (document.kind !== "text") return [];
  const [only] = document.parts;
  if (document.parts.length === 0) return [];
  if (document.parts.length === 1 && only?.kind === "hole")
    return [{ kind: "unknown", hole: only, at: document.at }];
  const policy = document.encodes?.node ?? parseJson(textSource(document)).node;
  if (policy?.kind === "unknown") return [policy];
  const statements = get(policy, "Statement");
  if (statements === undefined) return [];
  return statements.kind === "list" ? statements.items : [statements];
}

/** The documents that an argument lists; an unknown list is one unknown document. */
function documents(resource: Resource, name: string): readonly Node[] {
  const node = resource.setting(name);
  if (node === undefined || node.kind === "null") return [];
  return (node.kind === "list" ? node.items : [node]).filter((item) => item.kind !== "null");
}

/**
 * Statements over those before them: one with the same `sid` takes the other's place, the rest are added
 * (terraform-provider-aws, `IAMPolicyDoc.Merge`).
 */
function mergeStatements(base: readonly Node[], over: readonly Node[]): readonly Node[] {
  const merged = [...base];
  for (const statement of over) {
    const sid = stringAt(statement, "Sid") ?? "";
    const index = sid === "" ? -1 : merged.findIndex((earlier) => stringAt(earlier, "Sid") === sid);
    if (index === -1) merged.push(statement);
    else merged[index] = statement;
  }
  return merged;
}

/**
 * `data.aws_iam_policy_document` as the JSON value that it stands for: the source documents, then its own statements,
 * then the overriding documents (AWS provider, data source `aws_iam_policy_document`).
 */
export function policyDocumentNode(resource: Resource): MapNode {
  const at = resource.at;
  const sources = documents(resource, "source_policy_documents").flatMap(statementsOf);
  const legacySource = documents(resource, "source_json").flatMap(statementsOf);
  const own = resource.blocks("statement");
  const unknownOwn: readonly Node[] = own.more === undefined ? [] : [{ kind: "unknown", hole: own.more, at }];
  const written = [...own.items.map(statementNode), ...unknownOwn];
  const overrides = [
    ...documents(resource, "override_policy_documents"),
    ...documents(resource, "override_json"),
  ].flatMap(statementsOf);
  const statements = mergeStatements(
    mergeStatements(mergeStatements([], [...legacySource, ...sources]), written),
    overrides,
  );
  const version = textElement(resource, "version", "Version");
  return {
    kind: "map",
    entries: [
      ...(version.length > 0 ? version : [entry("Version", literal("2012-10-17", at), at)]),
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
