import type { Template } from "../syntax/ast.ts";

/** The form that decides how a character is written in a template. */
export type TemplateForm = Template["form"];

const SHORT: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "\\": "\\\\",
};

// eslint-disable-next-line no-control-regex -- characters that a quoted template cannot hold as they are
const SPECIAL = /["\\\x00-\x1f\x7f-\x9f\u2028\u2029]/g;

/**
 * Text as it has to be spelt in a template (hclsyntax/spec.md, "Template Expressions"): `${` and `%{` are doubled, and
 * between quotes a backslash escapes. A heredoc and a template file take every other character as it is; undefined
 * for a carriage return in a heredoc, which has no spelling there without its line feed.
 */
export function writeText(text: string, form: TemplateForm): string | undefined {
  const plain = text.replace(/[$%](?=\{)/g, (char) => char + char);
  if (form === "quoted") return plain.replace(SPECIAL, escaped);
  return form !== "bare" && /\r(?!\n)/.test(text) ? undefined : plain;
}

function escaped(char: string): string {
  return SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A string as HCL has to spell it. */
export function writeQuoted(text: string): string {
  return `"${writeText(text, "quoted") ?? ""}"`;
}

/** Names that are no bare key: an object constructor with `for` first is a `for` expression. */
const IDENTIFIER = /^(?!for$)[\p{L}_][\p{L}\p{N}_-]*$/u;

/** A key of an object: bare when it is an identifier and `bare` is how its neighbours are written, else quoted. */
export function writeKey(key: string, bare: boolean): string {
  return bare && IDENTIFIER.test(key) ? key : writeQuoted(key);
}
