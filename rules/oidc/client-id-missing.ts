import { federatedPrincipals } from "../../src/iam/issuer.ts";
import { hasStsAudience, meansAudience, STS_AUDIENCE } from "../../src/iam/claim-values.ts";
import { listed } from "../../src/iam/trust/words.ts";
import { equals } from "../../src/model/compare.ts";
import type { OidcProvider } from "../../src/model/entities.ts";
import type { Related, Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import { print, type Text } from "../../src/model/text.ts";
import { isPositive } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { rewrite, together } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { conditionsOn, kubernetesStatements } from "../../src/rule-api/trust-statements.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

/** Where roles certainly trust a provider with the audience `sts.amazonaws.com`. */
function wantedBy({ arn }: OidcProvider, model: Model): readonly Related[] {
  return kubernetesStatements(model).flatMap(({ role, statement, effect }): readonly Related[] => {
    if (effect !== "Allow") return [];
    if (!federatedPrincipals(statement).some(({ value }) => equals(value, arn) === "yes")) return [];
    return conditionsOn(statement, "aud")
      .filter(isPositive)
      .flatMap(({ values }) => values.filter((value) => hasStsAudience([value]) === "yes"))
      .map(({ at }) => ({ at, message: `${nameOfRole(role)} trusts the provider with this audience` }));
  });
}

/** The repair: the one id that was meant to be AWS's, or one id more. Either lets tokens in that were refused. */
function repair(ids: readonly Text[]): readonly Suggestion[] {
  const [only, ...more] = ids;
  if (only === undefined) return [];
  if (more.length === 0 && meansAudience(only)) return rewrite(only, STS_AUDIENCE, "unsafe");
  return together(`Add "${STS_AUDIENCE}" to the client ids`, "unsafe", [
    { kind: "add-value", beside: (more.at(-1) ?? only).at, value: STS_AUDIENCE },
  ]);
}

const example = (id: string): string => `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ["${id}"]
}

${exampleRole("reports", {
  principal: ["Federated", "${aws_iam_openid_connect_provider.eks.arn}"],
  conditions: exactly("reports", "reports"),
})}`;

export default defineRule({
  id: "oidc/client-id-missing",
  meta: {
    summary: "An OIDC provider must list the audience with which roles trust it",
    severity: "error",
    since: "0.1.0",
    messages: {
      missing: (d: { issuer: string; ids: string; count: number }) =>
        `the OIDC provider of "${d.issuer}" knows the client ids ${d.ids}, not "sts.amazonaws.com", with which ${d.count === 1 ? "a role trusts" : `${String(d.count)} roles trust`} it: STS refuses the token before it reads the trust policy`,
    },
    docs: {
      why: "STS checks the token's audience against the provider's client ids first and answers `InvalidIdentityToken: Incorrect token audience`. The trust policy may be right and still no pod gets in.",
      fix: "Write `sts.amazonaws.com` into `client_id_list`. It is the same in every partition: a list made of `sts.` and the partition's DNS suffix is wrong in China.",
      quiet: [
        "The client ids, or one of them, are not known.",
        "No role that is known trusts the provider with that audience.",
      ],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html",
      ],
      bad: { "iam.tf": example("sts.amazonaws.com.cn") },
      good: { "iam.tf": example("sts.amazonaws.com") },
    },
  },
  check({ model, report }) {
    for (const provider of model.oidcProviders) {
      const { clientIds, issuer } = provider;
      if (clientIds.state !== "known" || hasStsAudience(clientIds.value) !== "no") continue;
      const wanted = wantedBy(provider, model);
      if (wanted.length === 0) continue;
      const [only, ...more] = clientIds.value;
      report({
        messageId: "missing",
        data: {
          issuer: print(issuer),
          ids: listed(clientIds.value, "and"),
          count: wanted.length,
        },
        at: only === undefined || more.length > 0 ? clientIds.at : only.at,
        related: wanted.slice(0, 3),
        suggestions: repair(clientIds.value),
      });
    }
  },
});
