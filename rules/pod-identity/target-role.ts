import type { Reason } from "../../src/model/link.ts";
import { isAbsent } from "../../src/model/text.ts";
import { exampleAssociation, examplePodRole, exampleRole } from "../../src/rule-api/examples.ts";
import { confidenceIn, distinct } from "../../src/rule-api/links.ts";
import { associated, nameOfAssociation, type Associated } from "../../src/rule-api/pod-identity.ts";
import { isVerbatim } from "../../src/rule-api/repairs.ts";
import { defineRule, type ReportArguments } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

const messages = {
  refused: (d: { account: string; role: string; target: string; reason: string }) =>
    `the association of service account "${d.account}" goes on from ${d.role} to ${d.target}, which it does not get: ${d.reason}`,
};

type Found = ReportArguments<typeof messages, "refused">;

/** The reasons that another rule tells of. */
const OTHERS: readonly Reason["code"][] = ["explicit-deny", "policy-invalid"];

/** The finding on an association whose own role lets EKS in, and whose target role lets that role in nowhere. */
function findingFor({ association, links }: Associated): Found | undefined {
  if (!links.every(({ verdict }) => verdict === "denied")) return undefined;
  const link = links.find(({ target, decision }) => target !== undefined && decision?.verdict !== "denied");
  const [reason] = link?.reasons ?? [];
  if (link?.role === undefined || link.target === undefined || reason === undefined) return undefined;
  if (OTHERS.includes(reason.code)) return undefined;
  const { role, target } = link;
  const named = association.targetRoleArn;
  // A reference stands where the role is defined, where nothing is wrong.
  const isReference = !isAbsent(named) && reason.at === named.at && !isVerbatim(named);
  const at = isReference ? association.at : reason.at;
  return {
    messageId: "refused",
    data: {
      account: nameOfAssociation(association),
      role: nameOfRole(role),
      target: nameOfRole(target.role),
      reason: reason.message,
    },
    at,
    related: distinct(
      [
        ...link.reasons.map((each) => ({ at: each.at, message: each.message })),
        { at: association.at, message: "the association" },
        ...(isAbsent(named) ? [] : [{ at: named.at, message: "it goes on to this role" }]),
        { at: role.name.at, message: "its role, which is to assume the target role" },
      ],
      at,
    ),
    confidence: confidenceIn([link]),
  };
}

const chained = (action: string | readonly string[]): string => `provider "aws" {
  region              = "eu-west-2"
  allowed_account_ids = ["111122223333"]
}

${examplePodRole("reports")}${exampleAssociation("reports", "reports", "reports", "  target_role_arn = aws_iam_role.bucket.arn\n")}
${exampleRole("bucket", {
  principal: ["AWS", "arn:aws:iam::111122223333:role/prod-reports"],
  action,
  conditions: {},
})}`;

export default defineRule({
  id: "pod-identity/target-role",
  meta: {
    summary: "The target role of an association must let the association's role in, with its tags",
    severity: "error",
    since: "0.1.0",
    messages,
    docs: {
      why: "With `target_role_arn` EKS Pod Identity assumes the association's role first, and with that the target role. The target role must trust the first one for `sts:AssumeRole` and, because the session's tags travel along, for `sts:TagSession`. A target role of another account also asks that a policy of the first role allows it.",
      fix: "Let the target role trust the association's role by its ARN for both actions, and allow `sts:AssumeRole` and `sts:TagSession` on the target role in a policy of the association's role.",
      quiet: [
        "The target role, its trust policy, or what a condition is compared with is not known.",
        "The policies of the association's role are not all known.",
        "The association's own role refuses EKS: pod-identity/wrong-trust and pod-identity/missing-tag-session tell.",
        "A Deny matches, or IAM refuses the target's trust policy: identity/access-denied and trust/invalid-policy tell.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
      ],
      bad: { "iam.tf": chained("sts:AssumeRole") },
      good: { "iam.tf": chained(["sts:AssumeRole", "sts:TagSession"]) },
    },
  },
  check({ model, report }) {
    for (const each of associated(model)) {
      const found = findingFor(each);
      if (found !== undefined) report(found);
    }
  },
});
