/** A version as three numbers; what a pre-release adds is left out. */
export type Version = readonly [number, number, number];

/** All versions from `from` to just below `to`. */
export interface VersionInterval {
  readonly from: Version;
  readonly to: Version;
}

const LOWEST: Version = [0, 0, 0];
const HIGHEST: Version = [Infinity, 0, 0];

/** `v1.2.3`, `1.2`; undefined when it is no version. */
function parse(text: string): { readonly version: Version; readonly segments: number } | undefined {
  const found = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[-+].*)?$/.exec(text.trim());
  if (found === null) return undefined;
  const [, major, minor, patch] = found;
  const segments = [major, minor, patch].filter((segment) => segment !== undefined).length;
  return { version: [Number(major), Number(minor ?? 0), Number(patch ?? 0)], segments };
}

export function compareVersions(a: Version, b: Version): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function next([major, minor, patch]: Version): Version {
  return [major, minor, patch + 1];
}

/** `~> 5.1` allows below 6, `~> 5.1.2` below 5.2 (Terraform, "Version Constraints"). */
function pessimistic([major, minor]: Version, segments: number): Version {
  return segments >= 3 ? [major, minor + 1, 0] : [major + 1, 0, 0];
}

function intervalOf(operator: string, version: Version, segments: number): VersionInterval {
  switch (operator) {
    case ">=":
      return { from: version, to: HIGHEST };
    case ">":
      return { from: next(version), to: HIGHEST };
    case "<":
      return { from: LOWEST, to: version };
    case "<=":
      return { from: LOWEST, to: next(version) };
    case "~>":
      return { from: version, to: pessimistic(version, segments) };
    case "!=":
      return { from: LOWEST, to: HIGHEST };
    default:
      return { from: version, to: next(version) };
  }
}

/**
 * What a version constraint allows, as one interval: comparisons with commas or spaces between them. What is no
 * constraint (a branch, a commit) allows everything; so does none.
 */
export function allowedBy(constraint: string | undefined): VersionInterval {
  let allowed: VersionInterval = { from: LOWEST, to: HIGHEST };
  const comparisons = (constraint ?? "").match(/(?:[<>]=?|~>|!=|=)?\s*[\w.+-]+/g) ?? [];
  for (const comparison of comparisons) {
    const operator = /^(?:[<>]=?|~>|!=|=)?/.exec(comparison)?.[0] ?? "";
    const parsed = parse(comparison.slice(operator.length));
    if (parsed === undefined) continue;
    const { from, to } = intervalOf(operator, parsed.version, parsed.segments);
    allowed = {
      from: compareVersions(from, allowed.from) > 0 ? from : allowed.from,
      to: compareVersions(to, allowed.to) < 0 ? to : allowed.to,
    };
  }
  return allowed;
}

/** Whether some version lies in both intervals. */
export function overlap(a: VersionInterval, b: VersionInterval): boolean {
  const from = compareVersions(a.from, b.from) > 0 ? a.from : b.from;
  const to = compareVersions(a.to, b.to) < 0 ? a.to : b.to;
  return compareVersions(from, to) < 0;
}
