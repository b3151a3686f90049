import { equals } from "../../model/compare.ts";
import { known, type Answer, type Text } from "../../model/text.ts";
import { parseArn } from "../arn.ts";
import { matchesPattern, type PatternToken } from "../wildcard.ts";
import { inRange } from "./ip-range.ts";
import type { Expanded } from "./variables.ts";

/** "incomparable": the value is of another kind, so that a positive operator fails and a negated one is unclear. */
export type Comparison = Answer | "incomparable";

/** A condition operator (IAM User Guide, "IAM JSON policy elements: Condition operators"), taken apart. */
export interface Operator {
  readonly compare: (wanted: Expanded, got: Text) => Comparison;
  /** `...Not...`: holds when no value matches, and when the key is missing. */
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: "any" | "all" | undefined;
  /** The operator `Null`, which asks only whether the key is there. */
  readonly asksPresence: boolean;
  /** Whether policy variables are filled in: only for strings and ARNs (IAM User Guide, "Variables and tags"). */
  readonly variables: boolean;
  /** Set when the name is in another case than the documented one; whether IAM reads it is not documented. */
  readonly odd: boolean;
}

const sameString = (wanted: Expanded, got: Text): Answer => equals(wanted.text, got);
const sameFolded = (wanted: Expanded, got: Text): Answer => equals(wanted.text, got, { ignoreCase: true });
const like = (wanted: Expanded, got: Text): Answer => matchesPattern(wanted.pattern, got);

/** Both texts as Booleans, whatever their case; anything else is none. */
const sameFlag: Operator["compare"] = (wanted, got) => {
  const flag = (text: Text): string | undefined => known(text)?.toLowerCase();
  const isNone = (value: string | undefined): boolean =>
    value !== undefined && value !== "true" && value !== "false";
  if (isNone(flag(wanted.text)) || isNone(flag(got))) return "incomparable";
  return sameFolded(wanted, got);
};

/** A number or an instant of both texts, held against each other; undefined for a text that is neither. */
function ordered(
  read: (text: string) => number | undefined,
  test: (got: number, wanted: number) => boolean,
): Operator["compare"] {
  return (wanted, got) => {
    const [left, right] = [known(got), known(wanted.text)];
    const [a, b] = [left === undefined ? NaN : read(left), right === undefined ? NaN : read(right)];
    if (a === undefined || b === undefined) return "incomparable";
    if (Number.isNaN(a) || Number.isNaN(b)) return "maybe";
    return test(a, b) ? "yes" : "no";
  };
}

function numberOf(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

/** ISO 8601 dates as W3C profiles them, or seconds since 1970. */
function instantOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return text.length === 4 ? Date.UTC(Number(text), 0) : Number(text) * 1000;
  if (!/^\d{4}-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?$/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

const inAddressRange: Operator["compare"] = (wanted, got) => {
  const [range, address] = [known(wanted.text), known(got)];
  if (range === undefined || address === undefined) return "maybe";
  const inside = inRange(address, range);
  if (inside === undefined) return "incomparable";
  return inside ? "yes" : "no";
};

/** Cuts a pattern at its first five colons, as an ARN is cut; undefined when it has fewer. */
function arnPatterns(pattern: readonly PatternToken[]): readonly (readonly PatternToken[])[] | undefined {
  const pieces: PatternToken[][] = [[]];
  for (const token of pattern) {
    if (token.kind === "char" && token.char === ":" && pieces.length < 6) pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return pieces.length === 6 ? pieces : undefined;
}

/** ArnEquals and ArnLike are the same: each of the six parts by itself, with wildcards. */
const arnLike: Operator["compare"] = (wanted, got) => {
  const arn = parseArn(got);
  const pieces = arnPatterns(wanted.pattern);
  if (arn === undefined && known(got) !== undefined) return "incomparable";
  if (arn === undefined || pieces === undefined) {
    return matchesPattern(wanted.pattern, got) === "no" ? "no" : "maybe";
  }
  const [scheme, ...rest] = pieces;
  const parts = [arn.partition, arn.service, arn.region, arn.account, arn.resource];
  const answers = parts.map((part, at) => matchesPattern(rest[at] ?? [], part));
  const named = known({ ...got, parts: literalsOf(scheme ?? []) });
  if (named !== undefined && named !== "arn") return "no";
  if (answers.includes("no")) return "no";
  return named === undefined || answers.includes("maybe") ? "maybe" : "yes";
};

function literalsOf(pattern: readonly PatternToken[]): Text["parts"] {
  return pattern.map((token) =>
    token.kind === "char"
      ? { kind: "literal", value: token.char }
      : { kind: "hole", id: "wildcard", name: "*" },
  );
}

/** The documented operators without prefix and suffix; a negated one compares as its positive twin. */
const comparisons: ReadonlyMap<string, { readonly compare: Operator["compare"]; readonly negated: boolean }> =
  new Map(
    (
      [
        ["StringEquals", sameString],
        ["StringNotEquals", sameString, true],
        ["StringEqualsIgnoreCase", sameFolded],
        ["StringNotEqualsIgnoreCase", sameFolded, true],
        ["StringLike", like],
        ["StringNotLike", like, true],
        ["NumericEquals", ordered(numberOf, (a, b) => a === b)],
        ["NumericNotEquals", ordered(numberOf, (a, b) => a === b), true],
        ["NumericLessThan", ordered(numberOf, (a, b) => a < b)],
        ["NumericLessThanEquals", ordered(numberOf, (a, b) => a <= b)],
        ["NumericGreaterThan", ordered(numberOf, (a, b) => a > b)],
        ["NumericGreaterThanEquals", ordered(numberOf, (a, b) => a >= b)],
        ["DateEquals", ordered(instantOf, (a, b) => a === b)],
        ["DateNotEquals", ordered(instantOf, (a, b) => a === b), true],
        ["DateLessThan", ordered(instantOf, (a, b) => a < b)],
        ["DateLessThanEquals", ordered(instantOf, (a, b) => a <= b)],
        ["DateGreaterThan", ordered(instantOf, (a, b) => a > b)],
        ["DateGreaterThanEquals", ordered(instantOf, (a, b) => a >= b)],
        ["Bool", sameFlag],
        ["BinaryEquals", sameString],
        ["IpAddress", inAddressRange],
        ["NotIpAddress", inAddressRange, true],
        ["ArnEquals", arnLike],
        ["ArnNotEquals", arnLike, true],
        ["ArnLike", arnLike],
        ["ArnNotLike", arnLike, true],
      ] as const
    ).map(([name, compare, negated = false]) => [name, { compare, negated }]),
  );

const byLowerCase: ReadonlyMap<string, string> = new Map(
  [...comparisons.keys(), "Null"].map((name) => [name.toLowerCase(), name]),
);

const FORM = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/i;

/** Whether IAM certainly has no operator of this name, in whichever case and with whichever prefix and suffix. */
export function isNoOperator(name: string): boolean {
  const plain = name.replace(/^[^:]*:/, "").replace(/IfExists$/i, "");
  const set = /^([^:]*):/.exec(name)?.[1];
  if (set !== undefined && !/^(ForAnyValue|ForAllValues)$/i.test(set)) return true;
  return !byLowerCase.has(plain.toLowerCase());
}

/** The documented operators, without prefix and suffix. */
export const operatorNames: readonly string[] = [...byLowerCase.values()];

/** An operator by its name, or undefined when IAM has none of that name. */
export function parseOperator(name: string): Operator | undefined {
  const [, prefix, base, suffix] = FORM.exec(name) ?? [];
  const canonical = byLowerCase.get(base?.toLowerCase() ?? "");
  if (canonical === undefined) return undefined;
  const asksPresence = canonical === "Null";
  if (asksPresence && (prefix !== undefined || suffix !== undefined)) return undefined;
  const documented = [
    prefix === undefined ? "" : prefix.toLowerCase() === "foranyvalue" ? "ForAnyValue:" : "ForAllValues:",
    canonical,
    suffix === undefined ? "" : "IfExists",
  ].join("");
  const { compare, negated } = comparisons.get(canonical) ?? { compare: sameFolded, negated: false };
  return {
    compare,
    negated,
    ifExists: suffix !== undefined,
    set: prefix === undefined ? undefined : documented.startsWith("ForAny") ? "any" : "all",
    asksPresence,
    variables: /^(String|Arn)/.test(canonical),
    odd: documented !== name,
  };
}
