import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../../src/model/text.ts";
import { factsOf, readTerraform, rolesOf } from "../../support/terraform-repository.ts";

const PROVIDER = `provider "aws" {
  region              = "eu-west-2"
  allowed_account_ids = ["111122223333"]
}
`;

describe("what a data source looks up", () => {
  it.each([
    [
      "a role",
      'data "aws_iam_role" "x" {\n  name = "shared"\n}',
      "role",
      "arn:aws:iam::111122223333:role/${data.aws_iam_role.x.path}shared",
    ],
    [
      "a provider by its URL",
      'data "aws_iam_openid_connect_provider" "x" {\n  url = "https://oidc.example.com/id/A"\n}',
      "oidc-provider",
      "arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/A",
    ],
  ])("exists somewhere: %s", (_, text, kind, arn) => {
    const gaps = factsOf(readTerraform({ "main.tf": PROVIDER + text }), "gap");
    expect(gaps.map(({ may, arn: one, message }) => [may, one && print(one), message])).toEqual([
      [[kind], arn, undefined],
    ]);
  });

  it("is not looked up when count is zero", () => {
    const text = 'data "aws_iam_role" "x" {\n  count = 0\n  name  = "shared"\n}';
    expect(factsOf(readTerraform({ "main.tf": PROVIDER + text }), "gap")).toEqual([]);
  });

  it.each([
    [
      'name = "AmazonS3ReadOnlyAccess"',
      "arn:aws:iam::${data.aws_iam_policy.p.owner}:policy/${data.aws_iam_policy.p.path}AmazonS3ReadOnlyAccess",
      "AmazonS3ReadOnlyAccess",
    ],
    [
      'arn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"',
      "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
      "AmazonEBSCSIDriverPolicy",
    ],
  ])("as a policy with %s has an ARN and a name; what it grants is not known", (body, arn, name) => {
    const [role] = rolesOf(
      readTerraform({
        "main.tf": `${PROVIDER}data "aws_iam_policy" "p" {\n  ${body}\n}
        resource "aws_iam_role" "x" {
          name                = "of-\${data.aws_iam_policy.p.name}"
          managed_policy_arns = [data.aws_iam_policy.p.arn]
        }`,
      }),
    );
    expect(role && print(role.name)).toBe(`of-${name}`);
    expect(
      role?.policies.map((policy) => [
        isAbsent(policy.name) ? "" : print(policy.name),
        policy.document.state,
      ]),
    ).toEqual([[arn, "unknown"]]);
  });
});
