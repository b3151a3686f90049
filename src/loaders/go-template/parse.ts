import type { Location } from "../../model/location.ts";
import type { Source } from "../../model/source.ts";
import { TemplateError } from "./function.ts";
import type { Block, Branch, Choice, Definition, Invocation, Item, Jump } from "./syntax/ast.ts";
import { SyntaxProblem, type Token } from "./syntax/lexer.ts";
import { PipelineParser } from "./syntax/pipelines.ts";
import { TokenStream } from "./syntax/token-stream.ts";

/** A template and those that it defines. With a `problem`, Go refuses the whole text, and there is nothing else. */
export interface ParsedTemplate {
  readonly name: string;
  readonly at: Location;
  readonly body: Block;
  readonly defines: readonly Definition[];
  readonly problem?: TemplateError;
}

/** `if`, `with` and `range` inside one another more deeply than this are refused: people do not write them. */
const MAX_NESTING = 200;

/** What ends a list of items. */
interface Ending {
  readonly kind: "end" | "else" | "end of file";
  readonly token: Token;
}

/** An action that ends a list of items. */
interface EndingAction extends Ending {
  readonly kind: "end" | "else";
}

class TemplateParser {
  readonly #source: Source;
  readonly #stream: TokenStream;
  readonly #inner: PipelineParser;
  readonly defines = new Map<string, Definition>();
  #ranges = 0;
  #depth = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#stream = new TokenStream(source.text);
    this.#inner = new PipelineParser(source, this.#stream);
  }

  /** The whole text: the only place where `define` may stand. */
  template(): Block {
    const { items, ending } = this.#items(true);
    if (ending.kind !== "end of file") this.#unexpectedEnding(ending, "");
    return items;
  }

  #unexpectedEnding({ kind, token }: Ending, context: string): never {
    if (kind === "end of file") this.#stream.fail("unexpected EOF", token);
    this.#stream.fail(`unexpected {{${kind}}}${context}`, token);
  }

  /** Text and actions up to `end`, `else` or the end of the file. */
  #items(atTop: boolean): { readonly items: Block; readonly ending: Ending } {
    const items: Item[] = [];
    for (;;) {
      const token = this.#stream.nextNonSpace();
      if (token.kind === "end of file") return { items, ending: { kind: "end of file", token } };
      if (token.kind === "text") {
        items.push(this.#text(token));
        continue;
      }
      if (token.kind !== "open") this.#stream.unexpected(token, "input");
      const next = this.#stream.peekNonSpace();
      if (atTop && next.kind === "word" && next.value === "define") {
        this.#stream.next();
        this.#definition(token);
        continue;
      }
      const item = this.#action(token, next);
      if ("token" in item) return { items, ending: item };
      items.push(item);
    }
  }

  #text(token: Token): Item {
    const { value, start, end } = token;
    return { kind: "text", parts: this.#source.parts(value, start, end), at: this.#inner.locate(token) };
  }

  #action(open: Token, first: Token): Item | EndingAction {
    if (first.kind !== "word" || first.value === "nil") return this.#plainAction(open);
    const { stream } = this.#inner;
    stream.next();
    switch (first.value) {
      case "end":
        stream.expect("close", "end");
        return { kind: "end", token: first };
      case "else":
        return this.#elseToken(first);
      case "if":
      case "with":
        return this.#nested(open, () => this.#choice(first.value === "if" ? "if" : "with", open));
      case "range":
        return this.#nested(open, () => this.#range(open));
      case "template":
        return this.#invocation(open);
      case "block":
        return this.#nested(open, () => this.#block(open));
      case "break":
      case "continue":
        return this.#jump(first.value, first);
      default:
        return stream.unexpected(first, "command");
    }
  }

  #plainAction(open: Token): Item {
    const pipeline = this.#inner.pipeline("command", "close");
    return { kind: "action", pipeline, at: this.#inner.from(open.start) };
  }

  #nested(open: Token, parse: () => Item): Item {
    if (this.#depth >= MAX_NESTING) this.#stream.fail("actions are nested too deeply", open);
    this.#depth += 1;
    const item = parse();
    this.#depth -= 1;
    return item;
  }

  /** `else`; an `if` or `with` behind it is left for the control that it continues. */
  #elseToken(token: Token): EndingAction {
    const next = this.#stream.peekNonSpace();
    const continues = next.kind === "word" && (next.value === "if" || next.value === "with");
    if (!continues) this.#stream.expect("close", "else");
    return { kind: "else", token };
  }

  #jump(kind: "break" | "continue", token: Token): Jump {
    this.#stream.expect("close", `{{${kind}}}`);
    if (this.#ranges === 0) this.#stream.fail(`{{${kind}}} outside {{range}}`, token);
    return { kind, at: this.#inner.locate(token) };
  }

  /** Runs a part in which variables may be declared that are gone behind it. */
  #scoped<T>(parse: () => T): T {
    const before = this.#inner.variables.length;
    const result = parse();
    this.#inner.variables.length = before;
    return result;
  }

  #choice(kind: "if" | "with", open: Token): Choice {
    return this.#scoped(() => {
      const branches: Branch[] = [];
      for (;;) {
        const pipeline = this.#inner.pipeline(kind, "close");
        const { items, ending } = this.#items(false);
        branches.push({ pipeline, body: items });
        if (ending.kind === "else" && this.#continuesWith(kind)) continue;
        const otherwise = this.#otherwise(ending);
        return { kind, branches, otherwise, at: this.#inner.from(open.start) };
      }
    });
  }

  #continuesWith(kind: "if" | "with"): boolean {
    const next = this.#stream.peek();
    if (next.kind !== "word" || next.value !== kind) return false;
    this.#stream.next();
    return true;
  }

  /** The items behind `else`, when that is how the first ones ended. */
  #otherwise(ending: Ending): Block | undefined {
    if (ending.kind === "end") return undefined;
    if (ending.kind === "end of file") this.#unexpectedEnding(ending, "");
    const after = this.#items(false);
    if (after.ending.kind === "else") this.#stream.fail("expected end; found {{else}}", after.ending.token);
    if (after.ending.kind === "end of file") this.#unexpectedEnding(after.ending, "");
    return after.items;
  }

  #range(open: Token): Item {
    return this.#scoped(() => {
      const pipeline = this.#inner.pipeline("range", "close");
      this.#ranges += 1;
      const { items, ending } = this.#items(false);
      this.#ranges -= 1;
      const otherwise = this.#otherwise(ending);
      return { kind: "range", pipeline, body: items, otherwise, at: this.#inner.from(open.start) };
    });
  }

  #invocation(open: Token): Invocation {
    const name = this.#inner.templateName(this.#stream.nextNonSpace(), "template clause");
    const hasPipeline = this.#stream.peekNonSpace().kind !== "close";
    const pipeline = hasPipeline ? this.#inner.pipeline("template clause", "close") : undefined;
    if (!hasPipeline) this.#stream.next();
    return { kind: "template", name, pipeline, at: this.#inner.from(open.start) };
  }

  #block(open: Token): Invocation {
    const name = this.#inner.templateName(this.#stream.nextNonSpace(), "block clause");
    const pipeline = this.#inner.pipeline("block clause", "close");
    const at = this.#inner.from(open.start);
    this.#named(name, open, "block clause");
    return { kind: "template", name, pipeline, at };
  }

  #definition(open: Token): void {
    const name = this.#inner.templateName(this.#stream.nextNonSpace(), "define clause");
    this.#stream.expect("close", "define clause");
    this.#named(name, open, "define clause");
  }

  /** The items of a template inside this text, which knows none of the variables around it. */
  #named(name: string, open: Token, context: string): void {
    const { variables } = this.#inner;
    const ranges = this.#ranges;
    this.#inner.variables = ["$"];
    this.#ranges = 0;
    const { items, ending } = this.#items(false);
    if (ending.kind !== "end") this.#unexpectedEnding(ending, ` in ${context}`);
    this.#inner.variables = variables;
    this.#ranges = ranges;
    this.#define({ name, body: items, at: this.#inner.from(open.start) }, open);
  }

  /** One text may define a template once, unless all but one of its definitions are empty. */
  #define(definition: Definition, open: Token): void {
    const before = this.defines.get(definition.name);
    if (before !== undefined && !isEmptyBlock(before.body)) {
      if (isEmptyBlock(definition.body)) return;
      const name = JSON.stringify(definition.name);
      this.#stream.fail(`multiple definition of template ${name}`, open);
    }
    this.defines.set(definition.name, definition);
  }
}

/** Whether a template holds nothing but space and comments: such a one does not replace another. */
export function isEmptyBlock(block: Block): boolean {
  return block.every(
    (item) =>
      item.kind === "text" && item.parts.every((part) => part.kind === "literal" && part.value.trim() === ""),
  );
}

/**
 * Reads the text of a template (text/template/parse). Nothing is thrown: what Go refuses is the `problem`, at its
 * place. The result depends on nothing else and can be kept.
 */
export function parseTemplate(name: string, source: Source): ParsedTemplate {
  const parser = new TemplateParser(source);
  try {
    const body = parser.template();
    return { name, at: source.at, body, defines: [...parser.defines.values()] };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { name, at: source.at, body: [], defines: [], problem: problemOf(error, source) };
  }
}

/** What is wrong with a text, or that an unknown value stands where it decides what the text means. */
function problemOf({ message, start, end }: SyntaxProblem, source: Source): TemplateError {
  const at: Location = { ...source.locate(start, end), route: source.at.route };
  const hole = source.holeAt(source.text.slice(start, start + 1));
  if (hole === undefined) return new TemplateError(message, at, "refused");
  return new TemplateError(`an action holds ${hole.name}, which is not known`, at, "limit");
}
