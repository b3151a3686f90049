import type { PolicyDocument } from "../../src/model/policy.ts";
import { policyOf } from "./policies.ts";
import type { TrustCase } from "./trust-cases.ts";

/** One line of a condition block, and what the request has under its key. */
interface Line {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  readonly got: string | readonly string[] | undefined;
}

/**
 * A way in which the simulator departs from IAM's documents, or decides what they leave open. `as` says what the
 * simulator makes of a line: true or false whatever the rest, or another line; undefined when the line is not touched.
 */
export interface Difference {
  readonly name: string;
  /** Who is right, by which document. */
  readonly because: string;
  readonly as: (line: Line, context: TrustCase["context"]) => boolean | readonly string[] | undefined;
}

const isNegated = ({ operator }: Line): boolean => operator.includes("Not") && !operator.startsWith("Null");
const isSet = ({ operator }: Line): boolean => /^For/.test(operator);
const family = (address: string): "4" | "6" | undefined =>
  /^\d+(\.\d+){3}(\/\d+)?$/.test(address)
    ? "4"
    : address.includes(":") && !/[g-z]/i.test(address)
      ? "6"
      : undefined;
const isNumber = (text: string): boolean => /^[+-]?\d+(\.\d+)?$/.test(text);
const isDate = (text: string): boolean => isNumber(text) || !Number.isNaN(Date.parse(text));
const isArn = (text: string): boolean => text.split(":").length > 5;

const listOf = ({ got }: Line): readonly string[] =>
  got === undefined ? [] : typeof got === "string" ? [got] : got;

/** Whether a value is of the kind that the operator compares. */
function isOfKind({ operator }: Line, value: string): boolean {
  if (operator.includes("Numeric")) return isNumber(value);
  if (operator.includes("Date")) return isDate(value);
  if (operator.includes("Arn")) return isArn(value);
  if (operator.includes("IpAddress")) return family(value) !== undefined;
  return true;
}

const VARIABLE = /\$\{([^},]*)[^}]*\}/g;

/** The keys of the variables in a value that have neither a single value nor a default. */
function withoutValue(value: string, context: TrustCase["context"]): boolean {
  const has = (name: string): boolean =>
    Object.entries(context).some(
      ([key, got]) => key.toLowerCase() === name.toLowerCase() && typeof got === "string",
    );
  return [...value.matchAll(VARIABLE)].some(
    ([whole, name = ""]) => !["*", "?", "$"].includes(name) && !whole.includes(", '") && !has(name),
  );
}

const ESCAPE = /\$\{[*?$]\}/;

function listVariable(value: string, context: TrustCase["context"]): boolean {
  const lists = Object.entries(context).filter(([, got]) => typeof got !== "string");
  return [...value.matchAll(VARIABLE)].some(([, name = ""]) =>
    lists.some(([key]) => key.toLowerCase() === name.toLowerCase()),
  );
}

function comparesTo(operator: string, got: number, wanted: number): boolean {
  if (operator.includes("LessThanEquals")) return got <= wanted;
  if (operator.includes("GreaterThanEquals")) return got >= wanted;
  if (operator.includes("LessThan")) return got < wanted;
  return operator.includes("GreaterThan") ? got > wanted : got === wanted;
}

export const differences: readonly Difference[] = [
  {
    name: "ForAnyValue with IfExists, the key missing",
    because:
      "IAM User Guide, Condition operators: with IfExists the condition is true when the key is missing, for every operator but Null",
    as: (line) => (line.got === undefined && /^ForAny.*IfExists$/.test(line.operator) ? false : undefined),
  },
  {
    name: "a range of the length 0",
    because: "RFC 4632, 3.1: 0.0.0.0/0 is every IPv4 address",
    as: (line) =>
      line.operator.includes("IpAddress") && line.wanted.includes("0.0.0.0/0") && line.got !== undefined
        ? line.wanted.filter((value) => value !== "0.0.0.0/0")
        : undefined,
  },
  {
    name: "NotIpAddress and a single address of the other family",
    because:
      "IAM User Guide, Condition operators: all addresses but the one that is named, which an address of another family is",
    as: (line) =>
      /NotIpAddress/.test(line.operator) &&
      listOf(line).some((got) =>
        line.wanted.some(
          (value) => family(value) !== undefined && family(got) !== family(value) && !value.includes("/"),
        ),
      )
        ? false
        : undefined,
  },
  {
    name: "a negated operator and a value of another kind",
    because: "IAM User Guide, Condition operators: says nothing of it; we say unknown",
    as: (line) =>
      isNegated(line) &&
      listOf(line).length > 0 &&
      [...listOf(line), ...line.wanted].some((value) => !isOfKind(line, value))
        ? false
        : undefined,
  },
  {
    name: "an ARN that is cut within a variable",
    because:
      "IAM User Guide, Variables and tags: ARN operators take variables, whose colon is none of the ARN's own",
    as: (line) =>
      line.operator.includes("Arn") &&
      listOf(line).length > 0 &&
      line.wanted.some((value) => /\$\{[^}]*:/.test(value))
        ? line.wanted.filter((value) => !/\$\{[^}]*:/.test(value))
        : undefined,
  },
  {
    name: "a negated operator and a variable without a value",
    because:
      "IAM User Guide, Variables and tags: such a value is null, which nothing equals; what a negated operator makes of it is not said; we say unknown",
    as: (line, context) =>
      isNegated(line) &&
      listOf(line).length > 0 &&
      /String|Arn/.test(line.operator) &&
      line.wanted.some((value) => withoutValue(value, context))
        ? false
        : undefined,
  },
  {
    name: "a list in a variable",
    because:
      "IAM User Guide, Variables and tags: only keys with a single value can be variables; what becomes of others is not said; we say unknown",
    as: (line, context) =>
      /String/.test(line.operator) && line.wanted.some((value) => listVariable(value, context))
        ? line.wanted.filter((value) => !listVariable(value, context))
        : undefined,
  },
  {
    name: "an escaped character under an operator without wildcards",
    because:
      "IAM User Guide, Variables and tags: ${*}, ${?} and ${$} are predefined variables, which stand for the character in every string",
    as: (line) =>
      /String(Not)?Equals/.test(line.operator) && line.wanted.some((value) => ESCAPE.test(value))
        ? line.wanted.filter((value) => !ESCAPE.test(value))
        : undefined,
  },
  {
    name: "numbers that are read up to the first other character",
    because: "IAM User Guide, Condition operators: numeric operators compare numbers, 2001:db8::1 is none",
    as: (line) => {
      if (!line.operator.includes("Numeric") || isNegated(line) || typeof line.got !== "string")
        return undefined;
      const got = Number.parseFloat(line.got);
      if (isNumber(line.got) || Number.isNaN(got)) return undefined;
      return line.wanted.some((value) => comparesTo(line.operator, got, Number.parseFloat(value)));
    },
  },
  {
    name: "a plain operator on a key with a list",
    because: "IAM User Guide, Multivalued context keys: asks for ForAnyValue or ForAllValues; we say unknown",
    as: (line) =>
      typeof line.got === "object" && !isSet(line) && line.operator !== "Null" ? false : undefined,
  },
];

type Block = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
type Statement = Readonly<Record<string, unknown>> & { readonly Condition?: Block };

const TRUE: Block = { Null: { "aws:username": "true" } };
const FALSE: Block = { Null: { "aws:username": "false" } };

function valueOf(key: string, context: TrustCase["context"]): Line["got"] {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/** One line as the simulator understands it, in words that both read alike. */
function simulated(line: Line, context: TrustCase["context"], used: Set<string>): Block {
  for (const { name, as } of differences) {
    const made = as(line, context);
    if (made === undefined) continue;
    used.add(name);
    const holds = typeof made === "boolean" ? made : made.length === 0 ? isNegated(line) : undefined;
    if (holds !== undefined) return holds ? TRUE : FALSE;
    return { [line.operator]: { [line.key]: made as readonly string[] } };
  }
  return { [line.operator]: { [line.key]: line.wanted } };
}

function linesOf({ Condition = {} }: Statement, context: TrustCase["context"]): readonly Line[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({
      operator,
      key,
      wanted: typeof value === "string" ? [value] : value,
      got: valueOf(key, context),
    })),
  );
}

export const OLD_VARIABLES = "variables in a policy of the old version";

/** The policy as the simulator understands it, and the differences which that takes. */
export function asSimulated({ policy, context }: TrustCase): {
  readonly policy: PolicyDocument;
  readonly names: ReadonlySet<string>;
} {
  const { Version, Statement } = policy as { Version?: string; Statement: Statement | readonly Statement[] };
  const names = new Set<string>();
  if (Version !== "2012-10-17" && JSON.stringify(Statement).includes("${")) names.add(OLD_VARIABLES);
  const written = policyOf({ Version: "2012-10-17", Statement });
  const raw: readonly Statement[] = "Effect" in Statement ? [Statement] : (Statement as readonly Statement[]);
  const statements = written.statements.map((statement, at) => ({
    ...statement,
    // Two lines may come to have the same operator and key, which JSON could not say.
    conditions: linesOf(raw[at] ?? {}, context).flatMap(
      (line) =>
        policyOf({ Statement: { Condition: simulated(line, context, names) } }).statements[0]?.conditions ??
        [],
    ),
  }));
  return { policy: { ...written, statements }, names };
}
