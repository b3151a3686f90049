import { Lexer, SyntaxProblem, type Token, type TokenKind } from "./lexer.ts";

/** How much of a token stands for it in messages, as text/template has it. */
const MAX_SHOWN = 10;

/** A token as messages name it. */
function shown(token: Token): string {
  if (token.kind === "end of file") return "EOF";
  if (token.kind === "word" || token.kind === "dot") return `<${token.value}>`;
  return token.value.length > MAX_SHOWN
    ? `${JSON.stringify(token.value.slice(0, MAX_SHOWN))}...`
    : JSON.stringify(token.value);
}

/** The tokens of a template, with as much going back as the parser wants. */
export class TokenStream {
  readonly #lexer: Lexer;
  readonly #tokens: Token[] = [];
  #next = 0;
  /** Where the last token that is no space ended. */
  #consumedTo = 0;

  constructor(text: string) {
    this.#lexer = new Lexer(text);
  }

  /** Where the last token ended that was taken and is no space. */
  get end(): number {
    return this.#consumedTo;
  }

  peek(): Token {
    const known = this.#tokens[this.#next];
    if (known !== undefined) return known;
    const token = this.#lexer.next();
    this.#tokens.push(token);
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#next += 1;
    if (token.kind !== "space") this.#consumedTo = token.end;
    return token;
  }

  /** The token that comes so many after the next one. */
  peekBehind(count: number): Token {
    this.peek();
    const before = this.#next;
    for (let step = 0; step < count; step++) {
      this.#next += 1;
      this.peek();
    }
    const token = this.peek();
    this.#next = before;
    return token;
  }

  skipSpace(): void {
    while (this.peek().kind === "space") this.next();
  }

  peekNonSpace(): Token {
    this.skipSpace();
    return this.peek();
  }

  nextNonSpace(): Token {
    this.skipSpace();
    return this.next();
  }

  expect(kind: TokenKind, context: string): Token {
    const token = this.nextNonSpace();
    return token.kind === kind ? token : this.unexpected(token, context);
  }

  unexpected(token: Token, context: string): never {
    if (token.kind === "end of file") this.fail("unexpected EOF", token);
    this.fail(`unexpected ${shown(token)} in ${context}`, token);
  }

  fail(message: string, { start, end }: { readonly start: number; readonly end: number }): never {
    throw new SyntaxProblem(message, start, end);
  }
}
