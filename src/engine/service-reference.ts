import { serviceReference, type ServiceReference } from "../iam/service-reference/reference.ts";
import type { Model } from "../model/model.ts";
import type { AnyRule } from "../rule-api/rule.ts";
import type { Configuration, RuleSetting } from "./configuration.ts";
import { settingsOf } from "./settings.ts";

/** AWS's service reference: a megabyte that is read when this is first called. */
export async function loadServiceReference(): Promise<ServiceReference> {
  const { default: data } = await import("../../build/service-reference.js");
  return serviceReference(data);
}

/** Whether some role holds a policy that is known, so that there are actions to look up. */
export function holdsPolicies(model: Model): boolean {
  return model.roles.some(({ policies }) => policies.some(({ document }) => document.state === "known"));
}

/** The service reference for a run, or undefined when no rule that runs needs it or no policy is known. */
export async function servicesFor(
  model: Model,
  rules: readonly AnyRule[],
  run: { readonly configuration: Configuration; readonly commandLine: readonly RuleSetting[] },
): Promise<ServiceReference | undefined> {
  if (!holdsPolicies(model)) return undefined;
  const needed = rules.some(
    (rule) =>
      rule.meta.needs === "service-reference" && settingsOf(rule, run.configuration, run.commandLine).runs,
  );
  return needed ? loadServiceReference() : undefined;
}
