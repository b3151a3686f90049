import { describe, expect, it } from "vitest";
import {
  clusterArn,
  couldBeRoleArn,
  parseArn,
  parseProviderArn,
  parseRoleArn,
  providerArn,
  roleArn,
} from "../../src/iam/arn.ts";
import { partitionOfRegion } from "../../src/iam/partitions.ts";
import { textAt } from "../../src/model/location.ts";
import { print, type Answer } from "../../src/model/text.ts";
import { marked } from "../support/marked-text.ts";

describe("reading an ARN", () => {
  it("cuts a role's ARN into partition, account, path and name, each at its place", () => {
    const arn = parseRoleArn(marked("arn:aws-cn:iam::111122223333:role/team/eso/reader"));
    expect(arn && [arn.partition, arn.account, arn.path, arn.name].map(print)).toEqual([
      "aws-cn",
      "111122223333",
      "/team/eso/",
      "reader",
    ]);
    expect(arn && textAt(arn.name.at)).toBe("reader");
    expect(arn && textAt(arn.account.at)).toBe("111122223333");
  });

  it("keeps holes in the parts that they stand in", () => {
    const arn = parseRoleArn(marked("arn:⟦p⟧:iam::⟦account⟧:role/⟦env⟧-eso"));
    expect(arn && [arn.partition, arn.account, arn.path, arn.name].map(print)).toEqual([
      "${p}",
      "${account}",
      "/",
      "${env}-eso",
    ]);
  });

  it("cuts a provider's ARN before its issuer", () => {
    const arn = parseProviderArn(marked("arn:aws:iam::1:oidc-provider/oidc.eks.x.amazonaws.com/id/A"));
    expect(arn && print(arn.issuer)).toBe("oidc.eks.x.amazonaws.com/id/A");
  });

  it("keeps colons in the resource", () => {
    expect(print(parseArn(marked("arn:aws:secretsmanager:r:1:secret:x"))?.resource ?? marked(""))).toBe(
      "secret:x",
    );
  });

  it.each(["reader", "⟦var.arn⟧", "arn:aws:iam", "https://x:1:2:3:4:5"])(
    "%s has no form of an ARN",
    (value) => {
      expect(parseArn(marked(value))).toBeUndefined();
    },
  );

  it.each(["arn:aws:iam::1:policy/x", "arn:aws:sts::1:role/x"])("%s is no role's ARN", (value) => {
    expect(parseRoleArn(marked(value))).toBeUndefined();
  });

  it("reads back what it writes", () => {
    const [p, a] = [marked("aws"), marked("⟦account⟧")];
    expect(print(roleArn(p, a, marked("/x/"), marked("y")))).toBe("arn:aws:iam::${account}:role/x/y");
    expect(print(providerArn(p, a, marked("h/id/A")))).toBe("arn:aws:iam::${account}:oidc-provider/h/id/A");
    expect(print(clusterArn(p, marked("eu-west-1"), a, marked("prod")))).toBe(
      "arn:aws:eks:eu-west-1:${account}:cluster/prod",
    );
  });
});

describe("whether a text can be the ARN of a role", () => {
  it.each<[string, Answer]>([
    ["arn:aws:iam::111122223333:role/reader", "yes"],
    ["arn:aws-us-gov:iam::111122223333:role/path/reader", "yes"],
    ["arn:aws:iam::111122223333:role/reader\n", "no"], // row 5: kept as it is
    [" arn:aws:iam::111122223333:role/reader", "no"],
    ["reader", "no"],
    ["", "no"],
    ["arn:aws:iam::11112222333:role/reader", "no"], // eleven digits
    ["arn:aws:iam::111122223333:user/reader", "no"],
    ["arn:aws:iam::111122223333:role/", "no"],
    ["arn:aws:iam::111122223333:role/path/", "no"],
    ["arn:aws:sts::111122223333:assumed-role/reader/session", "no"],
    ["⟦var.arn⟧", "maybe"],
    ["arn:aws:iam::⟦account⟧:role/reader", "maybe"], // the hole may hold eleven digits
    ["arn:aws:iam::⟦account!account-id⟧:role/reader", "yes"],
    ["arn:⟦partition!partition⟧:iam::⟦account!account-id⟧:role/⟦env!dns⟧-reader", "yes"],
    ["arn:aws:iam::⟦account!account-id⟧:policy/reader", "no"],
    ["⟦prefix⟧-reader", "maybe"],
    ["reader-⟦env⟧", "no"], // begins with no "arn:"
    ["arn:aws:iam::⟦account⟧:role/a b", "no"],
  ])("%j: %s", (value, answer) => {
    expect(couldBeRoleArn(marked(value))).toBe(answer);
  });
});

describe("the partition of a region", () => {
  it.each([
    ["eu-west-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eusc-de-east-1", "aws-eusc"],
    ["my-region", undefined],
    ["", undefined],
  ])("%s: %s", (region, partition) => {
    expect(partitionOfRegion(region)).toBe(partition);
  });
});
