import { anyOf } from "../../model/compare.ts";
import type { Role } from "../../model/entities.ts";
import { literal, unknownText, type Answer, type Text } from "../../model/text.ts";
import type { ServiceReference } from "../service-reference/reference.ts";
import { allows } from "./allows.ts";
import { someOfType } from "./resource-breadth.ts";

/**
 * The resources that a request for an action can be about, each kind of them a text: `*` for an action that AWS holds
 * to no resource (Service Authorization Reference, "Resource types"), else the shapes of their ARNs, with `*` where none
 * of them is required. An action that the reference does not know may be about anything.
 */
export function resourcesOf(action: string, services: ServiceReference, at: Text["at"]): readonly Text[] {
  const facts = services.matching(action);
  if (facts.length === 0) return [unknownText({ id: `resource of ${action}`, name: "resource" }, at)];
  return facts.flatMap(({ resourceTypes }) => {
    const required = resourceTypes.filter((type) => type.required);
    const everything = required.length === 0 ? [literal("*", at)] : [];
    const types = required.length === 0 ? resourceTypes : required;
    return [...types.map((type) => someOfType(type, at)), ...everything];
  });
}

/**
 * Whether a role's policies let it take an action on anything that the action can be about: "no" when all of them are
 * known, and none grants it on such a resource, or one denies it on all of them.
 */
export function allowedAnywhere(role: Role, action: string, services: ServiceReference): Answer {
  return anyOf(resourcesOf(action, services, role.at).map((resource) => allows(role, action, resource)));
}
