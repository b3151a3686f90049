import { listed } from "../../src/iam/trust/words.ts";
import { parseProviderArn } from "../../src/iam/arn.ts";
import { conditionKeyProblem } from "../../src/iam/condition-key.ts";
import { federatedPrincipals, providerKey } from "../../src/iam/issuer.ts";
import { issuerSlip } from "../../src/iam/issuer-near-miss.ts";
import { equals } from "../../src/model/compare.ts";
import type { Statement } from "../../src/model/policy.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import { print, type Text } from "../../src/model/text.ts";
import { exactly, exampleRole } from "../../src/rule-api/examples.ts";
import { rewriting, together } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfRole } from "../../src/rule-api/wording.ts";
import { kubernetesStatements } from "../../src/rule-api/trust-statements.ts";

/** The issuers of all trusted providers, or undefined when one of them is not known to be a provider's ARN. */
function trustedIssuers(statement: Statement): readonly Text[] | undefined {
  const issuers = federatedPrincipals(statement).map(({ value }) => parseProviderArn(value)?.issuer);
  const found = issuers.filter((issuer) => issuer !== undefined);
  return found.length > 0 && found.length === issuers.length ? found : undefined;
}

const CLAIMS = new Set(["sub", "aud"]);

type Keys = readonly [Text, ...(readonly Text[])];

/** The keys whose issuer certainly is none of the trusted ones, those of one issuer together. */
function strangeKeys(statement: Statement, trusted: readonly Text[]): readonly Keys[] {
  const found = new Map<string, [Text, ...Text[]]>();
  for (const { key } of statement.conditions) {
    const cut = providerKey(key);
    if (cut === undefined || !CLAIMS.has(cut.claim.toLowerCase())) continue;
    if (conditionKeyProblem(key) !== undefined) continue;
    if (trusted.some((issuer) => equals(issuer, cut.issuer, { ignoreCase: true }) !== "no")) continue;
    const same = found.get(print(cut.issuer));
    if (same === undefined) found.set(print(cut.issuer), [key]);
    else same.push(key);
  }
  return [...found.values()];
}

/**
 * The end of a message on a key whose issuer nearly is that of a trusted provider: in what they differ, and the key
 * that was meant. Where a provider of the key's own issuer is here, the trusted one is the slip.
 */
function slipOf(key: Text, trusted: readonly Text[], model: Model): string {
  const cut = providerKey(key);
  if (cut === undefined) return "";
  const written = print(cut.issuer);
  const isRight = isHere(cut.issuer, model);
  for (const issuer of trusted) {
    const right = print(issuer);
    const slip = isRight ? issuerSlip(right, written) : issuerSlip(written, right);
    if (slip === undefined) continue;
    return isRight
      ? `; in the provider ${slip}${meant(written)}`
      : `; in the key ${slip}${meant(`${right}:${cut.claim}`)}`;
  }
  return "";
}

/** Whether the input describes a provider of an issuer. */
function isHere(issuer: Text, { oidcProviders }: Model): boolean {
  return oidcProviders.some((provider) => equals(provider.issuer, issuer, { ignoreCase: true }) === "yes");
}

/** Both repairs, where one provider is trusted: the keys of its issuer, or the provider of the keys' issuer. */
function repairs(
  statement: Statement,
  keys: Keys,
  trusted: readonly Text[],
  model: Model,
): readonly Suggestion[] {
  const [principal, ...more] = federatedPrincipals(statement);
  const [issuer] = trusted;
  const strange = providerKey(keys[0])?.issuer;
  if (principal === undefined || more.length > 0 || issuer === undefined || strange === undefined) return [];
  const [own, other] = [print(issuer), print(strange)];
  const inKeys = together(
    `Write the issuer of the trusted provider in ${keys.length === 1 ? "the key" : "the keys"}: "${own}"`,
    "unsafe",
    keys.map((key) =>
      rewriting(
        key,
        print(key).replace(other, () => own),
      ),
    ),
  );
  const inProvider = together(`Trust the provider of the keys' issuer: "${other}"`, "unsafe", [
    rewriting(
      principal.value,
      print(principal.value).replace(own, () => other),
    ),
  ]);
  return isHere(strange, model) && !isHere(issuer, model)
    ? [...inProvider, ...inKeys]
    : [...inKeys, ...inProvider];
}

export default defineRule({
  id: "trust/provider-mismatch",
  meta: {
    summary: "A condition key must name the issuer of the provider that the same statement trusts",
    severity: "error",
    since: "0.1.0",
    messages: {
      mismatch: (d: { role: string; key: string; issuers: string; slip: string }) =>
        `the condition key "${d.key}" in the trust policy of ${d.role} is of another issuer than the trusted provider's ${d.issuers}, so no token has it${d.slip}`,
    },
    docs: {
      why: "A token carries the keys of its own issuer only. A statement that trusts one cluster and asks for a claim of another lets nobody in; it is what copying a trust policy from one cluster to the next leaves behind.",
      fix: "Take both, the provider and the keys, from the same cluster.",
      quiet: [
        "The issuer of the key or of a provider is not known and may be the same.",
        "The key belongs to another statement.",
      ],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif",
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          principal: [
            "Federated",
            "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/00D1F2A3B4C5968778695A4B3C2D1E0F",
          ],
          conditions: exactly("reports", "reports"),
        }),
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, report }) {
    for (const { role, statement } of kubernetesStatements(model)) {
      const trusted = trustedIssuers(statement);
      if (trusted === undefined) continue;
      for (const keys of strangeKeys(statement, trusted)) {
        const [key, ...others] = keys;
        report({
          messageId: "mismatch",
          data: {
            role: nameOfRole(role),
            key: print(key),
            issuers: listed(trusted),
            slip: slipOf(key, trusted, model),
          },
          at: key.at,
          related: [
            ...federatedPrincipals(statement).map(({ value }) => ({
              at: value.at,
              message: "the provider that the statement trusts",
            })),
            ...others.map(({ at }) => ({ at, message: "the same issuer in another key" })),
          ],
          suggestions: repairs(statement, keys, trusted, model),
        });
      }
    }
  },
});
