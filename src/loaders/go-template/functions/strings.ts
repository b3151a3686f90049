import { canCoincide, equals, tokens } from "../../../model/compare.ts";
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
} from "../../../model/flat-text.ts";
import {
  concatAll,
  known,
  withParts,
  type Answer,
  type Hole,
  type Part,
  type Text,
} from "../../../model/text.ts";
import type { Call, GoFunction } from "../function.ts";
import { compareStrings } from "../print.ts";
import type { Value } from "../value.ts";
import { any, define, int, refuse, string, text, variadic } from "./define.ts";
import {
  byteLength,
  derivedText,
  firstBytes,
  lastBytes,
  lengthBounds,
  mapParts,
  offsetOfByte,
  trimmed,
  withoutPrefix,
  withoutSuffix,
} from "./hole-text.ts";
import { checkSize, madeAnswer, madeList, madeMap, madeText } from "./make.ts";
import {
  initialsOf,
  isSpace,
  joinedWords,
  pascalCase,
  swapCase,
  titleWords,
  toLower,
  toUpper,
  untitleWords,
  withoutSpace,
} from "./runes.ts";
import { quotedText, strslice, strval } from "./strval.ts";

/** Shapes whose holes hold lower-case characters only. */
const LOWER: ReadonlySet<string | undefined> = new Set(["account-id", "partition", "region", "dns"]);

const isPrivate = (value: string): boolean => /[\ue000-\uf8ff]/.test(value);

/** A function of one string that is computed only when all of it is known. */
const ofString = (change: (value: string) => string | undefined): GoFunction =>
  define("string", [string], ([value], call) => {
    const changed = change(value);
    return changed === undefined ? undefined : madeText(changed, call);
  });

const trimsAny =
  (cutset: string) =>
  (char: string): boolean =>
    Array.from(cutset).includes(char);

const both = { left: true, right: true };

const trimAll = define("string", [string, text], ([cutset, content], call, values) =>
  trimmed(content, trimsAny(cutset), both, values.slice(0, 1), call),
);

/** Whether a text holds another one. */
function contains(content: Text, part: Text): Answer {
  const needle = known(part);
  if (needle !== undefined) return includes(content, needle);
  if (equals(content, part) === "yes") return "yes";
  const asIs = (value: string): string => value;
  const anything = { kind: "run", allows: () => true } as const;
  const around = [anything, ...tokens(part.parts, asIs), anything];
  return canCoincide(tokens(content.parts, asIs), around) ? "maybe" : "no";
}

/** Whether a text begins or ends with another one, of which parts may be unknown. */
function affixed(test: typeof startsWith): GoFunction {
  return define("any", [text, text], ([affix, content], call) => {
    const value = known(affix);
    if (value !== undefined) return madeAnswer(test(content, value), call);
    return equals(content, affix) === "yes" ? madeAnswer("yes", call) : undefined;
  });
}

/** `strings.ReplaceAll`: holes that may hold what is looked for become what is made of them. */
function replace(old: Text, by: Text, content: Text, call: Call): Text | undefined {
  const search = known(old);
  if (search === undefined) return undefined;
  if (search === "") return replaceEmpty(by, content, call);
  const touched = new Set<Hole>(holesThatMayTouch(content, search));
  const straddles = content.parts.some(
    (part, index) => part.kind === "hole" && touched.has(part) && mayStraddle(content, index, search),
  );
  const isKnown = known(content) !== undefined;
  if (straddles || (!isKnown && isPrivate(search))) return undefined;
  const parts = content.parts.flatMap((part): readonly Part[] =>
    part.kind === "hole" && touched.has(part)
      ? derivedText("replace", withParts(content, [part]), [old, by], call).parts
      : [part],
  );
  const prepared = withParts(content, parts);
  const pieces = replacedPieces(prepared, search, by);
  return pieces === undefined ? prepared : joined(pieces, call);
}

function replaceEmpty(by: Text, content: Text, call: Call): Text | undefined {
  const value = known(content);
  if (value === undefined) return undefined;
  const pieces: (Text | string)[] = [by];
  for (const char of value) pieces.push(char, by);
  return joined(pieces, call);
}

function joined(pieces: readonly (Text | string)[], call: Call): Text {
  let length = 0;
  for (const piece of pieces) length += typeof piece === "string" ? piece.length : textLength(piece);
  checkSize(length, call.at);
  call.host.spend(pieces.length, call.at);
  return concatAll(call.at, pieces);
}

/** `strings.SplitN`; undefined when a hole may hold the separator. */
function splitText(separator: string, content: Text, limit: number): readonly Text[] | undefined {
  const value = known(content);
  const { flat, slice } = flatten(content);
  if (limit === 0) return [];
  if (separator === "") {
    if (value === undefined) return undefined;
    const chars = Array.from(value);
    const single = limit < 0 ? chars.length : Math.min(limit - 1, chars.length);
    let at = 0;
    const pieces = chars.slice(0, single).map((char) => {
      at += char.length;
      return slice(at - char.length, at);
    });
    return single < chars.length ? [...pieces, slice(at)] : pieces;
  }
  if (!isSearchable(content, separator)) return undefined;
  const pieces: Text[] = [];
  let from = 0;
  for (let at = flat.indexOf(separator); at !== -1; at = flat.indexOf(separator, from)) {
    if (limit > 0 && pieces.length === limit - 1) break;
    pieces.push(slice(from, at));
    from = at + separator.length;
  }
  return [...pieces, slice(from)];
}

const asMap = (pieces: readonly Text[], call: Call): Value =>
  madeMap(
    pieces.map((piece, index) => [`_${index}`, piece] as const),
    call,
    "map[string]string",
  );

const split = define("any", [string, text], ([separator, content], call) => {
  const pieces = splitText(separator, content, -1);
  return pieces && asMap(pieces, call);
});

const splitn = define("any", [string, int, text], ([separator, limit, content], call) => {
  const pieces = splitText(separator, content, limit);
  return pieces && asMap(pieces, call);
});

const splitList = define("any", [string, text], ([separator, content], call) => {
  const pieces = splitText(separator, content, -1);
  return pieces && madeList([...pieces], call, "[]string");
});

const join = define("string", [text, any], ([separator, list], call) => {
  const items = strslice(list);
  if (items === undefined) return undefined;
  const pieces = items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
  return joined(pieces, call);
});

/** Sprig's `indent`: a hole stays itself, since whoever reads the lines takes off what stands before them. */
function indented(spaces: number, content: Text, call: Call): Text {
  if (spaces < 0) return refuse("strings: negative Repeat count", call);
  checkSize(spaces, call.at);
  const pad = " ".repeat(spaces);
  const { flat, slice } = flatten(content);
  const pieces: (Text | string)[] = [pad];
  let from = 0;
  for (let at = flat.indexOf("\n"); at !== -1; at = flat.indexOf("\n", from)) {
    pieces.push(slice(from, at + 1), pad);
    from = at + 1;
  }
  pieces.push(slice(from));
  return joined(pieces, call);
}

const trunc = define("string", [int, text], ([count, content], call, values) => {
  const args = values.slice(0, 1);
  if (count >= 0) return firstBytes(content, count, args, call);
  return lastBytes(content, -count, args, call);
});

/** `s[start:end]`, with Go's panic when it lies outside. */
function slicedBytes(content: Text, start: number, end: number | undefined, call: Call): Text | undefined {
  const value = known(content);
  if (value === undefined) return slicedStart(content, start, end);
  const length = byteLength(value);
  const to = end ?? length;
  if (start > to || to > length) return refuse("slice bounds out of range", call);
  const [first, last] = [offsetOfByte(value, start), offsetOfByte(value, to)];
  return first === undefined || last === undefined ? undefined : flatten(content).slice(first, last);
}

/** The same of a text with holes, where it lies before the first of them. */
function slicedStart(content: Text, start: number, end: number | undefined): Text | undefined {
  const [first] = content.parts;
  if (first?.kind !== "literal") return undefined;
  const from = offsetOfByte(first.value, start);
  const to = end === undefined ? undefined : offsetOfByte(first.value, end);
  if (from === undefined || (end !== undefined && to === undefined)) return undefined;
  return flatten(content).slice(from, to);
}

const substr = define("string", [int, int, text], ([start, end, content], call) => {
  if (start < 0)
    return end < 0 ? refuse("slice bounds out of range", call) : slicedBytes(content, 0, end, call);
  const [least, most] = lengthBounds(content);
  if (end < 0 || end > most) return slicedBytes(content, start, undefined, call);
  return end <= least ? slicedBytes(content, start, end, call) : undefined;
});

const repeat = define("string", [int, text], ([count, content], call) => {
  if (count < 0) return refuse("strings: negative Repeat count", call);
  checkSize(count * Math.max(1, textLength(content)), call.at);
  return joined(
    Array.from({ length: count }, () => content),
    call,
  );
});

/** goutils `AbbreviateFull`, in bytes. */
function abbreviated(value: string, offset: number, width: number): string | undefined {
  const bytes = value.length;
  if (bytes <= width) return value;
  let from = Math.min(offset, bytes);
  if (bytes - from < width - 3) from = bytes - (width - 3);
  if (from <= 4) return `${value.slice(0, width - 3)}...`;
  if (width < 7) return "";
  if (from + width - 3 < bytes) return `...${abbreviated(value.slice(from), 0, width - 3) ?? ""}`;
  return `...${value.slice(bytes - (width - 3))}`;
}

const isAscii = (value: string): boolean => /^[\0-\x7f]*$/.test(value);

const abbrev = define("string", [int, string], ([width, value], call) => {
  if (width < 4 || byteLength(value) <= width) return madeText(value, call);
  return isAscii(value) ? madeText(abbreviated(value, 0, width) ?? "", call) : undefined;
});

const abbrevboth = define("string", [int, int, string], ([left, right, value], call) => {
  if (right < 4 || (left > 0 && right < 7) || byteLength(value) <= right) return madeText(value, call);
  if (left < 0) return undefined;
  return isAscii(value) ? madeText(abbreviated(value, left, right) ?? "", call) : undefined;
});

/** goutils `WrapCustom`, in bytes. */
function wrapped(value: string, width: number, line: string, breaksWords: boolean): string | undefined {
  if (!isAscii(value)) return undefined;
  const limit = Math.max(1, width);
  const end = line === "" ? "\n" : line;
  const pieces: string[] = [];
  let at = 0;
  while (value.length - at > limit) {
    if (value[at] === " ") {
      at++;
      continue;
    }
    const space = value.slice(at, at + limit + 1).lastIndexOf(" ");
    if (space >= 0) {
      pieces.push(value.slice(at, at + space), end);
      at += space + 1;
    } else if (breaksWords) {
      pieces.push(value.slice(at, at + limit), end);
      at += limit;
    } else {
      const next = value.indexOf(" ", at + limit);
      if (next === -1) return pieces.join("") + value.slice(at);
      pieces.push(value.slice(at, next), end);
      at = next + 1;
    }
  }
  return pieces.join("") + value.slice(at);
}

const spaced = (pieces: readonly Text[], call: Call): Text =>
  joined(
    pieces.flatMap((piece, index) => (index === 0 ? [piece] : [" ", piece])),
    call,
  );

const isNil = (value: Value): boolean => value.kind === "null";

const quote = variadic("string", [], any, (_, values, call) =>
  spaced(
    values.filter((value) => !isNil(value)).map((value) => quotedText(strval(value), call)),
    call,
  ),
);

const squote = variadic("string", [], any, (_, values, call) =>
  spaced(
    values.filter((value) => !isNil(value)).map((value) => joined(["'", strval(value), "'"], call)),
    call,
  ),
);

const cat = variadic("string", [], any, (_, values, call) =>
  spaced(values.filter((value) => !isNil(value)).map(strval), call),
);

const nospace = define("string", [text], ([content], call) => {
  const value = known(content);
  if (value !== undefined && !isAscii(value)) return madeText(withoutSpace(value), call);
  if (content.parts.some((part) => part.kind === "literal" && !isAscii(part.value))) return undefined;
  return mapParts(
    content,
    (literal) => Array.from(literal, (char) => (isSpace(char) ? "" : char)).join(""),
    (hole) => hole.shape !== undefined && !mayHold(hole, isSpace),
    call,
  );
});

/** Sprig's functions on strings, and what text/template has of them. */
export const strings: Readonly<Record<string, GoFunction>> = {
  abbrev,
  abbrevboth,
  camelcase: ofString(pascalCase),
  cat,
  contains: define("any", [text, text], ([part, content], call) => madeAnswer(contains(content, part), call)),
  hasPrefix: affixed(startsWith),
  hasSuffix: affixed(endsWith),
  indent: define("string", [int, text], ([spaces, content], call) => indented(spaces, content, call)),
  initials: ofString(initialsOf),
  join,
  kebabcase: ofString((value) => joinedWords(value, "-")),
  lower: define("string", [text], ([content], call) =>
    mapParts(content, toLower, (hole) => LOWER.has(hole.shape), call),
  ),
  nindent: define("string", [int, text], ([spaces, content], call) =>
    joined(["\n", indented(spaces, content, call)], call),
  ),
  nospace,
  plural: define("string", [text, text, int], ([one, many, count]) => (count === 1 ? one : many)),
  quote,
  repeat,
  replace: define("string", [text, text, text], ([old, by, content], call) =>
    replace(old, by, content, call),
  ),
  snakecase: ofString((value) => joinedWords(value, "_")),
  sortAlpha: define("any", [any], ([list], call) => {
    const items = list.kind === "go-list" || list.kind === "unknown" ? strslice(list) : [strval(list)];
    if (items === undefined) return undefined;
    const values = items.map(known);
    if (items.length > 1 && values.includes(undefined)) return undefined;
    const sorted = items.toSorted((a, b) => compareStrings(known(a) ?? "", known(b) ?? ""));
    return madeList(sorted, call, "[]string");
  }),
  split,
  splitList,
  splitn,
  squote,
  substr,
  swapcase: ofString(swapCase),
  title: ofString(titleWords),
  toString: define("string", [any], ([value]) => strval(value)),
  toStrings: define("any", [any], ([value], call) => {
    const items = strslice(value);
    return items && madeList([...items], call, "[]string");
  }),
  trim: define("string", [text], ([content], call) => trimmed(content, isSpace, both, [], call)),
  trimAll,
  trimPrefix: define("string", [string, text], ([prefix, content], call, values) =>
    withoutPrefix(content, prefix, values.slice(0, 1), call),
  ),
  trimSuffix: define("string", [string, text], ([suffix, content], call, values) =>
    withoutSuffix(content, suffix, values.slice(0, 1), call),
  ),
  trimall: trimAll,
  trunc,
  untitle: ofString(untitleWords),
  upper: define("string", [text], ([content], call) =>
    mapParts(content, toUpper, (hole) => hole.shape === "account-id", call),
  ),
  wrap: define("string", [int, string], ([width, value], call) => {
    const lines = wrapped(value, width, "", false);
    return lines === undefined ? undefined : madeText(lines, call);
  }),
  wrapWith: define("string", [int, string, string], ([width, line, value], call) => {
    const lines = wrapped(value, width, line, true);
    return lines === undefined ? undefined : madeText(lines, call);
  }),
};
