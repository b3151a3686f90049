/** How many values two things may hold before they count as different: comparing must cost less than running again. */
const BUDGET = 200_000;

/**
 * Whether two values are the same data: objects and arrays by what they hold, everything else by identity. Objects
 * that are one object cost nothing, which is the case for whatever came out of a cache.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  const pairs: [unknown, unknown][] = [[a, b]];
  for (let seen = 0; pairs.length > 0; seen++) {
    const [left, right] = pairs.pop() ?? [];
    if (Object.is(left, right)) continue;
    if (seen > BUDGET || !isObject(left) || !isObject(right)) return false;
    const keys = Object.keys(left);
    if (Array.isArray(left) !== Array.isArray(right) || keys.length !== Object.keys(right).length)
      return false;
    if (!isPlain(left) || !isPlain(right)) return false;
    for (const key of keys) {
      if (!Object.hasOwn(right, key)) return false;
      pairs.push([left[key], right[key]]);
    }
  }
  return true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Maps, sets and functions hold what `Object.keys` does not see: they are the same only by identity. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
