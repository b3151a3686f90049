import rule from "../../../rules/pod-identity/wrong-trust.ts";
import {
  bareAccount,
  exampleAssociation,
  exampleIssuer,
  examplePodRole,
  exactly,
  exactlyTagged,
  exampleRole,
  type ExampleTrust,
} from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { provider } from "../../support/trust-repositories.ts";

const association = exampleAssociation("reports", "reports");
const untagged = exampleAssociation("reports", "reports", "reports", "  disable_session_tags = true\n");
const asking = (operator: string, key: string, value: string | readonly string[]): string =>
  examplePodRole("reports", { conditions: { [operator]: { [key]: value } } });
const tag = (name: string): string => `aws:RequestTag/${name}`;
const trusting = (trust: Partial<ExampleTrust>): string => examplePodRole("reports", trust);

const forBoth = exampleRole("reports", { conditions: exactly("reports", "reports") }).replace(
  "\n    ]\n",
  `,
      {
        Effect    = "Allow"
        Action    = ["sts:AssumeRole", "sts:TagSession"]
        Principal = { Service = "pods.eks.amazonaws.com" }
      }
    ]
`,
);

const prod = `clusters: [{name: prod, account: "111122223333", region: eu-west-2, issuer: "https://${exampleIssuer}", paths: ["**"]}]\n`;
const arn = (region: string, account: string, name: string): string =>
  `arn:aws:eks:${region}:${account}:cluster/${name}`;

testRule(rule, {
  valid: [
    { name: "no condition", files: { "iam.tf": examplePodRole("reports") + association } },
    {
      name: "conditions on its own tags",
      files: { "iam.tf": trusting({ conditions: exactlyTagged("reports", "reports") }) + association },
    },
    {
      name: "patterns and a list of namespaces",
      files: {
        "iam.tf":
          trusting({
            conditions: {
              StringEquals: { [tag("kubernetes-namespace")]: ["others", "reports"] },
              StringLike: { [tag("kubernetes-service-account")]: "rep*" },
            },
          }) + association,
      },
    },
    { name: "a role for both mechanisms", files: { "iam.tf": forBoth + association } },
    {
      name: "the cluster's own ARN",
      files: {
        ".irsa-lint.yaml": prod,
        "iam.tf":
          asking("StringEquals", tag("eks-cluster-arn"), arn("eu-west-2", "111122223333", "prod")) +
          association,
      },
    },
    {
      name: "an action that is missing, of which pod-identity/missing-tag-session tells",
      files: { "iam.tf": trusting({ action: "sts:AssumeRole" }) + association },
    },
    {
      name: "no session tags and no condition on any",
      files: { "iam.tf": examplePodRole("reports") + untagged },
    },
    {
      name: "a wrong role without an association",
      files: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  ],
  unknown: [
    {
      name: "a role that is defined elsewhere",
      files: {
        "iam.tf": association.replace("aws_iam_role.reports.arn", '"arn:aws:iam::111122223333:role/x"'),
      },
    },
    {
      name: "a namespace that a variable holds",
      files: {
        "iam.tf": `variable "namespace" {}\n${trusting({ conditions: exactlyTagged("reports", "reports") })}${exampleAssociation("reports", "reports").replace('"reports"\n  service', "var.namespace\n  service")}`,
      },
    },
    {
      name: "the pod's own name, which nobody knows beforehand",
      files: { "iam.tf": asking("StringLike", tag("kubernetes-pod-name"), "reports-*") + association },
    },
    {
      name: "a cluster's ARN, without a word on the cluster's region",
      files: {
        "iam.tf":
          asking("StringEquals", tag("eks-cluster-arn"), arn("eu-west-2", "111122223333", "prod")) +
          association,
      },
    },
    {
      name: "session tags that a variable switches",
      files: {
        "iam.tf": `variable "off" {}\n${trusting({ conditions: exactlyTagged("reports", "reports") })}${untagged.replace("true", "var.off")}`,
      },
    },
    {
      name: "statements that a variable adds",
      files: {
        "iam.tf": `variable "statements" {}\nresource "aws_iam_role" "reports" {\n  name = "reports"\n  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = var.statements })\n}\n${association}`,
      },
    },
  ],
  invalid: [
    {
      name: "a role that was made for IRSA",
      files: {
        "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) + association,
      },
      findings: [
        {
          messageId: "principal",
          at: "iam.tf:10",
          covers: `arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}`,
          severity: "error",
          confidence: "high",
          says: 'does not trust "pods.eks.amazonaws.com", only "arn:aws:iam::111122223333:oidc-provider/',
          related: ['resource "aws_eks_pod_identity_association" "reports"'],
          suggests: [],
        },
      ],
    },
    {
      name: "China's spelling of the service",
      files: { "iam.tf": trusting({ principal: ["Service", "pods.eks.amazonaws.com.cn"] }) + association },
      findings: [
        {
          messageId: "principal",
          at: "iam.tf:10",
          covers: "pods.eks.amazonaws.com.cn",
          says: 'did you mean "pods.eks.amazonaws.com"?',
          suggests: [/^unsafe: Write "pods\.eks\.amazonaws\.com"$/],
          repaired: { "iam.tf": examplePodRole("reports") + association },
        },
      ],
    },
    {
      name: "another namespace, in a repository that has the association's account",
      files: {
        "iam.tf": trusting({ conditions: exactlyTagged("report", "reports") }) + association,
        "sa.yaml": bareAccount("reports", "reports"),
      },
      findings: [
        {
          messageId: "condition",
          at: "iam.tf:24",
          covers: "reports",
          says: 'by StringEquals for "aws:RequestTag/kubernetes-namespace" "report", but EKS sends "reports"; did you mean "report"?',
          related: ["report", 'resource "aws_eks_pod_identity_association" "reports"'],
          suggests: [
            /^unsafe: Write "reports" in the trust policy$/,
            /^unsafe: Write "report" in the association$/,
          ],
          repaired: {
            "iam.tf": trusting({ conditions: exactlyTagged("reports", "reports") }) + association,
          },
        },
      ],
    },
    {
      name: "another service account and another namespace",
      files: { "iam.tf": trusting({ conditions: exactlyTagged("invoices", "invoices") }) + association },
      findings: [
        {
          messageId: "condition",
          at: "iam.tf:24",
          covers: "reports",
          says: '"invoices", but EKS sends "reports"',
          suggests: [
            /^unsafe: Write "invoices" in the association$/,
            /^unsafe: Write "reports" in the trust policy$/,
          ],
        },
        { messageId: "condition", at: "iam.tf:25", covers: "reports", says: "kubernetes-service-account" },
      ],
    },
    {
      name: "another cluster by its name",
      files: { "iam.tf": asking("StringEquals", tag("eks-cluster-name"), "staging") + association },
      findings: [
        {
          messageId: "condition",
          at: "iam.tf:22",
          covers: "prod",
          says: '"staging", but EKS sends "prod"',
          suggests: [],
        },
      ],
    },
    {
      name: "a cluster's ARN of another region",
      files: {
        ".irsa-lint.yaml": prod,
        "iam.tf":
          provider +
          asking("ArnLike", tag("eks-cluster-arn"), arn("eu-west-1", "111122223333", "prod")) +
          association,
      },
      findings: [
        {
          messageId: "condition",
          at: "iam.tf:26",
          covers: "prod",
          says: `but EKS sends "${arn("eu-west-2", "111122223333", "prod")}"; did you mean "${arn("eu-west-1", "111122223333", "prod")}"?`,
        },
      ],
    },
    {
      name: "a principal's tag in a trust policy",
      files: {
        "iam.tf": asking("StringEquals", "aws:PrincipalTag/kubernetes-namespace", "reports") + association,
      },
      findings: [
        {
          messageId: "absentKey",
          at: "iam.tf:13",
          covers: "aws:PrincipalTag/kubernetes-namespace",
          says: 'which EKS does not send; did you mean "aws:RequestTag/kubernetes-namespace"?',
          related: ['resource "aws_eks_pod_identity_association" "reports"'],
          suggests: [/^unsafe: Write "aws:RequestTag\/kubernetes-namespace"$/],
          repaired: {
            "iam.tf": asking("StringEquals", "aws:RequestTag/kubernetes-namespace", "reports") + association,
          },
        },
      ],
    },
    {
      name: "conditions on tags that the association switches off",
      files: { "iam.tf": trusting({ conditions: exactlyTagged("reports", "reports") }) + untagged },
      findings: [
        {
          messageId: "tagsOff",
          at: "iam.tf:27",
          covers: "true",
          says: 'asks for "aws:RequestTag/kubernetes-namespace" and "aws:RequestTag/kubernetes-service-account"',
          related: ["reports"],
        },
      ],
    },
    {
      name: "a subject of IRSA for EKS Pod Identity",
      files: { "iam.tf": trusting({ conditions: exactly("reports", "reports") }) + association },
      findings: [
        { messageId: "absentKey", at: "iam.tf:13", covers: `${exampleIssuer}:sub`, suggests: [] },
        { messageId: "absentKey", at: "iam.tf:14", covers: `${exampleIssuer}:aud` },
      ],
    },
    {
      name: "one of two associations",
      files: {
        "iam.tf":
          trusting({ conditions: { StringEquals: { [tag("kubernetes-namespace")]: "reports" } } }) +
          association +
          exampleAssociation("others", "others", "reports"),
      },
      findings: [{ messageId: "condition", at: "iam.tf:30", covers: "others" }],
    },
  ],
});
