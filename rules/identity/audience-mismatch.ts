import { listed } from "../../src/iam/trust/words.ts";
import type { Link } from "../../src/model/link.ts";
import { isAbsent, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import {
  annotated,
  confidenceIn,
  deniedFor,
  deniedEverywhere,
  distinct,
  failedClauses,
} from "../../src/rule-api/links.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount, nameOfRole } from "../../src/rule-api/wording.ts";
import { hasLiteralWildcard, operatorOf } from "../../src/rule-api/trust-statements.ts";

interface Refusal {
  readonly link: Link;
  readonly wanted: readonly Text[];
}

/** The audiences that a role wants instead; a wildcard that cannot work has a rule of its own. */
function refusal(link: Link): readonly Refusal[] {
  if (!deniedFor(link, "audience-mismatch")) return [];
  const wanted = failedClauses(link, "audience-mismatch").flatMap(({ condition, wanted }) => {
    const isPattern = condition !== undefined && operatorOf(condition)?.base.endsWith("like") === true;
    return wanted.filter((value) => isPattern || !hasLiteralWildcard(value));
  });
  return wanted.length === 0 ? [] : [{ link, wanted }];
}

const wrongAudience = {
  StringEquals: {
    [`${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports",
    [`${exampleIssuer}:aud`]: "sts.eu-west-2.amazonaws.com",
  },
};

export default defineRule({
  id: "identity/audience-mismatch",
  meta: {
    summary: "The role that a service account is annotated with must take the audience of its token",
    severity: "error",
    since: "0.1.0",
    messages: {
      mismatch: (d: { account: string; audience: string; role: string; wanted: string }) =>
        `the token of service account "${d.account}" will be for "${d.audience}", but the trust policy of ${d.role} wants ${d.wanted}`,
    },
    docs: {
      why: "The pod identity webhook asks for tokens with the audience `sts.amazonaws.com`, in every partition and region, unless the annotation `eks.amazonaws.com/audience` says otherwise. STS refuses a token whose audience the trust policy does not list.",
      fix: "Write `sts.amazonaws.com` in the trust policy, or the audience that the annotation asks for; the OIDC provider's client ids must have it, too.",
      quiet: [
        "The audience, the role or its trust policy is not known.",
        "Another role that the annotation may mean trusts the account.",
        "A Pod Identity association shadows the annotation.",
      ],
      references: [
        "https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough",
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ],
      bad: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
        "iam.tf": exampleRole("reports", { conditions: wrongAudience }),
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
      const { serviceAccount } = account;
      const { audience, roleArn, role } = first.link;
      const at = isAbsent(serviceAccount.audience) ? roleArn.at : serviceAccount.audience.at;
      const notes = refusals.flatMap(({ wanted }) =>
        wanted.map((value) => ({ at: value.at, message: `the trust policy wants "${print(value)}"` })),
      );
      report({
        messageId: "mismatch",
        data: {
          account: nameOfAccount(serviceAccount),
          audience: print(audience),
          role: nameOfRole(role),
          wanted: listed(first.wanted),
        },
        at,
        related: distinct([...notes, { at: roleArn.at, message: "the annotation names the role" }], at),
        confidence: confidenceIn([first.link], audience, ...first.wanted),
      });
    }
  },
});
