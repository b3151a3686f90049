import { issuerSlip } from "../../src/iam/issuer-near-miss.ts";
import { listed } from "../../src/iam/trust/words.ts";
import { federatedPrincipals } from "../../src/iam/issuer.ts";
import { parseProviderArn } from "../../src/iam/arn.ts";
import { equals } from "../../src/model/compare.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Link, StatementDecision } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { literal, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { annotated, confidenceIn, deniedEverywhere, distinct } from "../../src/rule-api/links.ts";
import { otherIssuer } from "../../src/rule-api/issuer-repairs.ts";
import { rewrite, together } from "../../src/rule-api/repairs.ts";
import { arnForHint } from "../../src/rule-api/role-arns.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfAccount, nameOfRole } from "../../src/rule-api/wording.ts";

/** The providers that a statement lets in, when none of them can be the cluster's. */
function otherProviders({ clauses }: StatementDecision): readonly Text[] {
  const principals = clauses.filter(({ part }) => part === "principal");
  const isOther = principals.every(({ answer, code }) => answer === "no" && code === "issuer-mismatch");
  return isOther ? principals.flatMap(({ wanted }) => wanted) : [];
}

interface Refusal {
  readonly link: Link;
  readonly providers: readonly Text[];
}

/** The other clusters that a role trusts, when it trusts no issuer that this account's tokens may have. */
function refusal(link: Link): readonly Refusal[] {
  if (link.cluster?.issuer === undefined || link.decision === undefined) return [];
  const web = link.decision.statements.filter(
    ({ effect, clauses }) =>
      effect !== "Deny" && !clauses.some(({ part, answer }) => part === "action" && answer === "no"),
  );
  const found = web.map(otherProviders);
  return found.length === 0 || found.some((providers) => providers.length === 0)
    ? []
    : [{ link, providers: found.flat() }];
}

/** Whether a role trusts an issuer, and one condition of the statement names the subject. */
function isMadeFor({ trust }: Role, issuer: string, subject: Text): boolean {
  if (trust.state !== "known") return false;
  return trust.value.statements.some((statement) => {
    const trusted = federatedPrincipals(statement).map(({ value }) => parseProviderArn(value)?.issuer);
    const isOfIssuer = trusted.some(
      (each) => each !== undefined && equals(each, literal(issuer, each.at), { ignoreCase: true }) === "yes",
    );
    return (
      isOfIssuer &&
      statement.conditions.some(({ values }) => values.some((value) => equals(value, subject) === "yes"))
    );
  });
}

/** The one role that was made for the account in its own cluster. */
function otherRole({ roleArn, subject }: Link, issuer: string, { roles }: Model): readonly Suggestion[] {
  const made = roles.filter((role) => isMadeFor(role, issuer, subject));
  const arns = new Set(made.map((role) => arnForHint(role, print(roleArn))));
  const [arn] = arns;
  return arn === undefined || arns.size > 1 ? [] : rewrite(roleArn, arn, "unsafe");
}

/** The account's cluster in place of the other one, in the provider and in the keys of its statement. */
function otherProvider({ role }: Link, issuer: string, provider: Text): readonly Suggestion[] {
  if (role?.trust.state !== "known") return [];
  const statement = role.trust.value.statements.find((each) =>
    federatedPrincipals(each).some(({ value }) => value === provider),
  );
  return together(
    `Trust the issuer of the account's cluster instead: "${issuer}"`,
    "unsafe",
    statement === undefined ? [] : otherIssuer(statement, provider, issuer),
  );
}

/** Both sides, the account's first: another role, or another cluster for this one. */
function repairs({ link, providers }: Refusal, issuer: string, model: Model): readonly Suggestion[] {
  const [provider, ...others] = providers;
  const isUsed = model.links.some((each) => each.role === link.role && each.verdict === "allowed");
  const inTrust =
    provider === undefined || others.length > 0 || isUsed ? [] : otherProvider(link, issuer, provider);
  return [...otherRole(link, issuer, model), ...inTrust];
}

const staging = exampleIssuer.replace("7C1F", "1A2B");

const configuration = (issuer: string): string => `clusters:
  - name: prod
    issuer: https://${issuer}
    paths: ["**"]
`;

/** The end of a message on providers of which one nearly is the cluster's: in what it differs, and what was meant. */
function slipIn(providers: readonly Text[], issuer: string): string {
  for (const value of providers) {
    const written = parseProviderArn(value)?.issuer;
    const slip = written === undefined ? undefined : issuerSlip(print(written), issuer);
    if (written === undefined || slip === undefined) continue;
    return `; ${slip}${meant(print(value).replace(print(written), () => issuer))}`;
  }
  return "";
}

const example = {
  "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
  "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
};

export default defineRule({
  id: "identity/issuer-mismatch",
  meta: {
    summary: "The role that a service account is annotated with must trust the account's own cluster",
    severity: "error",
    since: "0.1.0",
    messages: {
      mismatch: (d: {
        serviceAccount: string;
        cluster: string;
        issuer: string;
        role: string;
        providers: string;
        slip: string;
      }) =>
        `service account "${d.serviceAccount}" is in cluster "${d.cluster}", whose tokens come from "${d.issuer}", but ${d.role} trusts only ${d.providers}${d.slip}`,
    },
    docs: {
      why: "Every cluster has an issuer of its own. A role that trusts only another cluster's refuses the token, whatever the subject: `AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity`.",
      fix: "Annotate the account with the role that was made for its cluster, or add the cluster's provider to the trust policy.",
      quiet: [
        "The configuration does not name the issuer of the account's cluster (`clusters`).",
        "A statement's provider is not known.",
        "Another role that the annotation may mean trusts the cluster.",
        "A Pod Identity association shadows the annotation.",
        "Provider and condition keys of one statement disagree: trust/provider-mismatch tells.",
      ],
      references: ["https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"],
      bad: { ".irsa-lint.yaml": configuration(staging), ...example },
      good: { ".irsa-lint.yaml": configuration(exampleIssuer), ...example },
    },
  },
  check({ model, report }) {
    for (const account of annotated(model)) {
      const denied = deniedEverywhere(account);
      const refusals = denied.flatMap(refusal);
      const [first] = refusals;
      if (first === undefined || refusals.length < denied.length) continue;
      const { roleArn, role, cluster } = first.link;
      if (role === undefined || cluster?.issuer === undefined) continue;
      report({
        messageId: "mismatch",
        data: {
          serviceAccount: nameOfAccount(account.serviceAccount),
          cluster: cluster.name,
          issuer: cluster.issuer,
          role: nameOfRole(role),
          providers: listed(first.providers),
          slip: slipIn(first.providers, cluster.issuer),
        },
        at: roleArn.at,
        related: distinct(
          refusals.flatMap(({ providers }) =>
            providers.map((value) => ({ at: value.at, message: "the provider of another cluster" })),
          ),
          roleArn.at,
        ),
        suggestions: repairs(first, cluster.issuer, model),
        confidence: confidenceIn([first.link], ...first.providers),
      });
    }
  },
});
