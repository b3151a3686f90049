import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

/** IAM's quotas for a trust policy: the default, and the most that AWS raises it to (IAM user guide, "IAM and AWS STS quotas"). */
const DEFAULT_QUOTA = 2_048;
const HIGHEST_QUOTA = 4_096;

interface Options {
  readonly quota: number;
}

const defaults: Options = { quota: DEFAULT_QUOTA };

const manySubjects = Array.from(
  { length: 40 },
  (_, at) => `system:serviceaccount:reports:reports-${String(at + 1).padStart(2, "0")}`,
);

export default defineRule({
  id: "trust/too-long",
  meta: {
    summary: "A trust policy must fit in the account's quota of 2,048 characters, and in 4,096 at most",
    severity: "warning",
    since: "0.1.0",
    messages: {
      overQuota: (d: { role: string; length: number; quota: number }) =>
        `the trust policy of ${d.role} has ${String(d.length)} characters without white space, the account's quota is ${String(d.quota)} unless AWS raised it`,
      overHighest: (d: { role: string; length: number }) =>
        `the trust policy of ${d.role} has ${String(d.length)} characters without white space: IAM takes 4096 at most, whatever the account's quota`,
    },
    options: {
      schema: {
        type: "object",
        additionalProperties: false,
        properties: {
          quota: {
            description: "The account's quota for a role's trust policy, if AWS raised it.",
            type: "integer",
            minimum: DEFAULT_QUOTA,
            maximum: HIGHEST_QUOTA,
            default: DEFAULT_QUOTA,
          },
        },
      },
      defaults,
    },
    docs: {
      why: "IAM refuses a longer policy when the role is made, with `Cannot exceed quota for ACLSizePerRole`; the plan knows nothing of it. A statement for one cluster leaves room for about thirty subjects.",
      fix: "Give the accounts roles of their own, or one pattern under `StringLike` in place of many subjects, or move to EKS Pod Identity, whose trust policy names no cluster. If AWS raised the quota, set the option `quota`.",
      quiet: ["Part of the policy is not known, so that its length is not."],
      references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
      bad: {
        "iam.tf": exampleRole("reports", {
          conditions: {
            StringEquals: {
              [`${exampleIssuer}:sub`]: manySubjects,
              [`${exampleIssuer}:aud`]: "sts.amazonaws.com",
            },
          },
        }),
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, options, report }) {
    for (const role of model.roles) {
      const { trust } = role;
      const length = trust.state === "known" ? trust.value.length : undefined;
      if (length === undefined || length <= options.quota) continue;
      const at = role.trust.at;
      if (length > HIGHEST_QUOTA) {
        report({ messageId: "overHighest", data: { role: nameOfRole(role), length }, at, severity: "error" });
        continue;
      }
      report({ messageId: "overQuota", data: { role: nameOfRole(role), length, quota: options.quota }, at });
    }
  },
});
