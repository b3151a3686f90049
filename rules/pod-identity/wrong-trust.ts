import { didYouMean } from "../../src/iam/near-miss.ts";
import { listed } from "../../src/iam/trust/words.ts";
import type { PodIdentityAssociation, Role } from "../../src/model/entities.ts";
import type { Clause, Link, StatementDecision } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, print, type Text } from "../../src/model/text.ts";
import { exampleAssociation, examplePodRole, exactly, exactlyTagged } from "../../src/rule-api/examples.ts";
import { confidenceIn, distinct } from "../../src/rule-api/links.ts";
import {
  associated,
  nameOfAssociation,
  POD_PRINCIPAL,
  sendsTags,
  type Associated,
} from "../../src/rule-api/pod-identity.ts";
import { repairsOf } from "../../src/rule-api/pod-identity-repairs.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule, type ReportArguments } from "../../src/rule-api/rule.ts";
import { meant, nameOfRole } from "../../src/rule-api/wording.ts";

const messages = {
  principal: (d: { role: string; account: string; trusted: string; hint: string }) =>
    `service account "${d.account}" is associated with ${d.role}, which does not trust "${POD_PRINCIPAL}", only ${d.trusted}${d.hint}`,
  condition: (d: {
    role: string;
    account: string;
    key: string;
    got: string;
    wanted: string;
    operator: string;
    hint: string;
  }) =>
    `service account "${d.account}" is associated with ${d.role}, whose trust policy asks by ${d.operator} for "${d.key}" ${d.wanted}, but EKS sends "${d.got}"${d.hint}`,
  absentKey: (d: { role: string; account: string; key: string; hint: string }) =>
    `service account "${d.account}" is associated with ${d.role}, whose trust policy asks for "${d.key}", which EKS does not send${d.hint}`,
  tagsOff: (d: { role: string; account: string; keys: string }) =>
    `the association of service account "${d.account}" switches session tags off, but the trust policy of ${d.role} asks for ${d.keys}`,
};

type Found = ReportArguments<typeof messages, keyof typeof messages>;

/** A link that is refused for what its role trusts. */
interface Refused extends Link {
  readonly role: Role;
  readonly association: PodIdentityAssociation;
}

function isRefused(link: Link): link is Refused {
  // Where the role itself lets EKS in, its target role refuses: pod-identity/target-role tells.
  return link.verdict === "denied" && link.role !== undefined && link.decision?.verdict === "denied";
}

const allowing = ({ decision }: Link): readonly StatementDecision[] =>
  (decision?.statements ?? []).filter(({ effect }) => effect === "Allow");

const failing = ({ clauses }: StatementDecision, part: Clause["part"]): readonly Clause[] =>
  clauses.filter((clause) => clause.part === part && clause.answer === "no");

/** The principals of a policy that lets in everybody but EKS Pod Identity. */
function strangers(link: Refused): readonly Text[] {
  const statements = allowing(link);
  const isForOthers = statements.every((statement) => failing(statement, "principal").length > 0);
  return isForOthers ? statements.flatMap(({ statement }) => statement.principals ?? []).map(valueOf) : [];
}

const valueOf = ({ value }: { readonly value: Text }): Text => value;

/** A service principal that was probably meant to be that of EKS Pod Identity. */
function misspelt(trusted: readonly Text[]): Text | undefined {
  return trusted.find((value) => {
    const service = known(value)?.toLowerCase().replace(/\.cn$/, "") ?? "";
    return service === POD_PRINCIPAL || didYouMean(service, [POD_PRINCIPAL]) !== undefined;
  });
}

function wrongPrincipal(link: Refused, trusted: readonly Text[]): Found {
  const { role, association } = link;
  const typo = misspelt(trusted);
  const at = typo?.at ?? trusted[0]?.at ?? role.trust.at;
  return {
    messageId: "principal",
    data: {
      role: nameOfRole(role),
      account: nameOfAssociation(association),
      trusted: listed(trusted, "and"),
      hint: meant(typo === undefined ? undefined : POD_PRINCIPAL),
    },
    at,
    related: distinct(
      [
        { at: association.at, message: "the association names the role" },
        ...trusted.map((value) => ({ at: value.at, message: "the role trusts this principal, too" })),
      ],
      at,
    ),
    suggestions: typo === undefined ? [] : rewrite(typo, POD_PRINCIPAL, "unsafe"),
    confidence: confidenceIn([link], ...trusted),
  };
}

/** The conditions by which the nearest statement for EKS Pod Identity refuses. */
function refusingConditions(link: Refused): readonly Clause[] {
  const found = allowing(link)
    .filter((each) => failing(each, "principal").length === 0 && failing(each, "action").length === 0)
    .map((each) => failing(each, "condition"))
    .filter((clauses) => clauses.length > 0);
  return found.reduce<readonly Clause[]>(
    (best, each) => (best.length === 0 || each.length < best.length ? each : best),
    [],
  );
}

/** The part of an association from which EKS takes the value of a condition's key. */
function partFor(key: string, association: PodIdentityAssociation): Text | undefined {
  switch (key.toLowerCase()) {
    case "aws:requesttag/kubernetes-namespace":
      return association.namespace;
    case "aws:requesttag/kubernetes-service-account":
      return association.serviceAccount;
    case "aws:requesttag/eks-cluster-name":
    case "aws:requesttag/eks-cluster-arn":
    case "aws:sourcearn":
      return association.clusterName;
    default:
      return undefined;
  }
}

const operatorIn = ({ condition }: Clause): string =>
  condition === undefined ? "" : print(condition.operator);

const keyOf = ({ condition }: Clause): string => (condition === undefined ? "" : print(condition.key));

/** The conditions on request tags, where the association keeps EKS from sending any. */
function tagsOff(link: Refused, clauses: readonly Clause[]): Found | undefined {
  const { role, association } = link;
  const asking = clauses.filter(
    (clause) =>
      isAbsent(clause.got) && /^aws:requesttag\//i.test(keyOf(clause)) && clause.condition !== undefined,
  );
  if (asking.length === 0 || sendsTags(association) !== "no") return undefined;
  const { at } = association.disableSessionTags;
  return {
    messageId: "tagsOff",
    data: {
      role: nameOfRole(role),
      account: nameOfAssociation(association),
      keys: listed(
        asking.flatMap(({ condition }) => condition?.key ?? []),
        "and",
      ),
    },
    at,
    related: distinct(
      asking.map((clause) => ({ at: clause.at, message: `the condition on "${keyOf(clause)}"` })),
      at,
    ),
    confidence: confidenceIn([link]),
  };
}

/** A key that EKS never sends: a principal's tag, a claim of a token. */
function absentKey(link: Refused, clause: Clause): Found {
  const { role, association } = link;
  const written = keyOf(clause);
  const tag = /^aws:principaltag\//i.test(written) ? written.slice(written.indexOf("/") + 1) : undefined;
  const correction = tag === undefined ? undefined : `aws:RequestTag/${tag}`;
  const key = clause.condition?.key;
  return {
    messageId: "absentKey",
    data: {
      role: nameOfRole(role),
      account: nameOfAssociation(association),
      key: written,
      hint: meant(correction),
    },
    at: key?.at ?? clause.at,
    related: [{ at: association.at, message: "the association names the role" }],
    suggestions: key === undefined || correction === undefined ? [] : rewrite(key, correction, "unsafe"),
    confidence: confidenceIn([link], ...clause.wanted),
  };
}

function wrongValue(link: Refused, clause: Clause, model: Model): Found {
  const key = keyOf(clause);
  const { role, association } = link;
  const { got, wanted } = clause;
  const part = partFor(key, association);
  const at = part?.at ?? association.at;
  const value = isAbsent(got) ? "" : print(got);
  const near = didYouMean(
    value,
    wanted.flatMap((each) => known(each) ?? []),
  );
  return {
    messageId: "condition",
    data: {
      role: nameOfRole(role),
      account: nameOfAssociation(association),
      key,
      got: value,
      wanted: listed(wanted),
      operator: operatorIn(clause),
      hint: meant(near),
    },
    at,
    related: distinct(
      [
        ...wanted.map((each) => ({ at: each.at, message: `the trust policy wants "${print(each)}"` })),
        { at: association.at, message: "the association names the role" },
      ],
      at,
    ),
    suggestions: part === undefined ? [] : repairsOf(association, part, wanted, model),
    confidence: confidenceIn([link], ...wanted, ...(isAbsent(got) ? [] : [got])),
  };
}

/** What keeps the association's role from EKS; undefined when another rule tells, or when one role may let it in. */
function findingsFor({ links }: Associated, model: Model): readonly Found[] {
  if (!links.every(({ verdict }) => verdict === "denied")) return [];
  const refused = links.find(isRefused);
  const code = refused?.reasons[0]?.code;
  // A policy that IAM refuses, and an explicit Deny, are for the rules on those.
  if (refused === undefined || code === "policy-invalid" || code === "explicit-deny") return [];
  const trusted = strangers(refused);
  if (trusted.length > 0) return [wrongPrincipal(refused, trusted)];
  const refusing = refusingConditions(refused);
  const off = tagsOff(refused, refusing);
  if (off !== undefined) return [off];
  return refusing.map((clause) =>
    isAbsent(clause.got) ? absentKey(refused, clause) : wrongValue(refused, clause, model),
  );
}

export default defineRule({
  id: "pod-identity/wrong-trust",
  meta: {
    summary: "The role of a Pod Identity association must trust EKS Pod Identity for that service account",
    severity: "error",
    since: "0.1.0",
    messages,
    docs: {
      why: "An association only names a role; the role's trust policy decides. A role that was made for IRSA trusts the cluster's OIDC provider, which EKS Pod Identity does not use, and conditions on request tags are compared with the association's own cluster, namespace and service account, letter for letter. EKS makes the association all the same; the pod's call fails.",
      fix: 'Trust `{"Service": "pods.eks.amazonaws.com"}` with `sts:AssumeRole` and `sts:TagSession`, beside the OIDC provider where both ways are in use. Where a condition refuses, decide which side is right: the association or the trust policy. Conditions are on `aws:RequestTag/...`; `aws:PrincipalTag/...` is for permission policies.',
      quiet: [
        "The role, its trust policy, or what a condition is compared with is not known.",
        "Another role that the association may mean lets EKS Pod Identity in.",
        "An action is missing: pod-identity/missing-tag-session tells.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
      ],
      bad: {
        "iam.tf":
          examplePodRole("reports", { conditions: exactlyTagged("report", "reports") }) +
          exampleAssociation("reports", "reports"),
        "half-migrated.tf":
          examplePodRole("invoices", {
            action: "sts:AssumeRoleWithWebIdentity",
            principal: [
              "Federated",
              "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8",
            ],
            conditions: exactly("invoices", "invoices"),
          }) + exampleAssociation("invoices", "invoices"),
      },
      good: {
        "iam.tf":
          examplePodRole("reports", { conditions: exactlyTagged("reports", "reports") }) +
          exampleAssociation("reports", "reports"),
        "half-migrated.tf": examplePodRole("invoices") + exampleAssociation("invoices", "invoices"),
      },
    },
  },
  check({ model, report }) {
    for (const each of associated(model)) findingsFor(each, model).forEach(report);
  },
});
