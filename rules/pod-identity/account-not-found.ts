import type { PodIdentityAssociation } from "../../src/model/entities.ts";
import type { Model } from "../../src/model/model.ts";
import { print } from "../../src/model/text.ts";
import {
  differenceTo,
  ignoreOption,
  isIgnored,
  missedAccount,
  type IgnoreOption,
  type NearAccount,
  type WantedAccount,
} from "../../src/rule-api/absent-accounts.ts";
import { bareAccount, exampleAssociation, examplePodRole } from "../../src/rule-api/examples.ts";
import { nameOfAssociation } from "../../src/rule-api/pod-identity.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule, type ReportArguments } from "../../src/rule-api/rule.ts";
import { meant, nameOfAccount } from "../../src/rule-api/wording.ts";

const messages = {
  missing: (d: { account: string; namespace: string }) =>
    `the association is for service account "${d.account}", which nothing here makes, though namespace "${d.namespace}" is described here`,
  near: (d: { account: string; difference: string; hint: string }) =>
    `the association is for service account "${d.account}", which nothing here makes${d.difference}${d.hint}`,
};

type Found = ReportArguments<typeof messages, keyof typeof messages>;

/** An add-on's own association is for an account that the add-on makes. */
const isOfAddon = ({ address }: PodIdentityAssociation): boolean =>
  address?.includes("aws_eks_addon.") === true;

const wantedBy = ({ namespace, serviceAccount }: PodIdentityAssociation): WantedAccount => ({
  namespace,
  name: serviceAccount,
});

/** The finding on an association whose account is probably another one. */
function misspelt(association: PodIdentityAssociation, near: NearAccount): Found {
  const { namespace, serviceAccount } = association;
  const { account, differs } = near;
  const [written, right] =
    differs === "namespace" ? [namespace, account.namespace] : [serviceAccount, account.name];
  return {
    messageId: "near",
    data: {
      account: nameOfAssociation(association),
      difference: differenceTo(near),
      hint: meant(nameOfAccount(account)),
    },
    at: written.at,
    related: [{ at: account.name.at, message: "a similar account" }],
    // Two texts change places: no single one is right.
    suggestions: differs === "order" ? [] : rewrite(written, print(right), "unsafe"),
    severity: "warning",
  };
}

function findingFor(
  association: PodIdentityAssociation,
  model: Model,
  options: IgnoreOption,
): Found | undefined {
  const wanted = wantedBy(association);
  if (isOfAddon(association) || isIgnored(wanted, options)) return undefined;
  const missed = missedAccount(wanted, model);
  if (missed === undefined) return undefined;
  if (missed.near !== undefined) return misspelt(association, missed.near);
  return {
    messageId: "missing",
    data: { account: nameOfAssociation(association), namespace: print(association.namespace) },
    at: association.serviceAccount.at,
  };
}

export default defineRule({
  id: "pod-identity/account-not-found",
  meta: {
    summary: "A Pod Identity association should be for a service account that exists",
    severity: "info",
    since: "0.1.0",
    messages,
    options: ignoreOption,
    docs: {
      why: "EKS makes an association for any namespace and name, also for an account that does not exist. Pods of the account that was meant start without credentials and fall back to the node's role.",
      fix: "Write the account's namespace and name as they are in the cluster, or remove the association.",
      quiet: [
        "Something that is not read may make the account: a chart, a generator, an overlay, a name that is not wholly known.",
        "The namespace is not described here, and no account here is similar.",
        "The association is an EKS add-on's own, or EKS makes the account for an add-on; every namespace has `default`.",
        "Without a similar account it is only info, with one a warning.",
        "The option `ignore` says that the account is made elsewhere.",
      ],
      references: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html"],
      bad: {
        "iam.tf": examplePodRole("reports") + exampleAssociation("reports", "report", "reports"),
        "sa.yaml": bareAccount("reports", "reports"),
      },
      good: {
        "iam.tf": examplePodRole("reports") + exampleAssociation("reports", "reports"),
        "sa.yaml": bareAccount("reports", "reports"),
      },
    },
  },
  check({ model, options, report }) {
    for (const association of model.associations) {
      const found = findingFor(association, model, options);
      if (found !== undefined) report(found);
    }
  },
});
