import { allOf, anyOf, negate } from "../../model/compare.ts";
import type { Condition } from "../../model/policy.ts";
import { holesOf, known, type Absent, type Answer, type Text } from "../../model/text.ts";
import { lookups, type Context, type ContextKey, type Lookup } from "./context.ts";
import { parseOperator, type Comparison, type Operator } from "./operators.ts";
import { asWritten, expand } from "./variables.ts";

/** A condition held against a request. */
export interface ConditionResult {
  readonly answer: Answer;
  /** The request's value; undefined when the key is not in the request, or may not be. */
  readonly got: Text | undefined;
  /** Why the answer is "maybe", by name. */
  readonly missing: readonly string[];
}

/** The answer when the truth is one of several: theirs if they agree. */
function either(answers: readonly Answer[]): Answer {
  const [first] = answers;
  return first !== undefined && answers.every((answer) => answer === first) ? first : "maybe";
}

const positive = (comparison: Comparison): Answer => (comparison === "incomparable" ? "no" : comparison);
const unclear = (comparison: Comparison): Answer => (comparison === "incomparable" ? "maybe" : comparison);

interface Setting {
  readonly operator: Operator;
  readonly values: readonly Text[];
  readonly version: Text | Absent;
  readonly context: Context;
}

/** Whether one value of the request fits the condition's values, of which any may match (or none, when negated). */
function fits(got: Text, { operator, values, version, context }: Setting): Answer {
  const compare = (value: Text, read: (comparison: Comparison) => Answer): Answer =>
    either(
      (operator.variables ? expand(value, version, context) : [asWritten(value)]).map((wanted) =>
        read(wanted.empty ? "incomparable" : operator.compare(wanted, got)),
      ),
    );
  if (!operator.negated) return anyOf(values.map((value) => compare(value, positive)));
  return negate(anyOf(values.map((value) => compare(value, unclear))));
}

/** IAM User Guide, "Condition operators" and "Conditions with multiple context keys or values". */
function whenPresent(entry: ContextKey, setting: Setting): Answer {
  const { operator, values } = setting;
  if (operator.asksPresence) return anyOf(values.map((value) => presence(value, "false")));
  const answers = entry.values.map((value) => fits(value, setting));
  const answer = combine(answers, operator, entry.list === true);
  return answer === "no" && entry.unsure !== undefined ? "maybe" : answer;
}

function combine(answers: readonly Answer[], operator: Operator, list: boolean): Answer {
  if (operator.set === "all") return allOf(answers);
  if (operator.set === "any") return anyOf(answers);
  // What a plain operator does with a key that holds a list is not documented.
  return list ? either([anyOf(answers), allOf(answers), "maybe"]) : allOf(answers);
}

/** Whether a value of `Null` says what is the case: "true" that the key is missing, "false" that it is there. */
function presence(value: Text, wanted: "true" | "false"): Answer {
  const said = known(value)?.toLowerCase();
  if (said !== "true" && said !== "false") return "maybe";
  return said === wanted ? "yes" : "no";
}

/** A missing key: negated operators, ...IfExists and ForAllValues hold; the others do not. */
function whenAbsent({ operator, values }: Setting): Answer {
  if (operator.asksPresence) return anyOf(values.map((value) => presence(value, "true")));
  if (operator.ifExists || operator.set === "all") return "yes";
  return operator.negated && operator.set !== "any" ? "yes" : "no";
}

function answerFor(lookup: Lookup, setting: Setting): Answer {
  if (lookup.state === "unknown") return "maybe";
  return lookup.state === "present" ? whenPresent(lookup.entry, setting) : whenAbsent(setting);
}

const namesIn = (texts: readonly Text[]): readonly string[] =>
  texts.flatMap((text) => holesOf(text).map((hole) => hole.name));

/** What a condition's answer waits for: each name once. */
function missingIn(condition: Condition, found: readonly Lookup[], operator: Operator): readonly string[] {
  const fromRequest = found.flatMap((lookup) => {
    if (lookup.state === "unknown") return [lookup.what];
    if (lookup.state === "absent") return [];
    return [
      ...namesIn(lookup.entry.values),
      ...(lookup.entry.unsure === undefined ? [] : [lookup.entry.unsure]),
    ];
  });
  const names = [
    ...namesIn([condition.key]),
    ...namesIn(condition.values),
    ...fromRequest,
    ...(operator.odd ? [`whether IAM reads the operator "${known(condition.operator) ?? ""}"`] : []),
  ];
  const variables = condition.values.flatMap((value) =>
    (known(value) ?? "").includes("${") ? [known(value) ?? ""] : [],
  );
  return [...new Set(names.length > 0 ? names : variables)];
}

/**
 * Holds one condition against a request. `sameIssuer` says that a key with holes which may be the token's `sub` or
 * `aud` is taken to be that.
 */
export function judgeCondition(
  condition: Condition,
  version: Text | Absent,
  context: Context,
  sameIssuer: boolean,
): ConditionResult {
  const name = known(condition.operator);
  const operator = name === undefined ? undefined : parseOperator(name);
  const found = narrowed(lookups(context, condition.key), sameIssuer);
  const [only] = found;
  const got = found.length === 1 && only?.state === "present" ? only.entry.values[0] : undefined;
  if (operator === undefined) {
    const missing = name === undefined ? namesIn([condition.operator]) : [`the operator "${name}"`];
    return { answer: "maybe", got, missing };
  }
  const setting: Setting = { operator, values: condition.values, version, context };
  const answer = either(found.map((lookup) => answerFor(lookup, setting)));
  const certain = answer === "yes" && operator.odd ? "maybe" : answer;
  return { answer: certain, got, missing: certain === "maybe" ? missingIn(condition, found, operator) : [] };
}

function narrowed(found: readonly Lookup[], sameIssuer: boolean): readonly Lookup[] {
  const present = found.filter((lookup) => lookup.state === "present");
  return sameIssuer && present.length === 1 ? present : found;
}
