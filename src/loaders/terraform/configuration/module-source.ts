import { literal } from "../../../model/text.ts";
import { wholeFile } from "../../../model/location.ts";
import { findRepository } from "../../git-repository.ts";
import type { KnownRepository } from "../../loader.ts";
import { joinPath } from "../../paths.ts";

/** Where a module's source leads, before anyone looks whether something is there. */
export type SourceTarget =
  /** `revision` is the tag, branch or commit that the source names, when what lies here may be another one. */
  | { readonly kind: "directory"; readonly directory: string; readonly revision?: string }
  /** A path that leaves the root of what is read. */
  | { readonly kind: "outside" }
  /** A registry, another repository, an archive. */
  | { readonly kind: "elsewhere" };

/** Whether a module's source is a directory: `./` or `../` (Terraform, "Module Sources", "Local Paths"). */
export function isLocalSource(source: string): boolean {
  return source.startsWith("./") || source.startsWith("../") || source === "." || source === "..";
}

/** A path on the machine that Terraform runs on: `/srv/modules`, `C:\modules` (Terraform copies it like a package). */
function isAbsolute(source: string): boolean {
  return source.startsWith("/") || /^[a-z]:[\\/]/i.test(source) || source.startsWith("file://");
}

/** Revisions that are what a checkout holds, as far as anyone can say: the usual names of the default branch. */
const DEFAULT_BRANCHES = new Set(["main", "master", "HEAD"]);

/** A git repository that a source names, the directory in it, and the revision. */
interface GitSource {
  readonly url: string;
  readonly directory: string;
  readonly revision: string | undefined;
}

/**
 * A git source taken apart: `git::URL//dir?ref=v1`, `git@host:owner/name.git//dir`, `github.com/owner/name//dir`
 * (Terraform, "Module Sources", "GitHub", "Bitbucket", "Generic Git Repository"). The directory stands before the query.
 */
function gitSource(source: string): GitSource | undefined {
  const forced = source.startsWith("git::");
  const [address = "", query = ""] = source.replace(/^git::/, "").split("?");
  const hosted = /^(?:github\.com|bitbucket\.org|gitlab\.com)\//.test(address);
  if (!forced && !hosted && !/^[^@/:]+@[^/:]+:/.test(address)) return undefined;
  const scheme = /^[a-z+]+:\/\//.exec(address)?.[0] ?? "";
  const [repository = "", ...below] = address.slice(scheme.length).split("//");
  return {
    url: hosted && scheme === "" ? `https://${repository}` : scheme + repository,
    directory: below.join("/"),
    revision: /(?:^|&)ref=([^&]*)/.exec(query)?.[1],
  };
}

const NOWHERE = wholeFile({ path: "", text: "" });

/**
 * Where a module's source leads from a directory: a local path, or a path in a git repository that is known to lie
 * here (the configuration's `repositories`, the remotes of the checkout).
 */
export function sourceTarget(
  source: string,
  from: string,
  repositories: readonly KnownRepository[] | undefined,
): SourceTarget {
  if (isLocalSource(source)) {
    const directory = joinPath(from, source);
    return directory === undefined ? { kind: "outside" } : { kind: "directory", directory };
  }
  if (isAbsolute(source)) return { kind: "outside" };
  const git = gitSource(source);
  const where = git && findRepository(literal(git.url, NOWHERE), repositories);
  if (git === undefined || where?.kind !== "here" || !where.certain) return { kind: "elsewhere" };
  const directory = joinPath(where.path, git.directory);
  if (directory === undefined) return { kind: "elsewhere" };
  const { revision } = git;
  const isPinned = revision !== undefined && !DEFAULT_BRANCHES.has(revision);
  return { kind: "directory", directory, ...(isPinned ? { revision } : {}) };
}
