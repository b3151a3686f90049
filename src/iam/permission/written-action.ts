import type { Statement } from "../../model/policy.ts";
import { known, type Text } from "../../model/text.ts";
import type { AccessLevel, ActionFact, ServiceReference } from "../service-reference/reference.ts";
import { wildcardMatches } from "../wildcard.ts";

/** An action of a statement as it is written, and what AWS's reference says of all that it takes in. */
export interface WrittenAction {
  readonly text: Text;
  /** `s3:GetObject` as AWS spells it; a pattern as the policy spells it. */
  readonly name: string;
  readonly isPattern: boolean;
  /** Empty for what AWS's reference does not know. */
  readonly facts: readonly ActionFact[];
}

/** Whether an action is every action of every service. */
export function isEveryAction(name: string): boolean {
  return /^\*+(?::\*+)?$/.test(name);
}

/** The actions of a statement that are wholly known, without those that a pattern of `ignored` takes in. */
export function writtenActions(
  { actions = [] }: Statement,
  services: ServiceReference,
  ignored: readonly string[],
): readonly WrittenAction[] {
  return actions.flatMap((text): readonly WrittenAction[] => {
    const written = known(text);
    if (written === undefined) return [];
    const lower = written.toLowerCase();
    if (ignored.some((pattern) => wildcardMatches(pattern.toLowerCase(), lower))) return [];
    const facts = services.matching(written);
    const [first] = facts;
    const isPattern = /[*?]/.test(written);
    const name = isPattern || first === undefined ? written : `${first.service}:${first.name}`;
    return [{ text, name, isPattern, facts }];
  });
}

/** How many of some actions are of a level. */
export function countLevel(facts: readonly ActionFact[], level: AccessLevel): number {
  return facts.filter((fact) => fact.level === level).length;
}
