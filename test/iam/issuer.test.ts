import { describe, expect, it } from "vitest";
import { claimOf, isForKubernetes, isKubernetesIssuer, providerKey } from "../../src/iam/issuer.ts";
import { wholeFile } from "../../src/model/location.ts";
import type { Statement } from "../../src/model/policy.ts";
import { absent, print, type Answer } from "../../src/model/text.ts";
import { textOfPattern } from "../support/text-pattern.ts";

const at = wholeFile({ path: "x", text: "" });
const EKS = "oidc.eks.eu-west-1.amazonaws.com/id/ABC";

describe("whose tokens an issuer gives out", () => {
  it.each<[string, Answer]>([
    [EKS, "yes"],
    [`https://${EKS}`, "yes"],
    [`arn:aws:iam::111122223333:oidc-provider/${EKS}`, "yes"],
    [`arn:\${p!partition}:iam::\${a!account-id}:oidc-provider/${EKS}`, "yes"],
    ["oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC", "yes"],
    ["oidc-eks.eu-west-1.api.aws/id/ABC", "yes"], // dual-stack endpoint
    ["oidc.eu-west-1.eks.amazonaws.com/id/ABC", "yes"], // transposed: a mistake, but about a cluster
    ["oidc.eks.${region!region}.amazonaws.com/id/${id}", "yes"],
    ["${module.eks.oidc_provider!eks-issuer}", "yes"],
    ["https://${aws_eks_cluster.a!eks-issuer}", "yes"],
    ["${var.issuer}", "maybe"],
    ["arn:aws:iam::${a!account-id}:oidc-provider/${var.issuer!issuer}", "maybe"],
    ["oidc.example.com/cluster", "maybe"], // a self-managed cluster may publish its keys anywhere
    ["token.actions.githubusercontent.com", "no"],
    ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", "no"],
    ["arn:aws:iam::${a!account-id}:oidc-provider/gitlab.com", "no"],
    ["app.terraform.io", "no"],
    ["accounts.google.com", "no"],
  ])("%s: %s", (issuer, answer) => {
    expect(isKubernetesIssuer(textOfPattern(issuer))).toBe(answer);
  });
});

describe("a provider's condition key", () => {
  it.each<[string, string, string]>([
    [`${EKS}:sub`, EKS, "sub"],
    ["${x}:aud", "${x}", "aud"],
    ["https://${x}:sub", "https://${x}", "sub"],
    ["arn:aws:iam::1:oidc-provider/a.b:Sub", "arn:aws:iam::1:oidc-provider/a.b", "Sub"],
    ["aws:SourceArn", "aws", "SourceArn"],
  ])("%s is %s and %s", (key, issuer, claim) => {
    const cut = providerKey(textOfPattern(key));
    expect(cut && print(cut.issuer)).toBe(issuer);
    expect(cut?.claim).toBe(claim);
    expect(claimOf(textOfPattern(key))).toBe(claim.toLowerCase());
  });

  it.each(["${x}", "no-colon", "a:su${b}"])("has no known claim in %s", (key) => {
    expect(claimOf(textOfPattern(key))).toBeUndefined();
  });
});

function statement(federated: string, key: string, value: string): Statement {
  return {
    sid: absent(at),
    effect: textOfPattern("Allow"),
    principals: [{ type: textOfPattern("Federated"), value: textOfPattern(federated) }],
    conditions: [
      {
        operator: textOfPattern("StringEquals"),
        key: textOfPattern(key),
        values: [textOfPattern(value)],
        at,
      },
    ],
    elements: new Map(),
    at,
  };
}

describe("whether a trust statement is about service accounts", () => {
  it.each<[string, string, string, Answer]>([
    ["${var.arn}", "${var.issuer}:sub", "system:serviceaccount:a:b", "yes"], // by its subject
    ["${var.arn}", "${var.issuer}:sub", "system:serviceaccounts:a:b", "yes"], // even a misspelt one
    ["${var.arn}", "${var.issuer}:sub", "${var.subject}", "maybe"],
    ["${var.arn}", `${EKS}:aud`, "sts.amazonaws.com", "yes"], // by its key
    ["${var.arn}", "aws:SourceAccount", "111122223333", "maybe"],
    [
      "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      "token.actions.githubusercontent.com:sub",
      "repo:example/app:*",
      "no",
    ],
    ["cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com:aud", "eu-west-1:pool", "no"],
  ])("%s, %s = %s: %s", (federated, key, value, answer) => {
    expect(isForKubernetes(statement(federated, key, value))).toBe(answer);
  });
});
