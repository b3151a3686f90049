import { listed } from "../../src/iam/trust/words.ts";
import { parseSubject } from "../../src/iam/subject.ts";
import { subjectProblem } from "../../src/iam/subject-shape.ts";
import { equals } from "../../src/model/compare.ts";
import type { Clause, Link } from "../../src/model/link.ts";
import { print, type Text } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import {
  annotated,
  confidenceIn,
  deniedFor,
  deniedEverywhere,
  distinct,
  failedClauses,
  whereFrom,
} from "../../src/rule-api/links.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";
import { hasLiteralWildcard, operatorOf } from "../../src/rule-api/trust-statements.ts";

/** Whether a value could take some account's subject: the others have rules of their own. */
function isPlausible({ condition }: Clause, value: Text): boolean {
  const base = (condition && operatorOf(condition)?.base) ?? "";
  if (subjectProblem(value, base.endsWith("ignorecase")) !== undefined) return false;
  return base.endsWith("like") || !hasLiteralWildcard(value);
}

/** Which part of the subject is another one, where the trust policy wants exactly one subject. */
function difference(subject: Text, wanted: readonly Text[]): string {
  const [only, ...more] = wanted;
  const mine = parseSubject(subject);
  const theirs = only === undefined || more.length > 0 ? undefined : parseSubject(only);
  if (mine === undefined || theirs === undefined) return "";
  const namespace = equals(mine.namespace, theirs.namespace) === "no";
  const name = equals(mine.name, theirs.name) === "no";
  if (namespace && name) return "; the namespace and the name differ";
  if (namespace) return `; the namespace is "${print(mine.namespace)}", not "${print(theirs.namespace)}"`;
  return name ? `; the name is "${print(mine.name)}", not "${print(theirs.name)}"` : "";
}

interface Refusal {
  readonly link: Link;
  readonly wanted: readonly Text[];
}

/** What a role wants instead of this account's subject; nothing when another rule tells what is wrong with it. */
function refusal(link: Link): readonly Refusal[] {
  if (!deniedFor(link, "subject-mismatch")) return [];
  const wanted = failedClauses(link, "subject-mismatch").flatMap((clause) =>
    clause.wanted.filter((value) => isPlausible(clause, value)),
  );
  return wanted.length === 0 ? [] : [{ link, wanted }];
}

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
        "The trust policy's subject can match nothing at all: trust/malformed-subject and trust/wildcard-without-like tell.",
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
      const refusals = deniedEverywhere(account).flatMap(refusal);
      const [first] = refusals;
      if (first?.link.role === undefined) continue;
      const { subject, roleArn, role } = first.link;
      report({
        messageId: "mismatch",
        data: {
          subject: print(subject),
          role: nameOfRole(role),
          wanted: listed(first.wanted),
          difference: difference(subject, first.wanted),
        },
        at: roleArn.at,
        related: distinct(
          [
            ...refusals.flatMap(({ wanted }) =>
              wanted.map((value) => ({ at: value.at, message: `the trust policy wants "${print(value)}"` })),
            ),
            ...whereFrom(account.serviceAccount),
          ],
          roleArn.at,
        ),
        confidence: confidenceIn([first.link], subject, ...first.wanted),
      });
    }
  },
});
