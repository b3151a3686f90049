/** One condition of a selector: a key, and what its value must be among, must not be among, or that it is there. */
interface Requirement {
  readonly key: string;
  readonly operator: "in" | "notin" | "exists" | "missing";
  readonly values: readonly string[];
}

/** Commas inside parentheses divide values, all others conditions. */
function conditions(selector: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (const char of selector) {
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (char === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else part += char;
  }
  parts.push(part);
  return parts.map((each) => each.trim()).filter((each) => each !== "");
}

function requirement(text: string): Requirement | undefined {
  const [, setKey, setOperator, list] = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text) ?? [];
  if (setKey !== undefined && (setOperator === "in" || setOperator === "notin")) {
    return {
      key: setKey,
      operator: setOperator,
      values: (list ?? "").split(",").map((value) => value.trim()),
    };
  }
  const [, key, operator, value = ""] = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/.exec(text) ?? [];
  if (key !== undefined) return { key, operator: operator === "!=" ? "notin" : "in", values: [value] };
  const [, not, alone] = /^(!?)\s*([^\s!=]+)$/.exec(text) ?? [];
  return alone === undefined
    ? undefined
    : { key: alone, operator: not === "!" ? "missing" : "exists", values: [] };
}

/**
 * Whether labels (or annotations) fit a selector as kubectl writes it: `a=b,c!=d,e in (x,y),f,!g`
 * (kubernetes.io, "Labels and Selectors"); undefined for what is no selector.
 */
export function fitsSelector(selector: string, labels: ReadonlyMap<string, string>): boolean | undefined {
  const wanted = conditions(selector).map(requirement);
  if (wanted.includes(undefined)) return undefined;
  return wanted.every((each) => {
    if (each === undefined) return false;
    const value = labels.get(each.key);
    switch (each.operator) {
      case "in":
        return value !== undefined && each.values.includes(value);
      case "notin":
        return value === undefined || !each.values.includes(value);
      case "exists":
        return value !== undefined;
      case "missing":
        return value === undefined;
    }
  });
}
