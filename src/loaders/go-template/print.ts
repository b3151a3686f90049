import type { Location } from "../../model/location.ts";
import type { BooleanNode } from "../../model/node.ts";
import { concatAll, literal, type Hole, type Text } from "../../model/text.ts";
import { unknownString } from "./identity.ts";
import type { GoMap, GoNumber, Value } from "./value.ts";

/** Beyond this many pieces a printed value is a hole: maps that hold one another many times grow without end. */
const MAX_PIECES = 500_000;
/** Only a map that was put into itself is as deep as this; Go's fmt does not come back from it. */
const MAX_DEPTH = 300;

const bytes = new TextEncoder();

/** Go's order of strings: by their bytes, which is by code points and not by UTF-16 units. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  // Units differ from code points in order only around surrogates.
  if (!/[\ud800-\udfff]/.test(a) && !/[\ud800-\udfff]/.test(b)) return a < b ? -1 : 1;
  const [left, right] = [bytes.encode(a), bytes.encode(b)];
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The keys of a map that are known, in the order in which Go's `range`, fmt and encoders go over them. */
export function sortedKeys(map: GoMap): readonly string[] {
  return [...map.entries.keys()].sort(compareStrings);
}

/** Go's `%v` of a float64: `%g` with the fewest digits that tell it, an exponent from a million on (fmt, strconv). */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  if (value === 0) return "0";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return plainFloat(mantissa, power);
  const digits = String(Math.abs(power)).padStart(2, "0");
  return `${mantissa}e${power < 0 ? "-" : "+"}${digits}`;
}

/** Digits with the point where the exponent puts it. */
function plainFloat(mantissa: string, power: number): string {
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${digits}`;
  if (digits.length <= power + 1) return sign + digits.padEnd(power + 1, "0");
  return `${sign}${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`;
}

/** Pieces of printed text, up to a limit. */
class Printer {
  readonly pieces: (Text | string)[] = [];
  isFull = false;

  add(piece: Text | string): void {
    if (this.pieces.length >= MAX_PIECES) this.isFull = true;
    else this.pieces.push(piece);
  }
}

const textOfHole = (hole: Hole, at: Location): Text => ({ kind: "text", parts: [hole], at });

/** As fmt's `%v` writes a value that is inside another one, or the whole of it. */
function write(printer: Printer, value: Value, depth: number): void {
  if (printer.isFull) return;
  if (depth > MAX_DEPTH) {
    printer.isFull = true;
    return;
  }
  switch (value.kind) {
    case "text":
      printer.add(value);
      return;
    case "number":
    case "boolean":
      printer.add(scalarText(value));
      return;
    case "null":
      printer.add("<nil>");
      return;
    case "unknown":
      printer.add(textOfHole(value.hole, value.at));
      return;
    case "object": {
      const text = value.print?.();
      printer.add(text ?? unknownString("print", [value], value.at));
      return;
    }
    case "go-list":
      printer.add("[");
      value.items.forEach((item, index) => {
        if (index > 0) printer.add(" ");
        write(printer, item, depth + 1);
      });
      printer.add("]");
      return;
    case "go-map":
      writeMap(printer, value, depth);
  }
}

/** `map[a:1 b:2]`, sorted by key; where entries may be missing, all between the brackets is a hole. */
function writeMap(printer: Printer, map: GoMap, depth: number): void {
  printer.add("map[");
  if (map.more !== undefined) printer.add(unknownString("print", [map], map.at));
  else {
    sortedKeys(map).forEach((key, index) => {
      const entry = map.entries.get(key);
      if (entry === undefined) return;
      if (index > 0) printer.add(" ");
      printer.add(entry.key);
      printer.add(":");
      write(printer, entry.value, depth + 1);
    });
  }
  printer.add("]");
}

/** How fmt prints a number or a Boolean, at the place where it was written. */
function scalarText(value: GoNumber | BooleanNode): Text {
  const text = literal(value.kind === "boolean" ? String(value.value) : printNumber(value), value.at);
  return value.assumed === undefined ? text : { ...text, assumed: value.assumed };
}

/** Go's `%v` of a number of either kind. */
export function printNumber(value: GoNumber): string {
  return value.go === "float64" ? printFloat(value.value) : value.raw;
}

/** What Go's `%v` makes of a value: as `print`, `printf "%v"` and error messages show it. `nil` is `<nil>`. */
export function sprint(value: Value): Text {
  if (value.kind === "text") return value;
  const printer = new Printer();
  write(printer, value, 0);
  return printer.isFull ? unknownString("print", [value], value.at) : concatAll(value.at, printer.pieces);
}

/** What `{{ value }}` prints. Unknown values are holes; what is not there is `<no value>`, as text/template has it. */
export function printed(value: Value): Text {
  return value.kind === "null" ? literal("<no value>", value.at) : sprint(value);
}
