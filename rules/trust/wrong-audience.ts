import { meansAudience, STS_AUDIENCE } from "../../src/iam/claim-values.ts";
import { didYouMean } from "../../src/iam/near-miss.ts";
import { listed } from "../../src/iam/trust/words.ts";
import { print, type Text } from "../../src/model/text.ts";
import { wrongAudiences } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { usedBy } from "../../src/rule-api/links.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { kubernetesStatements } from "../../src/rule-api/trust-statements.ts";
import { meant, nameOfRole } from "../../src/rule-api/wording.ts";

/** The right audience, where one of these was meant to be that: all that begins like it, and slips of the pen. */
function nearSts(wrong: readonly Text[]): string | undefined {
  const isNear = wrong.some(
    (value) => meansAudience(value) || didYouMean(print(value), [STS_AUDIENCE]) !== undefined,
  );
  return isNear ? STS_AUDIENCE : undefined;
}

export default defineRule({
  id: "trust/wrong-audience",
  meta: {
    summary:
      "The audience in a trust policy must be sts.amazonaws.com, unless a service account asks for another",
    severity: "error",
    since: "0.1.0",
    messages: {
      wrong: (d: { role: string; wanted: string; hint: string }) =>
        `${d.role} takes only tokens for ${d.wanted}, but pods get tokens for "sts.amazonaws.com", in every partition and region, and no service account here asks for another audience${d.hint}`,
    },
    docs: {
      why: "The pod identity webhook asks for tokens with the audience `sts.amazonaws.com`, which is no host name: it is the same in China, GovCloud and every region. A regional endpoint or China's host in the trust policy refuses every pod.",
      fix: "Write `sts.amazonaws.com`. If another audience is meant, say so on the service account with `eks.amazonaws.com/audience` and in the provider's client ids.",
      quiet: [
        "A service account with this role asks for the audience in its annotation.",
        "An OIDC provider here lists the audience among its client ids, and it is not a misspelt `sts.amazonaws.com`.",
        "The audience is not known, or another value of the list takes the right one.",
        "The value is a subject (trust/swapped-keys) or a wildcard that cannot work (trust/wildcard-without-like).",
      ],
      references: [
        "https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough",
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          conditions: {
            StringEquals: {
              [`${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports",
              [`${exampleIssuer}:aud`]: "sts.eu-west-2.amazonaws.com",
            },
          },
        }),
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, report }) {
    for (const { role, statement, effect } of kubernetesStatements(model)) {
      if (effect !== "Allow") continue;
      for (const condition of statement.conditions) {
        const wrong = wrongAudiences(condition, role, model);
        const [first] = wrong;
        if (first === undefined) continue;
        report({
          messageId: "wrong",
          data: { role: nameOfRole(role), wanted: listed(wrong), hint: meant(nearSts(wrong)) },
          at: first.at,
          related: usedBy(role, model),
          suggestions: rewrite(first, STS_AUDIENCE, "unsafe"),
        });
      }
    }
  },
});
