import { excerpt, fail, note, spanOf, type ParserState, type Punctuation, type TokenKind } from "./state.ts";

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const HASH = 35;
const SLASH = 47;
const STAR = 42;

/** 1: may begin an identifier; 2: may go on in one; 4: a digit. */
const ASCII = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) ASCII[code] = 3;
  else if (/\d/.test(character)) ASCII[code] = 6;
  else if (character === "-") ASCII[code] = 2;
}

const IDENTIFIER_START = /\p{ID_Start}/u;
const IDENTIFIER_REST = /[\p{ID_Continue}-]*/uy;
/** The spec's NumericLit, but as the reference scanner takes it: any mix of digits, dots and exponents. */
const NUMBER = /\d(?:[\d.]|[eE][+-]?\d)*/y;
/** The marker must end its line at once: even a space after it makes this no heredoc. */
const HEREDOC = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;

const ONE_CHARACTER: readonly Punctuation[] = [
  ...(["{", "}", "[", "]", "(", ")", ".", ",", ":", "?", "="] as const),
  ...(["!", "<", ">", "+", "-", "*", "/", "%"] as const),
];
const TWO_CHARACTERS: readonly Punctuation[] = ["~}", "::", "==", "=>", "!=", "<=", ">=", "&&", "||"];
const ONE = new Map<string, Punctuation>(ONE_CHARACTER.map((each) => [each, each]));
const TWO = new Map<string, Punctuation>(TWO_CHARACTERS.map((each) => [each, each]));

/**
 * Moves to the next token, past spaces and comments; past line ends too where they mean nothing. Returns its kind,
 * which is `state.kind`.
 */
export function advance(state: ParserState): TokenKind {
  if (state.failed) return "failed";
  state.previousEnd = state.end;
  const at = skipBlanks(state, state.end);
  // A comment up to the end of its line stands for that line's end, and is the token then.
  if (at !== undefined) readToken(state, at);
  return state.kind;
}

/** Where the next token begins, or undefined when a comment ended the line and that is the token. */
function skipBlanks(state: ParserState, from: number): number | undefined {
  const { text } = state;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) at++;
    else if (code === LINE_FEED && !state.newlines) at++;
    else if (code === CARRIAGE_RETURN && !state.newlines && text.charCodeAt(at + 1) === LINE_FEED) at += 2;
    else if (code === HASH || code === SLASH) {
      const end = commentEnd(text, at);
      if (end === undefined) return at;
      const lineComment = code === HASH || text.charCodeAt(at + 1) === SLASH;
      const textEnd = lineComment && text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
      state.comments.push({ text: text.slice(at, textEnd), span: spanOf(state, at, textEnd) });
      at = end;
      if (!lineComment || at >= text.length || !state.newlines) continue;
      setToken(state, "newline", at, at + 1);
      return undefined;
    } else return at;
  }
}

/** The end of the comment at `at` (a line's comment without its line feed), or undefined if none begins there. */
function commentEnd(text: string, at: number): number | undefined {
  const second = text.charCodeAt(at + 1);
  if (text.charCodeAt(at) === HASH || second === SLASH) {
    const end = text.indexOf("\n", at);
    return end === -1 ? text.length : end;
  }
  if (second !== STAR) return undefined;
  const end = text.indexOf("*/", at + 2);
  return end === -1 ? undefined : end + 2;
}

function setToken(state: ParserState, kind: TokenKind, start: number, end: number): void {
  state.kind = kind;
  state.start = start;
  state.end = end;
}

function readToken(state: ParserState, at: number): void {
  const { text } = state;
  if (at >= text.length) {
    setToken(state, "eof", at, at);
    return;
  }
  const code = text.charCodeAt(at);
  const flags = code < 128 ? (ASCII[code] ?? 0) : 0;
  if ((flags & 1) !== 0) setToken(state, "identifier", at, identifierEnd(text, at + 1));
  else if ((flags & 4) !== 0) setToken(state, "number", at, numberEnd(text, at));
  else if (code === LINE_FEED) setToken(state, "newline", at, at + 1);
  else if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED)
    setToken(state, "newline", at, at + 2);
  else if (code === 34) setToken(state, "quote", at, at + 1);
  else if (code >= 128) readBeyondAscii(state, at);
  else readPunctuation(state, at);
}

function identifierEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code < 128 && ((ASCII[code] ?? 0) & 2) !== 0) {
      at++;
      continue;
    }
    if (!(code >= 128)) return at;
    IDENTIFIER_REST.lastIndex = at;
    IDENTIFIER_REST.test(text);
    return IDENTIFIER_REST.lastIndex;
  }
}

function numberEnd(text: string, at: number): number {
  NUMBER.lastIndex = at;
  NUMBER.test(text);
  let end = NUMBER.lastIndex;
  while (text[end - 1] === ".") end--;
  return end;
}

function readBeyondAscii(state: ParserState, at: number): void {
  const character = String.fromCodePoint(state.text.codePointAt(at) ?? 0);
  const end = at + character.length;
  if (IDENTIFIER_START.test(character)) setToken(state, "identifier", at, identifierEnd(state.text, end));
  else setToken(state, "invalid", at, end);
}

function readPunctuation(state: ParserState, at: number): void {
  const { text } = state;
  if (text.startsWith("<<", at) && heredocAt(text, at) !== undefined) {
    setToken(state, "heredoc", at, HEREDOC.lastIndex);
    return;
  }
  if (text.startsWith("...", at)) {
    setToken(state, "...", at, at + 3);
    return;
  }
  const two = TWO.get(text.slice(at, at + 2));
  if (two !== undefined) {
    setToken(state, two, at, at + 2);
    return;
  }
  setToken(state, ONE.get(text.charAt(at)) ?? "invalid", at, at + 1);
}

/** What the heredoc that opens at `at` is: its closing marker, whether it is indented, where its first line begins. */
export function heredocAt(
  text: string,
  at: number,
): { readonly marker: string; readonly indented: boolean; readonly bodyStart: number } | undefined {
  HEREDOC.lastIndex = at;
  const match = HEREDOC.exec(text);
  if (match === null) return undefined;
  return { marker: match[2] ?? "", indented: match[1] === "-", bodyStart: HEREDOC.lastIndex };
}

/** The text of the token ahead. */
export function tokenText(state: ParserState): string {
  return state.text.slice(state.start, state.end);
}

/** Whether the token ahead is the identifier `word`: HCL's keywords are keywords in some places only. */
export function isWord(state: ParserState, word: string): boolean {
  return (
    state.kind === "identifier" &&
    state.end - state.start === word.length &&
    state.text.startsWith(word, state.start)
  );
}

/** Steps over an opening bracket; inside of it line ends mean nothing. Returns what `stepOut` needs. */
export function stepInto(state: ParserState): boolean {
  const outer = state.newlines;
  state.newlines = false;
  advance(state);
  return outer;
}

/** Steps over a closing bracket, back to where line ends meant what they did before. */
export function stepOut(state: ParserState, outer: boolean, closer: Punctuation, expected: string): void {
  state.newlines = outer;
  if (state.kind === closer) advance(state);
  else unexpected(state, expected);
}

/** Fails at the token ahead: `expected` says what could have stood there. */
export function unexpected(state: ParserState, expected: string): void {
  if (state.kind === "invalid") fail(state, strangeCharacter(tokenText(state)));
  else fail(state, `expected ${expected}, found ${describeToken(state)}`);
}

/** The same, but the reader goes on. */
export function unexpectedNote(state: ParserState, expected: string): void {
  note(state, `expected ${expected}, found ${describeToken(state)}`, state.start, state.end);
}

/** The token ahead as a message names it. */
export function describeToken(state: ParserState): string {
  switch (state.kind) {
    case "eof":
      return "the end of the file";
    case "newline":
      return "the end of the line";
    case "quote":
      return "a string";
    case "heredoc":
      return "a heredoc";
    default:
      return `"${excerpt(tokenText(state))}"`;
  }
}

function strangeCharacter(character: string): string {
  switch (character) {
    case "'":
      return "a string stands in double quotes, not in single quotes";
    case "`":
      return '"`" means nothing in HCL; a text of several lines is a heredoc (<<EOT)';
    case ";":
      return '";" means nothing in HCL; a line\'s end separates arguments';
    case "&":
      return '"&" is no operator; "and" is "&&"';
    case "|":
      return '"|" is no operator; "or" is "||"';
    case "“":
    case "”":
      return "a string stands in straight double quotes, not in typographic ones";
    default:
      return `the character ${JSON.stringify(character)} means nothing here`;
  }
}
