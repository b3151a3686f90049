import { concatAll, known, type Text } from "../../../model/text.ts";
import { printed, sprint } from "../convert.ts";
import type { Call, GoFunction } from "../function.ts";
import type { Value } from "../value.ts";
import { any, variadic } from "./define.ts";
import { madeText } from "./make.ts";
import { queryEscape } from "./paths.ts";
import { isPrintable } from "./strval.ts";

const HTML: Readonly<Record<string, string>> = {
  "\0": "\ufffd",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

const JS: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};

const byCharacter =
  (table: Readonly<Record<string, string>>, other: (char: string) => string) =>
  (value: string): string =>
    Array.from(value, (char) => table[char] ?? other(char)).join("");

function escapeJs(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return char;
  if (code > 0x7f && isPrintable(char)) return char;
  return `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** text/template's evalArgs: what `print` makes of the arguments, and `<no value>` of nil. */
function printedArgs(args: readonly Value[], call: Call): Text {
  const shown = args.map((arg): Value => (arg.kind === "null" ? printed(arg) : arg));
  const pieces = shown.flatMap((arg, index): readonly (Text | string)[] => {
    const before = shown[index - 1];
    return before !== undefined && before.kind !== "text" && arg.kind !== "text"
      ? [" ", sprint(arg)]
      : [sprint(arg)];
  });
  return concatAll(call.at, pieces);
}

const escaping = (escape: (value: string) => string): GoFunction =>
  variadic("string", [], any, (_, args, call) => {
    const value = known(printedArgs(args, call));
    return value === undefined ? undefined : madeText(escape(value), call);
  });

/** text/template's escaping for HTML, JavaScript and the query of a URL. */
export const escapers: Readonly<Record<string, GoFunction>> = {
  html: escaping(byCharacter(HTML, (char) => char)),
  js: escaping(byCharacter(JS, escapeJs)),
  urlquery: escaping(queryEscape),
};
