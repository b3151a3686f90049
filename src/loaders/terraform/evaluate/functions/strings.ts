import { concatAll, known, stripPrefix, stripSuffix, withParts } from "../../../../model/text.ts";
import type { Answer, Hole, Part, Text } from "../../../../model/text.ts";
import type { Node } from "../../../../model/node.ts";
import { booleanNode, computedText, listNode, smallNumber, toText } from "../convert.ts";
import { derivedId, unknownString } from "../identity.ts";
import { isSeveral } from "../several.ts";
import { stringType } from "../types.ts";
import {
  endsWith,
  flatten,
  holesThatMayTouch,
  includes,
  isSearchable,
  mayHold,
  mayStraddle,
  replacedPieces,
  startsWith,
  textLength,
} from "../../../../model/flat-text.ts";
import { MAX_TEXT } from "../templates.ts";
import { failure, isFailure, type Value } from "../value.ts";
import {
  binary,
  custom,
  integer,
  listOf,
  readArgument,
  string,
  ternary,
  text,
  unary,
  withSeveral,
  type Call,
  type FunctionGroup,
} from "./function.ts";
import { withoutGreedyPrefix } from "./greedy-prefix.ts";
import { regexReplace } from "./regular-expressions.ts";
import { graphemes } from "./graphemes.ts";

/** The hole for what a function makes of one hole of a text. */
function derivedHole(hole: Hole, call: Call, args: readonly Node[], keepsShape: boolean): Hole {
  const at = call.at;
  const own: Text = { kind: "text", parts: [hole], at };
  const { shape, ...rest } = hole;
  return {
    ...rest,
    id: derivedId(call.name, [own, ...args]),
    name: `${call.name}(${hole.name})`,
    ...(keepsShape && shape !== undefined ? { shape } : {}),
  };
}

function answer(value: Answer, call: Call): Value | undefined {
  return value === "maybe" ? undefined : booleanNode(value === "yes", call.at);
}

/** Shapes whose holes hold lower-case characters only. */
const lowerShapes: ReadonlySet<string> = new Set(["account-id", "partition", "region", "dns"]);

/** Go changes the case of each code point on its own and to one code point: "ß" stays in upper case. */
function byRune(content: string, change: (char: string) => string): string {
  return Array.from(content, (char) => {
    const [first = char, ...more] = Array.from(change(char));
    return more.length === 0 ? first : char === "\u0130" ? "i" : char;
  }).join("");
}

function mapCase(content: Text, call: Call, change: (value: string) => string): Text {
  const parts = content.parts.map((part): Part => {
    if (part.kind === "literal") return { ...part, value: change(part.value) };
    const unchanged =
      part.shape === "account-id" || (call.name === "lower" && lowerShapes.has(part.shape ?? ""));
    return unchanged ? part : derivedHole(part, call, [], false);
  });
  return withParts(content, parts);
}

/** Go's strings.Title: the first letter of every word in upper case. Other than ASCII, only spaces separate words. */
function title(content: string): string {
  let previous = " ";
  return Array.from(content, (char) => {
    const begins = /^[\0-\x7f]$/.test(previous) ? !/^\w$/.test(previous) : isSpace(previous);
    previous = char;
    return begins ? titleCase(char) : char;
  }).join("");
}

/** Go's unicode.ToTitle: one code point gives one; the Croatian digraphs have a form of their own. */
function titleCase(char: string): string {
  const digraph = /^[\u01c4-\u01cc\u01f1-\u01f3]$/.test(char);
  if (digraph)
    return ["ǅ", "ǈ", "ǋ", "ǲ"].find((titled) => titled.toUpperCase() === char.toUpperCase()) ?? char;
  return byRune(char, (single) => single.toUpperCase());
}

/** White space as Go's unicode.IsSpace has it. */
const isSpace = (char: string): boolean =>
  /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(char);

const trimsAny =
  (cutset: string) =>
  (char: string): boolean =>
    Array.from(cutset).includes(char);

/** Cuts accepted characters off both ends; undefined when a hole at an end may hold some and more stands beside it. */
function trimEnds(
  content: Text,
  cuts: (char: string) => boolean,
  args: readonly Node[],
  call: Call,
): Text | undefined {
  const whole = known(content);
  const { flat, slice } = flatten(content);
  const all = Array.from(flat);
  const isCut = (char: string | undefined): boolean =>
    char !== undefined && cuts(char) && !isHole(char, whole);
  let [start, end] = [0, all.length];
  while (start < end && isCut(all[start])) start++;
  while (end > start && isCut(all[end - 1])) end--;
  const from = all.slice(0, start).join("").length;
  const to = all.slice(0, end).join("").length;
  const rest = slice(from, to);
  const [first] = rest.parts;
  const last = rest.parts.at(-1);
  const doubtful = [first, last].filter((part) => part?.kind === "hole" && mayHold(part, cuts));
  if (doubtful.length === 0) return rest;
  if (rest.parts.length > 1 || first?.kind !== "hole") return undefined;
  return withParts(rest, [derivedHole(first, call, args, true)]);
}

const isHole = (char: string, whole: string | undefined): boolean =>
  whole === undefined && /[\ue000-\uf8ff]/.test(char);

function trimmed(
  content: Text,
  affix: string,
  strip: typeof stripPrefix,
  begins: (content: Text, affix: string) => Answer,
): Text | undefined {
  const stripped = strip(content, affix);
  if (stripped !== undefined) return stripped;
  return begins(content, affix) === "no" ? content : undefined;
}

/** Text with every occurrence of a string replaced; holes that may hold it are replaced by what becomes of them. */
function replaceAll(content: Text, needle: Text, replacement: Text, call: Call): Value | undefined {
  const search = known(needle);
  if (search === undefined) return undefined;
  if (search.length > 1 && search.startsWith("/") && search.endsWith("/")) {
    const [source, by] = [known(content), known(replacement)];
    if (source === undefined)
      return by === "" ? withoutGreedyPrefix(content, search.slice(1, -1)) : undefined;
    if (by === undefined) return undefined;
    return regexReplace(source, search.slice(1, -1), by, call);
  }
  if (search === "") return replaceEmpty(content, replacement, call);
  const touched = holesThatMayTouch(content, search);
  const straddles = content.parts.some(
    (part, index) => part.kind === "hole" && touched.includes(part) && mayStraddle(content, index, search),
  );
  if (straddles || (touched.length < content.parts.length && /[\ue000-\uf8ff]/.test(search)))
    return undefined;
  const prepared = withParts(
    content,
    content.parts.map((part) =>
      part.kind === "hole" && touched.includes(part)
        ? derivedHole(part, call, [needle, replacement], false)
        : part,
    ),
  );
  const pieces = replacedPieces(prepared, search, replacement);
  return pieces === undefined ? prepared : joined(pieces, call);
}

/** Texts one after another; undefined when they are too long together. */
function joined(pieces: readonly (Text | string)[], call: Call): Text | undefined {
  let length = 0;
  for (const piece of pieces) {
    length += typeof piece === "string" ? piece.length : textLength(piece);
    if (length > MAX_TEXT) return undefined;
  }
  return concatAll(call.at, pieces);
}

function replaceEmpty(content: Text, replacement: Text, call: Call): Value | undefined {
  const [source, by] = [known(content), known(replacement)];
  if (source === undefined || by === undefined) return undefined;
  if ((source.length + 1) * (by.length + 1) > MAX_TEXT) return undefined;
  return computedText(by + Array.from(source, (char) => char + by).join(""), call.at);
}

function splitText(separator: string, content: Text, call: Call): Value | undefined {
  if (separator === "") {
    const whole = known(content);
    if (whole === undefined) return undefined;
    return listNode(
      Array.from(whole, (char) => computedText(char, call.at)),
      call.at,
    );
  }
  if (!isSearchable(content, separator)) return undefined;
  const { flat, slice } = flatten(content);
  const items: Text[] = [];
  let from = 0;
  for (let at = flat.indexOf(separator); at !== -1; at = flat.indexOf(separator, from)) {
    items.push(slice(from, at));
    from = at + separator.length;
  }
  items.push(slice(from));
  return listNode(items, call.at);
}

function join(args: readonly Node[], call: Call): Value | undefined {
  const separator = readArgument(text, args[0], call);
  if (!separator.ok) return separator.result;
  const items: Node[] = [];
  for (const argument of args.slice(1)) {
    const list = listOf(stringType)(argument);
    if (!list.ok) return list.result;
    for (const item of list.value.items) items.push(item);
  }
  if (items.length > 0 && items.every(isSeveral)) return undefined;
  const pieces: Text[] = [];
  // What stands for several elements is one hole together with the separators that belong to it.
  let separated = false;
  for (const item of items) {
    if (isSeveral(item)) {
      const id = derivedId("join", [separator.value, item]);
      pieces.push(unknownString(id, `join(${item.hole.name})`, call.at));
      continue;
    }
    const piece = toText(item);
    if (isFailure(piece)) return piece;
    if (separated) pieces.push(separator.value);
    pieces.push(piece);
    separated = true;
  }
  return joined(pieces, call);
}

/** `substr` counts grapheme clusters; a part before the first hole can be cut out of a partly known text. */
function substr(content: Text, offset: number, length: number, call: Call): Value | undefined {
  const whole = known(content);
  if (whole !== undefined) return cut(content, graphemes(whole), offset, length);
  const [first] = content.parts;
  if (first?.kind !== "literal" || offset < 0) return undefined;
  // The last cluster before a hole may go on in the hole.
  const before = graphemes(first.value).slice(0, -1);
  const needed = offset + (length === -1 ? 0 : length);
  if (needed > before.length) return undefined;
  const start = before.slice(0, offset).join("").length;
  const { slice } = flatten(content);
  if (length === -1) return slice(start);
  return length < 0
    ? failure("the length must not be negative", call.at)
    : slice(start, before.slice(0, needed).join("").length);
}

function cut(content: Text, clusters: readonly string[], offset: number, length: number): Value {
  const start = Math.max(0, offset < 0 ? clusters.length + offset : offset);
  // From the end, go-cty takes a length of zero for no length at all.
  const isOpen = length < 0 || (offset < 0 && length === 0);
  const end = isOpen ? clusters.length : start + length;
  const from = clusters.slice(0, start).join("").length;
  const to = clusters.slice(0, end).join("").length;
  return flatten(content).slice(from, to);
}

function indent(spaces: number, content: Text, call: Call): Value | undefined {
  if (spaces < 0 || spaces > 10_000) return failure("the indentation is out of range", call.at);
  const touched = holesThatMayTouch(content, "\n");
  const prepared = withParts(
    content,
    content.parts.map((part) =>
      part.kind === "hole" && touched.includes(part)
        ? derivedHole(part, call, [smallNumber(spaces, call.at)], false)
        : part,
    ),
  );
  const { flat, slice } = flatten(prepared);
  const lines: (Text | string)[] = [];
  let from = 0;
  for (let at = flat.indexOf("\n"); at !== -1; at = flat.indexOf("\n", from)) {
    lines.push(slice(from, at + 1), " ".repeat(spaces));
    from = at + 1;
  }
  if (lines.length === 0) return prepared;
  if (flat.length * (spaces + 1) > MAX_TEXT) return undefined;
  lines.push(slice(from));
  return concatAll(call.at, lines);
}

function chomp(content: Text): Value | undefined {
  const { flat, slice } = flatten(content);
  const kept = flat.replace(/(?:\r\n|\r|\n)+$/, "");
  const rest = slice(0, kept.length);
  const last = rest.parts.at(-1);
  if (last?.kind === "hole" && mayHold(last, (char) => char === "\n" || char === "\r")) return undefined;
  return rest;
}

export const strings: FunctionGroup = {
  chomp: unary("string", text, chomp),
  endswith: binary("any", text, string, (content, suffix, call) => answer(endsWith(content, suffix), call)),
  indent: binary("string", integer, text, indent),
  join: withSeveral(custom("string", 2, Infinity, join)),
  lower: unary("string", text, (content, call) =>
    mapCase(content, call, (value) => byRune(value, (char) => char.toLowerCase())),
  ),
  replace: ternary("string", text, text, text, replaceAll),
  split: binary("any", string, text, splitText),
  startswith: binary("any", text, string, (content, prefix, call) =>
    answer(startsWith(content, prefix), call),
  ),
  strcontains: binary("any", text, string, (content, needle, call) =>
    answer(includes(content, needle), call),
  ),
  strrev: unary("string", string, (content, call) =>
    computedText(graphemes(content).toReversed().join(""), call.at),
  ),
  substr: ternary("string", text, integer, integer, substr),
  title: unary("string", string, (content, call) => computedText(title(content), call.at)),
  trim: custom("string", 2, 2, (args, call) => {
    const content = readArgument(text, args[0], call);
    if (!content.ok) return content.result;
    const cutset = readArgument(string, args[1], call);
    return cutset.ok ? trimEnds(content.value, trimsAny(cutset.value), args.slice(1), call) : cutset.result;
  }),
  trimprefix: binary("string", text, string, (content, prefix) =>
    trimmed(content, prefix, stripPrefix, startsWith),
  ),
  trimspace: unary("string", text, (content, call) => trimEnds(content, isSpace, [], call)),
  trimsuffix: binary("string", text, string, (content, suffix) =>
    trimmed(content, suffix, stripSuffix, endsWith),
  ),
  upper: unary("string", text, (content, call) =>
    mapCase(content, call, (value) => byRune(value, (char) => char.toUpperCase())),
  ),
};
