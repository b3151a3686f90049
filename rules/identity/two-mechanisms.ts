import { anyOf, equals } from "../../src/model/compare.ts";
import type { ServiceAccount } from "../../src/model/entities.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, print, type Text } from "../../src/model/text.ts";
import {
  bareAccount,
  exampleAccount,
  exampleAssociation,
  examplePodRole,
} from "../../src/rule-api/examples.ts";
import { distinct } from "../../src/rule-api/links.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

/** An account with an annotation that says something, and the associations that shadow it. */
interface Twofold {
  readonly account: ServiceAccount;
  readonly annotation: Text;
  /** At least one, of different places. */
  readonly links: readonly [Link, ...(readonly Link[])];
}

function twofoldAccounts(model: Model): readonly Twofold[] {
  const found = new Map<ServiceAccount, [Link, ...Link[]]>();
  for (const link of model.links) {
    if (link.mechanism !== "pod-identity") continue;
    const links = found.get(link.serviceAccount);
    if (links === undefined) found.set(link.serviceAccount, [link]);
    else if (links.every(({ association }) => association !== link.association)) links.push(link);
  }
  return [...found].flatMap(([account, links]): readonly Twofold[] => {
    const { roleArn } = account;
    return isAbsent(roleArn) || known(roleArn) === "" ? [] : [{ account, annotation: roleArn, links }];
  });
}

const role = "arn:aws:iam::111122223333:role/prod-reports-irsa";

export default defineRule({
  id: "identity/two-mechanisms",
  meta: {
    summary: "A service account should get its role either by annotation or by association, not by both",
    severity: "warning",
    since: "0.1.0",
    messages: {
      shadowed: (d: { account: string; annotation: string; association: string }) =>
        `service account "${d.account}" is annotated with "${d.annotation}" and associated with "${d.association}": the association wins, and nothing reads the annotation`,
      sameRole: (d: { account: string; annotation: string }) =>
        `service account "${d.account}" gets "${d.annotation}" by its annotation and by an association: the association wins, the annotation can go`,
    },
    docs: {
      why: "Where EKS Pod Identity has an association for a pod's service account, the webhook injects that and leaves the annotation alone. Whoever changes the annotation's role later changes nothing, and whoever removes the association silently switches roles.",
      fix: "Once pods run with the association, take the annotation away, and the OIDC provider's statement from the role's trust policy. Or remove the association.",
      quiet: [
        "The account and the association are of different clusters or environments.",
        "The association's namespace or service account is not known.",
        "The annotation is empty.",
        "It is only info where both name the same role, as in the middle of a migration.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html#service-accounts-iam",
        "https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/pkg/handler/handler.go",
      ],
      bad: {
        "iam.tf": examplePodRole("reports") + exampleAssociation("reports", "reports"),
        "sa.yaml": exampleAccount("reports", "reports", role),
      },
      good: {
        "iam.tf": examplePodRole("reports") + exampleAssociation("reports", "reports"),
        "sa.yaml": bareAccount("reports", "reports"),
      },
    },
  },
  check({ model, report }) {
    for (const { account, annotation, links } of twofoldAccounts(model)) {
      const same = anyOf(links.map((link) => equals(link.roleArn, annotation)));
      const names = { account: nameOfAccount(account), annotation: print(annotation) };
      const related = distinct(
        links.flatMap(({ roleArn, association }) => [
          { at: roleArn.at, message: "the association's role" },
          ...(association === undefined
            ? []
            : [{ at: association.serviceAccount.at, message: "the association is for this account" }]),
        ]),
        annotation.at,
      );
      // Nothing reads it as long as the association is there.
      const suggestions = [
        {
          description: "Remove the annotation",
          safety: "unsafe" as const,
          intents: [{ kind: "remove-entry" as const, at: annotation.at }],
        },
      ];
      if (same === "no") {
        const [{ roleArn }] = links;
        report({
          messageId: "shadowed",
          data: { ...names, association: print(roleArn) },
          at: annotation.at,
          related,
          suggestions,
        });
      } else {
        report({
          messageId: "sameRole",
          data: names,
          at: annotation.at,
          related,
          suggestions,
          severity: "info",
        });
      }
    }
  },
});
