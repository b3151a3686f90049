import { describe, expect, it } from "vitest";
import { loadServiceReference } from "../../../src/engine/service-reference.ts";
import {
  coversType,
  isEverything,
  makesUnnamed,
  wholeTypes,
} from "../../../src/iam/permission/resource-breadth.ts";
import type { ActionFact } from "../../../src/iam/service-reference/reference.ts";
import { marked } from "../../support/marked-text.ts";

const services = await loadServiceReference();

function factOf(action: string): ActionFact {
  const [fact, ...others] = services.matching(action);
  if (fact === undefined || others.length > 0) throw new Error(`not one action: ${action}`);
  return fact;
}

describe("everything", () => {
  it.each([
    ["*", true],
    ["**", true],
    ["", false],
    ["*a", false],
    ["arn:aws:s3:::*", false],
    ["⟦x⟧*", false], // the hole may hold a bucket
  ])("%s: %s", (resource, expected) => {
    expect(isEverything(marked(resource))).toBe(expected);
  });
});

describe("every resource of a type", () => {
  const secret = "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${SecretId}";
  const bucket = "arn:${Partition}:s3:::${BucketName}";
  const object = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
  const accessPoint = "arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}";
  const awsPolicy = "arn:${Partition}:iam::aws:policy/${PolicyName}";
  it.each<[string, string, boolean]>([
    ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:*", secret, true],
    ["arn:aws:secretsmanager:*:*:*", secret, true],
    ["arn:*:secretsmanager:⟦region⟧:⟦account⟧:secret:*", secret, true],
    ["arn:aws:*:*:*:*", secret, true],
    ["arn:aws:secretsmanager:*:*:secret:a*", secret, false],
    ["arn:aws:secretsmanager:*:*:secret:⟦name⟧*", secret, false],
    ["arn:aws:secretsmanager:*:*:secret:⟦name⟧", secret, false],
    ["arn:aws:secretsmanager:*:*:secret:?*", secret, false], // an identifier may be anything, so this is not sure
    ["arn:aws:ssm:*:*:parameter/*", secret, false],
    ["arn:aws:s3:::*", bucket, true],
    ["arn:aws:s3:::*", object, true],
    ["arn:aws:s3:::*/*", object, true],
    ["arn:aws:s3:::*/*", bucket, false],
    ["arn:aws:s3:::reports/*", object, false],
    ["arn:aws:s3:*:*:*", bucket, true],
    ["arn:aws:s3:::*", accessPoint, false], // access points have a region
    ["arn:aws:s3:eu-west-1::*", bucket, false], // and buckets have none
    ["arn:aws:iam::111122223333:policy/*", awsPolicy, false],
    ["arn:aws:iam::aws:policy/*", awsPolicy, true],
    ["⟦module.bucket.arn⟧/*", object, false],
    ["*", object, false], // not an ARN: see isEverything
  ])("%s of %s: %s", (resource, arn, expected) => {
    expect(coversType(marked(resource), { name: "type", arn, required: false })).toBe(expected);
  });
});

describe("the types of which a statement leaves every one open", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["s3:GetObject", ["arn:aws:s3:::reports/*", "arn:aws:s3:::*/*"], ["object"]],
    ["s3:GetObject", ["arn:aws:s3:::reports/*"], []],
    // The instance is required, too.
    ["ec2:AttachVolume", ["arn:aws:ec2:*:*:volume/*"], []],
    ["ec2:AttachVolume", ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:instance/i-1"], []],
    ["ec2:AttachVolume", ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:instance/*"], ["instance", "volume"]],
    // What it makes has no name yet.
    ["elasticfilesystem:CreateFileSystem", ["arn:aws:elasticfilesystem:*:*:file-system/*"], []],
  ])("%s on %j: %j", (action, resources, expected) => {
    const types = wholeTypes(
      factOf(action),
      resources.map((resource) => marked(resource)),
    );
    expect(types.map(({ name }) => name).sort()).toEqual(expected);
  });
});

describe("an identifier that AWS chooses", () => {
  it.each([
    ["ec2:CreateVolume", "volume", true],
    ["ec2:CreateVolume", "snapshot", false], // the one it is made of
    ["ec2:RunInstances", "instance", true],
    ["ec2:RunInstances", "image", false],
    ["sqs:CreateQueue", "queue", false], // queues are named by who makes them
    ["kms:CreateGrant", "key", false],
    ["ec2:CreateTags", "volume", false],
    ["ec2:DeleteVolume", "volume", false],
  ])("%s of a %s: %s", (action, name, expected) => {
    const fact = factOf(action);
    const type = fact.resourceTypes.find((each) => each.name === name);
    if (type === undefined) throw new Error(`${action} takes no ${name}`);
    expect(makesUnnamed(fact, type)).toBe(expected);
  });
});
