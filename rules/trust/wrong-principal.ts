import { parseProviderArn } from "../../src/iam/arn.ts";
import { federatedPrincipals, isKubernetesIssuer } from "../../src/iam/issuer.ts";
import { equals } from "../../src/model/compare.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import type { PolicyDocument, Principal, Statement } from "../../src/model/policy.ts";
import { isAbsent, known, print, type Text } from "../../src/model/text.ts";
import { mayHoldMore } from "../../src/rule-api/claim-conditions.ts";
import { exactly, exampleAccount, exampleProvider, exampleRole } from "../../src/rule-api/examples.ts";
import { annotated, deniedEverywhere, usedBy } from "../../src/rule-api/links.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule, type ReportArguments } from "../../src/rule-api/rule.ts";
import { kubernetesStatements, takesIn, WEB_IDENTITY } from "../../src/rule-api/trust-statements.ts";
import { nameOfAccount, nameOfRole } from "../../src/rule-api/wording.ts";

/** The services whose roles are taken for a pod's: a node's, the cluster's, Fargate's, and Pod Identity's. */
const NO_POD = /^(?:ec2|eks|eks-nodegroup|eks-fargate-pods|eks-fargate|pods\.eks)\.amazonaws\.com(?:\.cn)?$/;

const messages = {
  type: (d: { role: string; provider: string; type: string }) =>
    `"${d.provider}" is an OIDC provider, but stands under "${d.type}" in the trust policy of ${d.role}: a provider's type is "Federated"`,
  url: (d: { role: string; value: string; meant: string }) =>
    `"${d.value}" in the trust policy of ${d.role} is the URL of an OIDC provider, IAM wants its ARN: ${d.meant}`,
  service: (d: { role: string; service: string; account: string }) =>
    `${d.role} trusts only "${d.service}", so service account "${d.account}", which is annotated with it, never gets it: a pod's token needs a Federated principal, the cluster's OIDC provider`,
};

type Found = ReportArguments<typeof messages, keyof typeof messages>;

const typeOf = ({ type }: Principal): string | undefined => known(type);

/** What stands after the scheme, when a principal is an URL or a bare EKS issuer. */
function issuerInUrl(value: Text): string | undefined {
  const written = print(value);
  const rest = written.replace(/^https?:\/\//i, "");
  if (/^arn:/i.test(rest) || isKubernetesIssuer(value) === "no") return undefined;
  if (rest !== written) return rest;
  return isKubernetesIssuer(value) === "yes" && /\/id\//.test(rest) && known(value) !== undefined
    ? rest
    : undefined;
}

/** Whether a provider stands as it should somewhere in the policy, so that its tokens may come in there. */
function fitsElsewhere(policy: PolicyDocument, provider: Text): boolean {
  const federated = policy.statements.flatMap((statement) => federatedPrincipals(statement));
  return federated.some(({ value }) => value !== provider && equals(value, provider) !== "no");
}

/** A provider's ARN, or its URL, as a principal of another type. */
function wrongType(principal: Principal, policy: PolicyDocument, role: Role): Found | undefined {
  const type = typeOf(principal);
  const { value } = principal;
  if (type !== "AWS" && type !== "Service") return undefined;
  const isProvider = parseProviderArn(value) !== undefined || issuerInUrl(value) !== undefined;
  if (!isProvider || fitsElsewhere(policy, value)) return undefined;
  return {
    messageId: "type",
    data: { role: nameOfRole(role), provider: print(value), type },
    at: principal.type.at,
    related: [{ at: value.at, message: "the OIDC provider" }],
    suggestions: rewrite(principal.type, "Federated", "unsafe"),
  };
}

/** The ARN that was meant, where the role's account is known. */
function providerOf(role: Role, issuer: string): string | undefined {
  const account = known(role.account);
  const partition = known(role.partition) ?? "aws";
  return account === undefined ? undefined : `arn:${partition}:iam::${account}:oidc-provider/${issuer}`;
}

function urlForArn({ type, value }: Principal, role: Role): Found | undefined {
  const issuer = known(type) === "Federated" ? issuerInUrl(value) : undefined;
  if (issuer === undefined) return undefined;
  const arn = providerOf(role, issuer);
  const suggestions: readonly Suggestion[] = arn === undefined ? [] : rewrite(value, arn, "unsafe");
  const meant = arn ?? `arn:aws:iam::<account>:oidc-provider/${issuer}`;
  return {
    messageId: "url",
    data: { role: nameOfRole(role), value: print(value), meant: `"${meant}"` },
    at: value.at,
    suggestions,
  };
}

/** Whether an association may give the account of a link this role, whatever its annotation says. */
function mayBeAssociated({ serviceAccount }: Link, model: Model): boolean {
  return (
    model.gaps.some(({ may }) => may.includes("association")) ||
    model.associations.some(
      (each) =>
        equals(each.namespace, serviceAccount.namespace) !== "no" &&
        equals(each.serviceAccount, serviceAccount.name) !== "no",
    )
  );
}

const allows = ({ effect }: Statement): boolean => isAbsent(effect) || known(effect) !== "Deny";

/** The service that a policy lets in, when it lets in services and nothing else. */
function onlyServices(policy: PolicyDocument): Principal | undefined {
  const allowing = policy.statements.filter(allows);
  const principals = allowing.flatMap(({ principals = [] }) => principals);
  const unclear = allowing.some(
    (statement) =>
      mayHoldMore(policy, statement) ||
      statement.principals === undefined ||
      // Then trust/wrong-action tells.
      (takesIn(statement, WEB_IDENTITY) !== "no" && takesIn(statement, "sts:AssumeRole") === "no"),
  );
  if (unclear || !principals.every((principal) => typeOf(principal) === "Service")) return undefined;
  return principals.find(({ value }) => NO_POD.test(known(value) ?? ""));
}

/** The links whose role certainly refuses an account that only its annotation ties to it. */
function refusedLinks(model: Model): readonly Link[] {
  return annotated(model)
    .flatMap(deniedEverywhere)
    .filter((link) => !mayBeAssociated(link, model));
}

function serviceFindings(model: Model): readonly Found[] {
  const seen = new Set<Role>();
  return refusedLinks(model).flatMap((link): readonly Found[] => {
    const { role } = link;
    if (role?.trust.state !== "known" || seen.has(role)) return [];
    seen.add(role);
    const principal = onlyServices(role.trust.value);
    if (principal === undefined) return [];
    return [
      {
        messageId: "service",
        data: {
          role: nameOfRole(role),
          service: print(principal.value),
          account: nameOfAccount(link.serviceAccount),
        },
        at: principal.value.at,
        related: [{ at: link.roleArn.at, message: "the annotation names the role" }],
      },
    ];
  });
}

export default defineRule({
  id: "trust/wrong-principal",
  meta: {
    summary: "A pod's role must trust the cluster's OIDC provider, by its ARN, as a Federated principal",
    severity: "error",
    since: "0.1.0",
    messages,
    docs: {
      why: "A pod comes with a token of its cluster's OIDC provider, and only a Federated principal takes tokens. A role for EC2, for the cluster or for EKS Pod Identity refuses it; IAM does not even save an URL for the provider's ARN.",
      fix: 'Write `"Federated": "arn:aws:iam::<account>:oidc-provider/<issuer>"` with the action `sts:AssumeRoleWithWebIdentity`. For EKS Pod Identity, create the association and take the annotation away.',
      quiet: [
        "Another statement of the policy trusts the provider as it should.",
        "An EKS Pod Identity association for the account is here, or may be made by something that is not read.",
        "A principal, or part of the policy, is not known.",
        "No service account here is annotated with a role that trusts a service.",
      ],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity",
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          principal: ["AWS", exampleProvider],
          conditions: exactly("reports", "reports"),
        }),
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
      },
      good: {
        "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
      },
    },
  },
  check({ model, report }) {
    for (const { role, policy, statement, effect } of kubernetesStatements(model)) {
      if (effect !== "Allow" || policy.moreStatements !== undefined) continue;
      for (const principal of statement.principals ?? []) {
        const found = wrongType(principal, policy, role) ?? urlForArn(principal, role);
        if (found === undefined) continue;
        report({ ...found, related: [...(found.related ?? []), ...usedBy(role, model)] });
      }
    }
    serviceFindings(model).forEach(report);
  },
});
