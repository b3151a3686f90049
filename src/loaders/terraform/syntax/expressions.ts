import type { BinaryOperator, Expression, Unary } from "./ast.ts";
import { parseObject, parseTuple } from "./collections.ts";
import { advance, stepInto, stepOut, tokenText, unexpected } from "./lexer.ts";
import {
  excerpt,
  fail,
  invalid,
  MAXIMUM_DEPTH,
  MAXIMUM_HEIGHT,
  note,
  spanFrom,
  spanOf,
  type ParserState,
  type TokenKind,
} from "./state.ts";
import { parseHeredoc, parseQuoted } from "./templates.ts";
import { parseTraversals } from "./traversals.ts";

/** The levels of binary operators, the loosest first (hclsyntax/spec.md, "Operations"); all group to the left. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

const OPERATORS = new Map<TokenKind, { readonly operator: BinaryOperator; readonly level: number }>();
for (const [level, operators] of LEVELS.entries())
  for (const operator of operators) OPERATORS.set(operator, { operator, level });

const TOO_DEEP = "this is nested too deeply to be read";

/** Reads an expression (spec: `Expression`), the conditional operator included. Never throws; an error stops `state`. */
export function parseExpression(state: ParserState): Expression {
  const start = state.start;
  if (state.depth >= MAXIMUM_DEPTH) {
    fail(state, TOO_DEEP);
    return invalid(state, start);
  }
  const outerHeight = state.height;
  state.depth++;
  state.height = 0;
  const condition = parseBinary(state, 0);
  const whole = state.kind === "?" ? parseConditional(state, start, condition) : condition;
  state.depth--;
  state.height = Math.max(outerHeight, state.height + 1);
  return whole;
}

/** `? then : otherwise`; the arms are whole expressions, so that a conditional groups to the right. */
function parseConditional(state: ParserState, start: number, condition: Expression): Expression {
  advance(state);
  const then = parseExpression(state);
  if (state.kind === ":") advance(state);
  else unexpected(state, 'the ":" of the conditional');
  const otherwise = parseExpression(state);
  return { kind: "conditional", condition, then, otherwise, span: spanFrom(state, start) };
}

function parseBinary(state: ParserState, minimum: number): Expression {
  const start = state.start;
  let left = parseOperand(state);
  for (;;) {
    const found = OPERATORS.get(state.kind);
    if (found === undefined || found.level < minimum) return left;
    if (++state.height > MAXIMUM_HEIGHT) fail(state, TOO_DEEP);
    advance(state);
    const right = parseBinary(state, found.level + 1);
    left = { kind: "binary", operator: found.operator, left, right, span: spanFrom(state, start) };
  }
}

/** A term with its signs before and its traversals after; `-a.b` negates `a.b`, `-a + b` negates `a`. */
function parseOperand(state: ParserState): Expression {
  if (state.kind === "-" || state.kind === "!") return parseUnary(state, state.kind);
  const start = state.start;
  const outerHeight = state.height;
  state.height = 0;
  const operand = parseTraversals(state, start, parseTerm(state));
  state.height = Math.max(outerHeight, state.height);
  return operand;
}

function parseUnary(state: ParserState, operator: Unary["operator"]): Expression {
  const start = state.start;
  if (state.depth >= MAXIMUM_DEPTH) {
    fail(state, TOO_DEEP);
    return invalid(state, start);
  }
  advance(state);
  state.depth++;
  const operand = parseOperand(state);
  state.depth--;
  state.height++;
  return { kind: "unary", operator, operand, span: spanFrom(state, start) };
}

function parseTerm(state: ParserState): Expression {
  const start = state.start;
  switch (state.kind) {
    case "identifier":
      return parseName(state);
    case "quote":
      return parseQuoted(state);
    case "number":
      return parseNumber(state);
    case "[":
      return parseTuple(state);
    case "{":
      return parseObject(state);
    case "(":
      return parseParentheses(state);
    case "heredoc":
      return parseHeredoc(state);
    default:
      unexpected(state, "a value");
      return invalid(state, start);
  }
}

function parseParentheses(state: ParserState): Expression {
  const start = state.start;
  const outer = stepInto(state);
  const inner = parseExpression(state);
  stepOut(state, outer, ")", '")"');
  return { kind: "parentheses", inner, span: spanFrom(state, start) };
}

function parseNumber(state: ParserState): Expression {
  const raw = tokenText(state);
  const value = Number(raw);
  // The scanner takes "1.2.3" for one number; only its value shows that it is none.
  if (Number.isNaN(value)) note(state, `"${excerpt(raw)}" is not a number`, state.start, state.end);
  const span = spanOf(state, state.start, state.end);
  advance(state);
  return { kind: "number", value, raw, span };
}

/** A word: a literal, a function call, or the root of a traversal. */
function parseName(state: ParserState): Expression {
  const { start, end } = state;
  const name = tokenText(state);
  advance(state);
  if (state.kind === "(" || state.kind === "::") return parseCall(state, start, end, name);
  const span = spanOf(state, start, end);
  switch (name) {
    case "true":
      return { kind: "boolean", value: true, span };
    case "false":
      return { kind: "boolean", value: false, span };
    case "null":
      return { kind: "null", span };
    default:
      return { kind: "variable", name, span };
  }
}

function parseCall(state: ParserState, start: number, firstEnd: number, first: string): Expression {
  let name = first;
  let nameEnd = firstEnd;
  while (state.kind === "::") {
    if (advance(state) !== "identifier") {
      unexpected(state, 'a function\'s name after "::"');
      break;
    }
    name += `::${tokenText(state)}`;
    nameEnd = state.end;
    advance(state);
  }
  const nameSpan = spanOf(state, start, nameEnd);
  if (state.kind !== "(") {
    unexpected(state, '"(" after the function\'s name');
    return { kind: "call", name, nameSpan, args: [], expandLast: false, span: spanFrom(state, start) };
  }
  const { args, expandLast } = parseArguments(state);
  return { kind: "call", name, nameSpan, args, expandLast, span: spanFrom(state, start) };
}

function parseArguments(state: ParserState): { readonly args: Expression[]; readonly expandLast: boolean } {
  const outer = stepInto(state);
  const args: Expression[] = [];
  let expandLast = false;
  while (state.kind !== ")" && state.kind !== "failed") {
    args.push(parseExpression(state));
    if (state.kind === "...") {
      expandLast = true;
      advance(state);
      break;
    }
    if (state.kind !== ",") break;
    advance(state);
  }
  stepOut(state, outer, ")", expandLast ? '")" after "..."' : '"," or ")" after an argument');
  return { args, expandLast };
}
