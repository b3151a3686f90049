import type { Location } from "../../model/location.ts";
import type { UnknownNode } from "../../model/node.ts";
import type { Hole, Part, Text } from "../../model/text.ts";
import type { Value } from "./value.ts";

/** Longer identities are replaced by their digest: identities are only ever compared. */
const MAX_ID = 240;
/** How many characters of a call stand for it in messages. */
const MAX_NAME = 60;
/** How much of a value is looked at; two values that are alike that far and hold an unknown are rare, and costly. */
const MAX_VISITS = 200_000;

/** Four 32-bit lanes over UTF-16 units: enough that two different values never share an identity by chance. */
class Digest {
  readonly #lanes = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];

  add(text: string): void {
    let [a = 0, b = 0, c = 0, d = 0] = this.#lanes;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 15);
      c = Math.imul(c + unit, 0x27d4eb2f) ^ (c >>> 13);
      d = Math.imul(d + (unit ^ a), 0x165667b1) ^ (d >>> 16);
    }
    this.#lanes.splice(0, 4, a, b, c, d);
  }

  toString(): string {
    return this.#lanes.map((lane) => (lane >>> 0).toString(36)).join(".");
  }
}

/** Pieces of an identity, kept whole while they are short. */
class Writer {
  #text: string | undefined = "";
  readonly #digest = new Digest();
  #visits = 0;

  get isFull(): boolean {
    return this.#visits > MAX_VISITS;
  }

  add(piece: string): void {
    this.#visits += 1;
    this.#digest.add(piece);
    if (this.#text === undefined) return;
    this.#text = this.#text.length + piece.length > MAX_ID ? undefined : this.#text + piece;
  }

  toString(): string {
    return this.#text ?? `#${this.#digest.toString()}`;
  }
}

function writeParts(writer: Writer, parts: readonly Part[]): void {
  const [first] = parts;
  if (parts.length === 1 && first?.kind === "hole") {
    writer.add(`{${first.id}}`);
    return;
  }
  let run = "";
  for (const part of parts) {
    if (part.kind === "literal") run += part.value;
    else {
      if (run !== "") writer.add(JSON.stringify(run));
      run = "";
      writer.add(`{${part.id}}`);
    }
  }
  if (run !== "" || parts.length === 0) writer.add(JSON.stringify(run));
}

function write(writer: Writer, value: Value, depth: number): void {
  if (writer.isFull || depth > 200) return;
  switch (value.kind) {
    case "text":
      writeParts(writer, value.parts);
      return;
    case "number":
      writer.add(`${value.go}:${value.raw}`);
      return;
    case "boolean":
      writer.add(String(value.value));
      return;
    case "null":
      writer.add("nil");
      return;
    case "unknown":
      writer.add(value.several === true ? `...{${value.hole.id}}` : `{${value.hole.id}}`);
      return;
    case "object":
      writer.add(`${value.type}@${value.at.file.path}:${value.at.span.start}`);
      return;
    case "go-list":
      writer.add("[");
      for (const item of value.items) {
        write(writer, item, depth + 1);
        writer.add(",");
      }
      writer.add("]");
      return;
    case "go-map":
      writer.add("{");
      for (const [key, entry] of [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
        writer.add(JSON.stringify(key));
        writer.add("=");
        write(writer, entry.value, depth + 1);
        writer.add(",");
      }
      if (value.more !== undefined) writer.add(`...{${value.more.id}}`);
      writer.add("}");
  }
}

/**
 * A value's identity: equal for values that hold the same characters, numbers and holes; places do not count. An
 * unknown value and a text that is one hole have the identity of that hole.
 */
export function identityOf(value: Value): string {
  const writer = new Writer();
  write(writer, value, 0);
  return writer.toString();
}

/** The holes that a value shows on its surface, for a message. */
export function holeNamesIn(value: Value): readonly string[] {
  switch (value.kind) {
    case "unknown":
      return [value.hole.name];
    case "text":
      return value.parts.flatMap((part) => (part.kind === "hole" ? [part.name] : []));
    case "go-map":
      return value.more === undefined ? [] : [value.more.name];
    default:
      return [];
  }
}

function shortName(name: string, args: readonly Value[]): string {
  const inner = [...new Set(args.flatMap(holeNamesIn))].join(", ");
  const whole = inner === "" ? name : `${name}(${inner})`;
  return whole.length <= MAX_NAME ? whole : `${whole.slice(0, MAX_NAME - 1)}…`;
}

function derivedHole(name: string, args: readonly Value[], at: Location): Hole {
  const writer = new Writer();
  writer.add(`${name}(`);
  args.forEach((value, index) => {
    if (index > 0) writer.add(",");
    write(writer, value, 0);
  });
  writer.add(")");
  return { kind: "hole", id: writer.toString(), name: shortName(name, args), at };
}

/**
 * What a function gives that cannot be computed: a value of any type whose identity comes from the function's name and
 * its arguments, so that equal calls of a pure function give the same unknown. (A function that gives something else
 * each time must put what tells its calls apart among `args`.)
 */
export function unknownResult(name: string, args: readonly Value[], at: Location): UnknownNode {
  return { kind: "unknown", hole: derivedHole(name, args, at), at };
}

/** The same as a text of which no character is known. */
export function unknownString(name: string, args: readonly Value[], at: Location): Text {
  return { kind: "text", parts: [derivedHole(name, args, at)], at };
}
