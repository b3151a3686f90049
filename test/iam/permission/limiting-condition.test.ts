import { describe, expect, it } from "vitest";
import { loadServiceReference } from "../../../src/engine/service-reference.ts";
import { mayLimitResource } from "../../../src/iam/permission/limiting-condition.ts";
import { takesResources } from "../../../src/iam/permission/limitable.ts";
import type { ActionFact } from "../../../src/iam/service-reference/reference.ts";
import type { Condition } from "../../../src/model/policy.ts";
import { marked } from "../../support/marked-text.ts";

const services = await loadServiceReference();

function factOf(action: string): ActionFact {
  const [fact] = services.matching(action);
  if (fact === undefined) throw new Error(`no such action: ${action}`);
  return fact;
}

function conditionOn(key: string): Condition {
  const text = marked(key);
  return { operator: marked("StringEquals"), key: text, values: [marked("x")], at: text.at };
}

describe("a condition's key", () => {
  it.each([
    ["aws:ResourceTag/team", "s3:GetObject", true],
    ["AWS:resourcetag/Team", "s3:GetObject", true],
    ["aws:ResourceTag/kubernetes.io/cluster/⟦name⟧", "ec2:DeleteVolume", true],
    ["ec2:ResourceTag/team", "ec2:DeleteVolume", true],
    ["secretsmanager:SecretId", "secretsmanager:GetSecretValue", true],
    ["secretsmanager:VersionStage", "secretsmanager:GetSecretValue", false],
    ["ec2:CreateAction", "ec2:CreateTags", true],
    ["ec2:Region", "ec2:DeleteVolume", false],
    ["iam:PassedToService", "iam:PassRole", true],
    ["kms:ViaService", "kms:Decrypt", true],
    ["kms:CallerAccount", "kms:Decrypt", false],
    ["kms:EncryptionContext:SecretARN", "kms:Decrypt", true],
    ["s3:prefix", "s3:ListBucket", true],
    ["s3:TlsVersion", "s3:GetObject", false],
    ["s3:x-amz-acl", "s3:PutObject", false],
    ["route53:ChangeResourceRecordSetsNormalizedRecordNames", "route53:ChangeResourceRecordSets", true],
    ["route53:ChangeResourceRecordSetsRecordTypes", "route53:ChangeResourceRecordSets", false],
    ["sts:ExternalId", "sts:AssumeRole", false],
    ["aws:RequestTag/team", "ec2:CreateVolume", true],
    ["aws:RequestTag/team", "ec2:CreateTags", false],
    ["aws:TagKeys", "ec2:CreateVolume", false],
    ["aws:RequestedRegion", "ec2:DeleteVolume", false],
    ["aws:ResourceAccount", "s3:GetObject", false],
    ["aws:ResourceOrgID", "s3:GetObject", false],
    ["aws:PrincipalTag/team", "s3:GetObject", false],
    ["aws:SourceIp", "s3:GetObject", false],
    ["aws:SecureTransport", "s3:GetObject", false],
    ["aws:CalledVia", "kms:Decrypt", true],
    ["⟦var.key⟧", "s3:GetObject", true],
    ["newservice:Thing", "s3:GetObject", true],
  ])("%s on %s may limit the resource: %s", (key, action, expected) => {
    expect(mayLimitResource(conditionOn(key), factOf(action))).toBe(expected);
  });
});

describe("whether an action takes a resource", () => {
  it.each([
    ["secretsmanager:GetSecretValue", true],
    ["secretsmanager:ListSecrets", false],
    ["ec2:DescribeInstances", false],
    ["elasticloadbalancing:DescribeLoadBalancers", false],
    ["route53:ListHostedZones", false],
    ["route53:GetChange", false],
    ["route53:ListResourceRecordSets", true],
    ["ecr:GetAuthorizationToken", false],
    ["ecr:BatchGetImage", true],
    ["cloudwatch:PutMetricData", false],
    ["cloudwatch:DescribeAlarms", true],
  ])("%s: %s", (action, expected) => {
    expect(takesResources(factOf(action))).toBe(expected);
  });
});
