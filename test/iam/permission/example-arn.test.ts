import { describe, expect, it } from "vitest";
import { loadServiceReference } from "../../../src/engine/service-reference.ts";
import {
  exampleArn,
  mainType,
  whereResource,
  type Whereabouts,
} from "../../../src/iam/permission/example-arn.ts";
import { marked } from "../../support/marked-text.ts";

const services = await loadServiceReference();
const nowhere: Whereabouts = { partition: undefined, region: undefined, account: undefined };

function exampleFor(action: string, where: Partial<Whereabouts>): string {
  const [fact] = services.matching(action);
  const type = fact && mainType(fact);
  if (fact === undefined || type === undefined) throw new Error(`no resources: ${action}`);
  return exampleArn(fact, type, { ...nowhere, ...where });
}

describe("the ARN to write instead of a star", () => {
  it.each<[string, Partial<Whereabouts>, string]>([
    ["s3:GetObject", {}, "arn:aws:s3:::<BucketName>/<ObjectName>"],
    ["s3:ListBucket", {}, "arn:aws:s3:::<BucketName>"],
    [
      "secretsmanager:GetSecretValue",
      { region: "eu-west-1", account: "111122223333" },
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:<SecretId>",
    ],
    ["kms:Decrypt", { region: "cn-north-1" }, "arn:aws-cn:kms:cn-north-1:<account>:key/<KeyId>"],
    ["sqs:SendMessage", { partition: "aws-us-gov" }, "arn:aws-us-gov:sqs:<region>:<account>:<QueueName>"],
    ["ec2:CreateVolume", {}, "arn:aws:ec2:<region>:<account>:volume/*"],
    ["ec2:DeleteVolume", {}, "arn:aws:ec2:<region>:<account>:volume/<VolumeId>"],
    ["ec2:RunInstances", {}, "arn:aws:ec2:<region>:<account>:instance/*"],
    // It may be about any of a hundred types.
    ["ec2:CreateTags", { region: "eu-west-1" }, "arn:aws:ec2:eu-west-1:<account>:<Resource>"],
  ])("%s with %j: %s", (action, where, expected) => {
    expect(exampleFor(action, where)).toBe(expected);
  });

  it("takes from the resource itself what it says of where", () => {
    const where = { partition: "aws", region: "eu-west-2", account: "111122223333" };
    expect(whereResource(marked("arn:aws-cn:sqs:cn-north-1:*:*"), where)).toEqual({
      partition: "aws-cn",
      region: "cn-north-1",
      account: "111122223333",
    });
    expect(whereResource(marked("arn:aws:s3:::*"), where)).toEqual(where);
    expect(whereResource(marked("*"), where)).toEqual(where);
  });
});
