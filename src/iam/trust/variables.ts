import { equals } from "../../model/compare.ts";
import {
  known,
  literal,
  print,
  sliceLiteral,
  withParts,
  type Absent,
  type Answer,
  type Hole,
  type Part,
  type Text,
} from "../../model/text.ts";
import { patternOf, verbatim, type PatternToken } from "../wildcard.ts";
import { lookups, type Context } from "./context.ts";

/** A condition's value after its policy variables are filled in. */
export interface Expanded {
  /** For operators that know no wildcards. */
  readonly text: Text;
  /** For operators that do: what a variable stands for, and `${*}`, holds no wildcard. */
  readonly pattern: readonly PatternToken[];
  /** Set when a variable stands for a key that the request does not have: the value then matches nothing. */
  readonly empty: boolean;
}

interface Piece {
  readonly kind: "plain" | "variable";
  readonly parts: readonly Part[];
}

/** Cuts a value at `${` and the next `}`; an opening without an end is plain text. */
function pieces(text: Text): readonly Piece[] {
  const done: Piece[] = [];
  let current: Part[] = [];
  let inside = false;
  const close = (kind: Piece["kind"]): void => {
    if (current.length > 0 || kind === "variable") done.push({ kind, parts: current });
    current = [];
  };
  for (const part of text.parts) {
    if (part.kind === "hole") {
      current.push(part);
      continue;
    }
    let from = 0;
    for (;;) {
      const mark = inside ? "}" : "${";
      const at = part.value.indexOf(mark, from);
      const end = at === -1 ? part.value.length : at;
      if (end > from) current.push(sliceLiteral(part, from, end));
      if (at === -1) break;
      close(inside ? "variable" : "plain");
      inside = !inside;
      from = at + mark.length;
    }
  }
  if (inside) done.push({ kind: "plain", parts: [{ kind: "literal", value: "${" }, ...current] });
  else close("plain");
  return done;
}

/** Whether the policy's version has variables at all: only 2012-10-17 does (IAM User Guide, "Version"). */
export function knowsVariables(version: Text | Absent): Answer {
  return version.kind === "absent" ? "no" : equals(version, literal("2012-10-17", version.at));
}

/** A value in which nothing is filled in: `*` and `?` are wildcards where the operator has them. */
export function asWritten(text: Text): Expanded {
  return { text, pattern: patternOf(text), empty: false };
}

/** A value that is not known because of a variable: one hole of that name. */
function unknownVariable(name: Text): Hole {
  return { kind: "hole", id: `policy variable ${print(name)}`, name: `\${${print(name)}}` };
}

/** What a variable stands for; undefined when the request does not have its key and no default is given. */
function valueOf(name: Text, context: Context): readonly Part[] | undefined {
  const text = known(name);
  if (text === "*" || text === "?" || text === "$") return [{ kind: "literal", value: text }];
  const withDefault = text === undefined ? null : /^([^,]*?)\s*,\s*'(.*)'\s*$/s.exec(text);
  const [, key, fallback] = withDefault ?? [];
  const found = lookups(context, key === undefined ? name : literal(key, name.at));
  const [only] = found;
  if (found.length === 1 && only?.state === "absent") {
    return fallback === undefined ? undefined : [{ kind: "literal", value: fallback }];
  }
  // Only keys with a single value can be variables; what becomes of a list is not documented.
  const sure =
    found.length === 1 &&
    only?.state === "present" &&
    only.entry.unsure === undefined &&
    only.entry.list !== true;
  const [value, ...more] = sure ? only.entry.values : [];
  if (value === undefined || more.length > 0) return [unknownVariable(name)];
  return value.parts;
}

function fill(text: Text, context: Context): Expanded {
  const parts: Part[] = [];
  const pattern: PatternToken[] = [];
  let empty = false;
  for (const piece of pieces(text)) {
    const content = withParts(text, piece.parts);
    if (piece.kind === "plain") {
      parts.push(...piece.parts);
      pattern.push(...patternOf(content));
      continue;
    }
    const value = valueOf(content, context);
    if (value === undefined) empty = true;
    parts.push(...(value ?? []));
    pattern.push(...verbatim(withParts(text, value ?? [])));
  }
  return { text: withParts(text, parts), pattern, empty };
}

/** A hole beside a part of a variable's marks may complete them, or end a variable that seems to be one. */
function mayHideVariable(value: Text): boolean {
  const marked = value.parts.some((part) => part.kind === "literal" && /[${}]/.test(part.value));
  return marked && known(value) === undefined;
}

/** Every hole of a value in one: nothing else is known of it. */
function wholeHole(value: Text): Text {
  const id = value.parts.map((part) => (part.kind === "hole" ? part.id : part.value)).join("\u0000");
  return withParts(value, [{ kind: "hole", id: `variables in ${id}`, name: print(value) }]);
}

/**
 * A condition's value with its policy variables filled in from the request (IAM User Guide, "IAM policy elements:
 * Variables and tags"), once for each way in which the policy's version may be read.
 */
export function expand(value: Text, version: Text | Absent, context: Context): readonly Expanded[] {
  if (!value.parts.some((part) => part.kind === "literal" && /[${}]/.test(part.value)))
    return [asWritten(value)];
  const answer = knowsVariables(version);
  const filled = mayHideVariable(value) ? asWritten(wholeHole(value)) : fill(value, context);
  return [...(answer === "yes" ? [] : [asWritten(value)]), ...(answer === "no" ? [] : [filled])];
}
