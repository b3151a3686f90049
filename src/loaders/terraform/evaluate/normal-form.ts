import type { Node } from "../../../model/node.ts";
import { withParts, type Literal, type Part, type Text } from "../../../model/text.ts";

/** Nothing below the combining diacritical marks changes under normalisation. */
const MAY_CHANGE = /[\u0300-\u{10ffff}]/u;

/** A string in Unicode's normal form C, as go-cty keeps every string (`cty.NormalizeString`). */
export function normalForm(value: string): string {
  return MAY_CHANGE.test(value) ? value.normalize("NFC") : value;
}

/**
 * A text in normal form C. What changes has the place of all that it was made of; a mark that combines with a
 * character before it is joined with that one's literal, and stays as it is behind a hole.
 */
export function normalText(text: Text): Text {
  if (!text.parts.some((part) => part.kind === "literal" && MAY_CHANGE.test(part.value))) return text;
  const parts: Part[] = [];
  for (const part of text.parts) {
    const last = parts.at(-1);
    if (part.kind === "literal" && last?.kind === "literal" && combines(last.value, part.value)) {
      parts[parts.length - 1] = joined(last, part);
    } else {
      parts.push(part.kind === "literal" ? { ...part, value: normalForm(part.value) } : part);
    }
  }
  const changed = parts.length < text.parts.length || parts.some((part, at) => !isSame(part, text.parts[at]));
  if (!changed) return text;
  return { ...withParts(text, parts), ...(text.encodes ? { encodes: text.encodes } : {}) };
}

function isSame(a: Part, b: Part | undefined): boolean {
  return a.kind === "hole" || (b?.kind === "literal" && a.value === b.value);
}

/** Whether two literals next to each other are another string together than one after another. */
function combines(before: string, after: string): boolean {
  if (!MAY_CHANGE.test(after.slice(0, 2))) return false;
  return normalForm(before) + normalForm(after) !== normalForm(before + after);
}

/** Two literals as one, whose place covers both when they stand in one file. */
function joined(a: Literal, b: Literal): Literal {
  const value = normalForm(a.value + b.value);
  const [first, second] = [a.at, b.at];
  if (first === undefined || second === undefined || first.file !== second.file) {
    const at = first ?? second;
    return { kind: "literal", value, ...(at ? { at } : {}) };
  }
  const span = {
    start: Math.min(first.span.start, second.span.start),
    end: Math.max(first.span.end, second.span.end),
  };
  return { kind: "literal", value, at: { file: first.file, span } };
}

/** A value with all its strings in normal form C: what is decoded, not written as a template. */
export function normalNode(node: Node): Node {
  return isNormal(node) ? node : normalised(node);
}

function isNormal(node: Node): boolean {
  switch (node.kind) {
    case "text":
      return !node.parts.some((part) => part.kind === "literal" && MAY_CHANGE.test(part.value));
    case "list":
      return node.items.every(isNormal);
    case "map":
      return node.entries.every(({ key, value }) => isNormal(key) && isNormal(value));
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return true;
  }
}

function normalised(node: Node): Node {
  switch (node.kind) {
    case "text":
      return normalText(node);
    case "list":
      return { ...node, items: node.items.map(normalised) };
    case "map":
      return {
        ...node,
        entries: node.entries.map((entry) => ({
          ...entry,
          key: normalText(entry.key),
          value: normalised(entry.value),
        })),
      };
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return node;
  }
}
