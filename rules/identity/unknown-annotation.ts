import { didYouMean } from "../../src/iam/near-miss.ts";
import { ACCOUNT_ANNOTATIONS, ROLE_ARN_ANNOTATION, WEBHOOK_PREFIX } from "../../src/iam/webhook.ts";
import type { ServiceAccount } from "../../src/model/entities.ts";
import { known } from "../../src/model/text.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { remove, rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

/** The webhook's domain, and its first label: other controllers of AWS have other ones (`iam`, `sts`, `services`). */
const DOMAIN = WEBHOOK_PREFIX.slice(0, -1);

/** Shorter names that people give the role, in the form of `plain`. */
const ROLE_WORDS: readonly string[] = ["role", "iamrole", "rolearn", "iamrolearn", "arn"];

const plain = (word: string): string => word.toLowerCase().replace(/[-_.]/g, "");

function isNearDomain(domain: string): boolean {
  const [label = ""] = domain.split(".");
  const isOurs = label === "eks" || didYouMean(label, ["eks"]) !== undefined;
  return domain === DOMAIN || (isOurs && didYouMean(domain, [DOMAIN]) !== undefined);
}

/** The annotation that a key was meant to be; undefined for one that is right, or that is another program's. */
export function meantAnnotation(key: string): string | undefined {
  if (ACCOUNT_ANNOTATIONS.includes(key)) return undefined;
  const slash = key.indexOf("/");
  if (slash === -1 || !isNearDomain(key.slice(0, slash))) return undefined;
  const name = plain(key.slice(slash + 1));
  if (ROLE_WORDS.includes(name)) return ROLE_ARN_ANNOTATION;
  const names = ACCOUNT_ANNOTATIONS.map((each) => plain(each.slice(WEBHOOK_PREFIX.length)));
  const index = names.indexOf(names.includes(name) ? name : (didYouMean(name, names) ?? ""));
  return ACCOUNT_ANNOTATIONS[index];
}

/** Whether the account has the annotation under its right name, too, so that nothing is missing. */
function has(account: ServiceAccount, annotation: string): boolean {
  return account.annotations.some(({ key }) => known(key) === annotation);
}

const role = "arn:aws:iam::111122223333:role/prod-reports";

export default defineRule({
  id: "identity/unknown-annotation",
  meta: {
    summary: "An annotation that nearly has one of the webhook's names does nothing",
    severity: "error",
    since: "0.1.0",
    messages: {
      unknown: (d: { key: string; meant: string; account: string }) =>
        `nothing reads the annotation "${d.key}" of service account "${d.account}"; did you mean "${d.meant}"?`,
      beside: (d: { key: string; meant: string; account: string }) =>
        `nothing reads the annotation "${d.key}" of service account "${d.account}", which has "${d.meant}", too`,
    },
    docs: {
      why: "Annotations are free text: Kubernetes takes any key, and the webhook looks for exact ones. An account with `eks.amazonaws.com/role_arn` simply has no role.",
      fix: `The webhook reads ${ACCOUNT_ANNOTATIONS.map((each) => `\`${each}\``).join(", ")} on service accounts.`,
      quiet: [
        "The key is another program's: `iam.amazonaws.com/role` is that of kube2iam and kiam.",
        "The key is not wholly known.",
        "It is only info where the account has the right annotation, too.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
        "https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/pkg/annotations.go",
      ],
      bad: {
        "sa.yaml": exampleAccount("reports", "reports", role).replace("role-arn", "role_arn"),
      },
      good: { "sa.yaml": exampleAccount("reports", "reports", role) },
    },
  },
  check({ model, report }) {
    for (const account of model.serviceAccounts) {
      for (const { key, value } of account.annotations) {
        const written = known(key);
        const annotation = written === undefined ? undefined : meantAnnotation(written);
        if (written === undefined || annotation === undefined) continue;
        const data = { key: written, meant: annotation, account: nameOfAccount(account) };
        const related = [
          {
            at: account.name.at,
            message: `the annotation is of service account "${nameOfAccount(account)}"`,
          },
        ];
        if (has(account, annotation)) {
          const suggestions = remove(value.at, "Remove it", "unsafe");
          report({ messageId: "beside", data, at: key.at, related, suggestions, severity: "info" });
        } else {
          // It gives the account what it did not have, so nobody may apply it unasked.
          const suggestions = rewrite(key, annotation, "unsafe");
          report({ messageId: "unknown", data, at: key.at, related, suggestions });
        }
      }
    }
  },
});
