import { mayHold } from "../../../model/flat-text.ts";
import type { Text } from "../../../model/text.ts";
import { known } from "../../../model/text.ts";
import { textValue } from "../convert.ts";
import type { Call, GoFunction } from "../function.ts";
import type { Value } from "../value.ts";
import { any, define, refuse, text, variadic } from "./define.ts";
import { firstBytes, mapParts, trimmed } from "./hole-text.ts";
import { madeText } from "./make.ts";
import { toLower } from "./runes.ts";

const MAX_NAME = 253;

const isOutside = (char: string): boolean => !/^[-a-z0-9.]$/.test(char);

/** Argo CD's `normalize` (applicationset/utils, SanitizeName): what a DNS name can hold. */
function normalized(content: Text, call: Call): Text | undefined {
  const named = mapParts(
    content,
    (value) => Array.from(toLower(value), (char) => (isOutside(char) ? "-" : char)).join(""),
    (hole) => hole.shape !== undefined && !mayHold(hole, isOutside),
    call,
  );
  const short = firstBytes(named, MAX_NAME, [], call);
  const isEnd = (char: string): boolean => char === "-" || char === ".";
  return short && trimmed(short, isEnd, { left: true, right: true }, [], call);
}

/** Argo CD's `slugify`: gosimple/slug on a name that `normalize` made. */
const slugify = variadic("string", [], any, (_, values, call) => {
  const name = values.at(-1);
  const [size, smart] = values.length > 1 ? values.slice(0, -1) : [];
  if (name === undefined) return madeText("", call);
  const content = textValue(name) ?? refuse("interface conversion: interface {} is not string", call);
  const limit = wholeArgument(size, 50, call);
  const isSmart = flagArgument(smart, true, call);
  const clean = normalized(content, call);
  const value = clean === undefined ? undefined : known(clean);
  if (value === undefined || limit === undefined || isSmart === undefined) return undefined;
  if (limit < 0) return undefined;
  const cut = !isSmart && value.length >= limit ? value.slice(0, limit) : value;
  const slug = cut
    .replaceAll(/[^a-z0-9-_]/g, "-")
    .replaceAll(/-+/g, "-")
    .replace(/^[-_]+/, "")
    .replace(/[-_]+$/, "");
  return madeText(limit > 0 && isSmart ? smartCut(slug, limit) : slug, call);
});

/** Cuts before the last dash that fits, or at the limit when there is one word. */
function smartCut(slug: string, limit: number): string {
  if (slug.length <= limit) return slug;
  const dash = slug.slice(0, limit + 1).lastIndexOf("-");
  return slug.slice(0, dash === -1 ? limit : dash);
}

function wholeArgument(value: Value | undefined, otherwise: number, call: Call): number | undefined {
  if (value === undefined) return otherwise;
  if (value.kind === "unknown") return undefined;
  if (value.kind === "number" && value.go === "int") return value.value;
  return refuse("interface conversion: interface {} is not int", call);
}

function flagArgument(value: Value | undefined, otherwise: boolean, call: Call): boolean | undefined {
  if (value === undefined) return otherwise;
  if (value.kind === "unknown") return undefined;
  return value.kind === "boolean"
    ? value.value
    : refuse("interface conversion: interface {} is not bool", call);
}

/** What only ApplicationSets have. */
export const argocd: Readonly<Record<string, GoFunction>> = {
  normalize: define("string", [text], ([content], call) => normalized(content, call)),
  slugify,
};
