import { isAccountSlip } from "../iam/issuer-near-miss.ts";
import { editsBetween } from "../iam/near-miss.ts";
import type { EnvironmentId, Role } from "../model/entities.ts";
import type { Model } from "../model/model.ts";
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

/** Variable files and overlays of one environment are named alike: `overlays/prod` and `prod`. */
const isSameEnvironment = (a: EnvironmentId, b: EnvironmentId): boolean =>
  a === b || (a !== null && b !== null && a.split("/").at(-1) === b.split("/").at(-1));

/**
 * The ARN that was probably meant by one that no role has: of roles near enough one of the same environment, then the
 * one with the fewest edits, then one that nothing uses yet, then the first in the alphabet.
 */
export function nearestArn(
  written: string,
  roles: readonly Role[],
  environment: EnvironmentId,
  model: Model,
): string | undefined {
  const used = new Set(model.links.map(({ role }) => role));
  const near = roles.flatMap((role) => {
    const arn = arnForHint(role, written);
    const edits = arn === undefined ? undefined : editsBetween(written, arn);
    if (arn === undefined || edits === undefined) return [];
    const isElsewhere = isSameEnvironment(role.origin.environment, environment) ? 0 : 1;
    return [{ arn, order: [isElsewhere, edits, used.has(role) ? 1 : 0] }];
  });
  const before = (a: (typeof near)[number], b: (typeof near)[number]): number => {
    const at = a.order.findIndex((value, index) => value !== b.order[index]);
    return at === -1 ? (a.arn < b.arn ? -1 : 1) : (a.order[at] ?? 0) - (b.order[at] ?? 0);
  };
  return [...near].sort(before)[0]?.arn;
}

/** The ARN of a role that differs from a written one in a digit of its account alone; the account is nobody's here. */
export function arnOfSlippedAccount(written: string, account: string, model: Model): string | undefined {
  const found = model.roles.flatMap((role) => {
    const own = known(role.account);
    const arn = arnForHint(role, written);
    if (own === undefined || arn === undefined || !isAccountSlip(account, own)) return [];
    return written.replace(`::${account}:`, `::${own}:`) === arn ? [arn] : [];
  });
  return found.sort()[0];
}
