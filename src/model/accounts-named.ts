import type { ServiceAccount } from "./entities.ts";
import { known, type Text } from "./text.ts";

const named = new WeakMap<readonly ServiceAccount[], Map<string, readonly ServiceAccount[]>>();

/**
 * Those of a model's accounts that may have a name, in their order: the ones that have it and the ones whose name is
 * not wholly known. Gone through once for each name, since workloads of one name are many.
 */
export function accountsNamed(accounts: readonly ServiceAccount[], name: Text): readonly ServiceAccount[] {
  const word = known(name);
  if (word === undefined) return accounts;
  const before = named.get(accounts) ?? new Map<string, readonly ServiceAccount[]>();
  named.set(accounts, before);
  const found =
    before.get(word) ?? accounts.filter((account) => [word, undefined].includes(known(account.name)));
  before.set(word, found);
  return found;
}
