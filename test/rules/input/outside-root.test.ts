import { describe, expect, it } from "vitest";
import rule from "../../../rules/input/outside-root.ts";
import { textAt } from "../../../src/model/location.ts";
import { checkPage, saidBy } from "../../support/example-pages.ts";

const role = 'resource "aws_iam_role" "x" {\n  name = "x"\n}\n';

describe(rule.id, () => {
  checkPage(rule);

  it("points at the source", () => {
    const files = { "live/prod/main.tf": `${role}module "m" {\n  source = "../../../m"\n}\n` };
    expect(saidBy(rule, files).map(({ at }) => textAt(at))).toEqual(['"../../../m"']);
  });

  it.each([
    ["a registry", "terraform-aws-modules/iam/aws"],
    ["a repository", "git::https://example.com/m.git"],
    ["a path that leaves its directory, not the boundary", "../m"],
  ])("says nothing of %s", (_, source) => {
    const files = {
      "live/main.tf": `${role}module "m" {\n  source = "${source}"\n}\n`,
      "m/main.tf": role.replace('"x" {', '"y" {'),
    };
    expect(saidBy(rule, files)).toEqual([]);
  });
});
