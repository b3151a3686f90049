import type { Expansion, LoaderSettings } from "../../loader.ts";
import { ASSOCIATION_TYPES, OIDC_PROVIDER_TYPES, ROLE_TYPES } from "../resources/awscc.ts";
import { addonAccounts, addonAssociations } from "./eks-addons.ts";
import { COMMAND_TYPES } from "./commands.ts";
import { gaps, OPAQUE_TYPES, outsideProblems } from "./gaps.ts";
import { helmReleases } from "./helm-releases.ts";
import type { Inventory } from "./inventory.ts";
import { kubernetesObjects, OBJECT_TYPES } from "./kubernetes-objects.ts";
import { oidcProviderFacts } from "./oidc-providers.ts";
import { associationFacts } from "./pod-identity-associations.ts";
import { LOOKED_UP_TYPES, lookedUpGaps } from "./looked-up.ts";
import { POLICY_TYPES } from "./role-policies.ts";
import { roleFacts } from "./roles.ts";

const types: ReadonlySet<string> = new Set([
  ...ROLE_TYPES,
  ...OIDC_PROVIDER_TYPES,
  ...ASSOCIATION_TYPES,
  ...POLICY_TYPES,
  ...OBJECT_TYPES,
  ...OPAQUE_TYPES,
  ...LOOKED_UP_TYPES,
  ...COMMAND_TYPES,
]);

/** Whether resources of a type make something that this linter looks at; data sources are `data.` and their type. */
export function isWantedType(type: string): boolean {
  return types.has(type);
}

/** What the resources of an inventory make, whether they were read from a configuration or from a plan. */
export function madeBy(
  inventory: Inventory,
  settings: Pick<LoaderSettings, "placeholders"> = { placeholders: [] },
): Pick<Expansion, "manifests" | "facts" | "claims" | "units" | "problems" | "comments"> {
  const roles = roleFacts(inventory);
  const releases = helmReleases(inventory, settings);
  const objects = kubernetesObjects(inventory);
  return {
    manifests: [...objects.manifests, ...addonAccounts(inventory)],
    facts: [
      ...roles.facts,
      ...oidcProviderFacts(inventory),
      ...associationFacts(inventory),
      ...addonAssociations(inventory),
      ...gaps(inventory),
      ...lookedUpGaps(inventory),
    ],
    units: releases.units,
    claims: [...new Set([...objects.claims, ...releases.claims])].sort(),
    problems: [...roles.problems, ...objects.problems, ...releases.problems, ...outsideProblems(inventory)],
    comments: [...objects.comments, ...releases.comments],
  };
}
