import { accountsNamed } from "./accounts-named.ts";
import { anyOf, equals } from "./compare.ts";
import type { Gap, Role } from "./entities.ts";
import type { Model } from "./model.ts";
import { isAbsent, known, split, type Absent, type Answer, type Text } from "./text.ts";

/** A thing that may or may not be in the input. An absent namespace is that of a cluster-wide object. */
export type Wanted =
  | { readonly kind: "role" | "oidc-provider"; readonly arn: Text }
  | {
      readonly kind: "service-account" | "association";
      readonly namespace: Text;
      readonly name: Text;
    }
  | {
      readonly kind: "secret-store";
      readonly storeKind: "SecretStore" | "ClusterSecretStore";
      readonly namespace: Text | Absent;
      readonly name: Text;
    };

/** The account in an ARN: what stands between its fourth and fifth colon. */
function accountIn(arn: Text): Text | undefined {
  const pieces = split(arn, ":");
  return pieces.length >= 6 ? pieces[4] : undefined;
}

const same = (a: Text | Absent | undefined, b: Text | Absent | undefined): Answer =>
  a === undefined || b === undefined || isAbsent(a) || isAbsent(b) ? "maybe" : equals(a, b);

function gapCouldMake(gap: Gap, wanted: Wanted): boolean {
  if (!gap.may.includes(wanted.kind)) return false;
  if ("arn" in wanted) {
    if (gap.arn !== undefined) return equals(gap.arn, wanted.arn) !== "no";
    return same(gap.account, accountIn(wanted.arn)) !== "no";
  }
  if (gap.names?.every((name) => equals(name, wanted.name) === "no") === true) return false;
  if (wanted.kind === "secret-store" && wanted.storeKind === "ClusterSecretStore")
    return gap.clusterWide !== false;
  return same(gap.namespace, wanted.namespace) !== "no";
}

/** What is found of a model: all but the links, which are judged by it. */
type Found = Omit<Model, "links">;

function inModel(model: Found, wanted: Wanted): readonly Answer[] {
  switch (wanted.kind) {
    case "role":
      return model.roles.map((role) => {
        const answer = equals(role.arn, wanted.arn);
        return answer === "yes" && role.exists === "maybe" ? "maybe" : answer;
      });
    case "oidc-provider":
      return model.oidcProviders.map(({ arn }) => equals(arn, wanted.arn));
    case "service-account":
      return accountsNamed(model.serviceAccounts, wanted.name).map((account) => {
        const answer = both(same(account.namespace, wanted.namespace), equals(account.name, wanted.name));
        return answer === "yes" && account.existence !== "created" ? "maybe" : answer;
      });
    case "association":
      return model.associations.map((each) =>
        both(equals(each.namespace, wanted.namespace), equals(each.serviceAccount, wanted.name)),
      );
    case "secret-store":
      return model.secretStores
        .filter(({ storeKind }) => storeKind === wanted.storeKind)
        .map(({ namespace, name }) =>
          wanted.storeKind === "ClusterSecretStore"
            ? equals(name, wanted.name)
            : both(same(namespace, wanted.namespace), equals(name, wanted.name)),
        );
  }
}

function both(a: Answer, b: Answer): Answer {
  if (a === "no" || b === "no") return "no";
  return a === "yes" && b === "yes" ? "yes" : "maybe";
}

/** The name by which a file that makes the thing would speak of it; undefined when it is not known. */
function wordFor(wanted: Wanted): string | undefined {
  const name = known("arn" in wanted ? wanted.arn : wanted.name);
  return name?.slice(name.lastIndexOf("/") + 1);
}

/** Whether a file that could not be read, or not wholly, may hold the thing: it has the name, or nobody knows. */
function mayBeUnreadable({ problems }: Found, wanted: Wanted): boolean {
  const word = wordFor(wanted);
  return problems.some(({ code, at }) => {
    if (code !== "input/unparseable" && code !== "input/too-large") return false;
    return word === undefined || at.file.text === "" || at.file.text.includes(word);
  });
}

/**
 * Whether a thing exists as far as the input tells: "yes" when something here is certainly it, "maybe" when
 * something here may be it or may make it (a name with holes, an unread module, a chart in no catalogue, an account
 * that is only annotated here, a file that does not parse), "no" when nothing could.
 */
export function couldExist(model: Found, wanted: Wanted): Answer {
  const found = anyOf(inModel(model, wanted));
  if (found !== "no") return found;
  if (mayBeUnreadable(model, wanted)) return "maybe";
  return model.gaps.some((gap) => gapCouldMake(gap, wanted)) ? "maybe" : "no";
}

/** Whether the input certainly describes objects of this namespace, so that one which is missing there is missed. */
export function isDescribed(model: Model, namespace: Text): boolean {
  const objects = [
    ...model.serviceAccounts,
    ...model.workloads,
    ...model.secretStores,
    ...model.externalSecrets,
  ];
  return objects.some((object) => same(object.namespace, namespace) === "yes");
}

/** The roles that are certainly in the account of an ARN: without any, the account is not described here. */
export function rolesOfAccount(model: Model, arn: Text): readonly Role[] {
  const account = accountIn(arn);
  if (account === undefined) return [];
  return model.roles.filter((role) => equals(role.account, account) === "yes");
}
