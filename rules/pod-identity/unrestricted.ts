import { known } from "../../src/model/text.ts";
import type { Statement } from "../../src/model/policy.ts";
import { exampleAssociation, examplePodRole, exactlyTagged } from "../../src/rule-api/examples.ts";
import { usedBy } from "../../src/rule-api/links.ts";
import { podPrincipal, podTrusts } from "../../src/rule-api/pod-identity.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

/** What a trust policy can ask of EKS Pod Identity, and the keys that ask it (EKS User Guide, "session tags"). */
const KEYS: Readonly<Record<Restriction, readonly string[]>> = {
  cluster: ["aws:requesttag/eks-cluster-arn", "aws:requesttag/eks-cluster-name", "aws:sourcearn"],
  namespace: ["aws:requesttag/kubernetes-namespace"],
  "service-account": ["aws:requesttag/kubernetes-service-account"],
};

type Restriction = "cluster" | "namespace" | "service-account";

interface Options {
  readonly require: readonly Restriction[];
}

const defaults: Options = { require: [] };

/** Whether a statement may have a condition on one of these keys: a key that is not known may be any. */
function mayAskFor({ conditions, moreConditions }: Statement, keys: readonly string[]): boolean {
  return (
    moreConditions !== undefined ||
    conditions.some(({ key }) => {
      const name = known(key);
      return name === undefined || keys.includes(name.toLowerCase());
    })
  );
}

/** What a statement does not ask for; all three only when it asks for none, unless the option requires more. */
function unasked(statement: Statement, { require }: Options): readonly Restriction[] {
  const all = Object.keys(KEYS) as Restriction[];
  if (require.length === 0) {
    return all.some((each) => mayAskFor(statement, KEYS[each])) ? [] : all;
  }
  return require.filter((each) => !mayAskFor(statement, KEYS[each]));
}

const words: Readonly<Record<Restriction, string>> = {
  cluster: "cluster",
  namespace: "namespace",
  "service-account": "service account",
};

function sentence(missing: readonly Restriction[]): string {
  const names = missing.map((each) => words[each]);
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} or ${last}`;
}

export default defineRule({
  id: "pod-identity/unrestricted",
  meta: {
    summary: "A role for EKS Pod Identity should say which cluster, namespace or service account it is for",
    severity: "off",
    since: "0.1.0",
    messages: {
      unrestricted: (d: { role: string; missing: string }) =>
        `the trust policy of ${d.role} takes EKS Pod Identity's word without a condition on the ${d.missing}`,
    },
    options: {
      schema: {
        type: "object",
        additionalProperties: false,
        properties: {
          require: {
            description:
              "What every trust policy must ask for. Without it, a condition on any one of them is enough.",
            type: "array",
            items: { enum: ["cluster", "namespace", "service-account"] },
            uniqueItems: true,
            default: [],
          },
        },
      },
      defaults,
    },
    docs: {
      why: "Whoever may make associations and pass the role can give it to any service account of any cluster of the AWS account. Conditions on the request tags keep the role with the workload that it was made for.",
      fix: 'Add a condition such as `"StringEquals": { "aws:RequestTag/kubernetes-namespace": "reports" }`.',
      quiet: [
        "A condition asks for the cluster, the namespace or the service account; with the option `require`, for each that it names.",
        "Conditions may be added by something that is not known.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
      ],
      bad: { "iam.tf": examplePodRole("reports") + exampleAssociation("reports", "reports") },
      good: {
        "iam.tf":
          examplePodRole("reports", { conditions: exactlyTagged("reports", "reports") }) +
          exampleAssociation("reports", "reports"),
      },
    },
  },
  check({ model, options, report }) {
    for (const { role, statements } of podTrusts(model)) {
      for (const statement of statements) {
        const missing = unasked(statement, options);
        const principal = podPrincipal(statement);
        if (missing.length === 0 || principal === undefined) continue;
        report({
          messageId: "unrestricted",
          data: { role: nameOfRole(role), missing: sentence(missing) },
          at: principal.value.at,
          related: usedBy(role, model),
        });
      }
    }
  },
});
