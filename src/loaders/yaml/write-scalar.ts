/** Words that YAML 1.1 or 1.2 reads as something else than a string (yaml.org/type/bool.html, null.html, float.html). */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
/** Strings that mean themselves in block and flow collections, with or without a comment behind them. */
const PLAIN = /^[A-Za-z_/](?:[\w./@+=:-]*[\w./@+=-])?$/;
// eslint-disable-next-line no-control-regex -- characters that single quotes cannot hold, and line ends that they fold
const SPECIAL = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;

/**
 * A string as YAML has to spell it: in the given quotes, else plain when it stays a string, else in double quotes.
 * What single quotes cannot hold goes into double ones.
 */
export function writeScalar(value: string, quote?: '"' | "'"): string {
  if (quote === undefined && PLAIN.test(value) && !WORDS.test(value)) return value;
  if (quote === "'" && !SPECIAL.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
