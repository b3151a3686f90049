import { equals } from "../model/compare.ts";
import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import { known, literal, print, type Text } from "../model/text.ts";

/** What a name on the command line means: accounts and roles, each of them perhaps in several environments. */
export interface Named {
  readonly accounts: readonly ServiceAccount[];
  readonly roles: readonly Role[];
}

/** A service account as messages name it: `namespace/name`. */
export function accountName({ namespace, name }: Pick<ServiceAccount, "namespace" | "name">): string {
  return `${print(namespace)}/${print(name)}`;
}

const SUBJECT = "system:serviceaccount:";

/** The certain ones; where there are none, those that may be meant because a part of their name is not known. */
function best<T>(
  candidates: readonly T[],
  answer: (candidate: T) => ReturnType<typeof equals>,
): readonly T[] {
  const answers = candidates.map((candidate) => ({ candidate, answer: answer(candidate) }));
  const certain = answers.filter((each) => each.answer === "yes");
  const found = certain.length > 0 ? certain : answers.filter((each) => each.answer === "maybe");
  return found.map(({ candidate }) => candidate);
}

/** A name that is one hole fits everything: nobody means it by a word. */
function isNothingButHoles({ parts }: Text): boolean {
  return parts.every((part) => part.kind === "hole");
}

/** The accounts that are written somewhere, and those that only a Pod Identity association names. */
function everyAccount({ serviceAccounts, links }: Model): readonly ServiceAccount[] {
  return [...new Set([...serviceAccounts, ...links.map(({ serviceAccount }) => serviceAccount)])];
}

function accountsNamed(namespace: string, name: string, model: Model): readonly ServiceAccount[] {
  return best(everyAccount(model), (account) => {
    if (isNothingButHoles(account.name)) return "no";
    const at: Location = account.at;
    const [a, b] = [
      equals(account.namespace, literal(namespace, at)),
      equals(account.name, literal(name, at)),
    ];
    return a === "no" || b === "no" ? "no" : a === "yes" && b === "yes" ? "yes" : "maybe";
  });
}

function rolesNamed(text: string, model: Model): readonly Role[] {
  const byAddress = model.roles.filter(({ address }) => address === text);
  if (byAddress.length > 0) return byAddress;
  const part = text.startsWith("arn:") ? (role: Role) => role.arn : (role: Role) => role.name;
  return best(model.roles, (role) =>
    isNothingButHoles(part(role)) ? "no" : equals(part(role), literal(text, role.at)),
  );
}

/**
 * Finds what a person named: `NAMESPACE/NAME` or a token's whole subject for service accounts; an ARN, a Terraform
 * address or a name for roles; a name alone also for accounts when no role has it.
 */
export function findNamed(text: string, model: Model): Named {
  if (text.startsWith(SUBJECT)) return findNamed(text.slice(SUBJECT.length).replace(":", "/"), model);
  const roles = rolesNamed(text, model);
  if (roles.length > 0 || text.startsWith("arn:")) return { accounts: [], roles };
  const [namespace = "", name, ...more] = text.split("/");
  if (name === undefined) {
    return { accounts: everyAccount(model).filter((account) => known(account.name) === text), roles };
  }
  return { accounts: more.length > 0 ? [] : accountsNamed(namespace, name, model), roles };
}

/** Every name by which something can be asked for, to guess from when one does not exist. */
export function everyName(model: Model): readonly string[] {
  const accounts = everyAccount(model).map(accountName);
  const roles = model.roles.flatMap(({ name, arn }) => [print(name), print(arn)]);
  return [...new Set([...accounts, ...roles])].sort();
}
