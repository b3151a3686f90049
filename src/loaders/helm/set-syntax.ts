import type { Location } from "../../model/location.ts";
import type { Node } from "../../model/node.ts";
import { textSource, type Source } from "../../model/source.ts";
import { concat, type Hole, type Part, type Text } from "../../model/text.ts";
import type { SetStep } from "../merge-values.ts";

/** One value of a `--set` argument and where it goes. */
interface Setting {
  readonly route: readonly SetStep[];
  readonly value: Node;
}

/** What an argument sets, and the first thing about it that Helm refuses. */
export interface ReadSettings {
  readonly settings: readonly Setting[];
  readonly problem?: string;
}

export interface SetSyntax {
  /** `string`: `--set-string`, which infers no types; `verbatim`: `--set-file`, in whose value nothing is special. */
  readonly as: "typed" | "string" | "verbatim";
  /** `kept`: a comma in the value belongs to it. */
  readonly commas: "kept" | "separate";
}

/** Helm refuses keys that are nested deeper (pkg/strvals, MaxNestedNameLevel). */
const MAX_NESTING = 30;

/** A run of characters as they are after `\` was taken away, with where each stretch of them stands. */
interface Run {
  readonly value: string;
  readonly stretches: readonly (readonly [start: number, end: number])[];
  /** The character that ended it, or undefined at the end of the text. */
  readonly stop: string | undefined;
}

interface Reader {
  readonly source: Source;
  readonly at: Location;
  readonly syntax: SetSyntax;
  position: number;
  problem?: string;
}

/**
 * Reads `name=value` in the syntax of `--set` (helm.sh/docs/intro/using_helm, "The Format and Limitations of --set"):
 * dots nest, `\` takes the next character as it is, `[0]` is an index, `{a,b}` a list, and a comma begins another
 * setting. Values keep their places.
 */
export function readSettings(name: Text, value: Text, syntax: SetSyntax): ReadSettings {
  const reader: Reader = {
    source: textSource(concat(value.at, name, "=", value)),
    at: value.at,
    syntax,
    position: 0,
  };
  const settings: Setting[] = [];
  while (reader.position < reader.source.text.length) {
    const result = readSetting(reader);
    if (typeof result === "string") return { settings, problem: result };
    if (reader.problem !== undefined) return { settings, problem: reader.problem };
    if (result !== undefined) settings.push(result);
  }
  return { settings };
}

/** The next setting, undefined for an empty key (which Helm passes over), or what is wrong. */
function readSetting(reader: Reader): Setting | undefined | string {
  const route: SetStep[] = [];
  let afterIndex = false;
  for (;;) {
    const run = readRun(reader, afterIndex ? "=[." : "=[,.");
    if (!afterIndex || run.value !== "") route.push(stepOf(reader, run));
    if (run.stop === undefined) return run.value === "" && route.length <= 1 ? undefined : noValue(run.value);
    if (run.stop === ",") return noValue(run.value);
    if (route.length > MAX_NESTING) return `the key is nested more than ${String(MAX_NESTING)} levels deep`;
    if (run.stop === "=") break;
    afterIndex = run.stop === "[";
    if (afterIndex) {
      const index = readRun(reader, "]");
      if (!/^\d{1,9}$/.test(index.value)) return `"${index.value}" is not an index`;
      route.push(Number(index.value));
    }
  }
  const value = readValue(reader);
  if (route[0] === "" && route.length === 1) return undefined;
  return { route, value };
}

const noValue = (key: string): string => `key "${key}" has no value`;

function stepOf(reader: Reader, run: Run): SetStep {
  return partsOf(reader, run).find((part): part is Hole => part.kind === "hole") ?? run.value;
}

function readValue(reader: Reader): Node {
  const { text } = reader.source;
  const rest = text.slice(reader.position);
  if (reader.syntax.as === "verbatim") return wholeRest(reader);
  const keepsCommas = reader.syntax.commas === "kept";
  // Argo CD leaves the commas of a value in braces alone (util/helm/cmd.go, cleanSetParameters).
  if (rest.startsWith("{") && (!keepsCommas || rest.endsWith("}"))) return readList(reader);
  return typed(reader, readRun(reader, keepsCommas ? "" : ","));
}

function wholeRest(reader: Reader): Text {
  const { source, at, position } = reader;
  const { text } = source;
  reader.position = text.length;
  return { kind: "text", parts: source.parts(text.slice(position), position, text.length), at };
}

function readList(reader: Reader): Node {
  reader.position++;
  const items: Node[] = [];
  for (;;) {
    const run = readRun(reader, ",}");
    items.push(typed(reader, run));
    if (run.stop === undefined) reader.problem = "a list ends with }";
    if (run.stop !== ",") break;
  }
  if (reader.source.text[reader.position] === ",") reader.position++;
  return { kind: "list", items, at: reader.at };
}

/** Characters up to one of `stops`, which is passed over. */
function readRun(reader: Reader, stops: string): Run {
  const { text } = reader.source;
  const stretches: (readonly [number, number])[] = [];
  let value = "";
  let from = reader.position;
  const close = (end: number): void => {
    if (end > from) stretches.push([from, end]);
    value += text.slice(from, end);
  };
  for (let at = reader.position; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\") {
      close(at);
      from = at + 1;
      at++;
    } else if (stops.includes(char)) {
      close(at);
      reader.position = at + 1;
      return { value, stretches, stop: char };
    }
  }
  close(text.length);
  reader.position = text.length;
  return { value, stretches, stop: undefined };
}

function partsOf({ source }: Reader, { stretches }: Run): readonly Part[] {
  return stretches.flatMap(([start, end]) => source.parts(source.text.slice(start, end), start, end));
}

/** Types as Helm infers them (pkg/strvals, typedVal): truth values and null in any case, whole numbers, else a text. */
function typed(reader: Reader, run: Run): Node {
  const { at } = reader;
  const parts = partsOf(reader, run);
  const text: Text = { kind: "text", parts, at };
  const isKnown = parts.every((part) => part.kind === "literal");
  if (reader.syntax.as !== "typed" || !isKnown) return text;
  const raw = run.value;
  const word = raw.toLowerCase();
  if (word === "true" || word === "false") return { kind: "boolean", value: word === "true", raw, at };
  if (word === "null") return { kind: "null", at };
  if (raw === "0" || /^(?:[1-9]|[+-]\d)\d{0,17}$/.test(raw)) {
    return { kind: "number", value: Number(raw), raw, at };
  }
  return text;
}
