import { listed } from "../../src/iam/trust/words.ts";
import { STS_AUDIENCE } from "../../src/iam/claim-values.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, print, type Text } from "../../src/model/text.ts";
import { wantedInstead } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import {
  annotated,
  confidenceIn,
  deniedEverywhere,
  distinct,
  type Annotated,
} from "../../src/rule-api/links.ts";
import { remove, rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount, nameOfRole } from "../../src/rule-api/wording.ts";

interface Refusal {
  readonly link: Link;
  readonly wanted: readonly Text[];
}

const refusals = (account: Annotated, model: Model): readonly Refusal[] =>
  deniedEverywhere(account)
    .map((link) => ({ link, wanted: wantedInstead(link, "audience-mismatch", model) }))
    .filter(({ wanted }) => wanted.length > 0);

/** The account's side: the audience that the role wants, which needs no annotation when it is the default. */
function inAccount({ serviceAccount }: Link, wanted: string): readonly Suggestion[] {
  const { audience } = serviceAccount;
  if (isAbsent(audience)) return [];
  return wanted === STS_AUDIENCE
    ? remove(audience.at, "Remove the annotation: the default is what the role wants", "unsafe")
    : rewrite(audience, wanted, "unsafe");
}

/** Both sides, where the role wants one audience. A token for another audience may be meant for somebody else. */
function repairs({ link, wanted }: Refusal): readonly Suggestion[] {
  const [only, ...others] = wanted;
  const [value, audience] = [only === undefined ? undefined : known(only), known(link.audience)];
  if (only === undefined || value === undefined || audience === undefined || others.length > 0) return [];
  return [
    ...inAccount(link, value),
    ...rewrite(only, audience, "unsafe", `Trust the audience "${audience}" instead`),
  ];
}

const annotatedAccount = (audience: string): string =>
  `${exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports")}${audience}`;

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
        "Nobody asks for the audience that the trust policy wants: trust/wrong-audience tells.",
      ],
      references: [
        "https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough",
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ],
      bad: {
        "sa.yaml": annotatedAccount("    eks.amazonaws.com/audience: vault.example.com\n"),
        "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
      },
      good: {
        "sa.yaml": annotatedAccount(""),
        "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
      },
    },
  },
  check({ model, report }) {
    for (const account of annotated(model)) {
      const refused = refusals(account, model);
      const [first] = refused;
      if (first?.link.role === undefined) continue;
      const { serviceAccount } = account;
      const { audience, roleArn, role } = first.link;
      const at = isAbsent(serviceAccount.audience) ? roleArn.at : serviceAccount.audience.at;
      const notes = refused.flatMap(({ wanted }) =>
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
        contrast: { got: print(audience), wanted: first.wanted.map((value) => print(value)) },
        suggestions: repairs(first),
        confidence: confidenceIn([first.link], audience, ...first.wanted),
      });
    }
  },
});
