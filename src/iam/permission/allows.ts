import { allOf, anyOf, negate } from "../../model/compare.ts";
import type { Role } from "../../model/entities.ts";
import type { Statement } from "../../model/policy.ts";
import { isAbsent, known, literal, type Answer, type Text } from "../../model/text.ts";
import { stringLike } from "../wildcard.ts";

function takes(
  listed: readonly Text[] | undefined,
  excluded: readonly Text[] | undefined,
  got: Text,
  ignoreCase: boolean,
): Answer {
  const among = (patterns: readonly Text[]): Answer =>
    anyOf(
      patterns.map((pattern) =>
        // What a policy variable stands for is not asked here.
        known(pattern)?.includes("${") === true ? "maybe" : stringLike(pattern, got, { ignoreCase }),
      ),
    );
  if (listed !== undefined) return among(listed);
  return excluded === undefined ? "no" : negate(among(excluded));
}

/** Whether a statement of an identity policy is about an action on a resource; conditions leave that open. */
function matches(statement: Statement, action: string, resource: Text): Answer {
  const { actions, notActions, resources, notResources, conditions, moreConditions } = statement;
  const conditional = conditions.length > 0 || moreConditions !== undefined;
  return allOf([
    takes(actions, notActions, literal(action, resource.at), true),
    takes(resources, notResources, resource, false),
    conditional ? "maybe" : "yes",
  ]);
}

const effectOf = ({ effect }: Statement): string | undefined =>
  isAbsent(effect) ? undefined : known(effect);

/**
 * Whether a role's policies let it take an action on a resource (IAM User Guide, "Policy evaluation logic"): "no" when
 * all of them are known and none allows it, or one denies it; a permissions boundary may take away what they allow.
 */
export function allows(role: Role, action: string, resource: Text): Answer {
  const read = role.policies.flatMap(({ document }) => (document.state === "known" ? [document.value] : []));
  const unread =
    role.morePolicies !== undefined ||
    // A role that may do nothing is hardly meant: its policies are attached somewhere else.
    read.length === 0 ||
    read.length < role.policies.length ||
    // What a document was to say that IAM refuses as it is, nobody knows.
    read.some(({ moreStatements, unreadable }) => moreStatements !== undefined || unreadable === true);
  const statements = read.flatMap((policy) => policy.statements);
  const of = (effect: "Allow" | "Deny"): Answer =>
    anyOf(
      statements.map((statement): Answer => {
        const written = effectOf(statement);
        const answer =
          written === undefined || written === effect ? matches(statement, action, resource) : "no";
        return written === undefined && answer === "yes" ? "maybe" : answer;
      }),
    );
  const boundary = isAbsent(role.permissionsBoundary) ? "yes" : "maybe";
  const allowed = anyOf([of("Allow"), ...(unread ? ["maybe" as const] : [])]);
  const denied = anyOf([of("Deny"), ...(unread ? ["maybe" as const] : [])]);
  return allOf([allowed, negate(denied), boundary]);
}
