import { parseRoleArn } from "../iam/arn.ts";
import type { Fact, PodIdentityAssociation, Role, ServiceAccount } from "../model/entities.ts";
import type { Link } from "../model/link.ts";
import { comparePlaces } from "../model/location.ts";
import type { ClusterSettings, Coverage, Model } from "../model/model.ts";
import type { Problem } from "../model/problem.ts";
import { isAbsent, known, literal, print, type Text } from "../model/text.ts";
import { accountOf, fitIn } from "./associations.ts";
import { candidatesFor, indexRoles, nearRole, type Candidate, type RoleIndex } from "./candidates.ts";
import { clusterNamed, clusterOf } from "./clusters.ts";
import { sortFacts } from "./facts.ts";
import { deepFreeze } from "./freeze.ts";
import { judgeForm, judgeIrsa, judgeMissing, judgePartition, judgeUnknownArn, tokenOf } from "./irsa.ts";
import { judgePodIdentity } from "./pod-identity.ts";
import { assumedBy, unknown, type Judgement } from "./verdicts.ts";

/** What the linker needs besides the facts. */
export interface LinkContext {
  readonly clusters: readonly ClusterSettings[];
  readonly problems: readonly Problem[];
  readonly coverage: Coverage;
  /** Accounts of which every OIDC provider is among the facts, because an import lists them. */
  readonly completeAccounts?: readonly string[];
}

type Linked = Omit<Link, "verdict" | "reasons" | "assumed" | "decision" | "environment">;

function linkOf(linked: Linked, judgement: Judgement): Link {
  const { serviceAccount, role, roleArn, association, subject, audience } = linked;
  const texts: readonly Text[] = [roleArn, subject, audience, ...(role === undefined ? [] : [role.arn])];
  return {
    ...linked,
    environment:
      serviceAccount.origin.environment ??
      association?.origin.environment ??
      role?.origin.environment ??
      null,
    assumed: assumedBy(judgement, serviceAccount, texts),
    ...judgement,
  };
}

interface Naming {
  readonly linked: Linked;
  readonly index: RoleIndex;
  readonly cluster: ClusterSettings | undefined;
  readonly judge: (candidate: Candidate) => Judgement;
}

/** The links from one place that names a role: one for each role that it may mean, else one without a role. */
function linksFrom({ linked: named, index, cluster, judge }: Naming): readonly Link[] {
  const linked: Linked = cluster === undefined ? named : { ...named, cluster };
  const arn = linked.roleArn;
  const early = judgeForm(arn) ?? judgePartition(arn, cluster);
  if (early !== undefined) return [linkOf(linked, early)];
  const origin = linked.association?.origin ?? linked.serviceAccount.origin;
  const candidates = candidatesFor(arn, { origin, account: cluster?.account }, index);
  const [first] = candidates;
  if (first?.match === "name" && candidates.length > 1) return [linkOf(linked, ambiguous(arn, candidates))];
  if (first !== undefined) {
    const judged = candidates.map((candidate) => ({ candidate, judgement: judge(candidate) }));
    const kind = judged.find(({ judgement }) => judgement.verdict !== "denied")?.candidate.role;
    return judged.map(({ candidate: { role }, judgement }) =>
      linkOf({ ...linked, role }, kind === undefined ? judgement : unlessAnother(judgement, kind, arn)),
    );
  }
  if (parseRoleArn(arn) === undefined) return [linkOf(linked, judgeUnknownArn(arn))];
  const near = nearRole(arn, index);
  const judgement = judgeMissing(arn, near);
  const role = judgement.verdict === "denied" ? near?.role : undefined;
  return [linkOf(role === undefined ? linked : { ...linked, role }, judgement)];
}

/**
 * An ARN names one role. Where the input has several for it (two roots of one account, roles whose account is not
 * known) and one of them may let the account in, the refusal of another proves nothing: it may not be the one.
 */
function unlessAnother(judgement: Judgement, kind: Role, arn: Text): Judgement {
  if (judgement.verdict !== "denied") return judgement;
  const [reason] = judgement.reasons;
  const where = `${kind.address ?? print(kind.name)} in ${kind.at.file.path}`;
  const message = `"${print(arn)}" may be ${where} instead, which does not refuse the account; this one does: `;
  return {
    ...judgement,
    ...unknown("ambiguous-role", `${message}${reason?.message ?? ""}`, reason?.at ?? arn.at),
  };
}

/** Several roles fit only because a name has holes: which one is meant can not be told. */
function ambiguous(arn: Text, candidates: readonly Candidate[]): Judgement {
  if (parseRoleArn(arn) === undefined) return judgeUnknownArn(arn);
  const names = candidates.slice(0, 3).map(({ role }) => `"${print(role.name)}"`);
  const more =
    candidates.length > names.length ? ` and ${String(candidates.length - names.length)} more` : "";
  return unknown(
    "ambiguous-role",
    `"${print(arn)}" may be any of the roles ${names.join(", ")}${more}`,
    arn.at,
  );
}

interface World {
  readonly index: RoleIndex;
  readonly model: Omit<Model, "links">;
  readonly completeAccounts: readonly string[];
}

/** The link of an annotation; `mayBeShadowed` is an association that may be for the same account. */
function irsaLinks(
  account: ServiceAccount,
  arn: Text,
  mayBeShadowed: PodIdentityAssociation | undefined,
  { index, model, completeAccounts }: World,
): readonly Link[] {
  const cluster = clusterOf(account, model.clusters);
  const links = linksFrom({
    linked: { mechanism: "irsa", serviceAccount: account, roleArn: arn, ...tokenOf(account) },
    index,
    cluster,
    judge: ({ role, match }) => judgeIrsa({ account, arn, role, match, cluster, model, completeAccounts }),
  });
  if (mayBeShadowed === undefined) return links;
  const what = `whether the association of "${print(mayBeShadowed.serviceAccount)}" in "${print(mayBeShadowed.namespace)}" is for this account`;
  return links.map((link): Link => {
    if (link.verdict !== "denied") return link;
    const { verdict, reasons } = unknown("unresolved", `not known from the input: ${what}`, mayBeShadowed.at);
    return { ...link, verdict, reasons };
  });
}

/** The audience of the token that EKS Pod Identity uses (EKS User Guide, "How EKS Pod Identity works"). */
const POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";

function podIdentityLinks(
  association: PodIdentityAssociation,
  account: ServiceAccount,
  { index, model }: World,
): readonly Link[] {
  const cluster = clusterNamed(association.clusterName, model.clusters);
  const openPolicies = model.gaps.some(({ may }) => may.includes("policy"));
  return linksFrom({
    linked: {
      mechanism: "pod-identity",
      serviceAccount: account,
      association,
      roleArn: association.roleArn,
      subject: tokenOf(account).subject,
      audience: literal(POD_IDENTITY_AUDIENCE, association.at),
    },
    index,
    cluster,
    judge: ({ role, match }) =>
      judgePodIdentity({ association, account, role, match, cluster, index, openPolicies }),
  });
}

/** Whether an annotation names a role at all: the webhook takes an empty one for none. */
function annotated(account: ServiceAccount): Text | undefined {
  const { roleArn } = account;
  return isAbsent(roleArn) || known(roleArn) === "" ? undefined : roleArn;
}

/** Every link. An association shadows the annotation of its account, which then gives no verdict. */
function allLinks(world: World): readonly Link[] {
  const { serviceAccounts, associations, clusters, oidcProviders } = world.model;
  const fit = fitIn(associations, clusters, oidcProviders);
  const placed = new Set<PodIdentityAssociation>();
  const fromAccounts = serviceAccounts.flatMap((account) => {
    const fits = associations.map((association) => ({ association, answer: fit(association, account) }));
    const own = fits.flatMap(({ association, answer }) => (answer === "yes" ? [association] : []));
    for (const association of own) placed.add(association);
    if (own.length > 0) return own.flatMap((association) => podIdentityLinks(association, account, world));
    const arn = annotated(account);
    if (arn === undefined) return [];
    return irsaLinks(account, arn, fits.find(({ answer }) => answer === "maybe")?.association, world);
  });
  const unplaced = associations.filter((association) => !placed.has(association));
  return [
    ...fromAccounts,
    ...unplaced.flatMap((association) => podIdentityLinks(association, accountOf(association), world)),
  ];
}

/** Links in the order in which they are printed: by account, mechanism and role. */
function compareLinks(a: Link, b: Link): number {
  const key = ({ serviceAccount, mechanism, association, role, roleArn }: Link): readonly string[] => [
    serviceAccount.id,
    mechanism,
    association?.id ?? "",
    role?.id ?? "",
    print(roleArn),
  ];
  const places = comparePlaces(a.serviceAccount.at, b.serviceAccount.at);
  if (places !== 0) return places;
  const [left, right] = [key(a), key(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  if (at === -1) return 0;
  return (left[at] ?? "") < (right[at] ?? "") ? -1 : 1;
}

/**
 * Joins what the loaders found into the model that rules read: entities sorted and with ids of their own, links from
 * accounts to roles with the verdict of each. The same facts in any order give the same model.
 */
export function link(facts: readonly Fact[], context: LinkContext): Model {
  const { ofKind } = sortFacts(facts);
  const roles: readonly Role[] = ofKind("role");
  const model: Omit<Model, "links"> = {
    roles,
    oidcProviders: ofKind("oidc-provider"),
    associations: ofKind("pod-identity-association"),
    serviceAccounts: ofKind("service-account"),
    workloads: ofKind("workload"),
    namespaces: ofKind("namespace"),
    configurationSources: ofKind("configuration-source"),
    secretStores: ofKind("secret-store"),
    externalSecrets: ofKind("external-secret"),
    certificateIssuers: ofKind("certificate-issuer"),
    releases: ofKind("release"),
    gaps: ofKind("gap"),
    problems: [...context.problems].sort(
      (a, b) => comparePlaces(a.at, b.at) || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0),
    ),
    clusters: context.clusters,
    coverage: context.coverage,
  };
  const world: World = {
    index: indexRoles(roles),
    model,
    completeAccounts: context.completeAccounts ?? [],
  };
  return deepFreeze({ ...model, links: [...allLinks(world)].sort(compareLinks) });
}
