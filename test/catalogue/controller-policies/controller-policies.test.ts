import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import schema from "../../../schemas/controller-policy-catalogue.schema.json" with { type: "json" };
import {
  findControllerPolicy,
  grantsBroadly,
} from "../../../src/catalogue/controller-policies/find-controller-policy.ts";
import rows from "../../../src/catalogue/controller-policies/policies.json" with { type: "json" };
import { loadServiceReference } from "../../../src/engine/service-reference.ts";

const services = await loadServiceReference();

describe("the policies that AWS publishes", () => {
  it("follow their schema", () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    validate(rows);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(rows)("grant actions that AWS has: $controller, $source", ({ actions, broad }) => {
    expect(actions.filter((action) => services.matching(action).length === 0)).toEqual([]);
    expect(broad.filter((action) => !actions.includes(action))).toEqual([]);
  });
});

describe("a policy that is recognised", () => {
  const driver = rows.find(({ controller }) => controller === "aws-ebs-csi-driver");
  const actions = driver?.actions ?? [];

  it("is the published one, in whichever case", () => {
    expect(findControllerPolicy(actions)?.controller).toBe("aws-ebs-csi-driver");
    expect(findControllerPolicy(actions.map((action) => action.toUpperCase()))?.controller).toBe(
      "aws-ebs-csi-driver",
    );
  });

  it("may leave a part out, but not most of it", () => {
    expect(findControllerPolicy(actions.slice(0, -4))?.controller).toBe("aws-ebs-csi-driver");
    expect(findControllerPolicy(actions.slice(0, 4))).toBeUndefined();
    expect(findControllerPolicy([])).toBeUndefined();
  });

  it("holds nothing more", () => {
    expect(findControllerPolicy([...actions, "s3:GetObject"])).toBeUndefined();
    expect(findControllerPolicy(["*"])).toBeUndefined();
  });

  it("grants some actions only under a condition", () => {
    const policy = findControllerPolicy(actions);
    if (policy === undefined) throw new Error("not recognised");
    expect(grantsBroadly(policy, "ec2:attachvolume")).toBe(true);
    expect(grantsBroadly(policy, "ec2:DeleteVolume")).toBe(false);
  });
});
