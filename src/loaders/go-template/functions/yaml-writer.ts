import type { Location } from "../../../model/location.ts";
import { concatAll, literal, type Hole, type Text } from "../../../model/text.ts";
import { begin, pad, push, writeItems, type Before, type BlockOutput } from "../../yaml/block-output.ts";
import { isSeveral, toNode, unknownResult } from "../convert.ts";
import type { GoMap, GoNumber, Value } from "../value.ts";
import { jsonNumber } from "./json-writer.ts";
import { sortedYamlKeys } from "./yaml-order.ts";
import { scalarPieces } from "./yaml-scalars.ts";

const MAX_PIECES = 300_000;
const MAX_DEPTH = 200;

/** How a document is written. */
interface Style {
  /** Lists are indented deeper than the key that they belong to: Helm's `toYamlPretty`. */
  readonly deepLists: boolean;
  /** Long lines are folded: go-yaml v2's emitter. */
  readonly folds: boolean;
}

interface Output extends BlockOutput {
  readonly style: Style;
}

/**
 * A value as Helm's `toYaml` prints it (sigs.k8s.io/yaml: JSON read by go-yaml v2 and written by it), without the line
 * end. Each scalar keeps its own place. An unknown value is its hole, an unknown part of a string is a hole between
 * quotes, and entries that are not listed are one entry whose key and value are their hole: what is read back has the
 * same values. Undefined when there is too much to write.
 */
export function yamlText(value: Value, at: Location, style: Style = HELM): Text | undefined {
  const out: Output = { pieces: [], column: 0, full: false, style };
  write(value, 0, "start", out);
  if (out.full) return undefined;
  // The line end of the last line is cut off.
  const last = out.pieces.at(-1);
  if (last === "\n") out.pieces.pop();
  return { ...concatAll(at, out.pieces), encodes: { format: "yaml", node: toNode(value) } };
}

const HELM: Style = { deepLists: false, folds: true };
export const PRETTY: Style = { deepLists: true, folds: false };

function write(value: Value, depth: number, before: Before, out: Output): void {
  if (out.pieces.length > MAX_PIECES || depth > MAX_DEPTH) out.full = true;
  if (out.full) return;
  if (value.kind === "go-map" && (value.entries.size > 0 || value.more !== undefined)) {
    writeMap(value, depth, before, out);
  } else if (value.kind === "go-list" && value.items.length > 0 && !value.items.some(isSeveral)) {
    writeItems(value.items, depth, before, out, (item) => {
      write(item, depth + 1, "item", out);
    });
  } else {
    if (before !== "start") push(out, " ");
    writeScalar(value, depth, out);
    push(out, "\n");
  }
}

function writeMap(map: GoMap, depth: number, before: Before, out: Output): void {
  begin(before, out);
  let isFirst = before === "item";
  const beginLine = (): void => {
    if (!isFirst) push(out, pad(depth));
    isFirst = false;
  };
  for (const name of sortedYamlKeys(map)) {
    const entry = map.entries.get(name);
    if (entry === undefined) continue;
    beginLine();
    const place = { column: out.column, indentation: pad(depth + 1), isKey: true, folds: false };
    push(out, ...scalarPieces(entry.key, place), ":");
    const isFlatList = entry.value.kind === "go-list" && !out.style.deepLists;
    write(entry.value, isFlatList ? depth : depth + 1, "key", out);
  }
  if (map.more === undefined) return;
  beginLine();
  const others = holeText(map.more, map.at);
  push(out, others, ": ", others, "\n");
}

function holeText(hole: Hole, at: Location): Text {
  return { kind: "text", parts: [hole], at };
}

function writeScalar(value: Value, depth: number, out: Output): void {
  switch (value.kind) {
    case "text": {
      const indentation = pad(Math.max(depth, 1));
      push(
        out,
        ...scalarPieces(value, { column: out.column, indentation, isKey: false, folds: out.style.folds }),
      );
      break;
    }
    case "number":
      push(out, literal(yamlNumber(value), value.at));
      break;
    case "boolean":
      push(out, literal(String(value.value), value.at));
      break;
    case "null":
      push(out, "null");
      break;
    case "unknown":
      push(out, holeText(value.hole, value.at));
      break;
    case "go-list":
      if (value.isNil === true) push(out, "null");
      else if (value.items.length === 0) push(out, "[]");
      else push(out, holeText(unknownResult("toYaml", [value], value.at).hole, value.at));
      break;
    case "go-map":
      push(out, "{}");
      break;
    case "object":
      push(out, holeText(unknownResult("toYaml", [value], value.at).hole, value.at));
      break;
  }
}

/** JSON's form of a number, read by go-yaml as an integer or a float and written as `%g`. */
export function yamlNumber(value: GoNumber): string {
  const json = jsonNumber(value);
  if (/^-?\d+$/.test(json)) {
    const whole = BigInt(json);
    // What 64 bits do not hold is read as a float.
    if (whole >= -(2n ** 63n) && whole < 2n ** 64n) return whole.toString();
  }
  const number = Number(json);
  const [mantissa = "", power = "0"] = number.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(number);
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${digits}`;
}
