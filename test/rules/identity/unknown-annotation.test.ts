import { describe, expect, it } from "vitest";
import rule, { meantAnnotation } from "../../../rules/identity/unknown-annotation.ts";
import { chart, chartApplication } from "../../support/charts-and-overlays.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const right = account("reports", "reports", "reports");
const keyed = (key: string): string => right.replace("eks.amazonaws.com/role-arn", key);

describe("meantAnnotation", () => {
  it.each([
    ["eks.amazonaws.com/role_arn", "eks.amazonaws.com/role-arn"],
    ["eks.amazonaws.com/roleArn", "eks.amazonaws.com/role-arn"],
    ["eks.amazonaws.com/iam-role", "eks.amazonaws.com/role-arn"],
    ["eks.amazon.com/role-arn", "eks.amazonaws.com/role-arn"],
    ["eks.amazonaws.com.cn/role-arn", "eks.amazonaws.com/role-arn"],
    ["ekd.amazonaws.com/role-arn", "eks.amazonaws.com/role-arn"],
    ["eks.amazonaws.com/role-anr", "eks.amazonaws.com/role-arn"],
    ["eks.amazonaws.com/audiences", "eks.amazonaws.com/audience"],
    ["eks.amazonaws.com/sts-regional-endpoint", "eks.amazonaws.com/sts-regional-endpoints"],
    // Right, or somebody else's.
    ["eks.amazonaws.com/role-arn", undefined],
    ["eks.amazonaws.com/token-expiration", undefined],
    ["eks.amazonaws.com/skip-containers", undefined],
    ["eks.amazonaws.com/component", undefined],
    ["iam.amazonaws.com/role", undefined],
    ["iam.amazonaws.com/role-arn", undefined],
    ["sts.amazonaws.com/role-arn", undefined],
    ["services.k8s.aws/role-arn", undefined],
    ["role-arn", undefined],
    ["example.com/role-arn", undefined],
  ])("takes %s for %s", (key, meant) => {
    expect(meantAnnotation(key)).toBe(meant);
  });
});

testRule(rule, {
  valid: [
    { name: "the right annotation", files: { "a.yaml": right } },
    { name: "kube2iam's annotation", files: { "a.yaml": keyed("iam.amazonaws.com/role") } },
  ],
  unknown: [
    {
      name: "a key that a variable completes",
      files: { "a.yaml": keyed('"eks.amazonaws.com/${ROLE_KEY}"') },
    },
  ],
  invalid: [
    {
      name: "in values, once for the releases that take them",
      files: {
        ...chart(
          {
            "sa.yaml":
              "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ .Release.Name }}\n  annotations:\n{{ toYaml .Values.annotations | indent 4 }}\n",
          },
          "annotations:\n  eks.amazonaws.com/role_arn: arn:aws:iam::111122223333:role/x\n",
        ),
        "a.yaml": chartApplication("a"),
        "b.yaml": chartApplication("b"),
      },
      findings: [
        {
          messageId: "unknown",
          at: "chart/values.yaml:2",
          covers: "eks.amazonaws.com/role_arn",
          severity: "error",
          says: "(and 1 more instance of this)",
        },
      ],
    },
    {
      name: "an underscore for a hyphen",
      files: { "a.yaml": keyed("eks.amazonaws.com/role_arn") },
      findings: [
        {
          messageId: "unknown",
          at: "a.yaml:7",
          covers: "eks.amazonaws.com/role_arn",
          severity: "error",
          says: 'did you mean "eks.amazonaws.com/role-arn"?',
          suggests: [/^unsafe: Write "eks.amazonaws.com\/role-arn"$/],
          repaired: { "a.yaml": right },
        },
      ],
    },
    {
      name: "a misspelt key beside the right one",
      files: { "a.yaml": `${right}    eks.amazon.com/role-arn: arn:aws:iam::111122223333:role/reports\n` },
      findings: [
        {
          messageId: "beside",
          at: "a.yaml:8",
          covers: "eks.amazon.com/role-arn",
          severity: "info",
          suggests: [/^unsafe: Remove it$/],
        },
      ],
    },
  ],
});
