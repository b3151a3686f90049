import { exactly, exampleRole } from "../../src/rule-api/examples.ts";
import type { ExampleFiles } from "../../src/rule-api/rule.ts";

/** A statement of a policy, as JSON has it; `${var.x}` in a string is Terraform's. */
export type PolicyStatement = Readonly<Record<string, unknown>>;

/** A role called prod-reports that a service account assumes. */
export const assumableRole = exampleRole("reports", { conditions: exactly("reports", "reports") });

/** A role called prod-reports that an EC2 instance assumes. */
export const instanceRole = exampleRole("reports", {
  action: "sts:AssumeRole",
  principal: ["Service", "ec2.amazonaws.com"],
  conditions: {},
});

/** An inline policy of the role "reports": the first statement stands on line 6, the next on line 7. */
export function policyFile(...statements: readonly PolicyStatement[]): string {
  const lines = statements.map((statement) => `      ${JSON.stringify(statement)}`).join(",\n");
  return `resource "aws_iam_role_policy" "reports" {
  role   = aws_iam_role.reports.name
  policy = <<-JSON
    { "Version": "2012-10-17",
      "Statement": [
${lines}
      ] }
  JSON
}
`;
}

/** A repository with that role and a policy of these statements. */
export function holding(...statements: readonly PolicyStatement[]): ExampleFiles {
  return { "role.tf": assumableRole, "policy.tf": policyFile(...statements) };
}

/** A statement that allows an action on a resource, with more elements or other ones. */
export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
  more: PolicyStatement = {},
): PolicyStatement {
  return { Effect: "Allow", Action: action, Resource: resource, ...more };
}

/** The same under a condition. */
export function allowIf(
  operator: string,
  key: string,
  value: string,
  action: string | readonly string[],
): PolicyStatement {
  return allow(action, "*", { Condition: { [operator]: { [key]: value } } });
}
