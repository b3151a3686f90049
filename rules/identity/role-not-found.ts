import { parseRoleArn } from "../../src/iam/arn.ts";
import { didYouMean } from "../../src/iam/near-miss.ts";
import { equals } from "../../src/model/compare.ts";
import type { Gap, Role } from "../../src/model/entities.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { annotated, confidenceIn } from "../../src/rule-api/links.ts";
import { arnForHint } from "../../src/rule-api/role-arns.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfAccount } from "../../src/rule-api/wording.ts";

/** Whether something that is not read here may make roles of an account. */
function mayMakeRoles({ may, account: where }: Gap, account: Text): boolean {
  return may.includes("role") && (isAbsent(where) || equals(where, account) !== "no");
}

/** The roles of an account, when the input describes all that there is to know of them; else nothing. */
function rolesOf(model: Model, account: Text): readonly Role[] {
  if (model.gaps.some((gap) => mayMakeRoles(gap, account))) return [];
  return model.roles.filter((role) => equals(role.account, account) === "yes");
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
    },
    docs: {
      why: "A role that does not exist fails only at run time: `AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity`, the same words as for a role that refuses.",
      fix: "Write the role's name as Terraform gives it. If the role is defined in another repository, read both together (`irsa-lint ./gitops ../infra`) or make an exception.",
      quiet: [
        "No role of that account is defined here.",
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
      const [{ roleArn, role, reasons }] = links;
      if (role !== undefined || reasons[0]?.code !== "role-not-found") continue;
      const wanted = parseRoleArn(roleArn);
      const arn = known(roleArn);
      if (wanted === undefined || arn === undefined) continue;
      const roles = rolesOf(model, wanted.account);
      if (roles.length === 0) continue;
      const hints = roles.map((each) => ({ each, hint: arnForHint(each, arn) }));
      const nearest = didYouMean(
        arn,
        hints.flatMap(({ hint }) => hint ?? []),
      );
      const near = hints.filter(({ hint }) => hint !== undefined && hint === nearest).map(({ each }) => each);
      report({
        messageId: "notFound",
        data: {
          arn,
          account: print(wanted.account),
          serviceAccount: nameOfAccount(serviceAccount),
          roles: roles.length,
          hint: meant(nearest),
        },
        at: roleArn.at,
        related: near.map((each) => ({ at: each.name.at, message: `"${print(each.name)}" is defined here` })),
        suggestions:
          nearest === undefined
            ? []
            : [
                {
                  description: `Write "${nearest}"`,
                  safety: "unsafe",
                  intents: [{ kind: "replace-value", at: roleArn.at, value: nearest }],
                },
              ],
        confidence: confidenceIn(links, roleArn),
        ...(nearest === undefined ? { severity: "info" } : {}),
      });
    }
  },
});
