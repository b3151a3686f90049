import rule from "../../../rules/oidc/malformed-url.ts";
import { exampleIssuer } from "../../../src/rule-api/examples.ts";
import { testRule, type InvalidCase } from "../../support/rule-tester.ts";

const provider = (url: string): string => `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "${url}"
  client_id_list = ["sts.amazonaws.com"]
}
`;
const right = `https://${exampleIssuer}`;

const wrong = (name: string, url: string, says: string, meant = right): InvalidCase => ({
  name,
  files: { "iam.tf": provider(url) },
  findings: [
    {
      messageId: "malformed",
      at: "iam.tf:2",
      covers: url,
      severity: "error",
      says: `${says}; did you mean "${meant}"?`,
      suggests: [/^unsafe: Write "https:/],
      repaired: { "iam.tf": provider(meant) },
    },
  ],
});

testRule(rule, {
  valid: [
    { name: "an issuer of EKS", files: { "iam.tf": provider(right) } },
    {
      name: "one of China",
      files: { "iam.tf": provider(right.replace("amazonaws.com", "amazonaws.com.cn")) },
    },
    {
      name: "a dual-stack issuer",
      files: { "iam.tf": provider("https://oidc-eks.eu-west-2.api.aws/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8") },
    },
    {
      name: "somebody else's, with a slash that may be theirs",
      files: { "iam.tf": provider("https://login.example.com/") },
    },
    {
      name: "one without the scheme, as IAM gives it back and plans have it",
      files: { "iam.tf": provider(exampleIssuer) },
    },
    { name: "GitHub's", files: { "iam.tf": provider("https://token.actions.githubusercontent.com") } },
  ],
  unknown: [
    {
      name: "an URL that a variable holds",
      files: { "iam.tf": `variable "url" {}\n${provider("${var.url}/")}` },
    },
  ],
  invalid: [
    wrong("a slash at the end", `${right}/`, "it ends with a slash"),
    wrong("http", right.replace("https", "http"), 'it begins with "http://"'),
    wrong("a port", right.replace(".com", ".com:443"), "it has a port"),
    wrong("a query", `${right}?x=1`, "it has a query"),
    wrong(
      "region before eks",
      right.replace("eks.eu-west-2", "eu-west-2.eks"),
      'the region and "eks" are transposed',
    ),
    wrong("eks before oidc", right.replace("oidc.eks", "eks.oidc"), '"eks" and "oidc" are transposed'),
    wrong(
      "two mistakes at once",
      `${right.replace("oidc.eks", "eks.oidc")}/`,
      '"eks" and "oidc" are transposed',
    ),
  ],
});
