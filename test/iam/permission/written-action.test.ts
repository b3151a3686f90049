import { describe, expect, it } from "vitest";
import { loadServiceReference } from "../../../src/engine/service-reference.ts";
import { countLevel, isEveryAction, writtenActions } from "../../../src/iam/permission/written-action.ts";
import { policyOf } from "../../support/policies.ts";

const services = await loadServiceReference();

function written(actions: readonly string[], ignored: readonly string[] = []) {
  const [statement] = policyOf({
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  }).statements;
  if (statement === undefined) throw new Error("no statement");
  return writtenActions(statement, services, ignored);
}

describe("the actions of a statement", () => {
  it("are spelt as AWS spells them, patterns as the policy does", () => {
    expect(written(["S3:getobject", "S3:get*"]).map(({ name, isPattern }) => [name, isPattern])).toEqual([
      ["s3:GetObject", false],
      ["S3:get*", true],
    ]);
  });

  it("are left out when they are not wholly known or accepted", () => {
    const names = written(
      ["s3:⟦verb⟧Object", "s3:PutObject", "SQS:SendMessage", "sns:*"],
      ["sqs:*", "SNS:[*]", "sns:?"],
    );
    expect(names.map(({ name }) => name)).toEqual(["s3:PutObject"]);
  });

  it("have no facts when AWS does not know them", () => {
    expect(written(["s3:FetchObject"])).toMatchObject([{ name: "s3:FetchObject", facts: [] }]);
  });

  it("are counted by level", () => {
    const [all] = written(["sqs:*"]);
    expect(countLevel(all?.facts ?? [], "permissions-management")).toBeGreaterThan(1);
    expect(countLevel(all?.facts ?? [], "write")).toBeGreaterThan(5);
    expect(countLevel([], "write")).toBe(0);
  });

  it.each([
    ["*", true],
    ["**", true],
    ["*:*", true],
    ["s3:*", false],
    ["*:Get*", false],
  ])("%s is every action: %s", (name, expected) => {
    expect(isEveryAction(name)).toBe(expected);
  });
});
