import releases from "./releases.json" with { type: "json" };

/** The commit of each release of a module's repository, by the registry's address of its root module. */
const byModule: Readonly<Record<string, Readonly<Record<string, string>>>> = releases;

/** Whether a git ref looks like a commit's hash, whole or shortened as git shortens it. */
export function isCommit(ref: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(ref);
}

/**
 * The version whose release a commit is; undefined when it is none that we know. `address` is a module's address as
 * `sourceAddress` has it (git tags of the repositories, read with the rows).
 */
export function versionOfCommit(address: string, commit: string): string | undefined {
  const [module = ""] = address.split("//");
  const known = Object.hasOwn(byModule, module) ? (byModule[module] ?? {}) : {};
  return Object.keys(known).find((version) => known[version]?.startsWith(commit));
}
