import type { Entry, MapNode } from "../../../model/node.ts";
import { get, withValue } from "../../../model/node.ts";
import type { Text } from "../../../model/text.ts";

/** Whether the beginning of a text stands in the source, not what a provider made of a resource. */
function isWritten({ parts, at }: Text): boolean {
  const [first] = parts;
  if (first === undefined) return true;
  const place = first.at;
  if (place === undefined) return false;
  if (first.kind === "literal" && place.span.end - place.span.start !== first.value.length) return false;
  return (
    place.file.path === at.file.path && at.span.start <= place.span.start && place.span.end <= at.span.end
  );
}

/** An annotation stands where it is written: a computed value (a role's ARN) would stand at what computes it. */
function atItsKey({ key, value }: Entry): Entry {
  return value.kind === "text" && !isWritten(value)
    ? { key, value: { ...value, at: key.at } }
    : { key, value };
}

/**
 * The object with each annotation at a place of its own: `aws_iam_role.app.arn` is a value of the role's block, but
 * the accounts that are annotated with it are edited at their annotations.
 */
export function withAnnotationPlaces(object: MapNode): MapNode {
  const annotations = get(object, "metadata", "annotations");
  if (annotations?.kind !== "map") return object;
  // Terraform's null says that something is not set: such an annotation is absent, not empty.
  const set = annotations.entries.filter(({ value }) => value.kind !== "null");
  const placed = { ...annotations, entries: set.map(atItsKey) };
  return withValue(object, ["metadata", "annotations"], placed);
}
