import { allOf, anyOf, equals } from "../../model/compare.ts";
import { concat, known, literal, split, type Answer, type Text } from "../../model/text.ts";
import { parseArn, parseRoleArn } from "../arn.ts";
import type { RoleSessionRequest } from "./request.ts";

/** An account as a principal: its number, or the ARN of its root (IAM User Guide, "Principal", AWS accounts). */
function isAccount(value: Text, { account, partition }: RoleSessionRequest): Answer {
  const root = concat(value.at, "arn:", partition, ":iam::", account, ":root");
  return anyOf([equals(value, account), equals(value, root)]);
}

/** A session of the role: the session's name is known to nobody here. */
function mayBeSession(value: Text, request: RoleSessionRequest): boolean {
  const arn = parseArn(value);
  const name = parseRoleArn(request.roleArn)?.name;
  if (arn === undefined || name === undefined || known(arn.service) !== "sts") return false;
  const [kind, roleName] = split(arn.resource, "/");
  const parts = [
    equals(arn.account, request.account),
    equals(arn.partition, request.partition),
    kind === undefined ? "no" : equals(kind, literal("assumed-role", value.at)),
    roleName === undefined ? "no" : equals(roleName, name),
  ] as const;
  return allOf(parts) !== "no";
}

/** What IAM writes for a role that was there when the policy was saved (IAM User Guide, "Unique identifiers"). */
const ROLE_ID = /^AROA[A-Z0-9]+$/;

/**
 * Whether a principal of the type AWS is the role whose session asks, its account, or everybody. One session of it is
 * "maybe", and so is an id.
 */
export function awsPrincipal(value: Text, request: RoleSessionRequest): Answer {
  const whole = anyOf([
    equals(value, literal("*", value.at)),
    equals(value, request.roleArn),
    isAccount(value, request),
  ]);
  if (whole !== "no") return whole;
  return mayBeSession(value, request) || ROLE_ID.test(known(value) ?? "") ? "maybe" : "no";
}
