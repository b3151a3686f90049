import { known, type Text } from "../../../model/text.ts";
import { expandReplacement } from "../../re2/expand.ts";
import { compilePattern, findAll, type Match, type Program } from "../../re2/match.ts";
import type { Call, GoFunction } from "../function.ts";
import type { Value } from "../value.ts";
import { define, int, refuse, string, text } from "./define.ts";
import { flatten } from "../../../model/flat-text.ts";
import { checkSize, madeBool, madeList, madeText, nilList } from "./make.ts";

/** Longer texts are not searched by a pattern. */
const MAX_LENGTH = 200_000;

/** A text that is searched, by code points. */
interface Searched {
  readonly codes: readonly number[];
  readonly text: Text;
  /** UTF-16 offsets of the code points, and the end. */
  readonly offsets: readonly number[];
}

function searched(content: Text, value: string): Searched {
  const codes: number[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const char of value) {
    codes.push(char.codePointAt(0) ?? 0);
    offsets.push(at);
    at += char.length;
  }
  return { codes, text: content, offsets: [...offsets, at] };
}

/** A piece of the text at its own place. */
function piece({ text: content, offsets }: Searched, [start, end]: readonly [number, number]): Text {
  return flatten(content).slice(offsets[start] ?? 0, offsets[end] ?? 0);
}

/** A compiled pattern; undefined when it is too big to be tried. */
function compile(pattern: string, call: Call, must: boolean): Program | "invalid" | undefined {
  const program = compilePattern(pattern);
  if (program === "too big") return undefined;
  if (!("error" in program)) return program;
  if (must) return refuse(`error parsing regexp: ${program.error}`, call);
  return "invalid";
}

/** The matches of a pattern in a text that is known. */
function matchesIn(
  program: Program,
  value: string,
  content: Text,
  call: Call,
  limit = Infinity,
): { readonly found: readonly Match[]; readonly in: Searched } | undefined {
  if (value.length > MAX_LENGTH) return undefined;
  call.host.spend(1 + Math.ceil(value.length / 16), call.at);
  const source = searched(content, value);
  const found = findAll(program, source.codes, limit);
  return found && { found, in: source };
}

/** `regexMatch`; Sprig's takes a bad pattern for one that matches nothing. */
const match = (must: boolean): GoFunction =>
  define("any", [string, text], ([pattern, content], call) => {
    const program = compile(pattern, call, must);
    if (program === undefined) return undefined;
    if (program === "invalid") return madeBool(false, call);
    const value = known(content);
    const result = value === undefined ? undefined : matchesIn(program, value, content, call, 1);
    return result && madeBool(result.found.length > 0, call);
  });

const find = define("string", [string, text], ([pattern, content], call) => {
  const program = compile(pattern, call, true);
  const value = known(content);
  if (program === undefined || program === "invalid" || value === undefined) return undefined;
  const result = matchesIn(program, value, content, call, 1);
  if (result === undefined) return undefined;
  const range = result.found[0]?.[0];
  return range === undefined ? madeText("", call) : piece(result.in, range);
});

const all = define("any", [string, text, int], ([pattern, content, limit], call) => {
  const program = compile(pattern, call, true);
  const value = known(content);
  if (program === undefined || program === "invalid" || value === undefined) return undefined;
  const result = matchesIn(program, value, content, call, limit < 0 ? Infinity : limit);
  if (result === undefined) return undefined;
  const pieces = result.found.flatMap(([range]) => (range === undefined ? [] : [piece(result.in, range)]));
  return pieces.length === 0 ? { ...nilList(call), type: "[]string" } : madeList(pieces, call, "[]string");
});

const replaceAll = (isLiteral: boolean): GoFunction =>
  define("string", [string, text, string], ([pattern, content, replacement], call) => {
    const program = compile(pattern, call, true);
    const value = known(content);
    if (program === undefined || program === "invalid" || value === undefined) return undefined;
    const result = matchesIn(program, value, content, call);
    if (result === undefined) return undefined;
    if (result.found.length === 0) return content;
    let out = "";
    let from = 0;
    const { in: source } = result;
    for (const one of result.found) {
      const [start, end] = one[0] ?? [0, 0];
      out += known(piece(source, [from, start])) ?? "";
      out += isLiteral
        ? replacement
        : expandReplacement(replacement, program, one, (range) => known(piece(source, range)) ?? "");
      from = end;
      checkSize(out.length, call.at);
    }
    return madeText(out + (known(piece(source, [from, source.codes.length])) ?? ""), call);
  });

/** Go's Regexp.Split. */
const split = define("any", [string, text, int], ([pattern, content, limit], call): Value | undefined => {
  const program = compile(pattern, call, true);
  const value = known(content);
  if (program === undefined || program === "invalid" || value === undefined) return undefined;
  if (limit === 0) return { ...nilList(call), type: "[]string" };
  if (pattern !== "" && value === "") return madeList([madeText("", call)], call, "[]string");
  const result = matchesIn(program, value, content, call, limit < 0 ? Infinity : limit);
  if (result === undefined) return undefined;
  const pieces: Text[] = [];
  let from = 0;
  let end = 0;
  for (const one of result.found) {
    if (limit > 0 && pieces.length === limit - 1) break;
    const [start, stop] = one[0] ?? [0, 0];
    end = start;
    if (stop !== 0) pieces.push(piece(result.in, [from, end]));
    from = stop;
  }
  if (end !== result.in.codes.length) pieces.push(piece(result.in, [from, result.in.codes.length]));
  return madeList(pieces, call, "[]string");
});

const quoteMeta = define("string", [string], ([value], call) =>
  madeText(value.replaceAll(/[\\.+*?()|[\]{}^$]/g, "\\$&"), call),
);

/** Sprig's regular expressions (RE2). */
export const regex: Readonly<Record<string, GoFunction>> = {
  mustRegexFind: find,
  mustRegexFindAll: all,
  mustRegexMatch: match(true),
  mustRegexReplaceAll: replaceAll(false),
  mustRegexReplaceAllLiteral: replaceAll(true),
  mustRegexSplit: split,
  regexFind: find,
  regexFindAll: all,
  regexMatch: match(false),
  regexQuoteMeta: quoteMeta,
  regexReplaceAll: replaceAll(false),
  regexReplaceAllLiteral: replaceAll(true),
  regexSplit: split,
};
