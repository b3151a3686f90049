import type { Location, Span } from "../../../model/location.ts";
import type { Source } from "../../../model/source.ts";
import { goNumber } from "../convert.ts";
import type { GoObject, Value } from "../value.ts";
import type { Argument, Command, Constant, Pipeline } from "./ast.ts";
import type { Token, TokenKind } from "./lexer.ts";
import { characterCode, numberLiteral, unquote } from "./literals.ts";
import type { TokenStream } from "./token-stream.ts";

/** Parentheses deeper than this are refused (Go allows 10,000): people do not write them. */
const MAX_PARENS = 200;

/** What begins a command's operand. */
const OPERANDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "boolean",
  "character",
  "dot",
  "field",
  "identifier",
  "number",
  "string",
  "variable",
  "(",
]);

const isNil = (token: Token): boolean => token.kind === "word" && token.value === "nil";

/** Parses what stands inside actions: pipelines, commands and their operands. */
export class PipelineParser {
  readonly stream: TokenStream;
  readonly #source: Source;
  /** The variables that are declared here, innermost last. */
  variables: string[] = ["$"];
  #parens = 0;
  #last: { readonly at: Location; readonly start: number; readonly end: number } | undefined;

  constructor(source: Source, stream: TokenStream) {
    this.#source = source;
    this.stream = stream;
  }

  /** Where a range of the template stands. A command of one operand stands where the operand does: one object for both. */
  locate({ start, end }: Span): Location {
    const last = this.#last;
    if (last?.start === start && last.end === end) return last.at;
    const { file, span } = this.#source.locate(start, end);
    const at: Location = { file, span, route: this.#source.at.route };
    this.#last = { at, start, end };
    return at;
  }

  /** From an offset to the last token that was taken. */
  from(start: number): Location {
    return this.locate({ start, end: Math.max(this.stream.end, start) });
  }

  /** `declarations? command ("|" command)*` up to the token that ends it. */
  pipeline(context: string, end: "close" | ")"): Pipeline {
    const { start } = this.stream.peekNonSpace();
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (let token = this.stream.peekNonSpace(); token.kind !== end; token = this.stream.peekNonSpace()) {
      if (!OPERANDS.has(token.kind) && !isNil(token)) this.stream.unexpected(token, context);
      commands.push(this.#command());
    }
    const at = this.from(start);
    const closing = this.stream.next();
    this.#check(commands, context, closing);
    return { kind: "pipeline", variables, assigns, commands, at };
  }

  #declarations(context: string): { readonly variables: readonly string[]; readonly assigns: boolean } {
    const variables: string[] = [];
    for (;;) {
      const token = this.stream.peekNonSpace();
      const after = token.kind === "variable" ? this.#afterVariable() : undefined;
      if (after === undefined) return { variables, assigns: false };
      this.stream.next();
      const sign = this.stream.nextNonSpace();
      variables.push(token.value);
      this.variables.push(token.value);
      if (after !== ",") return { variables, assigns: after === "=" };
      const next = this.stream.peekNonSpace();
      if (context !== "range" || variables.length > 1) {
        this.stream.fail(`too many declarations in ${context}`, sign);
      }
      if (next.kind !== "variable" && next.kind !== "close" && next.kind !== ")") {
        this.stream.fail("range can only initialize variables", next);
      }
    }
  }

  /** What makes a declaration of the variable that comes next, when it is one. */
  #afterVariable(): "=" | ":=" | "," | undefined {
    let after = this.stream.peekBehind(1);
    if (after.kind === "space") after = this.stream.peekBehind(2);
    if (after.kind === "=" || after.kind === ":=") return after.kind;
    return after.kind === "char" && after.value === "," ? "," : undefined;
  }

  /** Only the first command of a pipeline may be a plain value. */
  #check(commands: readonly Command[], context: string, span: Span): void {
    if (commands.length === 0) this.stream.fail(`missing value for ${context}`, span);
    commands.slice(1).forEach(({ first, at }, index) => {
      if (first.kind !== "constant" && first.kind !== "dot" && first.kind !== "nil") return;
      const { start, end } = at.span;
      this.stream.fail(`non executable command in pipeline stage ${index + 2}`, { start, end });
    });
  }

  #command(): Command {
    const { start } = this.stream.peekNonSpace();
    const args: Argument[] = [];
    for (;;) {
      this.stream.skipSpace();
      const operand = this.#operand();
      if (operand !== undefined) args.push(operand);
      const token = this.stream.peek();
      if (token.kind === "space") continue;
      if (token.kind === "close" || token.kind === ")") break;
      if (token.kind !== "|") this.stream.unexpected(token, "operand");
      const at = this.from(start);
      this.stream.next();
      return this.#commandOf(args, at);
    }
    return this.#commandOf(args, this.from(start));
  }

  #commandOf([first, ...rest]: readonly Argument[], at: Location): Command {
    if (first === undefined) this.stream.fail("empty command", at.span);
    return { first, rest, at };
  }

  /** A term with the fields that are taken of it. */
  #operand(): Argument | undefined {
    const { start } = this.stream.peek();
    const term = this.#term();
    if (term === undefined || this.stream.peek().kind !== "field") return term;
    const names: string[] = [];
    while (this.stream.peek().kind === "field") names.push(this.stream.next().value.slice(1));
    const at = this.from(start);
    switch (term.kind) {
      case "field":
      case "variable":
        return { ...term, names: [...term.names, ...names], at };
      case "constant":
        return this.stream.fail(`unexpected . after term ${JSON.stringify(term.written)}`, at.span);
      case "dot":
      case "nil":
        return this.stream.fail(`unexpected . after term "${term.kind === "dot" ? "." : "nil"}"`, at.span);
      case "chain":
      case "function":
      case "pipeline":
        return { kind: "chain", of: term, names, at };
    }
  }

  #term(): Argument | undefined {
    const token = this.stream.peekNonSpace();
    if (!OPERANDS.has(token.kind) && !isNil(token)) return undefined;
    this.stream.next();
    const at = this.locate(token);
    switch (token.kind) {
      case "identifier":
        return { kind: "function", name: token.value, at };
      case "dot":
        return { kind: "dot", at };
      case "word":
        return { kind: "nil", at };
      case "field":
        return { kind: "field", names: [token.value.slice(1)], at };
      case "variable":
        return this.#variable(token, at);
      case "(":
        return this.#parenthesized(token);
      default:
        return this.#constant(token, at);
    }
  }

  #variable(token: Token, at: Location): Argument {
    if (!this.variables.includes(token.value)) {
      this.stream.fail(`undefined variable ${JSON.stringify(token.value)}`, token);
    }
    return { kind: "variable", name: token.value, names: [], at };
  }

  #parenthesized(token: Token): Argument {
    if (this.#parens >= MAX_PARENS) this.stream.fail("max expression depth exceeded", token);
    this.#parens += 1;
    const pipeline = this.pipeline("parenthesized pipeline", ")");
    this.#parens -= 1;
    return pipeline;
  }

  #constant(token: Token, at: Location): Constant {
    return { kind: "constant", value: this.#valueOf(token, at), written: token.value, at };
  }

  #valueOf(token: Token, at: Location): Value | undefined {
    switch (token.kind) {
      case "boolean":
        return { kind: "boolean", value: token.value === "true", raw: token.value, at };
      case "string": {
        const value = unquote(token.value);
        if (value === undefined) this.stream.fail("invalid syntax", token);
        return { kind: "text", parts: this.#source.parts(value, token.start, token.end), at };
      }
      case "character": {
        const code = characterCode(token.value);
        if (code === undefined) {
          this.stream.fail(`malformed character constant: ${token.value}`, token);
        }
        return goNumber("int", code, at);
      }
      default:
        return this.#number(token, at);
    }
  }

  #number(token: Token, at: Location): Value | undefined {
    const literal = numberLiteral(token.value);
    if (typeof literal === "string") this.stream.fail(literal, token);
    switch (literal.type) {
      case "int":
        return goNumber("int", Number(literal.digits), at, literal.digits);
      case "float64":
        return goNumber("float64", literal.value, at);
      case "complex128":
        return complex(literal.printed, at);
      case "overflow":
        return undefined;
    }
  }

  /** The name that `define`, `block` and `template` give in quotes. */
  templateName(token: Token, context: string): string {
    if (token.kind !== "string") this.stream.unexpected(token, context);
    const name = unquote(token.value);
    return name ?? this.stream.fail("invalid syntax", token);
  }
}

/** Templates can write complex numbers, and print them. */
function complex(printed: string, at: Location): GoObject {
  return { kind: "object", type: "complex128", at, member: () => undefined, print: () => printed };
}
