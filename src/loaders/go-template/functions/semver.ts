import type { Call, GoFunction } from "../function.ts";
import type { GoObject, Value } from "../value.ts";
import { define, refuse, string } from "./define.ts";
import { madeBool, madeInt, madeText } from "./make.ts";

/** A version as Masterminds/semver v3 reads it. */
interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly pre: string;
  readonly metadata: string;
  readonly original: string;
}

const IDENTIFIERS = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const VERSION = new RegExp(
  String.raw`^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(?:-(${IDENTIFIERS}))?(?:\+(${IDENTIFIERS}))?$`,
);

/** A version that may leave numbers out, or what is wrong with it. */
function parseVersion(text: string): Version | { readonly error: string } {
  const match = VERSION.exec(text);
  if (match === null) return { error: "Invalid Semantic Version" };
  const [, major = "0", minor = ".0", patch = ".0", pre = "", metadata = ""] = match;
  const numbers = [major, minor.slice(1), patch.slice(1)].map(BigInt);
  if (numbers.some((number) => number >= 2n ** 64n)) return { error: "Error parsing version segment" };
  if (pre.split(".").some((part) => /^0\d+$/.test(part))) return { error: "Version segment starts with 0" };
  const [first = 0n, second = 0n, third = 0n] = numbers;
  return { major: first, minor: second, patch: third, pre, metadata, original: text };
}

function print({ major, minor, patch, pre, metadata }: Version): string {
  return `${major}.${minor}.${patch}${pre === "" ? "" : `-${pre}`}${metadata === "" ? "" : `+${metadata}`}`;
}

const order = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1);

/** One identifier of a pre-release; numbers come before words, and nothing before anything. */
function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const [numberA, numberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numberA && numberB) return order(BigInt(a), BigInt(b));
  if (numberA) return -1;
  if (numberB) return 1;
  return a > b ? 1 : -1;
}

function comparePre(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "") return 1;
  if (b === "") return -1;
  const [partsA, partsB] = [a.split("."), b.split(".")];
  for (let at = 0; at < Math.max(partsA.length, partsB.length); at++) {
    const found = comparePart(partsA[at], partsB[at]);
    if (found !== 0) return found;
  }
  return 0;
}

function compare(a: Version, b: Version): number {
  return (
    order(a.major, b.major) || order(a.minor, b.minor) || order(a.patch, b.patch) || comparePre(a.pre, b.pre)
  );
}

interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** Some number was left out or is an `x`: this one, or those behind it. */
  readonly dirty: boolean;
  readonly minorDirty: boolean;
  readonly patchDirty: boolean;
}

const NUMBER = String.raw`[0-9|x|X|\*]+`;
const PART = String.raw`v?(${NUMBER})(\.${NUMBER})?(\.${NUMBER})?(-${IDENTIFIERS})?(\+${IDENTIFIERS})?`;
const OPERATOR = String.raw`=||!=|>|<|>=|=>|<=|=<|~|~>|\^`;
const PLAIN_PART = PART.replaceAll(/\((?!\?)/g, "(?:");
const ONE = new RegExp(String.raw`^\s*(${OPERATOR})\s*(${PLAIN_PART})\s*$`);
const PIECES = new RegExp(`^${PART}$`);
const VALID = new RegExp(
  String.raw`^\s*(?:${OPERATOR})\s*(?:${PLAIN_PART})\s*(?:(?:\s+|,\s*)(?:${OPERATOR})\s*(?:${PLAIN_PART})\s*)*$`,
);
const RANGE = new RegExp(String.raw`\s*(${PLAIN_PART})\s+-\s+(${PLAIN_PART})\s*`, "g");

const isX = (part: string): boolean => part === "x" || part === "X" || part === "*";

/** Longer constraints are not read. */
const MAX_LENGTH = 1000;

function parseConstraint(text: string): Constraint | undefined {
  const match = ONE.exec(text);
  const [, operator = "", written = ""] = match ?? [];
  const parts = PIECES.exec(written);
  if (match === null || parts === null) return undefined;
  const [, major = "", minor = "", patch = "", pre = ""] = parts;
  let version = written;
  const noMajor = isX(major);
  const noMinor = !noMajor && (minor === "" || isX(minor.slice(1)));
  const noPatch = !noMajor && !noMinor && (patch === "" || isX(patch.slice(1)));
  if (noMajor) version = `0.0.0${pre}`;
  else if (noMinor) version = `${major}.0.0${pre}`;
  else if (noPatch) version = `${major}${minor}.0${pre}`;
  const parsed = parseVersion(version);
  if ("error" in parsed) return undefined;
  return {
    operator,
    version: parsed,
    dirty: noMajor || noMinor || noPatch,
    minorDirty: noMinor,
    patchDirty: noPatch,
  };
}

/** The alternatives of a constraint, each of constraints that must all hold. */
function parseConstraints(text: string): readonly (readonly Constraint[])[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const ranges = text.replaceAll(RANGE, (_, from: string, to: string) => `>= ${from}, <= ${to} `);
  const alternatives: (readonly Constraint[])[] = [];
  for (const alternative of ranges.split("||")) {
    if (!VALID.test(alternative)) return undefined;
    const all = separate(alternative).map(parseConstraint);
    if (all.includes(undefined)) return undefined;
    alternatives.push(all as readonly Constraint[]);
  }
  return alternatives;
}

/** The single constraints of an alternative that is valid. */
function separate(text: string): readonly string[] {
  const found = text.match(/(?:[=!><~^]+)?\s*v?[0-9xX*|][^\s,=!><~^]*/g);
  return found ?? [text];
}

type Check = (version: Version, constraint: Constraint) => boolean;

const tilde: Check = (version, { version: wanted, minorDirty, patchDirty }) => {
  if (compare(version, wanted) < 0) return false;
  const isZero = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n;
  if (isZero && !minorDirty && !patchDirty) return true;
  if (version.major !== wanted.major) return false;
  return version.minor === wanted.minor || minorDirty;
};

const caret: Check = (version, { version: wanted, minorDirty, patchDirty }) => {
  if (compare(version, wanted) < 0) return false;
  if (wanted.major > 0n || minorDirty) return version.major === wanted.major;
  if (version.major > 0n) return false;
  if (wanted.minor > 0n || patchDirty) return version.minor === wanted.minor;
  if (version.minor > 0n) return false;
  return version.patch === wanted.patch;
};

const equal: Check = (version, constraint) =>
  constraint.dirty ? tilde(version, constraint) : compare(version, constraint.version) === 0;

const notEqual: Check = (version, { version: wanted, dirty, minorDirty, patchDirty }) => {
  if (!dirty) return compare(version, wanted) !== 0;
  if (wanted.major !== version.major) return true;
  if (wanted.minor !== version.minor && !minorDirty) return true;
  if (minorDirty) return false;
  if (wanted.patch !== version.patch && !patchDirty) return true;
  if (!patchDirty) return compare(version, wanted) !== 0;
  return comparePre(version.pre, wanted.pre) !== 0 && (version.pre !== "" || wanted.pre !== "");
};

const greater: Check = (version, { version: wanted, dirty, minorDirty, patchDirty }) => {
  if (!dirty) return compare(version, wanted) > 0;
  if (version.major !== wanted.major) return version.major > wanted.major;
  if (minorDirty) return false;
  if (patchDirty) return version.minor > wanted.minor;
  return compare(version, wanted) > 0;
};

const lessOrEqual: Check = (version, { version: wanted, dirty, minorDirty }) => {
  if (!dirty) return compare(version, wanted) <= 0;
  if (version.major > wanted.major) return false;
  return !(version.major === wanted.major && version.minor > wanted.minor && !minorDirty);
};

const checks: Readonly<Record<string, Check>> = {
  "": equal,
  "=": equal,
  "!=": notEqual,
  ">": greater,
  "<": (version, { version: wanted }) => compare(version, wanted) < 0,
  ">=": (version, { version: wanted }) => compare(version, wanted) >= 0,
  "=>": (version, { version: wanted }) => compare(version, wanted) >= 0,
  "<=": lessOrEqual,
  "=<": lessOrEqual,
  "~": tilde,
  "~>": tilde,
  "^": caret,
};

function holds(version: Version, constraint: Constraint): boolean {
  // A pre-release is only ever compared with constraints that ask for one; `!=` of a whole version is the exception.
  const asks = constraint.version.pre !== "" || (constraint.operator === "!=" && !constraint.dirty);
  if (version.pre !== "" && !asks) return false;
  return checks[constraint.operator]?.(version, constraint) ?? false;
}

/** Whether a version lies in a range; undefined when one of the two is none (helm pkg/chartutil, IsCompatibleRange). */
export function inVersionRange(text: string, constraint: string): boolean | undefined {
  const alternatives = parseConstraints(constraint);
  const version = parseVersion(text);
  if (alternatives === undefined || "error" in version) return undefined;
  return alternatives.some((all) => all.every((one) => holds(version, one)));
}

/** What `semver` returns: a `*semver.Version`. */
function versionObject(version: Version, call: Call, type = "*semver.Version"): GoObject {
  const text = (value: string): Value => madeText(value, call);
  const other = (args: readonly Value[]): Version | undefined => {
    const found = args[0]?.kind === "object" ? versions.get(args[0]) : undefined;
    return found;
  };
  const plain = { pre: "", metadata: "" };
  const next = (changed: Partial<Version>): GoObject => {
    const increased = { ...version, ...plain, ...changed };
    return versionObject({ ...increased, original: print(increased) }, call, "semver.Version");
  };
  const object: GoObject = {
    kind: "object",
    type,
    at: call.at,
    member: (name, args) => {
      const compared = (test: (found: number) => boolean): Value | undefined => {
        const one = other(args);
        return one && madeBool(test(compare(version, one)), call);
      };
      switch (name) {
        case "Major":
          return madeInt(Number(version.major), call);
        case "Minor":
          return madeInt(Number(version.minor), call);
        case "Patch":
          return madeInt(Number(version.patch), call);
        case "Prerelease":
          return text(version.pre);
        case "Metadata":
          return text(version.metadata);
        case "Original":
          return text(version.original);
        case "String":
          return text(print(version));
        case "IncMajor":
          return next({ major: version.major + 1n, minor: 0n, patch: 0n });
        case "IncMinor":
          return next({ minor: version.minor + 1n, patch: 0n });
        case "IncPatch":
          return next(version.pre === "" ? { patch: version.patch + 1n } : {});
        case "Compare": {
          const one = other(args);
          return one && madeInt(compare(version, one), call);
        }
        case "Equal":
          return compared((found) => found === 0);
        case "LessThan":
          return compared((found) => found < 0);
        case "GreaterThan":
          return compared((found) => found > 0);
        case "LessThanEqual":
          return compared((found) => found <= 0);
        case "GreaterThanEqual":
          return compared((found) => found >= 0);
        default:
          return undefined;
      }
    },
    print: () => print(version),
  };
  versions.set(object, version);
  return object;
}

const versions = new WeakMap<GoObject, Version>();

/** Sprig's semantic versions (Masterminds/semver v3). */
export const semver: Readonly<Record<string, GoFunction>> = {
  semver: define("any", [string], ([text], call) => {
    const version = parseVersion(text);
    return "error" in version ? refuse(version.error, call) : versionObject(version, call);
  }),
  semverCompare: define("any", [string, string], ([constraint, text], call) => {
    const version = parseVersion(text);
    const answer = inVersionRange(text, constraint);
    if (answer !== undefined) return madeBool(answer, call);
    if (parseConstraints(constraint) === undefined) return refuse(`improper constraint: ${constraint}`, call);
    return refuse("error" in version ? version.error : "", call);
  }),
};
