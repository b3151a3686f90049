import { allOf, equals } from "../model/compare.ts";
import type { PodIdentityAssociation } from "../model/entities.ts";
import type { Suggestion } from "../model/finding.ts";
import type { Model } from "../model/model.ts";
import { known, type Text } from "../model/text.ts";
import { rewrite } from "./repairs.ts";

/** Whether the association's account is certainly made here: then the association is right, and the role is not. */
function existsHere({ namespace, serviceAccount }: PodIdentityAssociation, model: Model): boolean {
  return model.serviceAccounts.some(
    (account) =>
      account.existence === "created" &&
      allOf([equals(account.namespace, namespace), equals(account.name, serviceAccount)]) === "yes",
  );
}

/** Suggestions that say on which side they are. */
const sided = (suggestions: readonly Suggestion[], side: string, value: string): readonly Suggestion[] =>
  suggestions.map((suggestion) => ({ ...suggestion, description: `Write "${value}" in ${side}` }));

/**
 * Both repairs of a condition that refuses an association, where the policy wants one value without wildcards: what
 * the association says, and what the trust policy says. The one that leaves what is seen to be right comes first.
 * Neither is safe: each gives somebody a role.
 */
export function repairsOf(
  association: PodIdentityAssociation,
  part: Text,
  wanted: readonly Text[],
  model: Model,
): readonly Suggestion[] {
  const [only, ...others] = wanted;
  const [mine, theirs] = [known(part), only === undefined ? undefined : known(only)];
  // Cluster ARNs and the like are not what the association says.
  const isOne = only !== undefined && others.length === 0 && part !== association.clusterName;
  if (!isOne || mine === undefined || theirs === undefined || /[*?$]/.test(theirs)) return [];
  const inAssociation = sided(rewrite(part, theirs, "unsafe"), "the association", theirs);
  const inPolicy = sided(rewrite(only, mine, "unsafe"), "the trust policy", mine);
  return existsHere(association, model) ? [...inPolicy, ...inAssociation] : [...inAssociation, ...inPolicy];
}
