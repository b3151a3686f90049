import { describe, expect, it } from "vitest";
import { withoutGreedyPrefix } from "../../../../src/loaders/terraform/evaluate/functions/greedy-prefix.ts";
import { wholeFile } from "../../../../src/model/location.ts";
import { concat, print, unknownText, type HoleShape, type Text } from "../../../../src/model/text.ts";

const at = wholeFile({ path: "main.tf", text: "" });
const hole = (name: string, shape?: HoleShape): Text =>
  unknownText({ id: name, name, ...(shape === undefined ? {} : { shape }) }, at);
const arn = (issuer: Text): Text =>
  concat(at, "arn:aws:iam::", hole("account", "account-id"), ":oidc-provider/", issuer);

describe("a pattern that takes everything up to the last occurrence of some characters", () => {
  it.each(["^(.*provider/)", "^.*provider/", ".*oidc-provider/", "^(.*provider\\/)"])("%s", (pattern) => {
    const left = withoutGreedyPrefix(arn(hole("issuer", "eks-issuer")), pattern);
    expect(left && print(left)).toBe("${issuer}");
  });

  it("takes the last of several", () => {
    const left = withoutGreedyPrefix(concat(at, "a:", hole("x"), ":b:c"), ".*:");
    expect(left && print(left)).toBe("c");
  });

  it("leaves a text that certainly has no such characters", () => {
    const left = withoutGreedyPrefix(concat(at, "a", hole("account", "account-id")), "^(.*provider/)");
    expect(left && print(left)).toBe("a${account}");
  });

  it("is not known when a hole behind may hold them", () => {
    expect(withoutGreedyPrefix(arn(hole("anything")), "^(.*provider/)")).toBeUndefined();
  });

  it.each(["^(.*provider/)x", "provider/", "^(.+provider/)", "^(.*a.b)", "^(.*[ab])"])(
    "is not %s",
    (pattern) => {
      expect(withoutGreedyPrefix(arn(hole("issuer", "eks-issuer")), pattern)).toBeUndefined();
    },
  );
});
