/** A path relative to a directory, both relative to the root; undefined when it leaves the root. */
export function joinPath(directory: string, path: string): string | undefined {
  if (path.startsWith("/")) return undefined;
  const segments = directory === "" ? [] : directory.split("/");
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join("/");
}

/** The directory of a path; `""` is the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}
