import { sliceLiteral, withParts, type Part, type Text } from "../../model/text.ts";

/** What an Application tells its tool by environment variables (argo-cd docs/user-guide/build-environment.md). */
export type BuildEnvironment = ReadonlyMap<string, Text>;

/**
 * A parameter or value file path with the build environment filled in. Argo CD makes every other variable empty; here
 * they stay, since something before Argo CD (a pipeline's `envsubst`) is what people write them for.
 */
export function withBuildEnvironment(text: Text, environment: BuildEnvironment): Text {
  const parts = text.parts.flatMap((part): readonly Part[] => {
    if (part.kind === "hole" || !part.value.includes("$")) return [part];
    const filled: Part[] = [];
    let from = 0;
    for (const match of part.value.matchAll(/\$\{(\w+)\}|\$(\w+)/g)) {
      const value = environment.get(match[1] ?? match[2] ?? "");
      if (value === undefined) continue;
      if (match.index > from) filled.push(sliceLiteral(part, from, match.index));
      filled.push(...value.parts);
      from = match.index + match[0].length;
    }
    if (from < part.value.length) filled.push(sliceLiteral(part, from, part.value.length));
    return filled;
  });
  return withParts(text, parts);
}
