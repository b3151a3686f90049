import { allOf, anyOf, equals } from "../../../model/compare.ts";
import type { Answer } from "../../../model/text.ts";
import { isSeveral, typeName } from "../convert.ts";
import { identityOf } from "../identity.ts";
import type { GoList, GoMap, GoNumber, Value } from "../value.ts";

/** A whole number of Go, exactly. */
export function wholeOf(value: GoNumber): bigint {
  return /^-?\d+$/.test(value.raw) ? BigInt(value.raw) : BigInt(Math.trunc(value.value));
}

/** Whether two numbers of one Go kind are equal. */
export function sameNumber(a: GoNumber, b: GoNumber): boolean {
  return a.go === "float64" || b.go === "float64" ? a.value === b.value : wholeOf(a) === wholeOf(b);
}

/** Whether two values are the same by `reflect.DeepEqual`: of one type, and alike all the way down. */
export function deepEqual(a: Value, b: Value, depth = 0): Answer {
  if (a.kind === "unknown" || b.kind === "unknown") return unknownEqual(a, b);
  if (typeName(a) !== typeName(b)) return "no";
  if (depth > 200) return "maybe";
  if (a.kind === "text" && b.kind === "text") return equals(a, b);
  if (a.kind === "number" && b.kind === "number") return sameNumber(a, b) ? "yes" : "no";
  if (a.kind === "boolean" && b.kind === "boolean") return a.value === b.value ? "yes" : "no";
  if (a.kind === "null") return "yes";
  if (a.kind === "go-list" && b.kind === "go-list") return sameLists(a, b, depth);
  if (a.kind === "go-map" && b.kind === "go-map") return sameMaps(a, b, depth);
  return a === b ? "yes" : "maybe";
}

function unknownEqual(a: Value, b: Value): Answer {
  if (isSeveral(a) || isSeveral(b)) return "maybe";
  return identityOf(a) === identityOf(b) ? "yes" : "maybe";
}

function sameLists(a: GoList, b: GoList, depth: number): Answer {
  if (a === b) return "yes";
  if (a.items.some(isSeveral) || b.items.some(isSeveral)) return "maybe";
  if (a.items.length !== b.items.length || a.isNil !== b.isNil) return "no";
  return allOf(
    a.items.map((item, index) => {
      const other = b.items[index];
      return other === undefined ? "no" : deepEqual(item, other, depth + 1);
    }),
  );
}

function sameMaps(a: GoMap, b: GoMap, depth: number): Answer {
  if (a === b) return "yes";
  const isOpen = a.more !== undefined || b.more !== undefined;
  const lacks = (one: GoMap, other: GoMap): boolean =>
    other.more === undefined && [...one.entries.keys()].some((key) => !other.entries.has(key));
  if (lacks(a, b) || lacks(b, a)) return "no";
  const answers = Array.from(a.entries, ([key, { value }]): Answer => {
    const other = b.entries.get(key);
    return other === undefined ? "maybe" : deepEqual(value, other.value, depth + 1);
  });
  return allOf(isOpen ? [...answers, "maybe"] : answers);
}

/** Whether a list holds a value. */
export function listHas(items: readonly Value[], wanted: Value): Answer {
  return anyOf(items.map((item) => (isSeveral(item) ? "maybe" : deepEqual(wanted, item))));
}
