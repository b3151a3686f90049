import { listed } from "../../src/iam/trust/words.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { print, type Text } from "../../src/model/text.ts";
import { wantedInstead } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import {
  annotated,
  confidenceIn,
  deniedEverywhere,
  distinct,
  whereFrom,
  type Annotated,
} from "../../src/rule-api/links.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { subjectRepairs } from "../../src/rule-api/subject-repairs.ts";
import { subjectDifference } from "../../src/rule-api/subject-difference.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

interface Refusal {
  readonly link: Link;
  readonly wanted: readonly Text[];
}

const refusals = (account: Annotated, model: Model): readonly Refusal[] =>
  deniedEverywhere(account)
    .map((link) => ({ link, wanted: wantedInstead(link, "subject-mismatch", model) }))
    .filter(({ wanted }) => wanted.length > 0);

export default defineRule({
  id: "identity/subject-mismatch",
  meta: {
    summary: "The role that a service account is annotated with must trust that service account",
    severity: "error",
    since: "0.1.0",
    messages: {
      mismatch: (d: { subject: string; role: string; wanted: string; difference: string }) =>
        `the token will say "${d.subject}", but the trust policy of ${d.role} wants ${d.wanted}${d.difference}`,
    },
    docs: {
      why: "The annotation only names a role; the role's trust policy decides. A renamed release, another namespace or a chart's own naming rule changes the subject, and STS answers `AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity`.",
      fix: "Decide which side is right. Either give the service account the name and the namespace that the role trusts (the chart's `serviceAccount.name`, the Application's destination), or change the subject in the trust policy.",
      quiet: [
        "The account's namespace or name, the role or its trust policy is not known.",
        "Another role that the annotation may mean trusts the account.",
        "A Pod Identity association shadows the annotation.",
        "The trust policy's subject can match nothing at all: trust/malformed-subject, trust/swapped-keys and trust/wildcard-without-like tell.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/security-iam-troubleshoot.html",
      ],
      bad: {
        "sa.yaml": exampleAccount("default", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
        "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
      },
      good: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
        "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
      },
    },
  },
  check({ model, report }) {
    for (const account of annotated(model)) {
      const refused = refusals(account, model);
      const [first] = refused;
      if (first?.link.role === undefined) continue;
      const { subject, roleArn, role } = first.link;
      report({
        messageId: "mismatch",
        data: {
          subject: print(subject),
          role: nameOfRole(role),
          wanted: listed(first.wanted),
          difference: subjectDifference(subject, first.wanted),
        },
        at: roleArn.at,
        related: distinct(
          [
            ...refused.flatMap(({ wanted }) =>
              wanted.map((value) => ({ at: value.at, message: `the trust policy wants "${print(value)}"` })),
            ),
            ...whereFrom(account.serviceAccount),
          ],
          roleArn.at,
        ),
        contrast: { got: print(subject), wanted: first.wanted.map((value) => print(value)) },
        suggestions: subjectRepairs(first.link, first.wanted, model),
        confidence: confidenceIn([first.link], subject, ...first.wanted),
      });
    }
  },
});
