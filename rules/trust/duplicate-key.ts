import type { Role } from "../../src/model/entities.ts";
import type { PolicyDocument } from "../../src/model/policy.ts";
import { print } from "../../src/model/text.ts";
import { exampleIssuer, exampleProvider } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";

interface Document {
  readonly what: "trust policy" | "policy";
  readonly policy: PolicyDocument;
}

/** Every policy of a role that is known. */
function documentsOf({ trust, policies }: Role): readonly Document[] {
  return [
    ...(trust.state === "known" ? [{ what: "trust policy", policy: trust.value } as const] : []),
    ...policies.flatMap(({ document }) =>
      document.state === "known" ? [{ what: "policy", policy: document.value } as const] : [],
    ),
  ];
}

const example = (conditions: string): string => `resource "aws_iam_role" "reports" {
  name = "prod-reports"

  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Principal": { "Federated": "${exampleProvider}" },
          "Condition": {
            ${conditions}
          }
        }
      ]
    }
  JSON
}
`;

const subject = `"${exampleIssuer}:sub": "system:serviceaccount:reports:reports"`;
const audience = `"${exampleIssuer}:aud": "sts.amazonaws.com"`;

export default defineRule({
  id: "trust/duplicate-key",
  meta: {
    summary: "A policy must not repeat a key in one JSON object: only the last one counts",
    severity: "error",
    since: "0.1.0",
    messages: {
      repeated: (d: { role: string; key: string; what: string }) =>
        `the key "${d.key}" stands twice in one object of the ${d.what} of ${d.role}: readers of JSON keep the last one and lose the first without a word`,
    },
    docs: {
      why: "Two `StringEquals` in one `Condition` look like two conditions. JSON has only one value for a key: what stands first is lost, and with it perhaps the subject that kept other service accounts out.",
      fix: "Write both keys into one object: one `StringEquals` with `<issuer>:sub` and `<issuer>:aud`; several values of one key as a list.",
      quiet: ["The keys are the same in different objects.", "A key is not known."],
      references: [
        "https://www.rfc-editor.org/rfc/rfc8259#section-4",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multiple-conditions.html",
      ],
      bad: {
        "iam.tf": example(`"StringEquals": { ${subject} },\n            "StringEquals": { ${audience} }`),
      },
      good: {
        "iam.tf": example(
          `"StringEquals": {\n              ${subject},\n              ${audience}\n            }`,
        ),
      },
    },
  },
  check({ model, report }) {
    for (const role of model.roles) {
      for (const { what, policy } of documentsOf(role)) {
        for (const { key, first } of policy.duplicateKeys) {
          report({
            messageId: "repeated",
            data: { role: nameOfRole(role), key: print(key), what },
            at: key.at,
            related: [{ at: first, message: "the first one, which is lost" }],
          });
        }
      }
    }
  },
});
