import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Link } from "../model/link.ts";
import type { Model } from "../model/model.ts";
import { isAbsent, known } from "../model/text.ts";
import { dependentsOf, type Dependents } from "./dependents.ts";
import type { Named } from "./named.ts";

/** One decision, and what hangs on it. */
export interface ExplainedLink {
  readonly kind: "link";
  readonly link: Link;
  /** Set when a Pod Identity association of the account decides instead of its annotation. */
  readonly shadowed: boolean;
  readonly dependents: Dependents;
}

/** An account that asks for no role. */
export interface ExplainedAccount {
  readonly kind: "account";
  readonly account: ServiceAccount;
  /** "empty": the annotation is written but empty. */
  readonly annotation: "absent" | "empty" | "unlinked";
  readonly dependents: Dependents;
}

/** A role that no account of the input asks for. */
export interface ExplainedRole {
  readonly kind: "role";
  readonly role: Role;
}

export type Explained = ExplainedLink | ExplainedAccount | ExplainedRole;

/** The answer to `why`: at least one part. */
export interface Explanation {
  readonly asked: string;
  readonly parts: readonly Explained[];
}

/** A link with what hangs on it. */
export function explainLink(link: Link, model: Model): ExplainedLink {
  const { serviceAccount, mechanism } = link;
  const shadowed =
    mechanism === "irsa" &&
    model.links.some(
      (other) => other.mechanism === "pod-identity" && other.serviceAccount === serviceAccount,
    );
  return { kind: "link", link, shadowed, dependents: dependentsOf(serviceAccount, model) };
}

function explainAccount(account: ServiceAccount, model: Model): ExplainedAccount {
  const { roleArn } = account;
  const annotation = isAbsent(roleArn) ? "absent" : known(roleArn) === "" ? "empty" : "unlinked";
  return { kind: "account", account, annotation, dependents: dependentsOf(account, model) };
}

/** Everything that decides about the accounts and roles that were named: their links, or that they have none. */
export function explain(asked: string, { accounts, roles }: Named, model: Model): Explanation {
  const links = model.links.filter(
    ({ serviceAccount, role }) =>
      accounts.includes(serviceAccount) || (role !== undefined && roles.includes(role)),
  );
  const lonely = {
    accounts: accounts.filter((account) => !links.some(({ serviceAccount }) => serviceAccount === account)),
    roles: roles.filter((role) => !links.some((link) => link.role === role)),
  };
  return {
    asked,
    parts: [
      ...links.map((link) => explainLink(link, model)),
      ...lonely.accounts.map((account) => explainAccount(account, model)),
      ...lonely.roles.map((role): ExplainedRole => ({ kind: "role", role })),
    ],
  };
}
