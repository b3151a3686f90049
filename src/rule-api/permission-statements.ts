import {
  findControllerPolicy,
  grantsBroadly,
} from "../catalogue/controller-policies/find-controller-policy.ts";
import { isForKubernetes } from "../iam/issuer.ts";
import type { Whereabouts } from "../iam/permission/example-arn.ts";
import { mayLimitResource } from "../iam/permission/limiting-condition.ts";
import { isEverything } from "../iam/permission/resource-breadth.ts";
import type { ActionFact } from "../iam/service-reference/reference.ts";
import type { Role } from "../model/entities.ts";
import type { Related } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import type { PolicyDocument, Statement } from "../model/policy.ts";
import { isAbsent, known, print, type Text } from "../model/text.ts";
import { usedBy } from "./links.ts";
import { takesIn } from "./trust-statements.ts";
import { nameOfRole } from "./wording.ts";

/** Whose policies a permission rule looks at: roles that a service account can assume, or every role. */
export type RoleChoice = "assumable" | "all";

/** A statement of one of a role's identity policies that certainly allows. */
export interface PermissionStatement {
  readonly role: Role;
  readonly document: PolicyDocument;
  readonly statement: Statement;
}

const effectOf = ({ effect }: Statement): string | undefined =>
  isAbsent(effect) ? undefined : known(effect);

/** Whether a role's trust policy certainly lets service accounts of a cluster in. */
function trustsClusters({ trust }: Role): boolean {
  return (
    trust.state === "known" &&
    trust.value.statements.some(
      (statement) => effectOf(statement) === "Allow" && isForKubernetes(statement) === "yes",
    )
  );
}

function chosenRoles(model: Model, choice: RoleChoice): readonly Role[] {
  if (choice === "all") return model.roles;
  const linked = new Set(model.links.map(({ role }) => role));
  return model.roles.filter((role) => linked.has(role) || trustsClusters(role));
}

/** The documents of a role's identity policies, as far as they are known. */
export function documentsOf({ policies }: Role): readonly PolicyDocument[] {
  return policies.flatMap(({ document }) => (document.state === "known" ? [document.value] : []));
}

/** Every statement that certainly allows, of every identity policy that is known, of the chosen roles. */
export function permissionStatements(model: Model, choice: RoleChoice): readonly PermissionStatement[] {
  return chosenRoles(model, choice).flatMap((role) =>
    documentsOf(role).flatMap((document) =>
      document.statements
        .filter((statement) => effectOf(statement) === "Allow")
        .map((statement) => ({ role, document, statement })),
    ),
  );
}

/** Whether a Deny takes something of an action away: on all but some resources, on all, or on those of a condition. */
function takesAway(deny: Statement, fact: ActionFact): boolean {
  if (takesIn(deny, `${fact.service}:${fact.name}`) === "no") return false;
  if (deny.moreConditions !== undefined || deny.conditions.some((each) => mayLimitResource(each, fact)))
    return true;
  if (deny.conditions.length > 0) return false;
  return deny.notResources !== undefined || (deny.resources ?? []).some(isEverything);
}

/** Whether something besides the resource element may hold an action of a statement to some resources. */
export function isHeldElsewhere({ role, statement }: PermissionStatement, fact: ActionFact): boolean {
  if (statement.moreConditions !== undefined) return true;
  if (statement.conditions.some((condition) => mayLimitResource(condition, fact))) return true;
  return documentsOf(role).some((document) =>
    document.statements.some((other) => effectOf(other) !== "Allow" && takesAway(other, fact)),
  );
}

/** The controller for which AWS publishes a statement's whole policy, when that grants these actions as widely. */
export function publishedFor(
  { document }: PermissionStatement,
  actions: readonly string[],
): string | undefined {
  if (document.moreStatements !== undefined) return undefined;
  const own = document.statements.flatMap((statement) => statement.actions ?? []).map(print);
  const policy = findControllerPolicy(own);
  if (policy === undefined || actions.some((action) => !grantsBroadly(policy, action))) return undefined;
  return policy.controller;
}

/**
 * Whether a text of a role's policy is a module's own, which nobody can edit here: what a row of the catalogue tells of
 * a module stands where the module is called, as the role itself does; what the caller passes in has a place of its own.
 */
export function isModulesOwn(text: Text, { at }: Role): boolean {
  return text.at.file === at.file && text.at.span.start === at.span.start && text.at.span.end === at.span.end;
}

const REGION = /oidc[.-]eks\.([a-z0-9-]+)\./;

/** The region of the cluster whose issuer a role trusts: its resources are most likely there. */
function regionOf({ trust }: Role): string | undefined {
  if (trust.state !== "known") return undefined;
  const principals = trust.value.statements.flatMap(({ principals = [] }) => principals);
  const regions = principals.flatMap(({ value }) => REGION.exec(print(value))?.[1] ?? []);
  return regions[0];
}

/** What the model knows of where a role's resources are; nothing that several roles do not share. */
export function whereabouts(roles: readonly Role[]): Whereabouts {
  const shared = (of: (role: Role) => string | undefined): string | undefined => {
    const values = new Set(roles.map(of));
    return values.size === 1 ? [...values][0] : undefined;
  };
  return {
    partition: shared(({ partition }) => known(partition)),
    region: shared(regionOf),
    account: shared(({ account }) => known(account)),
  };
}

/** The roles of a message: `role "a"`, `role "a" and 2 other roles`. */
export function namesOfRoles(roles: readonly Role[]): string {
  const [first = "", ...others] = [...new Set(roles.map(nameOfRole))];
  if (others.length === 0) return first;
  return `${first} and ${others.length === 1 ? "one other role" : `${String(others.length)} other roles`}`;
}

/** Notes on the first of some roles, and on the accounts that can assume them. */
export function notesOnRoles(roles: readonly Role[], model: Model): readonly Related[] {
  const shown = roles.slice(0, 3);
  return [
    ...shown.map((role) => ({ at: role.name.at, message: `${nameOfRole(role)} has this policy` })),
    ...shown.flatMap((role) => usedBy(role, model)),
  ];
}

/** Something that a rule found in a statement, of one role. */
export interface InStatement {
  readonly role: Role;
  readonly at: Location;
  /** What tells it from others at the same place. */
  readonly what: string;
}

/** The same thing at one place, found for several roles. */
export interface AtPlace<T extends InStatement> {
  readonly first: T;
  readonly all: readonly T[];
  readonly roles: readonly Role[];
}

/** Joins what was found alike at the same place: for a policy that roles share, for a module that is called twice. */
export function perPlace<T extends InStatement>(found: readonly T[]): readonly AtPlace<T>[] {
  const groups = new Map<string, { readonly first: T; readonly all: T[] }>();
  for (const item of found) {
    const { file, span } = item.at;
    const key = JSON.stringify([file.path, span.start, span.end, item.what]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: item, all: [item] });
    else group.all.push(item);
  }
  return [...groups.values()].map(({ first, all }) => ({
    first,
    all,
    roles: [...new Set(all.map(({ role }) => role))],
  }));
}
