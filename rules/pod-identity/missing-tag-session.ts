import type { PodIdentityAssociation, Role } from "../../src/model/entities.ts";
import type { Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import type { Statement } from "../../src/model/policy.ts";
import { exampleAssociation, examplePodRole } from "../../src/rule-api/examples.ts";
import {
  allowsPods,
  nameOfAssociation,
  POD_ACTIONS,
  podTrusts,
  sendsTags,
} from "../../src/rule-api/pod-identity.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { elementOf, takesIn, WEB_IDENTITY } from "../../src/rule-api/trust-statements.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

/** The associations that certainly give this very role. */
function associationsOf(role: Role, model: Model): readonly PodIdentityAssociation[] {
  return model.links.flatMap((link) =>
    link.role === role && link.association !== undefined ? [link.association] : [],
  );
}

/** Whether somebody's session with this role has tags: nobody says otherwise, or some association sends them. */
function isTagged(role: Role, model: Model): boolean {
  const associations = associationsOf(role, model);
  return associations.length === 0 || associations.some((each) => sendsTags(each) === "yes");
}

/** The one action that is written, or the statement's list of them. */
function placeOf(statement: Statement): Location {
  const [only, ...others] = statement.actions ?? [];
  return only === undefined || others.length > 0 ? elementOf(statement, "Action") : only.at;
}

export default defineRule({
  id: "pod-identity/missing-tag-session",
  meta: {
    summary: "A role for EKS Pod Identity must allow both sts:AssumeRole and sts:TagSession",
    severity: "error",
    since: "0.1.0",
    messages: {
      missing: (d: { role: string; missing: string }) =>
        `the trust policy of ${d.role} does not allow "pods.eks.amazonaws.com" ${d.missing}, which EKS Pod Identity needs`,
    },
    docs: {
      why: "EKS Pod Identity assumes the role and tags the session with the cluster, the namespace and the service account in one call. Without `sts:TagSession` STS refuses the call, and the pod gets no credentials; the association itself is made without a word.",
      fix: 'Write `"Action": ["sts:AssumeRole", "sts:TagSession"]`.',
      quiet: [
        "Another statement for `pods.eks.amazonaws.com` allows the action.",
        "Every association of the role switches session tags off (`disable_session_tags`), or may do so.",
        "An action, or part of the policy, is not known.",
        "The statement allows `sts:AssumeRoleWithWebIdentity` instead: trust/wrong-action tells.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
      ],
      bad: {
        "iam.tf":
          examplePodRole("reports", { action: "sts:AssumeRole" }) + exampleAssociation("reports", "reports"),
      },
      good: { "iam.tf": examplePodRole("reports") + exampleAssociation("reports", "reports") },
    },
  },
  check({ model, report }) {
    for (const { role, policy, statements } of podTrusts(model)) {
      const missing = POD_ACTIONS.filter((action) => allowsPods(policy, action) === "no").filter(
        (action) => action !== "sts:TagSession" || isTagged(role, model),
      );
      const [first] = missing;
      if (first === undefined) continue;
      const isForTokens = statements.some((statement) => takesIn(statement, WEB_IDENTITY) === "yes");
      if (isForTokens && missing.includes("sts:AssumeRole")) continue;
      const [statement] = statements;
      report({
        messageId: "missing",
        data: { role: nameOfRole(role), missing: missing.map((action) => `"${action}"`).join(" and ") },
        at: placeOf(statement),
        related: associationsOf(role, model)
          .slice(0, 3)
          .map((association) => ({
            at: association.serviceAccount.at,
            message: `service account "${nameOfAssociation(association)}" is to get this role`,
          })),
      });
    }
  },
});
