import { equals } from "../model/compare.ts";
import type { SecretStore } from "../model/entities.ts";
import { isAbsent } from "../model/text.ts";

/** Whether a SecretStore's reference certainly names an account of another namespace than the store's own. */
export function namesForeignAccount({ storeKind, provider, namespace, auth }: SecretStore): boolean {
  if (storeKind !== "SecretStore" || provider !== "aws" || isAbsent(namespace) || auth.kind !== "jwt")
    return false;
  const named = auth.serviceAccount?.namespace;
  return named !== undefined && !isAbsent(named) && equals(named, namespace) === "no";
}
