/** White space as Go's unicode.IsSpace has it. */
export const isSpace = (char: string): boolean =>
  /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(char);

export const isUpper = (char: string): boolean => /\p{Lu}/u.test(char);
export const isLower = (char: string): boolean => /\p{Ll}/u.test(char);
const isTitle = (char: string): boolean => /\p{Lt}/u.test(char);

/** Go changes the case of each code point on its own and to one code point: "ß" stays in upper case. */
function byRune(content: string, change: (char: string) => string): string {
  return Array.from(content, (char) => {
    const [first = char, ...more] = Array.from(change(char));
    return more.length === 0 ? first : char === "\u0130" ? "i" : char;
  }).join("");
}

/** `strings.ToLower`. */
export const toLower = (content: string): string => byRune(content, (char) => char.toLowerCase());
/** `strings.ToUpper`. */
export const toUpper = (content: string): string => byRune(content, (char) => char.toUpperCase());

/** `unicode.ToTitle`: the Croatian digraphs have a form of their own. */
export function toTitle(char: string): string {
  if (!/^[\u01c4-\u01cc\u01f1-\u01f3]$/.test(char)) return toUpper(char);
  return ["ǅ", "ǈ", "ǋ", "ǲ"].find((titled) => titled.toUpperCase() === char.toUpperCase()) ?? char;
}

/** `strings.Title`: the first letter of every word in upper case. */
export function titleWords(content: string): string {
  let previous = " ";
  return Array.from(content, (char) => {
    const begins = /^[\0-\x7f]$/.test(previous)
      ? !/^\w$/.test(previous)
      : !/[\p{L}\p{Nd}_]/u.test(previous) && isSpace(previous);
    previous = char;
    return begins ? toTitle(char) : char;
  }).join("");
}

/** goutils `Uncapitalize`: the first letter of every word in lower case. */
export function untitleWords(content: string): string {
  let next = true;
  return Array.from(content, (char) => {
    if (isSpace(char)) {
      next = true;
      return char;
    }
    const changed = next ? toLower(char) : char;
    next = false;
    return changed;
  }).join("");
}

/** goutils `SwapCase`. */
export function swapCase(content: string): string {
  let whitespace = true;
  return Array.from(content, (char) => {
    if (isUpper(char) || isTitle(char)) {
      whitespace = false;
      return toLower(char);
    }
    if (isLower(char)) {
      const changed = whitespace ? toTitle(char) : toUpper(char);
      whitespace = false;
      return changed;
    }
    whitespace = isSpace(char);
    return char;
  }).join("");
}

const isConnector = (char: string): boolean => char === "-" || char === "_" || isSpace(char);

/** xstrings `ToPascalCase`. */
export function pascalCase(content: string): string {
  const runes = Array.from(content);
  let out = "";
  let at = 0;
  while (at < runes.length && isConnector(runes[at] ?? "")) out += runes[at++] ?? "";
  const first = runes[at];
  if (first === undefined) return content;
  let firstUpper = isUpper(first);
  let current = toUpper(first);
  at++;
  // A single character is written as it is.
  if (at === runes.length) return out + current;
  for (; at < runes.length; at++) {
    const previous = current;
    current = runes[at] ?? "";
    if (isConnector(current) && isConnector(previous)) {
      out += previous;
      continue;
    }
    if (isConnector(previous)) {
      firstUpper = isUpper(current);
      current = toUpper(current);
      continue;
    }
    if (firstUpper) {
      if (isUpper(current)) current = toLower(current);
      else firstUpper = false;
    }
    out += previous;
  }
  return out + current;
}

type WordKind = "number" | "upper" | "alphabet" | "connector" | "punctuation" | "other" | "none";

interface Word {
  readonly kind: WordKind;
  readonly word: string;
  readonly rest: readonly string[];
}

const isPunctuation = (char: string): boolean => /\p{P}/u.test(char);
const isNumber = (char: string): boolean => /\p{N}/u.test(char);
const isAlphabet = (char: string): boolean =>
  /\p{L}/u.test(char) && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(char)
    ? isUpper(char) || isLower(char)
    : false;

/** The word that a text begins with, as xstrings takes texts apart. */
function nextWord(runes: readonly string[]): Word {
  const [first] = runes;
  if (first === undefined) return { kind: "none", word: "", rest: [] };
  const taken = (kind: WordKind, count: number): Word => ({
    kind,
    word: runes.slice(0, count).join(""),
    rest: runes.slice(count),
  });
  const span = (from: number, test: (char: string) => boolean): number => {
    let at = from;
    while (at < runes.length && test(runes[at] ?? "")) at++;
    return at;
  };
  if (isConnector(first)) return taken("connector", span(1, isConnector));
  if (isPunctuation(first)) return taken("punctuation", span(1, isPunctuation));
  const isSmall = (char: string): boolean => isAlphabet(char) && !isUpper(char);
  if (isUpper(first)) {
    const second = runes[1] ?? "";
    if (isUpper(second)) {
      const end = span(1, isUpper);
      // "HTTPStatus" is "HTTP" and "Status".
      return taken("upper", end < runes.length && isAlphabet(runes[end] ?? "") ? end - 1 : end);
    }
    return taken("upper", span(1, isSmall));
  }
  if (isAlphabet(first)) return taken("alphabet", span(1, isSmall));
  if (isNumber(first)) return taken("number", span(1, isNumber));
  const isOther = (char: string): boolean =>
    !isConnector(char) && !isAlphabet(char) && !isNumber(char) && !isPunctuation(char);
  return taken("other", span(1, isOther));
}

const joinsNothing = (kind: WordKind): boolean =>
  kind === "none" || kind === "punctuation" || kind === "connector";

/** xstrings `ToSnakeCase` and `ToKebabCase`. */
export function joinedWords(content: string, connector: "_" | "-"): string {
  if (content === "") return "";
  let out = "";
  const add = ({ kind, word }: Pick<Word, "kind" | "word">): void => {
    if (kind === "connector") out += connector.repeat(Array.from(word).length);
    else out += kind === "upper" ? toLower(word) : word;
  };
  let current = nextWord(Array.from(content));
  while (current.rest.length > 0) {
    const previous = current;
    if (previous.kind !== "connector") add(previous);
    current = nextWord(previous.rest);
    const takeWords = (): void => {
      while (current.kind === "alphabet" || current.kind === "number") {
        add(current);
        current = nextWord(current.rest);
      }
      if (!joinsNothing(current.kind)) out += connector;
    };
    if (previous.kind === "number") takeWords();
    else if (previous.kind === "connector") add(previous);
    else if (previous.kind !== "punctuation") {
      if (current.kind !== "number") {
        if (!joinsNothing(current.kind)) out += connector;
        continue;
      }
      if (current.rest.length === 0) continue;
      const digits = current;
      current = nextWord(digits.rest);
      if (current.kind !== "alphabet") {
        // "Bld4Floor" is "bld4_floor".
        add(digits);
        if (!joinsNothing(current.kind)) out += connector;
        continue;
      }
      // "HTTP2xx" is "http_2xx".
      out += connector;
      add(digits);
      takeWords();
    }
  }
  add(current);
  return out;
}

/** A string's bytes, each as the character of that number: how goutils reads texts. */
const byteRunes = (content: string): readonly string[] =>
  Array.from(new TextEncoder().encode(content), (byte) => String.fromCharCode(byte));

/** goutils `Initials`: the first byte of every word. */
export function initialsOf(content: string): string {
  let gap = true;
  let out = "";
  for (const char of byteRunes(content)) {
    if (isSpace(char)) gap = true;
    else {
      if (gap) out += char;
      gap = false;
    }
  }
  return out;
}

/** goutils `DeleteWhiteSpace`, which spoils characters of several bytes as soon as there is something to delete. */
export function withoutSpace(content: string): string {
  const bytes = byteRunes(content);
  const kept = bytes.filter((char) => !isSpace(char));
  return kept.length === bytes.length ? content : kept.join("");
}
