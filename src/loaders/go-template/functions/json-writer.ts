import type { Location } from "../../../model/location.ts";
import { concatAll, literal, type Hole, type Text } from "../../../model/text.ts";
import { isSeveral, toNode, unknownResult } from "../convert.ts";
import { sortedKeys } from "../print.ts";
import type { GoList, GoMap, GoNumber, Value } from "../value.ts";
import { escapedText } from "./strval.ts";

const MAX_PIECES = 300_000;
const MAX_DEPTH = 200;

interface Output {
  readonly pieces: (Text | string)[];
  readonly escapesHtml: boolean;
  readonly indent: string;
  state: "fine" | "too much" | "impossible";
}

/**
 * A value as Go's encoding/json writes it: keys sorted, HTML's characters escaped unless told otherwise. Each scalar
 * keeps its own place; holes stay holes. Undefined when there is too much to write, "impossible" for what JSON has not.
 */
export function jsonText(
  value: Value,
  at: Location,
  options: { readonly indent?: string; readonly escapesHtml?: boolean } = {},
): Text | "impossible" | undefined {
  const { indent = "", escapesHtml = true } = options;
  const out: Output = { pieces: [], escapesHtml, indent, state: "fine" };
  write(value, 0, out);
  if (out.state !== "fine") return out.state === "impossible" ? "impossible" : undefined;
  return { ...concatAll(at, out.pieces), encodes: { format: "json", node: toNode(value) } };
}

/** A number as encoding/json writes it. */
export function jsonNumber(value: GoNumber): string {
  if (value.go !== "float64") return value.raw;
  const number = value.value;
  if (Object.is(number, -0)) return "-0";
  const size = Math.abs(number);
  if (number !== 0 && (size < 1e-6 || size >= 1e21)) {
    return number
      .toExponential()
      .replace(/e([+-])(\d)$/, (_, sign: string, digit: string) =>
        sign === "-" ? `e-0${digit}` : `e+0${digit}`,
      )
      .replace(/e-0(\d)$/, "e-$1")
      .replace(/e\+0(\d)$/, "e+$1");
  }
  return size >= 1e21 ? String(number) : decimal(number);
}

/** All digits without an exponent. */
function decimal(number: number): string {
  const text = String(number);
  if (!text.includes("e")) return text;
  const [mantissa = "", power = "0"] = text.split("e-");
  const digits = mantissa.replace(/[-.]/g, "");
  return `${number < 0 ? "-" : ""}0.${"0".repeat(Number(power) - 1)}${digits}`;
}

const HTML: ReadonlyMap<string, string> = new Map([
  ["<", "\\u003c"],
  [">", "\\u003e"],
  ["&", "\\u0026"],
]);

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\u2028", "\\u2028"],
  ["\u2029", "\\u2029"],
]);

const escapeJson =
  (escapesHtml: boolean) =>
  (char: string): string => {
    const short = escapes.get(char) ?? (escapesHtml ? HTML.get(char) : undefined);
    if (short !== undefined) return short;
    const code = char.codePointAt(0) ?? 0;
    return code < 0x20 ? `\\u${code.toString(16).padStart(4, "0")}` : char;
  };

function write(value: Value, depth: number, out: Output): void {
  if (out.pieces.length > MAX_PIECES || depth > MAX_DEPTH) out.state = "too much";
  if (out.state !== "fine") return;
  switch (value.kind) {
    case "text":
      out.pieces.push('"', escapedText(value, escapeJson(out.escapesHtml)), '"');
      return;
    case "number":
      if (Number.isFinite(value.value)) out.pieces.push(literal(jsonNumber(value), value.at));
      else out.state = "impossible";
      return;
    case "boolean":
      out.pieces.push(literal(String(value.value), value.at));
      return;
    case "null":
      out.pieces.push("null");
      return;
    case "unknown":
      out.pieces.push(holeText(value.hole, value.at));
      return;
    case "go-list":
      writeList(value, depth, out);
      return;
    case "go-map":
      writeMap(value, depth, out);
      return;
    case "object":
      out.pieces.push(holeText(unknownResult("toJson", [value], value.at).hole, value.at));
  }
}

function holeText(hole: Hole, at: Location): Text {
  return { kind: "text", parts: [hole], at };
}

/** A line end and what a line at this depth begins with, when lines are wanted. */
const newLine = (depth: number, out: Output): string =>
  out.indent === "" ? "" : `\n${out.indent.repeat(depth)}`;

function writeList(list: GoList, depth: number, out: Output): void {
  if (list.isNil === true) out.pieces.push("null");
  else if (list.items.length === 0) out.pieces.push("[]");
  else if (list.items.some(isSeveral))
    out.pieces.push(holeText(unknownResult("toJson", [list], list.at).hole, list.at));
  else {
    out.pieces.push("[");
    list.items.forEach((item, index) => {
      out.pieces.push(`${index > 0 ? "," : ""}${newLine(depth + 1, out)}`);
      write(item, depth + 1, out);
    });
    out.pieces.push(`${newLine(depth, out)}]`);
  }
}

function writeMap(map: GoMap, depth: number, out: Output): void {
  // JSON has no way to say that there may be more.
  if (map.more !== undefined) {
    out.pieces.push(holeText(unknownResult("toJson", [map], map.at).hole, map.at));
    return;
  }
  if (map.entries.size === 0) {
    out.pieces.push("{}");
    return;
  }
  out.pieces.push("{");
  sortedKeys(map).forEach((name, index) => {
    const entry = map.entries.get(name);
    if (entry === undefined) return;
    out.pieces.push(`${index > 0 ? "," : ""}${newLine(depth + 1, out)}"`);
    out.pieces.push(escapedText(entry.key, escapeJson(out.escapesHtml)));
    out.pieces.push(out.indent === "" ? '":' : '": ');
    write(entry.value, depth + 1, out);
  });
  out.pieces.push(`${newLine(depth, out)}}`);
}
