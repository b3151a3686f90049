import { isKubernetesIssuer } from "../../src/iam/issuer.ts";
import { couldExist } from "../../src/model/absence.ts";
import { allOf, equals } from "../../src/model/compare.ts";
import type { ReadAccount, Release, Role, RolePolicy, ServiceAccount } from "../../src/model/entities.ts";
import type { Related } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import type { Statement } from "../../src/model/policy.ts";
import { isAbsent, known, literal, print } from "../../src/model/text.ts";
import { shownBy } from "../../src/rule-api/controller-features.ts";
import { exactly, exampleApplication, exampleRole } from "../../src/rule-api/examples.ts";
import { isShadowed } from "../../src/rule-api/links.ts";
import { mayBringCredentials } from "../../src/rule-api/release-credentials.ts";
import { accountsMadeOf, mayBeMisplaced, roleAnnotations } from "../../src/rule-api/releases.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { kubernetesStatements, takesIn } from "../../src/rule-api/trust-statements.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

/** Whether the account certainly exists under a name that is wholly known, without a role of its own. */
function isBare({ existence, madeBy, roleArn, moreAnnotations, namespace, name }: ServiceAccount): boolean {
  if (existence !== "created" || madeBy?.guessed === true) return false;
  if (!isAbsent(roleArn) || moreAnnotations !== undefined) return false;
  const assumed = [...(namespace.assumed ?? []), ...(name.assumed ?? [])];
  if (assumed.some((each) => each.startsWith("default:"))) return false;
  return known(namespace) !== undefined && known(name) !== undefined;
}

/** Whether something else here is, or may be, the same account with an annotation. */
function isAnnotatedElsewhere(account: ServiceAccount, { serviceAccounts }: Model): boolean {
  return serviceAccounts.some(
    (other) =>
      other !== account &&
      (!isAbsent(other.roleArn) || other.moreAnnotations !== undefined) &&
      allOf([equals(other.namespace, account.namespace), equals(other.name, account.name)]) !== "no",
  );
}

/** Whether what is not read here may change the account. */
function mayBeChanged({ namespace }: ServiceAccount, { gaps }: Model): boolean {
  return gaps.some(
    (gap) =>
      gap.may.includes("service-account") &&
      (isAbsent(gap.namespace) || equals(gap.namespace, namespace) !== "no"),
  );
}

/** Whether a Secret beside the account looks like keys: some charts' pods take one of a fixed name unasked. */
function hasKeysBeside({ namespace }: ServiceAccount, model: Model): boolean {
  const secrets = [
    ...model.configurationSources.filter(({ objectKind }) => objectKind === "Secret"),
    ...model.externalSecrets.filter(({ objectKind }) => !objectKind.includes("Push")),
  ];
  return secrets.some(
    (secret) =>
      (isAbsent(secret.namespace) || equals(secret.namespace, namespace) !== "no") &&
      (known(secret.name) === undefined || /aws|credential/i.test(print(secret.name))),
  );
}

/** Whether a statement lets a service of AWS in, or may. */
function letsIn({ principals = [] }: Statement, service: string): boolean {
  return principals.some(
    ({ type, value }) =>
      equals(type, literal("Service", type.at)) !== "no" &&
      equals(value, literal(service, value.at)) !== "no",
  );
}

const trusts = ({ trust }: Role, service: string): boolean =>
  trust.state === "known" && trust.value.statements.some((statement) => letsIn(statement, service));

/** Whether an association may give the account a role: one of here, or one that is made elsewhere for a role of here. */
function mayBeAssociated(account: ServiceAccount, model: Model): boolean {
  const { namespace, name } = account;
  if (isShadowed(account, model)) return true;
  if (couldExist(model, { kind: "association", namespace, name }) !== "no") return true;
  const used = new Set(model.links.map(({ role }) => role));
  return model.roles.some((role) => !used.has(role) && trusts(role, "pods.eks.amazonaws.com"));
}

function mayGrant({ document }: RolePolicy, actions: readonly string[]): boolean {
  if (document.state !== "known" || document.value.moreStatements !== undefined) return true;
  return document.value.statements.some((statement) => {
    const effect = isAbsent(statement.effect) ? undefined : known(statement.effect);
    return effect !== "Deny" && actions.some((action) => takesIn(statement, action) !== "no");
  });
}

/** Whether a role of nodes that is here holds, or may hold, something that the controller needs. */
function nodesMayDoIt(actions: readonly string[], { roles }: Model): boolean {
  return roles.some(
    (role) =>
      trusts(role, "ec2.amazonaws.com") &&
      (role.morePolicies !== undefined || role.policies.some((policy) => mayGrant(policy, actions))),
  );
}

/** Whether the account's cluster certainly gives service accounts roles: the input has them for it, or for any. */
function isOnEks(account: ServiceAccount, model: Model): boolean {
  if (kubernetesStatements(model).length > 0) return true;
  if (model.oidcProviders.some(({ issuer }) => isKubernetesIssuer(issuer) === "yes")) return true;
  const { cluster, environment } = account.origin;
  return model.serviceAccounts.some(({ roleArn, origin }) => {
    if (isAbsent(roleArn) || roleArn.parts.length === 0) return false;
    if (origin.environment !== environment && origin.environment !== null) return false;
    return isAbsent(cluster) || isAbsent(origin.cluster) || equals(cluster, origin.cluster) !== "no";
  });
}

/** What shows that an account's controller calls AWS, besides its chart and its values: an empty list when those do. */
function callingAws(read: ReadAccount, release: Release, model: Model): readonly Related[] | undefined {
  if (read.unsure) return undefined;
  if (read.callsAws === "yes") return [];
  const shown = read.callsAwsFor && shownBy(read.callsAwsFor, release, model, false);
  return shown && [shown];
}

/** An account whose controller calls AWS and that has no role. */
interface Bare {
  readonly account: ServiceAccount;
  readonly shown: readonly Related[];
}

/** The accounts of a release's controllers that certainly call AWS and have no role. */
function withoutRole(release: Release, model: Model): readonly Bare[] {
  const calling = (release.reads?.accounts ?? []).flatMap((read) => {
    const shown = callingAws(read, release, model);
    return shown === undefined ? [] : [{ read, shown }];
  });
  // An annotation that is empty or goes nowhere is for another rule.
  if (calling.length === 0 || roleAnnotations(release).length > 0 || mayBringCredentials(release)) return [];
  if (mayBeMisplaced(release, model)) return [];
  if (nodesMayDoIt(release.reads?.actions ?? [], model)) return [];
  return calling
    .flatMap(({ read, shown }) =>
      accountsMadeOf(release, read, model).map((account): Bare => ({ account, shown })),
    )
    .filter(
      ({ account }) =>
        isBare(account) &&
        isOnEks(account, model) &&
        !isAnnotatedElsewhere(account, model) &&
        !mayBeChanged(account, model) &&
        !hasKeysBeside(account, model) &&
        !mayBeAssociated(account, model),
    );
}

const application = (values: string): string =>
  exampleApplication(`      valuesObject:
        provider:
          name: aws
${values}`);

const role = {
  "iam.tf": exampleRole("external-dns", { conditions: exactly("external-dns", "external-dns") }),
};

export default defineRule({
  id: "identity/missing-role",
  meta: {
    summary: "A controller that calls AWS should have a role of its own",
    severity: "warning",
    since: "0.1.0",
    messages: {
      missing: (d: { chart: string; account: string }) =>
        `the controller of chart "${d.chart}" calls AWS, but service account "${d.account}" has no role: it falls back to the node's`,
    },
    docs: {
      why: "Without a role-arn annotation or a Pod Identity association the SDK in the controller asks the node for credentials. Either the node's role lacks the rights and every call fails, or it has them and lends them to every pod on the node.",
      fix: "Annotate the service account with the role's ARN in the chart's values, or make an EKS Pod Identity association for it.",
      quiet: [
        "The values select another provider than AWS, or nobody knows which.",
        "It calls AWS for some objects only (cert-manager for ClusterIssuers that solve by Route 53, External Secrets for stores of AWS without credentials of their own), and none of those is here.",
        "An association for the account is here, or something that is not read may make one.",
        "Something that is not read may change the account: another chart, an overlay, a value file from elsewhere.",
        "The values give the pods keys, variables, files or another tool's role, or a Secret beside the account looks like keys.",
        "A role of nodes that is here holds an action that the controller needs, or has policies that are not known.",
        "Nothing here shows that service accounts get roles: it may be no EKS cluster.",
        "The chart makes no account, or the account is one of nodes.",
        "The values hold a role somewhere: identity/values-not-read and identity/empty-role-arn tell.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
        "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
        "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html",
      ],
      bad: { ...role, "apps/external-dns.yaml": application("") },
      good: {
        ...role,
        "apps/external-dns.yaml": application(`        serviceAccount:
          annotations:
            eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-external-dns
`),
      },
    },
  },
  check({ model, report }) {
    for (const release of model.releases) {
      for (const { account, shown } of withoutRole(release, model)) {
        const chart = release.chart.name;
        report({
          messageId: "missing",
          data: { chart: print(chart), account: nameOfAccount(account) },
          at: account.name.at,
          related: [...shown, { at: chart.at, message: `the chart of release "${print(release.name)}"` }],
        });
      }
    }
  },
});
