import { stringAt } from "../../model/node.ts";
import type { Plan } from "./document.ts";

const IAM_ARN = /^arn:(aws[\w-]*):iam::(\d{12}):/;

/** The account and partition of an ARN of IAM. */
export function ownerIn(
  arn: string | undefined,
): { readonly partition: string; readonly account: string } | undefined {
  const [, partition, account] = IAM_ARN.exec(arn ?? "") ?? [];
  return partition === undefined || account === undefined ? undefined : { partition, account };
}

/**
 * The one account that a plan works in: the caller's when it was read, else that of the IAM resources which exist
 * already; undefined when there are several.
 */
export function accountOf({ resources }: Plan): string | undefined {
  const callers = new Set(
    resources.flatMap(({ mode, type, values }) =>
      mode === "data" && type === "aws_caller_identity" ? (stringAt(values, "account_id") ?? []) : [],
    ),
  );
  const owners = new Set(
    resources.flatMap(({ mode, values }) =>
      mode === "managed" ? (ownerIn(stringAt(values, "arn"))?.account ?? []) : [],
    ),
  );
  const seen = callers.size > 0 ? callers : owners;
  const [only] = seen;
  return seen.size === 1 ? only : undefined;
}
