import { providerUrlFault } from "../../src/iam/provider-url.ts";
import { print } from "../../src/model/text.ts";
import { exampleIssuer } from "../../src/rule-api/examples.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant } from "../../src/rule-api/wording.ts";

const provider = (url: string): string => `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "${url}"
  client_id_list = ["sts.amazonaws.com"]
}
`;

export default defineRule({
  id: "oidc/malformed-url",
  meta: {
    summary: "The URL of a cluster's OIDC provider must be the issuer of its tokens, letter for letter",
    severity: "error",
    since: "0.1.0",
    messages: {
      malformed: (d: { url: string; problem: string; hint: string }) =>
        `no token of a cluster comes from "${d.url}": ${d.problem}${d.hint}`,
    },
    docs: {
      why: "STS looks for a provider whose URL is the token's issuer, letter for letter. EKS's issuers are `https://oidc.eks.<region>.amazonaws.com/id/<id>`, without a port, a query or a slash at the end.",
      fix: "Use the cluster's own attribute: `aws_eks_cluster.this.identity[0].oidc[0].issuer`.",
      quiet: [
        "The URL is not wholly known.",
        "It has no scheme: IAM keeps it so, and plans and states show it so.",
        "The provider is not that of an EKS cluster.",
      ],
      references: [
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html",
      ],
      bad: { "iam.tf": provider(`https://${exampleIssuer}/`) },
      good: { "iam.tf": provider(`https://${exampleIssuer}`) },
    },
  },
  check({ model, report }) {
    for (const provider of model.oidcProviders) {
      const fault = providerUrlFault(provider.url);
      if (fault === undefined) continue;
      const { url } = provider;
      report({
        messageId: "malformed",
        data: { url: print(url), problem: fault.problem, hint: meant(fault.correction) },
        at: url.at,
        suggestions: rewrite(url, fault.correction, "unsafe"),
      });
    }
  },
});
