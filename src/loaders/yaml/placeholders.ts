import {
  sliceLiteral,
  withParts,
  type Hole,
  type HoleShape,
  type Literal,
  type Part,
  type Text,
} from "../../model/text.ts";
import type { LoaderSettings } from "../loader.ts";

/**
 * How people write a value that is filled in later, by a hand, `envsubst`, Flux, Jinja, Go templates or a pipeline.
 * All of it is impossible in names, namespaces and ARNs. `<no value>` is not among them: it is what Go's templates
 * print for a value that they do not have, and stays wrong.
 */
const BRACKETED: readonly string[] = [
  String.raw`<(?!no value>)[^<>\n]{1,100}>`,
  String.raw`\$\{[^{}\n]{0,200}(?:\{[^{}\n]{0,200}\}[^{}\n]{0,200}){0,5}\}`,
  String.raw`\$\([^()\n]{1,200}\)`,
  String.raw`\{\{[^\n]{0,300}?\}\}`,
  String.raw`\[\[[^\n]{1,200}?\]\]`,
  String.raw`\[[A-Z][A-Z0-9_ -]{1,60}\]`,
  String.raw`#\{[^{}\n]{1,100}\}#?`,
  String.raw`%[A-Z][A-Z0-9_]{1,60}%`,
  String.raw`@@?[A-Z][A-Z0-9_]{1,60}@@?`,
  String.raw`\$[A-Za-z_][A-Za-z0-9_]{0,100}`,
];

/** Bare words: only as a whole, not inside a longer word. */
const WORDS: readonly string[] = [
  String.raw`__[A-Za-z][A-Za-z0-9_]{0,60}?__`,
  "(?:MY_|THE_)?(?:AWS_)?ACCOUNT(?:_?ID|_?NUMBER|_?NO)",
  "(?:AWS_)?(?:ACCOUNT|PARTITION|REGION|CLUSTER_NAME|ROLE_NAME|ROLE_ARN|NAMESPACE|OIDC_ID|OIDC_PROVIDER)",
  "(?:YOUR|MY|INSERT|ENTER)[_-][A-Z][A-Z0-9_-]{0,60}",
  "(?:your|insert|enter)[_-](?:aws[_-])?(?:account|role|cluster|region|namespace|oidc)[a-z0-9_-]{0,60}",
  "(?:REPLACE|CHANGE|FILL|PUT)_?-?(?:ME|WITH|IN|THIS|HERE)(?:[_-][A-Z0-9_-]{1,60})?",
  "(?:changeme|change-me|replaceme|replace-me|replace_me|CHANGEME|TODO|TBD|FIXME|PLACEHOLDER|placeholder)",
  "[xX]{4,20}",
];

const BUILT_IN = [...BRACKETED, ...WORDS.map((word) => `(?<![A-Za-z0-9_])(?:${word})(?![A-Za-z0-9_])`)];

const SHAPES: readonly (readonly [RegExp, HoleShape])[] = [
  [/^(?:your|my|the)?(?:aws)?account(?:id|number|no)(?:here)?$/, "account-id"],
  [/^(?:aws)?partition$/, "partition"],
  [/^(?:your|my|the)?(?:aws)?(?:default)?region$/, "region"],
];

const compiled = new Map<string, RegExp>();

/** One expression for the built-in placeholders and the configuration's own, which stand for themselves. */
function expressionFor(own: readonly string[]): RegExp {
  const key = own.join("\0");
  const before = compiled.get(key);
  if (before !== undefined) return before;
  const literal = own
    .filter((token) => token !== "")
    .map((token) => token.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  const expression = new RegExp([...literal, ...BUILT_IN].join("|"), "g");
  compiled.set(key, expression);
  return expression;
}

/** What a placeholder certainly stands for, by its own words. */
function shapeOf(token: string): HoleShape | undefined {
  const words = token.toLowerCase().replace(/[^a-z0-9]/g, "");
  return SHAPES.find(([pattern]) => pattern.test(words))?.[1];
}

/**
 * The text of a name, namespace, ARN or audience with its placeholders as holes. The same placeholder in the same
 * instance (a file, or what was made of it in one environment) stands for the same characters.
 */
export function withPlaceholders(
  text: Text,
  settings: Pick<LoaderSettings, "placeholders">,
  instance: string = text.at.file.path,
): Text {
  const expression = expressionFor(settings.placeholders);
  const parts = text.parts.flatMap((part): readonly Part[] =>
    part.kind === "hole" ? [part] : splitAt(part, expression, instance),
  );
  return parts.length === text.parts.length && parts.every((part, at) => part === text.parts[at])
    ? text
    : withParts(text, parts);
}

function splitAt(part: Literal, expression: RegExp, instance: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of part.value.matchAll(expression)) {
    const end = match.index + match[0].length;
    if (match.index > from) parts.push(sliceLiteral(part, from, match.index));
    parts.push(holeFor(sliceLiteral(part, match.index, end), instance));
    from = end;
  }
  if (from === 0) return [part];
  if (from < part.value.length) parts.push(sliceLiteral(part, from, part.value.length));
  return parts;
}

function holeFor({ value, at }: Literal, instance: string): Hole {
  const shape = shapeOf(value);
  return {
    kind: "hole",
    id: `placeholder|${instance}|${value}`,
    name: nameOf(value),
    ...(at === undefined ? {} : { at }),
    ...(shape === undefined ? {} : { shape }),
  };
}

/** The placeholder without the marks around it: `ACCOUNT_ID` for `${ACCOUNT_ID}`. */
function nameOf(token: string): string {
  const inner =
    /^(?:\$\{|\$\(|\{\{-?|\[\[|<|\[|#\{|\$|%|@+|__)\s*(.*?)\s*(?:-?\}\}|\}#?|\)|\]\]|\]|>|%|@+|__)?$/.exec(
      token,
    )?.[1];
  return inner === undefined || inner === "" ? token : inner;
}
