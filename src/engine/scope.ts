import type { Finding } from "../model/finding.ts";
import type { Link } from "../model/link.ts";

/** Whether a file of the workspace lies in what was asked about; the rest of the boundary is context. */
export type Scope = (path: string) => boolean;

export const everywhere: Scope = () => true;

/** The scope of the given files and directories, relative to the workspace's root (`""` is all of it). */
export function scopeOf(paths: readonly string[]): Scope {
  if (paths.includes("")) return everywhere;
  return (path) => paths.some((given) => path === given || path.startsWith(`${given}/`));
}

/** A finding is reported when its primary place or a related one lies in the scope. */
export function findingIn(scope: Scope, { at, related }: Finding): boolean {
  return [at, ...related.map((item) => item.at)].some(({ file }) => scope(file.path));
}

/** A link is listed when one of its ends lies in the scope. */
export function linkIn(scope: Scope, link: Link): boolean {
  const ends = [link.serviceAccount, link.role, link.association, link.roleArn];
  return ends.some((end) => end !== undefined && scope(end.at.file.path));
}
