/** Whether a code point belongs to a class. */
export type CharTest = (code: number) => boolean;

function byRegExp(expression: RegExp): CharTest {
  return (code) => expression.test(String.fromCodePoint(code));
}

const perl: ReadonlyMap<string, CharTest> = new Map([
  ["d", byRegExp(/[0-9]/)],
  ["D", byRegExp(/[^0-9]/)],
  ["s", byRegExp(/[\t\n\f\r ]/)],
  ["S", byRegExp(/[^\t\n\f\r ]/)],
  ["w", byRegExp(/[0-9A-Za-z_]/)],
  ["W", byRegExp(/[^0-9A-Za-z_]/)],
]);

/** `\d` and the like, which in RE2 are ASCII only. */
export function perlClass(letter: string): CharTest | undefined {
  return perl.get(letter);
}

const posix: ReadonlyMap<string, RegExp> = new Map([
  ["alnum", /[0-9A-Za-z]/],
  ["alpha", /[A-Za-z]/],
  // eslint-disable-next-line no-control-regex -- [:ascii:] is all of ASCII
  ["ascii", /[\x00-\x7f]/],
  ["blank", /[\t ]/],
  // eslint-disable-next-line no-control-regex -- [:cntrl:] is the control characters
  ["cntrl", /[\x00-\x1f\x7f]/],
  ["digit", /[0-9]/],
  ["graph", /[!-~]/],
  ["lower", /[a-z]/],
  ["print", /[ -~]/],
  ["punct", /[!-/:-@[-`{-~]/],
  ["space", /[\t\n\v\f\r ]/],
  ["upper", /[A-Z]/],
  ["word", /[0-9A-Za-z_]/],
  ["xdigit", /[0-9A-Fa-f]/],
]);

/** `[:alpha:]` or `[:^alpha:]` by what stands between the colons. */
export function posixClass(name: string): CharTest | undefined {
  const expression = posix.get(name.replace(/^\^/, ""));
  if (expression === undefined) return undefined;
  const test = byRegExp(expression);
  return name.startsWith("^") ? (code) => !test(code) : test;
}

/** A Unicode general category or script: `L`, `Lu`, `Greek`. */
export function unicodeClass(name: string): CharTest | undefined {
  if (name === "Any") return () => true;
  if (!/^\w+$/.test(name)) return undefined;
  for (const property of [`gc=${name}`, `sc=${name}`]) {
    const expression = propertyExpression(property);
    if (expression !== undefined) return byRegExp(expression);
  }
  return undefined;
}

function propertyExpression(property: string): RegExp | undefined {
  try {
    return new RegExp(`\\p{${property}}`, "u");
  } catch {
    // JavaScript has no way to ask whether a property exists but to try it.
    return undefined;
  }
}
