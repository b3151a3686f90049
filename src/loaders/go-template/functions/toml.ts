import type { Location } from "../../../model/location.ts";
import { concatAll, literal, type Text } from "../../../model/text.ts";
import { isSeveral } from "../convert.ts";
import type { GoFunction } from "../function.ts";
import { sortedKeys } from "../print.ts";
import type { GoList, GoMap, GoNumber, Value } from "../value.ts";
import { any, define, refuse } from "./define.ts";
import { escapedText } from "./strval.ts";

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\f", "\\f"],
  ["\r", "\\r"],
]);

function escape(char: string): string {
  const short = escapes.get(char);
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  return code < 0x20 || code === 0x7f ? `\\u${code.toString(16).padStart(4, "0")}` : char;
}

/** What TOML has no form for, or what is not known well enough to be written. */
class NoToml extends Error {}

type Pieces = (Text | string)[];

const isTable = (value: Value): boolean =>
  value.kind === "go-map" ||
  (value.kind === "go-list" && value.items.length > 0 && value.items.every((item) => item.kind === "go-map"));

const keyText = (key: string): string =>
  /^[A-Za-z0-9_-]+$/.test(key) ? key : `"${Array.from(key, escape).join("")}"`;

/** A number with a point, and never an exponent. */
function floatText(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) throw new NoToml();
  const text = String(value);
  if (!text.includes("e")) return text.includes(".") ? text : `${text}.0`;
  const [mantissa = "", power = "0"] = text.split("e-");
  const digits = mantissa.replace(/[-.]/g, "");
  return `${value < 0 ? "-" : ""}0.${"0".repeat(Number(power) - 1)}${digits}`;
}

const numberText = (value: GoNumber): string => (value.go === "float64" ? floatText(value.value) : value.raw);

function element(value: Value, out: Pieces): void {
  switch (value.kind) {
    case "text":
      out.push('"', escapedText(value, escape), '"');
      return;
    case "number":
      out.push(literal(numberText(value), value.at));
      return;
    case "boolean":
      out.push(literal(String(value.value), value.at));
      return;
    case "go-list":
      list(value, out);
      return;
    default:
      throw new NoToml();
  }
}

function list({ items }: GoList, out: Pieces): void {
  if (items.some(isSeveral)) throw new NoToml();
  out.push("[");
  items.forEach((item, index) => {
    if (index > 0) out.push(", ");
    element(item, out);
  });
  out.push("]");
}

function table(map: GoMap, path: readonly string[], out: Pieces): void {
  if (map.more !== undefined || path.length > 50) throw new NoToml();
  const names = sortedKeys(map);
  const entry = (name: string): Value | undefined => map.entries.get(name)?.value;
  const indent = "  ".repeat(path.length);
  for (const name of names) {
    const value = entry(name);
    if (value === undefined || isTable(value) || value.kind === "null") continue;
    out.push(`${indent}${keyText(name)} = `);
    element(value, out);
    out.push("\n");
  }
  for (const name of names) {
    const value = entry(name);
    if (value === undefined || !isTable(value)) continue;
    subTable(value, [...path, name], out);
  }
}

function subTable(value: Value, path: readonly string[], out: Pieces): void {
  const header = path.map(keyText).join(".");
  const indent = "  ".repeat(path.length - 1);
  const newLine = (): void => {
    if (out.length > 0) out.push("\n");
  };
  if (value.kind === "go-map") {
    if (path.length === 1) newLine();
    out.push(`${indent}[${header}]`, "\n");
    table(value, path, out);
  } else if (value.kind === "go-list") {
    for (const item of value.items) {
      newLine();
      out.push(`${indent}[[${header}]]`, "\n");
      if (item.kind === "go-map") table(item, path, out);
    }
  }
}

/** A map as github.com/BurntSushi/toml writes it; undefined for anything else. */
function tomlText(value: Value, at: Location): Text | undefined {
  if (value.kind === "go-list" || value.kind === "object") return undefined;
  const out: Pieces = [];
  try {
    if (value.kind === "go-map") table(value, [], out);
    else element(value, out);
  } catch (error) {
    if (error instanceof NoToml) return undefined;
    throw error;
  }
  return concatAll(at, out);
}

/** Helm's `toToml`. */
export const toml: Readonly<Record<string, GoFunction>> = {
  toToml: define("string", [any], ([value], call) =>
    value.kind === "null"
      ? refuse("reflect: call of reflect.Value.Type on zero Value", call)
      : tomlText(value, call.at),
  ),
};
