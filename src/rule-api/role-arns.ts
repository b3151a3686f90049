import type { Role } from "../model/entities.ts";
import { known } from "../model/text.ts";

/**
 * A role's ARN for a hint, when its account, path and name are known. A partition that is not known is taken from the
 * ARN that was written, else it is `aws`.
 */
export function arnForHint(role: Role, written: string): string | undefined {
  const [account, path, name] = [known(role.account), known(role.path), known(role.name)];
  if (account === undefined || path === undefined || name === undefined) return undefined;
  const partition = known(role.partition) ?? /^arn:(aws[a-z-]*):/.exec(written)?.[1] ?? "aws";
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}
