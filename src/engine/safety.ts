import { soleOwner } from "../loaders/terraform/edits/sharing.ts";
import { placeOfIntent, type Suggestion } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";

/** What Terraform may read more than once. */
const TERRAFORM = /\.(?:tf|tofu|tfvars)(?:\.json)?$|\.(?:tpl|tftpl|tmpl)$/;

/** How many instances the model has of what a block makes: a module may be called several times. */
function instancesIn(model: Model, { file }: Location, start: number, end: number): number {
  const { roles, oidcProviders, associations, serviceAccounts, workloads, secretStores, externalSecrets } =
    model;
  const entities = [
    roles,
    oidcProviders,
    associations,
    serviceAccounts,
    workloads,
    secretStores,
    externalSecrets,
  ];
  const counts = entities.map(
    (list) =>
      list.filter(({ at }) => at.file.path === file.path && at.span.start >= start && at.span.end <= end)
        .length,
  );
  const trusting = roles.filter(
    ({ trust }) =>
      trust.state === "known" &&
      trust.value.statements.some(
        ({ at }) => at.file.path === file.path && at.span.start >= start && at.span.end <= end,
      ),
  );
  return Math.max(trusting.length, ...counts);
}

/** Whether more than one thing may be made of what stands at a place in Terraform's files. */
function isShared(at: Location, model: Model): boolean {
  if (!TERRAFORM.test(at.file.path)) return false;
  const owner = soleOwner(at);
  return owner === undefined || instancesIn(model, at, owner.span.start, owner.span.end) > 1;
}

/**
 * A rule's suggestion with what only the language knows: a repair is no longer safe where the text that it changes is
 * used elsewhere, too: a local, a variable, a module or a block that makes several things.
 */
export function settled(suggestion: Suggestion, model: Model): Suggestion {
  if (suggestion.safety === "unsafe") return suggestion;
  const shared = suggestion.intents.some((intent) => isShared(placeOfIntent(intent), model));
  return shared ? { ...suggestion, safety: "unsafe" } : suggestion;
}
