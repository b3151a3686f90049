import { describe, expect, it } from "vitest";
import { conditionKeyProblem } from "../../src/iam/condition-key.ts";
import { textOfPattern } from "../support/text-pattern.ts";

const EKS = "oidc.eks.eu-west-1.amazonaws.com/id/ABC";

describe("condition keys that no token has", () => {
  it.each<[string, RegExp, string | undefined]>([
    [`https://${EKS}:sub`, /no "https:\/\/"/, `${EKS}:sub`],
    ["https://${var.issuer}:aud", /no "https:\/\/"/, "${var.issuer}:aud"],
    [`${EKS}/:sub`, /"\/" stands/, `${EKS}:sub`],
    ["https://${var.issuer}/:sub", /no "https/, "${var.issuer}:sub"],
    [`arn:aws:iam::111122223333:oidc-provider/${EKS}:sub`, /provider's ARN/, `${EKS}:sub`],
    [
      "arn:${p!partition}:iam::${a!account-id}:oidc-provider/${var.issuer}:sub",
      /provider's ARN/,
      "${var.issuer}:sub",
    ],
    [`${EKS}:subject`, /":subject" is no claim/, `${EKS}:sub`],
    ["${var.issuer}:audience", /":audience" is no claim/, "${var.issuer}:aud"],
    [`${EKS}:namespace`, /":namespace" is no claim/, undefined],
    [EKS, /claim is missing/, undefined],
    ["${module.eks.oidc_provider!eks-issuer}", /claim is missing/, undefined],
    ["oidc.eu-west-1.eks.amazonaws.com/id/ABC:sub", /transposed/, `${EKS}:sub`],
    ["eks.oidc.eu-west-1.amazonaws.com/id/ABC:sub", /transposed/, `${EKS}:sub`],
    [` ${EKS}:sub`, /blank/, `${EKS}:sub`],
  ])("%s: %s", (key, problem, correction) => {
    const found = conditionKeyProblem(textOfPattern(key));
    expect(found?.problem).toMatch(problem);
    expect(found?.correction).toBe(correction);
  });

  it.each([
    `${EKS}:sub`,
    `${EKS}:SUB`, // keys fold case
    `${EKS}:azp`,
    "${var.issuer}:sub",
    "${var.issuer}",
    "${var.key}",
    "${var.issuer}:${var.claim}",
    "${var.issuer}:email", // a provider that is not known to be a cluster
    "aws:SourceArn",
    "sts:RoleSessionName",
    "aws:RequestTag/kubernetes.io/name",
  ])("%s may be right", (key) => {
    expect(conditionKeyProblem(textOfPattern(key))).toBeUndefined();
  });
});
