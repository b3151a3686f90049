import { entriesOf, type MapNode, type Node } from "../../model/node.ts";
import type { Malformed } from "../../model/policy.ts";
import { known, print } from "../../model/text.ts";

const LISTED: ReadonlySet<string> = new Set(["action", "notaction", "resource", "notresource"]);

/** Whether a node is a map, or may be one. What IAM makes of `null` is not documented. */
function couldBeMap(node: Node): boolean {
  if (node.kind === "map" || node.kind === "unknown" || node.kind === "null") return true;
  return node.kind === "text" && node.parts.length === 1 && node.parts[0]?.kind === "hole";
}

/** Whether a node is a string (a number and a Boolean count as one), or a list of them, as far as it is known. */
function couldBeStrings(node: Node): boolean {
  if (node.kind === "map") return false;
  return node.kind !== "list" || node.items.every((item) => item.kind !== "list" && couldBeStrings(item));
}

function unlessStrings(name: string, node: Node): readonly Malformed[] {
  return couldBeStrings(node)
    ? []
    : [{ problem: "must be a string or a list of strings", name, at: node.at }];
}

function ofConditions(node: Node): readonly Malformed[] {
  if (!couldBeMap(node)) return [{ problem: "must be an object", name: "Condition", at: node.at }];
  return entriesOf(node).flatMap(({ key: operator, value }) => {
    if (!couldBeMap(value)) return [{ problem: "must be an object", name: print(operator), at: value.at }];
    return entriesOf(value).flatMap(({ key, value: values }) => unlessStrings(print(key), values));
  });
}

function ofPrincipal(name: string, node: Node): readonly Malformed[] {
  if (node.kind !== "map") {
    return node.kind === "list" ? [{ problem: "must be an object", name, at: node.at }] : [];
  }
  return node.entries.flatMap(({ key, value }) => unlessStrings(print(key), value));
}

/**
 * The parts of a statement whose form IAM's grammar does not know (IAM user guide, "Grammar of the IAM JSON policy
 * language"): everything that would be read as if nothing were written there.
 */
export function malformedParts(statement: MapNode): readonly Malformed[] {
  return statement.entries.flatMap(({ key, value }): readonly Malformed[] => {
    const name = known(key) ?? "";
    switch (name.toLowerCase()) {
      case "condition":
        return ofConditions(value);
      case "principal":
      case "notprincipal":
        return ofPrincipal(name, value);
      default:
        return LISTED.has(name.toLowerCase()) ? unlessStrings(name, value) : [];
    }
  });
}
