import type { PodIdentityAssociation, ServiceAccount } from "../../src/model/entities.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { print } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { annotated, confidenceIn, deniedEverywhere, distinct } from "../../src/rule-api/links.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { toldBy, type Explaining } from "../../src/rule-api/told.ts";
import { nameOfAccount, nameOfRole } from "../../src/rule-api/wording.ts";
import clientIdMissing from "../oidc/client-id-missing.ts";
import malformedUrl from "../oidc/malformed-url.ts";
import missingTagSession from "../pod-identity/missing-tag-session.ts";
import targetRole from "../pod-identity/target-role.ts";
import wrongTrust from "../pod-identity/wrong-trust.ts";
import crossAccountProvider from "../trust/cross-account-provider.ts";
import invalidPolicy from "../trust/invalid-policy.ts";
import malformedConditionKey from "../trust/malformed-condition-key.ts";
import malformedSubject from "../trust/malformed-subject.ts";
import providerMismatch from "../trust/provider-mismatch.ts";
import swappedKeys from "../trust/swapped-keys.ts";
import wildcardWithoutLike from "../trust/wildcard-without-like.ts";
import wrongAction from "../trust/wrong-action.ts";
import wrongAudience from "../trust/wrong-audience.ts";
import wrongPrincipal from "../trust/wrong-principal.ts";
import accountMismatch from "./account-mismatch.ts";
import audienceMismatch from "./audience-mismatch.ts";
import issuerMismatch from "./issuer-mismatch.ts";
import malformedRoleArn from "./malformed-role-arn.ts";
import roleNotFound from "./role-not-found.ts";
import subjectMismatch from "./subject-mismatch.ts";
import unrenderedTemplate from "./unrendered-template.ts";

/** The rules that explain a denial better than this one does: they know what was meant. */
const explaining: Explaining = {
  "subject-mismatch": [subjectMismatch, malformedSubject, swappedKeys, wildcardWithoutLike],
  "audience-mismatch": [audienceMismatch, wrongAudience, swappedKeys, wildcardWithoutLike],
  "issuer-mismatch": [issuerMismatch, providerMismatch, malformedConditionKey],
  "condition-failed": [malformedConditionKey, providerMismatch, wrongTrust, targetRole],
  "no-web-identity-statement": [wrongPrincipal, wrongAction],
  "no-pod-identity-statement": [wrongTrust, missingTagSession, targetRole],
  "tag-session-missing": [missingTagSession, targetRole],
  "policy-invalid": [invalidPolicy, wrongPrincipal],
  "account-mismatch": [crossAccountProvider, accountMismatch],
  "provider-not-found": [malformedUrl],
  "client-id-missing": [clientIdMissing],
  "role-not-found": [roleNotFound],
  "malformed-arn": [malformedRoleArn, unrenderedTemplate],
};

/** The links of one account or one association that are all denied, at least one. */
interface Refusal {
  readonly account: ServiceAccount;
  readonly links: readonly Link[];
}

/** Associations by account: each of them gives the account all of its roles, or none. */
function refusedAssociations(model: Model): readonly Refusal[] {
  const groups = new Map<PodIdentityAssociation, Map<ServiceAccount, Link[]>>();
  for (const link of model.links) {
    if (link.association === undefined) continue;
    const accounts = groups.get(link.association) ?? new Map<ServiceAccount, Link[]>();
    groups.set(link.association, accounts);
    accounts.set(link.serviceAccount, [...(accounts.get(link.serviceAccount) ?? []), link]);
  }
  return [...groups.values()].flatMap((accounts) =>
    [...accounts]
      .filter(([, links]) => links.every(({ verdict }) => verdict === "denied"))
      .map(([account, links]) => ({ account, links })),
  );
}

function refusedAnnotations(model: Model): readonly Refusal[] {
  return annotated(model).flatMap((account) => {
    const links = deniedEverywhere(account);
    return links.length === 0 ? [] : [{ account: account.serviceAccount, links }];
  });
}

const roleOf = ({ role, roleArn }: Link): string =>
  role === undefined ? `"${print(roleArn)}"` : nameOfRole(role);

/** A role that also denies: the accounts of a namespace, or all others. */
const guarded = (operator: string): string =>
  exampleRole("reports", { conditions: exactly("reports", "reports") }).replace(
    "    Statement = [\n",
    `    Statement = [
      {
        Effect    = "Deny"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = "*"
        Condition = { ${operator} = { "${exampleIssuer}:sub" = "system:serviceaccount:reports:*" } }
      },
`,
  );

export default defineRule({
  id: "identity/access-denied",
  meta: {
    summary: "The role that a service account asks for must let it in",
    severity: "error",
    since: "0.1.0",
    messages: {
      annotation: (d: { account: string; role: string; reason: string }) =>
        `service account "${d.account}" can't assume ${d.role}: ${d.reason}`,
      association: (d: { account: string; role: string; reason: string }) =>
        `the association gives service account "${d.account}" no session of ${d.role}: ${d.reason}`,
    },
    docs: {
      why: "Everything is known that STS decides by, and it decides against the account: an explicit Deny, a condition on a key that the request does not have, a role that trusts only people, GitHub or other roles, another AWS partition. The pod starts, and its first call to AWS fails with `AccessDenied`.",
      fix: "Change what the message names, or annotate the account with another role. `irsa-lint links` shows the decision beside those of the other accounts.",
      quiet: [
        "A rule with a narrower question tells of the same denial: identity/subject-mismatch, trust/wrong-audience, trust/invalid-policy and others.",
        "Something that decides is not known.",
        "Another role that the annotation may mean lets the account in.",
        "A Pod Identity association shadows the annotation.",
      ],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/security-iam-troubleshoot.html",
      ],
      bad: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
        "iam.tf": guarded("StringLike"),
      },
      good: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
        "iam.tf": guarded("StringNotLike"),
      },
    },
  },
  check({ model, report }) {
    const isTold = toldBy(explaining, model);
    for (const { account, links } of [...refusedAnnotations(model), ...refusedAssociations(model)]) {
      const [link] = links;
      const [reason] = link?.reasons ?? [];
      if (link === undefined || reason === undefined || links.some(isTold)) continue;
      const { at } = link.association ?? link.roleArn;
      const reasons = links.flatMap((each) => each.reasons);
      report({
        messageId: link.mechanism === "irsa" ? "annotation" : "association",
        data: { account: nameOfAccount(account), role: roleOf(link), reason: reason.message },
        at,
        related: distinct(
          reasons.map((each) => ({ at: each.at, message: each.message })),
          at,
        ),
        confidence: confidenceIn(links, account.namespace, account.name),
      });
    }
  },
});
