import { perlClass, posixClass, unicodeClass, type CharTest } from "./character-classes.ts";

/**
 * The syntax tree of a regular expression as RE2 and Go's `regexp/syntax` read it (Perl flags): what Terraform's
 * `regex`, `regexall` and `replace` take.
 */
export type Pattern =
  | { readonly kind: "empty" }
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "assert"; readonly what: Assertion }
  | { readonly kind: "sequence" | "alternatives"; readonly items: readonly Pattern[] }
  | { readonly kind: "group"; readonly index: number; readonly inner: Pattern }
  | {
      readonly kind: "repeat";
      readonly inner: Pattern;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    };

export type Assertion =
  "text-start" | "text-end" | "line-start" | "line-end" | "word-boundary" | "no-word-boundary";

export interface Expression {
  readonly pattern: Pattern;
  /** The names of the groups, from the first on; undefined for a group without one. */
  readonly groups: readonly (string | undefined)[];
}

/** The pattern is not valid, or uses what RE2 does not have. */
export interface PatternError {
  readonly error: string;
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

const MAX_REPEAT = 1000;
const MAX_DEPTH = 200;

class SyntaxFailure extends Error {}

function fail(message: string): never {
  throw new SyntaxFailure(message);
}

/** Reads a pattern. The exception that ends the descent at an error does not leave this function. */
export function parsePattern(source: string): Expression | PatternError {
  const parser = new Parser(Array.from(source));
  try {
    return parser.parse();
  } catch (error) {
    if (error instanceof SyntaxFailure) return { error: error.message };
    throw error;
  }
}

/** Both cases of a letter, for patterns that ignore case. */
function folded(test: CharTest): CharTest {
  return (code) => {
    if (test(code)) return true;
    const char = String.fromCodePoint(code);
    return [char.toLowerCase(), char.toUpperCase()].some((other) => {
      const otherCode = other.codePointAt(0);
      return otherCode !== undefined && String.fromCodePoint(otherCode) === other && test(otherCode);
    });
  };
}

const isPunctuation = (char: string): boolean => /^[!-/:-@[-`{-~]$/.test(char);

const controls: ReadonlyMap<string, number> = new Map([
  ["a", 7],
  ["f", 12],
  ["t", 9],
  ["n", 10],
  ["r", 13],
  ["v", 11],
]);

class Parser {
  private at = 0;
  private depth = 0;
  private flags: Flags = { ignoreCase: false, multiline: false, dotAll: false, ungreedy: false };
  private readonly groups: (string | undefined)[] = [];
  private readonly chars: readonly string[];

  constructor(chars: readonly string[]) {
    this.chars = chars;
  }

  parse(): Expression {
    const pattern = this.alternatives();
    if (this.at < this.chars.length) fail("unexpected )");
    return { pattern, groups: this.groups };
  }

  private peek(offset = 0): string | undefined {
    return this.chars[this.at + offset];
  }

  private eat(text: string): boolean {
    const wanted = Array.from(text);
    if (!wanted.every((char, index) => this.peek(index) === char)) return false;
    this.at += wanted.length;
    return true;
  }

  private alternatives(): Pattern {
    if (++this.depth > MAX_DEPTH) fail("the expression nests too deeply");
    const items = [this.sequence()];
    while (this.eat("|")) items.push(this.sequence());
    this.depth--;
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: "alternatives", items };
  }

  private sequence(): Pattern {
    const items: Pattern[] = [];
    for (let next = this.peek(); next !== undefined && next !== "|" && next !== ")"; next = this.peek()) {
      if (this.eat("\\Q")) {
        while (this.at < this.chars.length && !this.eat("\\E")) items.push(this.literal(this.take()));
        continue;
      }
      if (this.eat("\\E")) continue;
      const atom = this.atom();
      if (atom !== undefined) items.push(this.repeated(atom));
    }
    return items.length === 0 ? { kind: "empty" } : { kind: "sequence", items };
  }

  private take(): string {
    const char = this.peek();
    if (char === undefined) return fail("the pattern ends too early");
    this.at++;
    return char;
  }

  private literal(char: string): Pattern {
    const code = char.codePointAt(0) ?? 0;
    return this.one((other) => other === code);
  }

  private one(test: CharTest): Pattern {
    return { kind: "char", test: this.flags.ignoreCase ? folded(test) : test };
  }

  /** Undefined for a group that only sets flags. */
  private atom(): Pattern | undefined {
    const char = this.take();
    switch (char) {
      case "(":
        return this.group();
      case "[":
        return this.one(this.characterClass());
      case ".":
        return { kind: "char", test: this.flags.dotAll ? () => true : (code) => code !== 10 };
      case "^":
        return { kind: "assert", what: this.flags.multiline ? "line-start" : "text-start" };
      case "$":
        return { kind: "assert", what: this.flags.multiline ? "line-end" : "text-end" };
      case "*":
      case "+":
      case "?":
        return fail(`nothing stands before ${char}`);
      case "{":
        this.at--;
        if (this.counts() !== undefined) return fail("nothing stands before the repetition");
        this.at++;
        return this.literal("{");
      case "\\":
        return this.escape();
      default:
        return this.literal(char);
    }
  }

  private repeated(atom: Pattern): Pattern {
    const bounds = this.repetition();
    if (bounds === undefined) return atom;
    const lazy = this.eat("?");
    if (this.peekRepetition()) fail("a repetition cannot be repeated");
    return { kind: "repeat", inner: atom, ...bounds, greedy: lazy === this.flags.ungreedy };
  }

  private peekRepetition(): boolean {
    const start = this.at;
    const found = this.repetition() !== undefined;
    this.at = start;
    return found;
  }

  private repetition(): { min: number; max: number } | undefined {
    if (this.eat("*")) return { min: 0, max: Infinity };
    if (this.eat("+")) return { min: 1, max: Infinity };
    if (this.eat("?")) return { min: 0, max: 1 };
    return this.peek() === "{" ? this.counts() : undefined;
  }

  /** `{n}`, `{n,}` or `{n,m}` here; anything else is no repetition. */
  private counts(): { min: number; max: number } | undefined {
    const end = this.chars.indexOf("}", this.at);
    if (end === -1 || end - this.at > 12) return undefined;
    const match = /^\{(\d+)(,(\d*))?\}$/.exec(this.chars.slice(this.at, end + 1).join(""));
    if (match === null) return undefined;
    const min = Number(match[1]);
    const upper = match[3] === undefined || match[3] === "" ? Infinity : Number(match[3]);
    const max = match[2] === undefined ? min : upper;
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT) || max < min)
      fail("a bad repetition count");
    this.at = end + 1;
    return { min, max };
  }

  private group(): Pattern | undefined {
    const outer = this.flags;
    if (this.peek() === "?") {
      this.at++;
      if (this.eat("P<") || this.eat("<")) return this.named();
      if (this.setFlags()) return undefined;
      const inner = this.alternatives();
      this.close();
      this.flags = outer;
      return inner;
    }
    return this.capture(undefined);
  }

  private named(): Pattern {
    let name = "";
    while (!this.eat(">")) name += this.take();
    if (!/^\w+$/.test(name)) fail("a bad group name");
    if (this.groups.includes(name)) fail("a group name is used twice");
    return this.capture(name);
  }

  private capture(name: string | undefined): Pattern {
    const outer = this.flags;
    this.groups.push(name);
    const index = this.groups.length;
    const inner = this.alternatives();
    this.close();
    this.flags = outer;
    return { kind: "group", index, inner };
  }

  private close(): void {
    if (!this.eat(")")) fail("a ) is missing");
  }

  /** Flags after `(?`; true when the group is closed at once and they hold for what follows. */
  private setFlags(): boolean {
    const flags = { ...this.flags };
    let on = true;
    let any = false;
    for (let char = this.take(); ; char = this.take()) {
      if (char === ")" || char === ":") {
        if (!on && !any) fail("a flag is missing after -");
        this.flags = flags;
        return char === ")";
      }
      if (char === "-" && on) [on, any] = [false, false];
      else {
        any = true;
        if (char === "i") flags.ignoreCase = on;
        else if (char === "m") flags.multiline = on;
        else if (char === "s") flags.dotAll = on;
        else if (char === "U") flags.ungreedy = on;
        else fail(`(?${char} is not something that RE2 has`);
      }
    }
  }

  private escape(): Pattern {
    const char = this.peek();
    if (char === "A") return this.assertion("text-start");
    if (char === "z") return this.assertion("text-end");
    if (char === "b") return this.assertion("word-boundary");
    if (char === "B") return this.assertion("no-word-boundary");
    return this.one(this.escapedClass() ?? this.escapedChar());
  }

  private assertion(what: Assertion): Pattern {
    this.at++;
    return { kind: "assert", what };
  }

  /** `\d`, `\pL`, `\p{Greek}` after the backslash. */
  private escapedClass(): CharTest | undefined {
    const char = this.peek();
    if (char === undefined) return fail("the pattern ends with a backslash");
    const perl = perlClass(char);
    if (perl !== undefined) {
      this.at++;
      return perl;
    }
    if (char !== "p" && char !== "P") return undefined;
    this.at++;
    let name = this.take();
    if (name === "{") {
      name = "";
      while (!this.eat("}")) name += this.take();
    }
    const inverted = (char === "P") !== name.startsWith("^");
    const test = unicodeClass(name.replace(/^\^/, ""));
    if (test === undefined) return fail(`there is no character class "${name}"`);
    return inverted ? (code) => !test(code) : test;
  }

  private escapedChar(): CharTest {
    const code = this.escapedCode();
    return (other) => other === code;
  }

  /** The character that an escape stands for, after the backslash. */
  private escapedCode(): number {
    const char = this.take();
    const control = controls.get(char);
    if (control !== undefined) return control;
    if (isPunctuation(char)) return char.codePointAt(0) ?? 0;
    if (char === "x") return this.hexadecimal();
    if (/^[1-7]$/.test(char) && !/^[0-7]$/.test(this.peek() ?? "")) return fail("RE2 has no back references");
    if (/^[0-7]$/.test(char)) {
      let digits = char;
      while (digits.length < 3 && /^[0-7]$/.test(this.peek() ?? "")) digits += this.take();
      return parseInt(digits, 8);
    }
    return fail(`RE2 has no escape \\${char}`);
  }

  private hexadecimal(): number {
    let digits = "";
    if (this.eat("{")) while (!this.eat("}")) digits += this.take();
    else digits = this.take() + this.take();
    const code = /^[0-9a-fA-F]{1,8}$/.test(digits) ? parseInt(digits, 16) : Infinity;
    return code > 0x10ffff ? fail("a bad character code") : code;
  }

  /** After the opening bracket. */
  private characterClass(): CharTest {
    const negated = this.eat("^");
    const tests: CharTest[] = [];
    for (let first = true; first || this.peek() !== "]"; first = false) {
      tests.push(this.classItem());
    }
    this.at++;
    const any: CharTest = (code) => tests.some((test) => test(code));
    if (!negated) return any;
    const positive = this.flags.ignoreCase ? folded(any) : any;
    // Folding must come before negation: [^a] with (?i) excludes A as well.
    return (code) => !positive(code) && !this.isOtherCase(code, positive);
  }

  private isOtherCase(code: number, test: CharTest): boolean {
    return this.flags.ignoreCase && folded(test)(code);
  }

  private classItem(): CharTest {
    if (this.peek() === "[" && this.peek(1) === ":") {
      const end = this.chars.indexOf("]", this.at + 2);
      const name = end === -1 ? "" : this.chars.slice(this.at + 2, end - 1).join("");
      const test = posixClass(name);
      if (test !== undefined && this.chars[end - 1] === ":") {
        this.at = end + 1;
        return test;
      }
      fail("there is no such character class");
    }
    if (this.peek() === "\\") {
      this.at++;
      const test = this.escapedClass();
      if (test !== undefined) return test;
      this.at--;
    }
    const low = this.classChar();
    if (this.peek() !== "-" || this.peek(1) === "]" || this.peek(1) === undefined)
      return (code) => code === low;
    this.at++;
    const high = this.classChar();
    if (high < low) fail("a range goes backwards");
    return (code) => code >= low && code <= high;
  }

  private classChar(): number {
    const char = this.take();
    return char === "\\" ? this.escapedCode() : (char.codePointAt(0) ?? 0);
  }
}
