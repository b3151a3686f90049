import type { Role, ServiceAccount } from "../model/entities.ts";
import { print } from "../model/text.ts";

/** A role as messages name it: `role "prod-eso"`. */
export function nameOfRole(role: Role): string {
  return `role "${print(role.name)}"`;
}

/** A service account as messages name it, without quotes: `namespace/name`. */
export function nameOfAccount({ namespace, name }: ServiceAccount): string {
  return `${print(namespace)}/${print(name)}`;
}

/** The end of a message that knows what was meant: `; did you mean "x"?`, or nothing. */
export function meant(correction: string | undefined): string {
  return correction === undefined ? "" : `; did you mean "${correction}"?`;
}
