import type { Location } from "../../../model/location.ts";
import { flagOf, textOf, type Node } from "../../../model/node.ts";
import { isAbsent, known, literal, print, type Absent, type Text } from "../../../model/text.ts";
import { nestedOf, settingOf, type Declaration } from "../configuration/declaration.ts";
import { locationIn } from "../configuration/hcl-parser.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Copy, Exists, Names, Repetition } from "./instance.ts";
import { mapOf, unknownNode } from "./unknown.ts";

/** More copies of one block than this are not looked at. */
export const MAX_COPIES = 5000;

const NO_NAMES: Names = new Map();

/** What a repetition needs to know of its surroundings. */
export interface RepetitionContext {
  readonly evaluate: (expression: Expression, declaration: Declaration) => Node;
  /** The identity of the repeated block: module instance and address without key. */
  readonly identity: string;
}

/**
 * The copies that `count` or `for_each` makes of a block (Terraform, "The count Meta-Argument", "The for_each
 * Meta-Argument"). An unknown number of copies is one copy that may exist, and more.
 */
export function repetitionOf(declaration: Declaration, context: RepetitionContext): Repetition {
  const count = settingOf(declaration, "count");
  if (count !== undefined) {
    const at = locationIn(count.file, count.attribute.value.span);
    return byCount(context.evaluate(count.attribute.value, declaration), count.attribute.value, at, context);
  }
  const forEach = settingOf(declaration, "for_each");
  if (forEach === undefined) return { shape: "single", copies: byEnabled(declaration, context) };
  return byElements(context.evaluate(forEach.attribute.value, declaration), context);
}

/** The one copy of a block, unless its `enabled` is false (OpenTofu, "The lifecycle Meta-Argument", `enabled`). */
function byEnabled(declaration: Declaration, context: RepetitionContext): readonly Copy[] {
  const [lifecycle] = nestedOf(declaration, "lifecycle");
  const enabled = lifecycle && settingOf(lifecycle, "enabled");
  const answer = enabled && flagOf(context.evaluate(enabled.attribute.value, lifecycle));
  if (answer === "no") return [];
  return [{ suffix: "", key: undefined, names: NO_NAMES, exists: answer === "maybe" ? "maybe" : "yes" }];
}

function indexCopy(index: number, exists: Exists, at: Location): Copy {
  const value: Node = { kind: "number", value: index, raw: String(index), at };
  const names = new Map([["count", mapOf(at, { index: value })]]);
  return { suffix: `[${index}]`, key: index, names, exists };
}

function byCount(count: Node, expression: Expression, at: Location, context: RepetitionContext): Repetition {
  const wanted = count.kind === "text" ? Number(known(count)) : count.kind === "number" ? count.value : NaN;
  if (!Number.isInteger(wanted) || wanted < 0) {
    const copies = [indexCopy(0, "maybe", at)];
    if (isSwitch(expression)) return { shape: "list", copies };
    return { shape: "list", copies, more: unknownNode(context.identity, "count", at).hole };
  }
  const copies = Array.from({ length: Math.min(wanted, MAX_COPIES) }, (_, index) =>
    indexCopy(index, "yes", at),
  );
  if (wanted <= MAX_COPIES) return { shape: "list", copies };
  return { shape: "list", copies, more: unknownNode(context.identity, "count", at).hole };
}

/** `condition ? 1 : 0`: there is never a second copy. */
function isSwitch(expression: Expression): boolean {
  if (expression.kind === "parentheses") return isSwitch(expression.inner);
  if (expression.kind === "number") return expression.value <= 1;
  return expression.kind === "conditional" && isSwitch(expression.then) && isSwitch(expression.otherwise);
}

/** Elements of a collection, as `for_each` of a resource, a module or a dynamic block goes through them. */
export interface Element {
  readonly key: Node;
  readonly value: Node;
}

/** The elements of a `for_each` value, and the hole when there may be others. */
export function elementsOf(node: Node): { readonly elements: readonly Element[]; readonly more?: Node } {
  if (node.kind === "unknown" || node.kind === "text") return { elements: [], more: node };
  if (node.kind === "map") {
    const elements = node.entries.map(({ key, value }): Element => ({ key, value }));
    return node.more === undefined
      ? { elements }
      : { elements, more: { kind: "unknown", hole: node.more, at: node.at } };
  }
  if (node.kind !== "list") return { elements: [] };
  const isSet = node.flavour === "set";
  const others = node.items.find((item) => item.kind === "unknown" && item.several === true);
  const known = node.items.filter((item) => item.kind !== "unknown" || item.several !== true);
  const elements = known.map((value, index): Element => {
    const position: Node = { kind: "number", value: index, raw: String(index), at: value.at };
    return { key: isSet ? value : position, value };
  });
  return others === undefined ? { elements } : { elements, more: others };
}

function byElements(node: Node, context: RepetitionContext): Repetition {
  // Terraform takes maps and sets of strings only; a list here is what an unknown conversion left of a set.
  const collection: Node = node.kind === "list" ? { ...node, flavour: "set" } : node;
  const { elements, more } = elementsOf(collection);
  const copies = withOwnSuffixes(
    elements.slice(0, MAX_COPIES).map((element) => elementCopy(element, context)),
  );
  if (more === undefined && elements.length <= MAX_COPIES) return { shape: "map", copies };
  const at = node.at;
  const hole = more?.kind === "unknown" ? more.hole : unknownNode(context.identity, "for_each", at).hole;
  const stand = copies.length > 0 ? copies : [unknownCopy(context, at)];
  return { shape: "map", copies: stand, more: hole };
}

/** A key of which something is not known stands in the address as people read it. */
function elementCopy({ key, value }: Element, context: RepetitionContext): Copy {
  const text: Text | Absent = textOf(key, key.at);
  if (isAbsent(text)) return { ...unknownCopy(context, key.at), exists: "yes" };
  const name = known(text);
  const suffix = name === undefined ? `["${print(text)}"]` : `[${JSON.stringify(name)}]`;
  return { suffix, key: name, names: eachNames(text, value), exists: "yes" };
}

/** Copies whose keys only look the same, since something in them is not known, are numbered. */
function withOwnSuffixes(copies: readonly Copy[]): readonly Copy[] {
  const taken = new Map<string, number>();
  return copies.map((copy) => {
    const before = taken.get(copy.suffix) ?? 0;
    taken.set(copy.suffix, before + 1);
    return before === 0 ? copy : { ...copy, suffix: `${copy.suffix}#${String(before + 1)}` };
  });
}

function eachNames(key: Node, value: Node): Names {
  return new Map([["each", mapOf(key.at, { key, value })]]);
}

/** The copy that stands for those whose keys are not known. */
function unknownCopy(context: RepetitionContext, at: Location): Copy {
  const key = unknownNode(context.identity, "each.key", at);
  const value = unknownNode(context.identity, "each.value", at);
  return { suffix: "[each.key]", key: undefined, names: eachNames(key, value), exists: "maybe" };
}

/** The copy under a key that an expression names; one that only may exist when the keys are not all known. */
export function copyAt(
  { shape, copies, more }: Repetition,
  key: string | number,
  identity: string,
  at: Location,
): Copy | undefined {
  const wanted = shape === "map" ? String(key) : key;
  const found = copies.find((copy) => copy.key === wanted);
  const open = more !== undefined || copies.some((copy) => copy.key === undefined);
  if (found !== undefined || shape === "single" || !open) return found;
  if (shape === "list") return typeof key === "number" ? indexCopy(key, "maybe", at) : undefined;
  const name: Text = literal(String(key), at);
  const value = unknownNode(identity, `each.value["${String(key)}"]`, at);
  return {
    suffix: `[${JSON.stringify(wanted)}]`,
    key: wanted,
    names: eachNames(name, value),
    exists: "maybe",
  };
}
