import type { Location, Place, Step } from "./location.ts";
import type { Node } from "./node.ts";

/**
 * Characters whose place is known. When the place is as long as the value, each character stands at its own
 * offset, so that a slice keeps an exact place; otherwise (an escape, a computed value) the place is of the whole.
 */
export interface Literal {
  readonly kind: "literal";
  readonly value: string;
  readonly at?: Place;
}

/** What is known of the characters that a hole can stand for. */
export type HoleShape =
  | "account-id" // exactly twelve digits
  | "partition" // aws, aws-cn, aws-us-gov, ...
  | "region" // eu-west-1
  | "issuer" // oidc.eks.eu-west-1.amazonaws.com/id/ABC: no scheme, no colon
  | "eks-issuer" // an issuer that is certainly an EKS cluster's: a cluster resource's attribute, a cluster module's output
  | "dns" // a Kubernetes name or namespace
  | "name" // an IAM name: no slash, no colon
  | "path" // an IAM path: no colon
  | "suffix"; // what a provider appends to a name prefix

/**
 * A part that is not known statically. `id` is its identity: environment, instance address and source expression;
 * two holes with the same id stand for the same characters. `name` is what people read: `var.account`.
 */
export interface Hole {
  readonly kind: "hole";
  readonly id: string;
  readonly name: string;
  readonly at?: Place;
  readonly shape?: HoleShape;
  /** The most characters that it can stand for: Helm takes release names of 53 at most. */
  readonly maxLength?: number;
}

export type Part = Literal | Hole;

/** That a text is the JSON or YAML form of a node, so that decoding it needs no parser and loses no place. */
export interface Encoding {
  readonly format: "json" | "yaml";
  readonly node: Node;
}

/**
 * A string of which parts may be unknown. `at` is where the whole was written; `trail` says where each part of a
 * derived text came from; `assumed` names what its value takes for granted (`default:var.environment`).
 */
export interface Text {
  readonly kind: "text";
  readonly parts: readonly Part[];
  readonly at: Location;
  readonly trail?: readonly Step[];
  readonly assumed?: readonly string[];
  readonly encodes?: Encoding;
}

/** Nothing is written there; `at` is the object that could have held it. */
export interface Absent {
  readonly kind: "absent";
  readonly at: Location;
}

/** Three-valued truth. "maybe" is an answer, not an error: it becomes the verdict "unknown". */
export type Answer = "yes" | "no" | "maybe";

export function isAbsent(value: { readonly kind: string }): value is Absent {
  return value.kind === "absent";
}

export function absent(at: Location): Absent {
  return { kind: "absent", at };
}

/** A text that is wholly known and stands verbatim at `at` (or is derived from what stands there). */
export function literal(value: string, at: Location): Text {
  return { kind: "text", parts: value === "" ? [] : [{ kind: "literal", value, at }], at };
}

/** A text of which nothing is known but its name. */
export function unknownText(hole: Omit<Hole, "kind">, at: Location): Text {
  return { kind: "text", parts: [{ kind: "hole", ...hole }], at };
}

/** The whole value when no part is a hole. */
export function known(text: Text): string | undefined {
  let value = "";
  for (const part of text.parts) {
    if (part.kind === "hole") return undefined;
    value += part.value;
  }
  return value;
}

export function holesOf(text: Text): readonly Hole[] {
  return text.parts.filter((part) => part.kind === "hole");
}

/** The text as people read it: holes as `${name}`. */
export function print(text: Text | Absent): string {
  if (text.kind === "absent") return "";
  return text.parts.map((part) => (part.kind === "literal" ? part.value : `\${${part.name}}`)).join("");
}

/** Puts texts one after another; the result stands at `at` and keeps each part's place, trail and assumptions. */
export function concat(at: Location, ...texts: readonly (Text | string)[]): Text {
  return concatAll(at, texts);
}

/** The same of a list, which may be longer than a list of arguments can be. */
export function concatAll(at: Location, texts: readonly (Text | string)[]): Text {
  const parts: Part[] = [];
  const trail: Step[] = [];
  const assumed = new Set<string>();
  for (const text of texts) {
    if (typeof text === "string") {
      if (text !== "") parts.push({ kind: "literal", value: text });
      continue;
    }
    // Not spread into an argument list, which has a limit.
    for (const part of text.parts) parts.push(part);
    for (const step of text.trail ?? []) trail.push(step);
    for (const name of text.assumed ?? []) assumed.add(name);
  }
  return {
    kind: "text",
    parts,
    at,
    ...(trail.length > 0 ? { trail } : {}),
    ...(assumed.size > 0 ? { assumed: [...assumed].sort() } : {}),
  };
}

/** The same text with other parts: place, trail and assumptions stay, an encoding does not. */
export function withParts(text: Text, parts: readonly Part[], at: Location = text.at): Text {
  return {
    kind: "text",
    parts,
    at,
    ...(text.trail ? { trail: text.trail } : {}),
    ...(text.assumed ? { assumed: text.assumed } : {}),
  };
}

/** A piece of a literal, with its exact place where the literal stands verbatim. */
export function sliceLiteral(part: Literal, start: number, end: number): Literal {
  const value = part.value.slice(start, end);
  const place = part.at;
  if (place === undefined) return { kind: "literal", value };
  if (place.span.end - place.span.start !== part.value.length) return { kind: "literal", value, at: place };
  const from = place.span.start;
  return {
    kind: "literal",
    value,
    at: { file: place.file, span: { start: from + start, end: from + Math.min(end, part.value.length) } },
  };
}

/** The place that parts cover together: from the first to the last in one file, else the first one's. */
export function placeOfParts(parts: readonly Part[], whole: Location): Location {
  const places = parts.flatMap((part) => (part.at ? [part.at] : []));
  const first = places[0];
  if (first === undefined) return whole;
  let { start, end } = first.span;
  for (const place of places) {
    if (place.file !== first.file) continue;
    start = Math.min(start, place.span.start);
    end = Math.max(end, place.span.end);
  }
  return { file: first.file, route: whole.route, span: { start, end } };
}

/**
 * Cuts a text at every occurrence of a separator that stands in a literal. A hole might hold the separator too:
 * the pieces are right only when `every` hole is known not to (see `canHold`).
 */
export function split(text: Text, separator: string): readonly Text[] {
  const pieces: Part[][] = [[]];
  for (const part of text.parts) {
    if (part.kind === "hole") {
      pieces.at(-1)?.push(part);
      continue;
    }
    let from = 0;
    for (let at = part.value.indexOf(separator); at !== -1; at = part.value.indexOf(separator, from)) {
      if (at > from) pieces.at(-1)?.push(sliceLiteral(part, from, at));
      pieces.push([]);
      from = at + separator.length;
    }
    if (from < part.value.length) pieces.at(-1)?.push(sliceLiteral(part, from, part.value.length));
  }
  return pieces.map((parts) => withParts(text, parts, placeOfParts(parts, text.at)));
}

/** The text after a literal prefix, or undefined when the text does not certainly begin with it. */
export function stripPrefix(text: Text, prefix: string): Text | undefined {
  const parts: Part[] = [];
  let rest = prefix;
  for (const part of text.parts) {
    if (rest === "") {
      parts.push(part);
      continue;
    }
    if (part.kind === "hole") return undefined;
    const length = Math.min(rest.length, part.value.length);
    if (!rest.startsWith(part.value.slice(0, length))) return undefined;
    rest = rest.slice(length);
    if (length < part.value.length) parts.push(sliceLiteral(part, length, part.value.length));
  }
  if (rest !== "") return undefined;
  return withParts(text, parts, placeOfParts(parts, text.at));
}

/** The text before a literal suffix, or undefined when the text does not certainly end with it. */
export function stripSuffix(text: Text, suffix: string): Text | undefined {
  const parts: Part[] = [];
  let rest = suffix;
  for (const part of [...text.parts].reverse()) {
    if (rest === "") {
      parts.unshift(part);
      continue;
    }
    if (part.kind === "hole") return undefined;
    const length = Math.min(rest.length, part.value.length);
    if (!rest.endsWith(part.value.slice(part.value.length - length))) return undefined;
    rest = rest.slice(0, rest.length - length);
    if (length < part.value.length) parts.unshift(sliceLiteral(part, 0, part.value.length - length));
  }
  if (rest !== "") return undefined;
  return withParts(text, parts, placeOfParts(parts, text.at));
}

/** Applies a length-keeping change (case folding) to every literal; holes keep their identity. */
export function mapLiterals(text: Text, change: (value: string) => string): Text {
  return withParts(
    text,
    text.parts.map((part) => (part.kind === "literal" ? { ...part, value: change(part.value) } : part)),
  );
}
