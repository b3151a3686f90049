import { anyOf, equals } from "../model/compare.ts";
import type { PodIdentityAssociation, Role } from "../model/entities.ts";
import type { Link } from "../model/link.ts";
import type { Model } from "../model/model.ts";
import type { PolicyDocument, Principal, Statement } from "../model/policy.ts";
import { isAbsent, known, literal, print, type Answer } from "../model/text.ts";
import { takesIn } from "./trust-statements.ts";

/** EKS Pod Identity's service principal, the same in every partition (EKS User Guide, "Pod Identity role"). */
export const POD_PRINCIPAL = "pods.eks.amazonaws.com";

/** The two actions that EKS Pod Identity asks for: the second for the session tags, which it sends by default. */
export const POD_ACTIONS = ["sts:AssumeRole", "sts:TagSession"] as const;

const serves = ({ type, value }: Principal): Answer => {
  // What "everybody" takes in is not for us to say.
  if (known(value) === "*") return "maybe";
  const isService = equals(type, literal("Service", type.at));
  const isPods = equals(value, literal(POD_PRINCIPAL, value.at));
  if (isService === "no" || isPods === "no") return "no";
  return isService === "yes" && isPods === "yes" ? "yes" : "maybe";
};

/** The principal by which a statement certainly speaks of EKS Pod Identity. */
export function podPrincipal({ principals = [] }: Statement): Principal | undefined {
  return principals.find((principal) => serves(principal) === "yes");
}

const allows = ({ effect }: Statement): boolean => !isAbsent(effect) && known(effect) === "Allow";

/** A role that certainly means to trust EKS Pod Identity, and the statements by which it does. */
export interface PodTrust {
  readonly role: Role;
  readonly policy: PolicyDocument;
  /** At least one. */
  readonly statements: readonly [Statement, ...(readonly Statement[])];
}

/** The roles of which every statement is known and that let EKS Pod Identity in by at least one. */
export function podTrusts(model: Model): readonly PodTrust[] {
  return model.roles.flatMap((role): readonly PodTrust[] => {
    if (role.trust.state !== "known" || role.trust.value.moreStatements !== undefined) return [];
    const policy = role.trust.value;
    const [first, ...others] = policy.statements.filter(
      (statement) => allows(statement) && podPrincipal(statement) !== undefined,
    );
    return first === undefined ? [] : [{ role, policy, statements: [first, ...others] }];
  });
}

/** Whether a policy allows EKS Pod Identity an action in some statement that may be for it, conditions aside. */
export function allowsPods({ statements }: PolicyDocument, action: string): Answer {
  return anyOf(
    statements.map((statement): Answer => {
      const effect = isAbsent(statement.effect) ? "Allow" : known(statement.effect);
      if (effect === "Deny" || !(statement.principals ?? []).some((each) => serves(each) !== "no"))
        return "no";
      return takesIn(statement, action);
    }),
  );
}

/** An association with every link that it makes: one for each account instance and role that it may mean. */
export interface Associated {
  readonly association: PodIdentityAssociation;
  /** At least one. */
  readonly links: readonly [Link, ...(readonly Link[])];
}

/** The Pod Identity associations with their links. */
export function associated(model: Model): readonly Associated[] {
  const groups = new Map<PodIdentityAssociation, [Link, ...Link[]]>();
  for (const link of model.links) {
    const { association } = link;
    if (association === undefined) continue;
    const group = groups.get(association);
    if (group === undefined) groups.set(association, [link]);
    else group.push(link);
  }
  return [...groups].map(([association, links]) => ({ association, links }));
}

/** Whether EKS sends session tags for an association: it does unless the association switches them off. */
export function sendsTags({ disableSessionTags }: PodIdentityAssociation): Answer {
  if (disableSessionTags.state === "unknown") return "maybe";
  return disableSessionTags.state === "known" && disableSessionTags.value ? "no" : "yes";
}

/** An association as messages name it, without quotes: `namespace/account` of its pods. */
export function nameOfAssociation({ namespace, serviceAccount }: PodIdentityAssociation): string {
  return `${print(namespace)}/${print(serviceAccount)}`;
}
