import { parseRoleArn } from "../../src/iam/arn.ts";
import { equals } from "../../src/model/compare.ts";
import type { Gap, Role } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { annotated, confidenceIn } from "../../src/rule-api/links.ts";
import { arnForHint, arnOfSlippedAccount, nearestArn } from "../../src/rule-api/role-arns.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfAccount } from "../../src/rule-api/wording.ts";

/** Whether something that is not read here may make a role of an account. A role that is looked up is that one only. */
function mayMake({ may, arn, account: where }: Gap, wanted: Text, account: Text): boolean {
  if (arn !== undefined && equals(arn, wanted) === "no") return false;
  return may.includes("role") && (isAbsent(where) || equals(where, account) !== "no");
}

/** The roles of an account, when the input describes all that there is to know of them; else nothing. */
function rolesOf(model: Model, wanted: Text, account: Text): readonly Role[] {
  if (model.gaps.some((gap) => mayMake(gap, wanted, account))) return [];
  return model.roles.filter((role) => equals(role.account, account) === "yes");
}

interface Near {
  /** The ARN that was meant. */
  readonly hint: string | undefined;
  /** The roles that have it. */
  readonly roles: readonly Role[];
  /** How many roles of the account are known. */
  readonly count: number;
}

/** The roles that have an ARN, as a hint would write it. */
const rolesWith = (roles: readonly Role[], hint: string | undefined, arn: string): readonly Role[] =>
  roles.filter((role) => hint !== undefined && arnForHint(role, arn) === hint);

/** The role with the most similar ARN among those of the account; undefined when nobody can say what is missing. */
function similarRole(model: Model, { serviceAccount, roleArn }: Link, account: Text): Near | undefined {
  const arn = known(roleArn) ?? "";
  const roles = rolesOf(model, roleArn, account);
  if (roles.length === 0) return undefined;
  const hint = nearestArn(arn, roles, serviceAccount.origin.environment, model);
  return { hint, roles: rolesWith(roles, hint, arn), count: roles.length };
}

/** The same role in an account that differs in a digit, where nothing else is known of the account that is named. */
function ofSlippedAccount(model: Model, account: Text, arn: string): Near | undefined {
  const written = known(account);
  if (written === undefined || model.roles.some((role) => equals(role.account, account) === "yes"))
    return undefined;
  const hint = arnOfSlippedAccount(arn, written, model);
  return hint === undefined ? undefined : { hint, roles: rolesWith(model.roles, hint, arn), count: 0 };
}

/** A role of the right name under another path. */
function misplaced(role: Role, arn: string): Near {
  return { hint: arnForHint(role, arn), roles: [role], count: 1 };
}

/** The repair. It gives the account another role, so nobody may apply it unasked. */
function repair(text: Text, hint: string | undefined): readonly Suggestion[] {
  return hint === undefined ? [] : rewrite(text, hint, "unsafe");
}

export default defineRule({
  id: "identity/role-not-found",
  meta: {
    summary: "The role that a service account is annotated with should be defined here",
    severity: "warning",
    since: "0.1.0",
    messages: {
      notFound: (d: { arn: string; account: string; serviceAccount: string; roles: number; hint: string }) =>
        `service account "${d.serviceAccount}" wants "${d.arn}", which is not defined here beside ${d.roles === 1 ? "another role" : `${String(d.roles)} other roles`} of account ${d.account}${d.hint}`,
      wrongAccount: (d: { arn: string; serviceAccount: string; account: string; hint: string }) =>
        `service account "${d.serviceAccount}" wants "${d.arn}", but nothing here is in account ${d.account}, and one digit away is a role of that name${d.hint}`,
      wrongPath: (d: { arn: string; serviceAccount: string; role: string; path: string; hint: string }) =>
        `service account "${d.serviceAccount}" wants "${d.arn}", but role "${d.role}" has the path "${d.path}", which is part of its ARN${d.hint}`,
    },
    docs: {
      why: "A role that does not exist fails only at run time: `AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity`, the same words as for a role that refuses.",
      fix: "Write the role's name as Terraform gives it. If the role is defined in another repository, read both together (`irsa-lint ./gitops ../infra`) or make an exception.",
      quiet: [
        "No role of that account is defined here, and no role of that name in an account that differs in one digit.",
        "A module that is not here, or a role whose name is not wholly known, may make it.",
        "Part of the annotation is not known.",
        "Without a similar name among the roles it is only info.",
      ],
      references: ["https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"],
      bad: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-report"),
        "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
      },
      good: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
        "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
      },
    },
  },
  check({ model, report }) {
    for (const { serviceAccount, links } of annotated(model)) {
      if (!links.every(({ reasons }) => reasons[0]?.code === "role-not-found")) continue;
      const [link] = links;
      const { roleArn, role } = link;
      const arn = known(roleArn);
      const wanted = parseRoleArn(roleArn);
      if (wanted === undefined || arn === undefined) continue;
      const slipped = role === undefined ? ofSlippedAccount(model, wanted.account, arn) : undefined;
      const found =
        slipped ?? (role === undefined ? similarRole(model, link, wanted.account) : misplaced(role, arn));
      if (found === undefined) continue;
      const names = { arn, serviceAccount: nameOfAccount(serviceAccount), hint: meant(found.hint) };
      const rest = {
        at: roleArn.at,
        related: found.roles.map(({ name }) => ({
          at: name.at,
          message: `"${print(name)}" is defined here`,
        })),
        suggestions: repair(roleArn, found.hint),
        confidence: confidenceIn(links, roleArn),
      };
      if (slipped !== undefined) {
        report({ messageId: "wrongAccount", data: { ...names, account: print(wanted.account) }, ...rest });
      } else if (role === undefined) {
        report({
          messageId: "notFound",
          data: { ...names, account: print(wanted.account), roles: found.count },
          ...rest,
          ...(found.hint === undefined ? { severity: "info" } : {}),
        });
      } else {
        // A name exists once in an account, whatever its path: nothing elsewhere can be this role.
        report({
          messageId: "wrongPath",
          data: { ...names, role: print(role.name), path: print(role.path) },
          ...rest,
          severity: "error",
        });
      }
    }
  },
});
