import type { Location } from "../../model/location.ts";
import { entriesOf, textOf, type Entry, type MapNode, type Node } from "../../model/node.ts";
import type { Condition, Principal, Statement } from "../../model/policy.ts";
import { absent, known, literal, type Absent, type Hole, type Text } from "../../model/text.ts";
import { malformedParts } from "./malformed.ts";
import { openEnd, textList } from "./text-list.ts";

/** The element of a statement under a name, whatever its case: the last one, as for every JSON reader. */
function element(statement: MapNode, name: string): Entry | undefined {
  const wanted = name.toLowerCase();
  return statement.entries.findLast(({ key }) => known(key)?.toLowerCase() === wanted);
}

function textElement(statement: MapNode, name: string): Text | Absent {
  return textOf(element(statement, name)?.value, statement.at);
}

function listElement(statement: MapNode, name: string): readonly Text[] | undefined {
  const entry = element(statement, name);
  return entry === undefined ? undefined : textList(entry.value);
}

function principalElement(statement: MapNode, name: string): readonly Principal[] | undefined {
  const entry = element(statement, name);
  return entry === undefined ? undefined : readPrincipals(entry.value);
}

/**
 * The `Principal` element (IAM user guide, "AWS JSON policy elements: Principal"): the bare "*", or a map from a type
 * to one value or several. Another bare string, which IAM refuses, gets an empty type; one with holes may be "*".
 */
function readPrincipals(node: Node): readonly Principal[] {
  if (node.kind === "map") {
    const listed = node.entries.flatMap(({ key, value }) =>
      textList(value).map((text): Principal => ({ type: key, value: text })),
    );
    return node.more === undefined ? listed : [...listed, unknownPrincipal(node.more, node.at)];
  }
  if (node.kind === "unknown") return [unknownPrincipal(node.hole, node.at)];
  return textList(node).map((value): Principal => {
    const name = known(value);
    if (name === undefined) return { type: value, value };
    return { type: literal(name === "*" ? "*" : "", value.at), value };
  });
}

function unknownPrincipal(hole: Hole, at: Location): Principal {
  const text: Text = { kind: "text", parts: [hole], at };
  return { type: text, value: text };
}

/** From where one thing begins to where another ends, if both stand in one file in this order. */
function cover(from: Location, to: Location): Location {
  if (from.file !== to.file || to.span.end < from.span.start) return to;
  return { file: from.file, route: to.route, span: { start: from.span.start, end: to.span.end } };
}

interface Conditions {
  readonly conditions: readonly Condition[];
  readonly more: Hole | undefined;
}

/** The `Condition` element: operator, then key, then the values that are or-ed. */
function readConditions(node: Node | undefined): Conditions {
  if (node === undefined) return { conditions: [], more: undefined };
  const holes: (Hole | undefined)[] = [openEnd(node)];
  const conditions = entriesOf(node).flatMap((operator) => {
    holes.push(openEnd(operator.value));
    const keys = entriesOf(operator.value);
    return keys.map((key): Condition => {
      const own = key.under ?? operator.key;
      const from = keys.length === 1 || key.under !== undefined ? own.at : key.key.at;
      return {
        operator: own,
        key: key.key,
        values: textList(key.value),
        at: cover(from, key.value.at),
      };
    });
  });
  return { conditions, more: holes.find((hole) => hole !== undefined) };
}

/**
 * One statement of a policy. Elements are found whatever the case of their names; `elements` has them as they are
 * written, since IAM knows only the documented case.
 */
export function readStatement(statement: MapNode): Statement {
  const { conditions, more } = readConditions(element(statement, "Condition")?.value);
  const moreConditions = more ?? statement.more;
  const malformed = malformedParts(statement);
  const lists = {
    principals: principalElement(statement, "Principal"),
    notPrincipals: principalElement(statement, "NotPrincipal"),
    actions: listElement(statement, "Action"),
    notActions: listElement(statement, "NotAction"),
    resources: listElement(statement, "Resource"),
    notResources: listElement(statement, "NotResource"),
  };
  return {
    sid: textElement(statement, "Sid"),
    effect: textElement(statement, "Effect"),
    ...withoutMissing(lists),
    conditions,
    ...(moreConditions === undefined ? {} : { moreConditions }),
    ...(malformed.length === 0 ? {} : { malformed }),
    elements: elementPlaces(statement),
    at: statement.at,
  };
}

type Elements = Pick<
  Statement,
  "principals" | "notPrincipals" | "actions" | "notActions" | "resources" | "notResources"
>;

/** Leaves out the elements that are not written: `exactOptionalPropertyTypes` tells undefined from missing. */
function withoutMissing(lists: {
  readonly [Name in keyof Elements]-?: Elements[Name] | undefined;
}): Elements {
  return Object.fromEntries(Object.entries(lists).filter(([, value]) => value !== undefined));
}

function elementPlaces(statement: MapNode): ReadonlyMap<string, Location> {
  const places = new Map<string, Location>();
  for (const { key } of statement.entries) {
    const name = known(key);
    if (name !== undefined) places.set(name, key.at);
  }
  return places;
}

/** A statement of which nothing can be read because it is not an object: no effect, no action, no principal. */
export function emptyStatement(at: Location): Statement {
  const malformed = [{ problem: "must be an object", name: "Statement", at }];
  return { sid: absent(at), effect: absent(at), conditions: [], malformed, elements: new Map(), at };
}
