/** The directory of a path relative to the root; `""` is the root itself. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** The last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `relative` seen from `directory`, without `.` and `..`; undefined when it leaves the root or is absolute. */
export function joinPath(directory: string, relative: string): string | undefined {
  if (relative.startsWith("/") || relative.startsWith("~")) return undefined;
  const segments = directory === "" ? [] : directory.split("/");
  for (const segment of relative.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join("/");
}

/** How `to` is written from `from`, both directories relative to the root: `.`, `modules/a`, `../shared`. */
export function relativePath(from: string, to: string): string {
  const left = from === "" ? [] : from.split("/");
  const right = to === "" ? [] : to.split("/");
  let same = 0;
  while (same < left.length && same < right.length && left[same] === right[same]) same++;
  const steps = [...left.slice(same).map(() => ".."), ...right.slice(same)];
  return steps.length === 0 ? "." : steps.join("/");
}
