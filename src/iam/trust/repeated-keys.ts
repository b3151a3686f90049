import type { Location } from "../../model/location.ts";
import type { PolicyDocument, Statement } from "../../model/policy.ts";

const nameOf = ({ file, span }: Location): string =>
  `${file.path}\u0000${String(span.start)}\u0000${String(span.end)}`;

/** The places of keys that a later one of the same object repeats. */
function overwritten({ duplicateKeys }: PolicyDocument): ReadonlySet<string> {
  const lost = new Set<string>();
  const latest = new Map<string, string>();
  for (const { key, first } of duplicateKeys) {
    const group = nameOf(first);
    lost.add(latest.get(group) ?? group);
    latest.set(group, nameOf(key.at));
  }
  return lost;
}

/**
 * The policy as it is when the last of a repeated key counts, as for most readers of JSON, Terraform's among them;
 * undefined when no key is repeated that a trust policy's evaluation reads. What IAM does is not documented.
 */
export function withLastKeys(policy: PolicyDocument): PolicyDocument | undefined {
  const lost = overwritten(policy);
  if (lost.size === 0) return undefined;
  const kept = (at: Location): boolean => !lost.has(nameOf(at));
  const statements = policy.statements.map((statement): Statement => ({
    ...statement,
    conditions: statement.conditions.filter(({ operator, key }) => kept(operator.at) && kept(key.at)),
    ...(statement.principals === undefined
      ? {}
      : { principals: statement.principals.filter(({ type }) => kept(type.at)) }),
  }));
  return { ...policy, statements };
}
