import { describe, expect, it } from "vitest";
import { isAccountSlip, issuerSlip } from "../../src/iam/issuer-near-miss.ts";

const issuer = "oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8";

describe("issuerSlip", () => {
  it.each([
    [
      "another region",
      issuer.replace("eu-west-2", "eu-west-1"),
      'the region is "eu-west-1", not "eu-west-2"',
    ],
    ["words exchanged", issuer.replace("oidc.eks", "eks.oidc"), '"eks" and "oidc" are transposed'],
    ["region first", issuer.replace("eks.eu-west-2", "eu-west-2.eks"), 'the region and "eks" are transposed'],
    ["China's host", issuer.replace("amazonaws.com", "amazonaws.com.cn"), "the host differs"],
    ["one character", issuer.replace("7C1F", "7C1E"), "the cluster's id differs in one character"],
    ["one character less", issuer.slice(0, -1), "the cluster's id differs in one character"],
    ["two characters", issuer.replace("7C1F", "7CF1"), "the cluster's id differs in two characters"],
    [
      "lower case",
      issuer.replace("7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8", (id) => id.toLowerCase()),
      "the cluster's id differs in its case",
    ],
  ])("names the slip: %s", (_, written, slip) => {
    expect(issuerSlip(written, issuer)).toBe(slip);
  });

  it.each([
    ["the same", issuer],
    ["another cluster", issuer.replace("7C1F3A", "000000")],
    ["another cluster of another region", issuer.replace("eu-west-2", "eu-west-1").replace("7C1F", "7C1E")],
    ["no EKS", "login.example.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8"],
    ["short ids, which are made up", "oidc.eks.eu-west-2.amazonaws.com/id/ABD"],
  ])("takes for another issuer: %s", (_, written) => {
    expect(issuerSlip(written, issuer)).toBeUndefined();
    expect(issuerSlip(written, "oidc.eks.eu-west-2.amazonaws.com/id/ABC")).toBeUndefined();
  });
});

describe("isAccountSlip", () => {
  it.each([
    ["one digit", "111122223334", true],
    ["two neighbours exchanged", "111212223333", true],
    ["the same", "111122223333", false],
    ["two digits", "111122223344", false],
    ["eleven digits", "11112222333", false],
    ["no digits", "ACCOUNT_ID12", false],
  ])("%s", (_, written, answer) => {
    expect(isAccountSlip(written, "111122223333")).toBe(answer);
  });
});
