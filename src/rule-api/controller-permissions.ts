import { allowedAnywhere, resourcesOf } from "../iam/permission/allowed-anywhere.ts";
import type { ServiceReference } from "../iam/service-reference/reference.ts";
import { stringLike } from "../iam/wildcard.ts";
import type { ReadAccount, Release, Role, ServiceAccount } from "../model/entities.ts";
import type { Related, Suggestion } from "../model/finding.ts";
import type { Link } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import type { Statement } from "../model/policy.ts";
import { isAbsent, known, print, type Text } from "../model/text.ts";
import { shownBy } from "./controller-features.ts";
import { isShadowed } from "./links.ts";
import { documentsOf, isModulesOwn } from "./permission-statements.ts";
import { mayBringCredentials } from "./release-credentials.ts";
import { accountsMadeOf } from "./releases.ts";
import { isVerbatim, together } from "./repairs.ts";
import { elementOf, takesIn } from "./trust-statements.ts";

/** A role that the controller of a release certainly uses, alone or as one of several that its annotation may mean. */
export interface Controller {
  readonly release: Release;
  readonly account: ServiceAccount;
  readonly read: ReadAccount;
  readonly links: readonly Link[];
  readonly roles: readonly Role[];
}

/** The role whose permissions count: an association may have a target role. */
function actingRole({ role, association, target }: Link): Role | undefined {
  if (association === undefined || isAbsent(association.targetRoleArn)) return role;
  return target?.role;
}

function controllerOf(
  release: Release,
  read: ReadAccount,
  account: ServiceAccount,
  model: Model,
): Controller | undefined {
  const mechanism = isShadowed(account, model) ? "pod-identity" : "irsa";
  const links = model.links.filter((link) => link.serviceAccount === account && link.mechanism === mechanism);
  const found = links.map(actingRole);
  const roles = [...new Set(found.flatMap((role) => role ?? []))];
  // A role that is not here may be the one that holds the rights.
  if (roles.length === 0 || found.includes(undefined)) return undefined;
  return { release, account, read, links, roles };
}

/**
 * The controllers whose needs are known and whose roles are here. Not those whose values bring credentials of another
 * kind, or may; nor any where something that is not read may give policies to roles.
 */
export function controllersIn(model: Model): readonly Controller[] {
  if (model.gaps.some(({ may }) => may.includes("policy"))) return [];
  return model.releases.flatMap((release) => {
    const needing = (release.reads?.accounts ?? []).filter(({ needs }) => needs.length > 0);
    if (needing.length === 0 || mayBringCredentials(release)) return [];
    return needing.flatMap((read) =>
      accountsMadeOf(release, read, model).flatMap(
        (account) => controllerOf(release, read, account, model) ?? [],
      ),
    );
  });
}

/** An action that a controller cannot work without, with what shows that, where the values do not. */
export interface MissingAction {
  readonly action: string;
  readonly shown: Related | undefined;
}

/** What none of the controller's roles allows on anything, though it cannot work without. */
export function missingActions(
  { release, read, roles }: Controller,
  model: Model,
  services: ServiceReference,
): readonly MissingAction[] {
  const isRefused = (action: string): boolean =>
    roles.every((role) => allowedAnywhere(role, action, services) === "no");
  // A controller that may assume another role may do all of it there.
  if (!isRefused("sts:AssumeRole")) return [];
  return read.needs.flatMap(({ action, for: feature, beside }): readonly MissingAction[] => {
    if (!isRefused(action) || (beside !== undefined && isRefused(beside))) return [];
    const shown = feature === undefined ? undefined : shownBy(feature, release, model, true);
    return feature !== undefined && shown === undefined ? [] : [{ action, shown }];
  });
}

const effectOf = ({ effect }: Statement): string | undefined =>
  isAbsent(effect) ? undefined : known(effect);

const statementsOf = (role: Role): readonly Statement[] =>
  documentsOf(role).flatMap(({ statements }) => statements);

/** The statement of a role that names an action, with this effect, whatever it is about. */
export function statementOn(role: Role, action: string, effect: "Allow" | "Deny"): Statement | undefined {
  return statementsOf(role).find(
    (statement) => effectOf(statement) === effect && takesIn(statement, action) === "yes",
  );
}

const isOfService = (action: string, { actions = [] }: Statement): boolean => {
  const service = action.slice(0, action.indexOf(":") + 1);
  return actions.some((text) => print(text).toLowerCase().startsWith(service));
};

/** The statements that allow something of an action's service. */
const alike = (role: Role, action: string): readonly Statement[] =>
  statementsOf(role).filter((statement) => effectOf(statement) === "Allow" && isOfService(action, statement));

/** Whether some of a statement's resources are such as an action can be about. */
export function reaches(statement: Statement, action: string, services: ServiceReference): boolean {
  const { resources, at } = statement;
  if (resources === undefined) return true;
  return resourcesOf(action, services, at).some((wanted) =>
    resources.some((resource) => stringLike(resource, wanted) !== "no"),
  );
}

const isConditional = ({ conditions, moreConditions }: Statement): boolean =>
  conditions.length > 0 || moreConditions !== undefined;

/** One action more in a statement, where that is written here: it gives the role a right, so a person has to look. */
export function additions(
  role: Role,
  actions: readonly string[],
  services: ServiceReference,
): readonly Suggestion[] {
  return actions.flatMap((action) => {
    const statement = alike(role, action).find(
      (each) => !isConditional(each) && reaches(each, action, services),
    );
    const last = statement?.actions?.at(-1);
    if (last === undefined || !isVerbatim(last) || isModulesOwn(last, role)) return [];
    return together(`Allow "${action}", too`, "unsafe", [
      { kind: "add-value", beside: last.at, value: action },
    ]);
  });
}

/** Where somebody would add an action: in a statement of its service, else in the role's policy, else at the role. */
export function placeToAllow(role: Role, action: string): Location {
  const [statement] = alike(role, action);
  const [document] = documentsOf(role);
  return statement === undefined ? (document?.at ?? role.name.at) : elementOf(statement, "Action", "actions");
}

/** The resources of a statement on which it allows an action in vain. */
export function resourcesIn(statement: Statement): readonly Text[] {
  return statement.resources ?? statement.notResources ?? [];
}
