import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import {
  covers,
  onlyRole,
  readTerraform,
  statementLines,
  trustOf,
} from "../../support/terraform-repository.ts";

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

describe("configuration in JSON", () => {
  it("gives roles with their policy documents, dynamic blocks and places", () => {
    const role = onlyRole({
      "main.tf.json": json({
        variable: { name: { type: "string", default: "eso" } },
        data: {
          aws_iam_policy_document: {
            trust: {
              statement: [
                {
                  actions: ["sts:AssumeRoleWithWebIdentity"],
                  principals: {
                    type: "Federated",
                    identifiers: ["arn:aws:iam::111122223333:oidc-provider/i"],
                  },
                  condition: {
                    test: "StringEquals",
                    variable: "i:sub",
                    values: ["system:serviceaccount:a:${var.name}"],
                  },
                },
              ],
            },
          },
        },
        resource: {
          aws_iam_role: {
            x: { name: "${var.name}-role", assume_role_policy: "${data.aws_iam_policy_document.trust.json}" },
          },
        },
      }),
    });
    expect(print(role.name)).toBe("eso-role");
    expect(statementLines(trustOf(role))).toEqual([
      "Allow; Federated=arn:aws:iam::111122223333:oidc-provider/i; sts:AssumeRoleWithWebIdentity; StringEquals i:sub=system:serviceaccount:a:eso",
    ]);
    const [action] = trustOf(role).statements[0]?.actions ?? [];
    expect(action && covers(action)).toBe("sts:AssumeRoleWithWebIdentity");
  });

  it("works together with native files and modules", () => {
    const role = onlyRole({
      "main.tf.json": json({ module: { x: { source: "./m", name: "from-json" } } }),
      "m/main.tf": 'variable "name" {}\nresource "aws_iam_role" "x" { name = var.name }',
    });
    expect(print(role.name)).toBe("from-json");
  });

  it("has metadata as a block in references", () => {
    const role = onlyRole({
      "main.tf.json": json({
        resource: {
          kubernetes_namespace: { n: { metadata: { name: "apps" } } },
          aws_iam_role: { x: { name: "${kubernetes_namespace.n.metadata[0].name}" } },
        },
      }),
    });
    expect(print(role.name)).toBe("apps");
  });

  it("and variables in JSON that do not parse are problems at their places", () => {
    const { problems } = readTerraform({
      "main.tf": 'resource "aws_iam_role" "x" {}',
      "other.tf.json": '{"locals": {"aws_iam_x": 1,}}',
      "prod.tfvars.json": '{"a": }',
    });
    const paths = new Set(problems.map(({ at }) => at.file.path));
    expect(paths).toEqual(new Set(["other.tf.json", "prod.tfvars.json"]));
  });
});
