import type { Span } from "../../../model/location.ts";

/**
 * The syntax tree of HCL's native syntax, from HashiCorp's specification (hclsyntax/spec.md). Every node has a
 * half-open range of UTF-16 offsets into the file's text. `.tf.json` is read into the same tree.
 */
export interface Body {
  /** Attributes and blocks in the order of the file. */
  readonly items: readonly (Attribute | Block)[];
  readonly span: Span;
}

export interface Attribute {
  readonly kind: "attribute";
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression;
  readonly span: Span;
}

export interface Block {
  readonly kind: "block";
  readonly type: string;
  readonly typeSpan: Span;
  readonly labels: readonly { readonly value: string; readonly span: Span }[];
  readonly body: Body;
  /** From the type to the last label: what a finding about the whole block points at. */
  readonly headSpan: Span;
  readonly span: Span;
}

export type Expression =
  | NumberLiteral
  | BooleanLiteral
  | NullLiteral
  | Template
  | Tuple
  | ObjectLiteral
  | Variable
  | GetAttribute
  | Index
  | Splat
  | Call
  | Unary
  | Binary
  | Conditional
  | For
  | Parentheses
  | Invalid;

export interface NumberLiteral {
  readonly kind: "number";
  readonly value: number;
  readonly raw: string;
  readonly span: Span;
}

export interface BooleanLiteral {
  readonly kind: "boolean";
  readonly value: boolean;
  readonly span: Span;
}

export interface NullLiteral {
  readonly kind: "null";
  readonly span: Span;
}

/** A quoted string, a heredoc, or a text without either (`bare`). A template of one interpolation and nothing else yields that expression's value. */
export interface Template {
  readonly kind: "template";
  readonly form: "quoted" | "heredoc" | "indented-heredoc" | "bare";
  readonly parts: readonly TemplatePart[];
  /** With the quotes or the heredoc's markers. */
  readonly span: Span;
  /** Without them. */
  readonly innerSpan: Span;
}

export type TemplatePart =
  /** `value` is unescaped, and stripped of a `<<-` heredoc's indentation and of what `~` removes; a new literal begins at each escape and stripped line start, so that a literal as long as its span stands verbatim. */
  | { readonly kind: "text"; readonly value: string; readonly span: Span }
  | { readonly kind: "interpolation"; readonly value: Expression; readonly span: Span }
  | TemplateIf
  | TemplateFor;

export interface TemplateIf {
  readonly kind: "if";
  readonly condition: Expression;
  readonly then: readonly TemplatePart[];
  readonly otherwise: readonly TemplatePart[];
  readonly span: Span;
}

export interface TemplateFor {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly body: readonly TemplatePart[];
  readonly span: Span;
}

export interface Tuple {
  readonly kind: "tuple";
  readonly items: readonly Expression[];
  readonly span: Span;
}

export interface ObjectLiteral {
  readonly kind: "object";
  readonly entries: readonly ObjectEntry[];
  readonly span: Span;
}

export interface ObjectEntry {
  /** A bare identifier is a `name` key (its text is the key); anything else, `(expr)` and templates included, is evaluated. */
  readonly key:
    | { readonly kind: "name"; readonly name: string; readonly span: Span }
    | { readonly kind: "expression"; readonly value: Expression; readonly span: Span };
  readonly value: Expression;
  readonly span: Span;
}

/** The root of a traversal: `var`, `local`, `aws_iam_role`, a `for` variable. */
export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly span: Span;
}

/** `.name`; the legacy `.0` is an Index with a number literal. */
export interface GetAttribute {
  readonly kind: "get-attribute";
  readonly on: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
}

export interface Index {
  readonly kind: "index";
  readonly on: Expression;
  readonly key: Expression;
  readonly span: Span;
}

/** `on[*].rest` or `on.*.rest`. `each` is the rest of the traversal, applied to every element; its innermost `on` is `{ kind: "variable", name: "" }`. */
export interface Splat {
  readonly kind: "splat";
  readonly form: "full" | "attribute";
  readonly on: Expression;
  readonly each: Expression;
  readonly span: Span;
}

export interface Call {
  readonly kind: "call";
  /** `provider::aws::arn_parse` for provider functions. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  /** `f(list...)`. */
  readonly expandLast: boolean;
  readonly span: Span;
}

export interface Unary {
  readonly kind: "unary";
  readonly operator: "-" | "!";
  readonly operand: Expression;
  readonly span: Span;
}

export type BinaryOperator =
  "+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||";

export interface Binary {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export interface Conditional {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
  readonly span: Span;
}

/** `[for k, v in c : value if cond]` or `{for k, v in c : key => value... if cond}`. */
export interface For {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Set for the object form. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  /** `...`: values with the same key are grouped. */
  readonly grouped: boolean;
  readonly condition: Expression | undefined;
  readonly span: Span;
}

export interface Parentheses {
  readonly kind: "parentheses";
  readonly inner: Expression;
  readonly span: Span;
}

/** What could not be parsed; the file has an error there. */
export interface Invalid {
  readonly kind: "invalid";
  readonly span: Span;
}

/** An error in the syntax, in plain words. */
export interface SyntaxProblem {
  readonly message: string;
  readonly span: Span;
}

/** A comment as it stands in the file, with its marks and without its line's end. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

export interface ParsedConfig {
  readonly body: Body;
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
}

/** A text that is read as one template: a file for `templatefile()`, a string of `.tf.json`. */
export interface ParsedTemplate {
  readonly template: Template;
  readonly problems: readonly SyntaxProblem[];
}
