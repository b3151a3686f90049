import { describe, expect, it } from "vitest";
import { serviceReference } from "../../../src/iam/service-reference/reference.ts";
import { condenseServiceReference } from "../../../tools/service-reference.ts";

const reference = serviceReference(condenseServiceReference());
const names = (pattern: string): string[] =>
  reference.matching(pattern).map((fact) => `${fact.service}:${fact.name}`);

describe("AWS's service reference", () => {
  it("knows which actions take no resource", () => {
    const [describeBalancers] = reference.matching("elasticloadbalancing:DescribeLoadBalancers");
    expect(describeBalancers).toMatchObject({ level: "list", resourceTypes: [] });
  });

  it("knows the shape of the ARNs that an action takes", () => {
    const [getSecret] = reference.matching("secretsmanager:GetSecretValue");
    expect(getSecret?.level).toBe("read");
    expect(getSecret?.resourceTypes.map(({ arn }) => arn)).toEqual([
      "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${SecretId}",
    ]);
  });

  it("reads patterns as IAM does: without regard to case, with * and ?", () => {
    expect(names("S3:getobject")).toEqual(["s3:GetObject"]);
    expect(names("route53:GetChang?")).toEqual(["route53:GetChange"]);
    expect(names("sts:AssumeRoleWith*")).toEqual(["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"]);
  });

  it("finds no action under a service or a name that does not exist", () => {
    expect(names("s4:GetObject")).toEqual([]);
    expect(names("s3:GetObjekt")).toEqual([]);
    expect(names("toString:*")).toEqual([]);
  });

  it("takes a bare star for every action of every service", () => {
    const total = reference.services.reduce((sum, service) => sum + reference.actionsOf(service).length, 0);
    expect(total).toBeGreaterThan(15_000);
    expect(reference.matching("*")).toHaveLength(total);
  });

  it("tells permission management from other writing", () => {
    const levels = new Map(reference.actionsOf("iam").map((fact) => [fact.name, fact.level]));
    expect(levels.get("AttachRolePolicy")).toBe("permissions-management");
    expect(levels.get("TagRole")).toBe("tagging");
    expect(levels.get("ListRoles")).toBe("list");
  });

  it("says of which day it is", () => {
    expect(reference.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});
