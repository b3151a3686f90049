import type { Hole, Text } from "../../../../model/text.ts";
import { flatten, holesThatMayTouch } from "../../../../model/flat-text.ts";

/** `^(.*provider/)` and the like: everything up to the last occurrence of some plain characters. */
const GREEDY = /^\^?\(?\.\*((?:[\w:-]|\\?\/|\\\.)+)\)?$/;

/** An issuer is a host and a path; what comes before it in a provider's ARN does not come again inside it. */
function isIssuer({ shape }: Hole, literal: string): boolean {
  return (shape === "eks-issuer" || shape === "issuer") && literal.endsWith("provider/");
}

/**
 * What `replace(text, "/^(.*provider/)/", "")` leaves of a text with holes: the way in which modules turn a
 * provider's ARN into its issuer. Undefined when the pattern is another, or a hole may hold what it looks for.
 */
export function withoutGreedyPrefix(content: Text, pattern: string): Text | undefined {
  const literal = GREEDY.exec(pattern)?.[1]?.replaceAll("\\", "");
  if (literal === undefined) return undefined;
  const { flat, slice } = flatten(content);
  if (flat.includes("\n")) return undefined;
  const found = flat.lastIndexOf(literal);
  const touched = holesThatMayTouch(content, literal).filter((hole) => !isIssuer(hole, literal));
  let at = 0;
  for (const part of content.parts) {
    // Greed takes the last occurrence: holes before it don't matter.
    if (part.kind === "hole" && at > found && touched.includes(part)) return undefined;
    at += part.kind === "hole" ? 1 : part.value.length;
  }
  return found === -1 ? content : slice(found + literal.length);
}
