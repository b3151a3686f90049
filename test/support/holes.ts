import type { Condition, PolicyDocument, Principal, Statement } from "../../src/model/policy.ts";
import { literal, withParts, type Hole, type Part, type Text } from "../../src/model/text.ts";

/** Applies a change to every text of a policy that an evaluation reads. */
export function mapTexts(policy: PolicyDocument, change: (text: Text) => Text): PolicyDocument {
  const ofPrincipal = ({ type, value }: Principal): Principal => ({
    type: change(type),
    value: change(value),
  });
  const ofCondition = (condition: Condition): Condition => ({
    ...condition,
    operator: change(condition.operator),
    key: change(condition.key),
    values: condition.values.map(change),
  });
  const list = (texts: readonly Text[]): readonly Text[] => texts.map(change);
  const ofStatement = (statement: Statement): Statement => ({
    ...statement,
    effect: statement.effect.kind === "text" ? change(statement.effect) : statement.effect,
    ...(statement.principals === undefined ? {} : { principals: statement.principals.map(ofPrincipal) }),
    ...(statement.actions === undefined ? {} : { actions: list(statement.actions) }),
    ...(statement.notActions === undefined ? {} : { notActions: list(statement.notActions) }),
    conditions: statement.conditions.map(ofCondition),
  });
  return {
    ...policy,
    version: policy.version.kind === "text" ? change(policy.version) : policy.version,
    statements: policy.statements.map(ofStatement),
  };
}

const textOf = ({ parts }: Text): string =>
  parts.map((part) => (part.kind === "literal" ? part.value : "")).join("");

/** A known text of which the characters from `from` to `to` are not known any more. */
export function withHole(text: Text, id: string, from: number, to: number): Text {
  const value = textOf(text);
  const [head, tail] = [literal(value.slice(0, from), text.at), literal(value.slice(to), text.at)];
  const hole: Hole = { kind: "hole", id, name: id };
  return withParts(text, [...head.parts, hole, ...tail.parts]);
}

/** A text in which each hole is what `fill` says. */
export function filled(text: Text, fill: (hole: Hole) => string): Text {
  const parts: Part[] = text.parts.map((part) =>
    part.kind === "literal" ? part : { kind: "literal", value: fill(part) },
  );
  return withParts(
    text,
    parts.filter((part) => part.kind === "hole" || part.value !== ""),
  );
}
