import type { Location } from "../../../model/location.ts";
import { sliceLiteral, type Hole, type Part, type Text } from "../../../model/text.ts";

/**
 * A stretch of output that stands for one or more like it: a `range` went over a list, or over entries of a map, of
 * which the number is not known. The offsets are those of `textSource(text).text`, where a hole is one character.
 */
export interface Repetition {
  readonly start: number;
  readonly end: number;
  /** What `range` goes over. */
  readonly over: Hole;
  readonly at: Location;
}

/** A repetition without offsets: it happened in what an action includes. */
export type Repeated = Omit<Repetition, "start" | "end">;

const lengthOf = (part: Part): number => (part.kind === "literal" ? part.value.length : 1);

/** How long a text is as a source for a parser. */
export function flatLength(text: Text): number {
  return text.parts.reduce((sum, part) => sum + lengthOf(part), 0);
}

/** What a template has written. */
export class Output {
  readonly #parts: Part[] = [];
  readonly #assumed = new Set<string>();
  readonly repetitions: Repetition[] = [];
  /** Repetitions that influence the output in a way that has no place in it. */
  readonly elsewhere: Repeated[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  writeParts(parts: readonly Part[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#length += lengthOf(part);
    }
  }

  /** Writes a value's text; parts that do not know their place have the value's. */
  write(text: Text): void {
    for (const part of text.parts) {
      if (part.kind === "literal" && part.value === "") continue;
      this.#parts.push(part.at === undefined ? { ...part, at: text.at } : part);
      this.#length += lengthOf(part);
    }
    for (const name of text.assumed ?? []) this.#assumed.add(name);
  }

  toText(at: Location): Text {
    const text: Text = { kind: "text", parts: this.#parts, at };
    return this.#assumed.size === 0 ? text : { ...text, assumed: [...this.#assumed].sort() };
  }
}

const NO_VALUE = "<no value>";

/** A text without `<no value>`, which Helm takes out of what it renders. */
export function withoutNoValue(text: Text): Text {
  const parts = text.parts.flatMap(cleaned);
  return parts.length === text.parts.length && parts.every((part, at) => part === text.parts[at])
    ? text
    : { ...text, parts };
}

/** The same, and the stretches that were repeated at where they stand then. */
export function withoutNoValues(
  text: Text,
  repetitions: readonly Repetition[],
): { readonly text: Text; readonly repetitions: readonly Repetition[] } {
  const left = withoutNoValue(text);
  if (left === text || repetitions.length === 0) return { text: left, repetitions };
  const removed: number[] = [];
  let offset = 0;
  for (const part of text.parts) {
    if (part.kind === "literal") {
      for (let at = part.value.indexOf(NO_VALUE); at !== -1; at = part.value.indexOf(NO_VALUE, at + 1)) {
        removed.push(offset + at);
      }
    }
    offset += lengthOf(part);
  }
  const moved = (to: number): number =>
    removed.reduce((sum, from) => sum - Math.max(0, Math.min(to - from, NO_VALUE.length)), to);
  return {
    text: left,
    repetitions: repetitions.map((each) => ({ ...each, start: moved(each.start), end: moved(each.end) })),
  };
}

function cleaned(part: Part): readonly Part[] {
  if (part.kind === "hole" || !part.value.includes(NO_VALUE)) return [part];
  const pieces: Part[] = [];
  let from = 0;
  for (let at = part.value.indexOf(NO_VALUE); at !== -1; at = part.value.indexOf(NO_VALUE, from)) {
    if (at > from) pieces.push(sliceLiteral(part, from, at));
    from = at + NO_VALUE.length;
  }
  if (from < part.value.length) pieces.push(sliceLiteral(part, from, part.value.length));
  return pieces;
}
