/** Freezes a value and all that it holds, without recursion: values from a file may be nested deeply. */
export function deepFreeze<T>(value: T): T {
  const seen = new Set<object>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null || seen.has(next) || ArrayBuffer.isView(next)) continue;
    seen.add(next);
    Object.freeze(next);
    if (next instanceof Map || next instanceof Set) open.push(...next.values());
    else for (const inner of Object.values(next)) open.push(inner);
  }
  return value;
}
