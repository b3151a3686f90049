import { isAddonAccount } from "../catalogue/eks-addons.ts";
import { didYouMean, isTypo } from "../iam/near-miss.ts";
import { stringLike } from "../iam/wildcard.ts";
import { couldExist, isDescribed } from "../model/absence.ts";
import { equals } from "../model/compare.ts";
import type { ServiceAccount } from "../model/entities.ts";
import type { Model } from "../model/model.ts";
import { known, literal, print, type Text } from "../model/text.ts";

/** A service account that something names. */
export interface WantedAccount {
  readonly namespace: Text;
  readonly name: Text;
}

/** The option of rules on accounts that are not here: those that are known to be made elsewhere. */
export interface IgnoreOption {
  readonly ignore: readonly string[];
}

/** The option's schema: `namespace/name`, with `*` and `?`. */
export const ignoreOption = {
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      ignore: {
        description:
          'Accounts that are made elsewhere, as "namespace/name" with "*" and "?": ["ci/*"]. Nothing is said of them.',
        type: "array",
        items: { type: "string", pattern: "^[^/]+/[^/]+$" },
        default: [],
      },
    },
  },
  defaults: { ignore: [] } as IgnoreOption,
} as const;

/** Whether the configuration says that an account is made elsewhere. */
export function isIgnored({ namespace, name }: WantedAccount, { ignore }: IgnoreOption): boolean {
  return ignore.some((pattern) => {
    const [wantedNamespace = "", wantedName = ""] = pattern.split("/");
    return (
      stringLike(literal(wantedNamespace, namespace.at), namespace) === "yes" &&
      stringLike(literal(wantedName, name.at), name) === "yes"
    );
  });
}

/** Whether nothing in the input can be this account, which neither EKS nor Kubernetes makes unasked. */
export function isMadeByNobody({ namespace, name }: WantedAccount, model: Model): boolean {
  if (isAddonAccount(print(namespace), print(name)) || known(name) === "default") return false;
  return couldExist(model, { kind: "service-account", namespace, name }) === "no";
}

/** How an account here differs from the one that is named: in its name, in its namespace, or in their order. */
export interface NearAccount {
  readonly account: ServiceAccount;
  readonly differs: "name" | "namespace" | "order";
}

/** In what a name differs from that of a near account, as a part of a message. */
export function differenceTo({ account, differs }: NearAccount): string {
  switch (differs) {
    case "name":
      return `, but namespace "${print(account.namespace)}" has a similar one`;
    case "namespace":
      return `, but namespace "${print(account.namespace)}" has one of that name`;
    case "order":
      return ", but one of which namespace and name are exchanged";
  }
}

/** The accounts that could be meant: made here, known by name, and without a role that somebody gave them already. */
function candidates(model: Model, taken: ReadonlySet<ServiceAccount>): readonly ServiceAccount[] {
  return model.serviceAccounts.filter(
    (account) =>
      account.existence === "created" &&
      !taken.has(account) &&
      known(account.namespace) !== undefined &&
      known(account.name) !== undefined,
  );
}

/**
 * The account that was probably meant: one of the namespace with nearly the name, one with the two parts swapped, or
 * one of the name in a namespace that is a slip of the pen away. Accounts in `taken` are somebody else's.
 */
export function nearAccount(
  wanted: WantedAccount,
  model: Model,
  taken: ReadonlySet<ServiceAccount> = new Set(model.links.map(({ serviceAccount }) => serviceAccount)),
): NearAccount | undefined {
  const [namespace, name] = [known(wanted.namespace), known(wanted.name)];
  if (namespace === undefined || name === undefined) return undefined;
  const all = candidates(model, taken);
  const neighbours = all.filter((account) => equals(account.namespace, wanted.namespace) === "yes");
  const hint = didYouMean(
    name,
    neighbours.map((account) => print(account.name)),
  );
  const renamed = neighbours.find((account) => known(account.name) === hint);
  if (renamed !== undefined) return { account: renamed, differs: "name" };
  const swapped = all.find(
    (account) => known(account.namespace) === name && known(account.name) === namespace,
  );
  if (swapped !== undefined) return { account: swapped, differs: "order" };
  const moved = all.filter(
    (account) => known(account.name) === name && isTypo(namespace, print(account.namespace)),
  );
  const [only] = moved;
  const isOne = new Set(moved.map((account) => print(account.namespace))).size === 1;
  return only !== undefined && isOne ? { account: only, differs: "namespace" } : undefined;
}

/**
 * Whether an account that nothing makes is missed: its namespace is described here, or one is here that was probably
 * meant. Else it may well be made where nobody reads.
 */
export function missedAccount(
  wanted: WantedAccount,
  model: Model,
): { readonly near: NearAccount | undefined } | undefined {
  if (!isMadeByNobody(wanted, model)) return undefined;
  const near = nearAccount(wanted, model);
  return near !== undefined || isDescribed(model, wanted.namespace) ? { near } : undefined;
}
