/** What a token is. Words of the language are `word`; a `char` is any other printable character. */
export type TokenKind =
  | "text"
  | "open"
  | "close"
  | "space"
  | "field"
  | "variable"
  | "identifier"
  | "word"
  | "string"
  | "character"
  | "number"
  | "boolean"
  | "dot"
  | "("
  | ")"
  | "|"
  | "="
  | ":="
  | "char"
  | "end of file";

/** A token and where it stands in the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Why a text is no template, and where. */
export class SyntaxProblem extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.name = "SyntaxProblem";
    this.start = start;
    this.end = end;
  }
}

const WORDS: ReadonlySet<string> = new Set([
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
]);

const isSpace = (char: string | undefined): boolean =>
  char === " " || char === "\t" || char === "\r" || char === "\n";
const isDigit = (char: string | undefined): boolean => char !== undefined && char >= "0" && char <= "9";

const ALPHANUMERIC = /^[\p{L}\p{Nd}_]$/u;

/** The character at an offset, which may be two UTF-16 units. */
function charAt(text: string, at: number): string | undefined {
  const code = text.codePointAt(at);
  return code === undefined ? undefined : String.fromCodePoint(code);
}

function isAlphanumeric(char: string | undefined): boolean {
  if (char === undefined) return false;
  const code = char.charCodeAt(0);
  if (code < 128) {
    return (
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
    );
  }
  return ALPHANUMERIC.test(char);
}

const OPEN = "{{";
const CLOSE = "}}";

/** Cuts a template into tokens, as text/template/parse does: trimming is done here, and comments are left out. */
export class Lexer {
  readonly #text: string;
  #at = 0;
  #inside = false;
  #parens = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token {
    return this.#inside ? this.#insideAction() : this.#literalText();
  }

  #token(kind: TokenKind, start: number, end: number): Token {
    this.#at = end;
    return { kind, value: this.#text.slice(start, end), start, end };
  }

  #fail(message: string, start: number, end: number = this.#text.length): never {
    throw new SyntaxProblem(message, start, Math.max(Math.min(end, this.#text.length), start));
  }

  /** Text up to the next action; comments between are skipped. */
  #literalText(): Token {
    for (;;) {
      const start = this.#at;
      const open = this.#text.indexOf(OPEN, start);
      if (open === -1) {
        const kind = start === this.#text.length ? "end of file" : "text";
        return this.#token(kind, start, this.#text.length);
      }
      const trims = this.#text[open + 2] === "-" && isSpace(this.#text[open + 3]);
      const end = trims ? this.#trimmedEnd(start, open) : open;
      if (end > start) {
        const token = this.#token("text", start, end);
        this.#at = open;
        return token;
      }
      const inner = open + (trims ? 4 : 2);
      if (!this.#text.startsWith("/*", inner)) {
        this.#inside = true;
        this.#parens = 0;
        const token = this.#token("open", open, open + 2);
        this.#at = inner;
        return token;
      }
      this.#skipComment(inner);
    }
  }

  #trimmedEnd(start: number, end: number): number {
    let at = end;
    while (at > start && isSpace(this.#text[at - 1])) at--;
    return at;
  }

  #skipComment(start: number): void {
    const end = this.#text.indexOf("*/", start + 2);
    if (end === -1) this.#fail("unclosed comment", start);
    const close = this.#closeAt(end + 2);
    if (close === undefined) this.#fail("comment ends before closing delimiter", start, end + 2);
    this.#at = close.next;
  }

  /** The right delimiter at an offset: where it begins, and where the text goes on behind it. */
  #closeAt(at: number): { readonly start: number; readonly next: number } | undefined {
    if (this.#text.startsWith(CLOSE, at)) return { start: at, next: at + 2 };
    if (!isSpace(this.#text[at]) || this.#text[at + 1] !== "-") return undefined;
    if (!this.#text.startsWith(CLOSE, at + 2)) return undefined;
    let next = at + 4;
    while (isSpace(this.#text[next])) next++;
    return { start: at + 2, next };
  }

  #insideAction(): Token {
    const start = this.#at;
    const close = this.#closeAt(start);
    if (close !== undefined) {
      if (this.#parens > 0) this.#fail("unclosed left paren", start, close.start + 2);
      this.#inside = false;
      const token = this.#token("close", close.start, close.start + 2);
      this.#at = close.next;
      return token;
    }
    const char = charAt(this.#text, start);
    if (char === undefined) this.#fail("unclosed action", start);
    if (isSpace(char)) return this.#space(start);
    if (isAlphanumeric(char) && !isDigit(char)) return this.#identifier(start);
    return this.#punctuation(char, start);
  }

  #space(start: number): Token {
    let end = start;
    // The last space may belong to a closing delimiter that trims.
    while (isSpace(this.#text[end]) && this.#closeAt(end) === undefined) end++;
    return this.#token("space", start, end);
  }

  #punctuation(char: string, start: number): Token {
    switch (char) {
      case "=":
        return this.#token("=", start, start + 1);
      case ":":
        if (this.#text[start + 1] !== "=") this.#fail("expected :=", start, start + 1);
        return this.#token(":=", start, start + 2);
      case "|":
        return this.#token("|", start, start + 1);
      case '"':
        return this.#quoted("string", start, "unterminated quoted string");
      case "'":
        return this.#quoted("character", start, "unterminated character constant");
      case "`":
        return this.#rawString(start);
      case "$":
        return this.#named("variable", start);
      case ".":
        return isDigit(this.#text[start + 1]) ? this.#number(start) : this.#named("field", start);
      case "(":
        this.#parens++;
        return this.#token("(", start, start + 1);
      case ")":
        this.#parens--;
        if (this.#parens < 0) this.#fail("unexpected right paren", start, start + 1);
        return this.#token(")", start, start + 1);
      default:
        return this.#other(char, start);
    }
  }

  #other(char: string, start: number): Token {
    if (char === "+" || char === "-" || isDigit(char)) return this.#number(start);
    if (char > " " && char < "\x7f") return this.#token("char", start, start + 1);
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return this.#fail(`unrecognized character in action: U+${code}`, start, start + char.length);
  }

  #quoted(kind: "string" | "character", start: number, unclosed: string): Token {
    const quote = this.#text[start];
    for (let at = start + 1; ; at++) {
      let char = this.#text[at];
      if (char === quote) return this.#token(kind, start, at + 1);
      if (char === "\\") char = this.#text[++at];
      if (char === undefined || char === "\n") this.#fail(unclosed, start, at);
    }
  }

  #rawString(start: number): Token {
    const end = this.#text.indexOf("`", start + 1);
    if (end === -1) this.#fail("unterminated raw quoted string", start);
    return this.#token("string", start, end + 1);
  }

  /** Behind the letters and digits at an offset. */
  #wordEnd(start: number): number {
    let at = start;
    for (;;) {
      const char = charAt(this.#text, at);
      if (char === undefined || !isAlphanumeric(char)) return at;
      at += char.length;
    }
  }

  /** Whether a name may end here: Go wants a space or punctuation, so that `$x+2` is no name. */
  #endsName(at: number): boolean {
    const char = this.#text[at];
    return char === undefined || isSpace(char) || ".,|:)(".includes(char) || this.#text.startsWith(CLOSE, at);
  }

  #expectEnd(at: number): void {
    if (this.#endsName(at)) return;
    const char = charAt(this.#text, at) ?? "";
    this.#fail(`bad character ${JSON.stringify(char)}`, at, at + char.length);
  }

  #identifier(start: number): Token {
    const end = this.#wordEnd(start);
    this.#expectEnd(end);
    const token = this.#token("identifier", start, end);
    if (WORDS.has(token.value)) return { ...token, kind: "word" };
    return token.value === "true" || token.value === "false" ? { ...token, kind: "boolean" } : token;
  }

  #named(kind: "variable" | "field", start: number): Token {
    const end = this.#endsName(start + 1) ? start + 1 : this.#wordEnd(start + 1);
    this.#expectEnd(end);
    return this.#token(kind === "field" && end === start + 1 ? "dot" : kind, start, end);
  }

  #number(start: number): Token {
    let end = this.#numberEnd(start);
    const sign = this.#text[end];
    if (sign === "+" || sign === "-") {
      end = this.#numberEnd(end);
      if (this.#text[end - 1] !== "i") this.#badNumber(start, end);
    }
    return this.#token("number", start, end);
  }

  #badNumber(start: number, end: number): never {
    return this.#fail(`bad number syntax: ${JSON.stringify(this.#text.slice(start, end))}`, start, end);
  }

  #numberEnd(start: number): number {
    let at = start;
    const run = (digits: string): void => {
      while (at < this.#text.length && digits.includes(this.#text[at] ?? "")) at++;
    };
    const accept = (chars: string): boolean => {
      const char = this.#text[at];
      if (char === undefined || !chars.includes(char)) return false;
      at++;
      return true;
    };
    accept("+-");
    let digits = "0123456789_";
    let exponent = "eE";
    if (accept("0")) {
      if (accept("xX")) [digits, exponent] = ["0123456789abcdefABCDEF_", "pP"];
      else if (accept("oO")) [digits, exponent] = ["01234567_", ""];
      else if (accept("bB")) [digits, exponent] = ["01_", ""];
    }
    run(digits);
    if (accept(".")) run(digits);
    if (accept(exponent)) {
      accept("+-");
      run("0123456789_");
    }
    accept("i");
    const next = charAt(this.#text, at);
    if (isAlphanumeric(next)) this.#badNumber(start, at + (next?.length ?? 0));
    return at;
  }
}
