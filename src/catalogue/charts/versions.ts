import type { Answer } from "../../model/text.ts";

type Version = readonly [number, number, number];

/**
 * Whether a chart version lies in a range of the catalogue (`>=2.14.0 <3.0.0`). A version that is not exact (`1.*`,
 * `^2.0`, a hole) may lie anywhere. Pre-release words are left out of account.
 */
export function inRange(version: string | undefined, range: string | undefined): Answer {
  if (range === undefined) return "yes";
  const exact = version === undefined ? undefined : parseVersion(version);
  if (exact === undefined) return "maybe";
  return range.split(" ").every((comparison) => holds(exact, comparison)) ? "yes" : "no";
}

/** `v1.2.3`, `1.2.3-rc.1`; undefined for a range or anything else. */
function parseVersion(text: string): Version | undefined {
  const found = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(text.trim());
  if (found === null) return undefined;
  return [Number(found[1]), Number(found[2]), Number(found[3])];
}

function holds(version: Version, comparison: string): boolean {
  const [, operator = "", text = ""] = /^([<>]=?|=)(.*)$/.exec(comparison) ?? [];
  const bound = parseVersion(text);
  if (bound === undefined) return false;
  const order = version[0] - bound[0] || version[1] - bound[1] || version[2] - bound[2];
  if (order === 0) return operator.includes("=");
  return operator.startsWith(order < 0 ? "<" : ">");
}
