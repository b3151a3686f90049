import { wholeFile } from "../../src/model/location.ts";
import type { HoleShape, Part, Text } from "../../src/model/text.ts";

const at = wholeFile({ path: "x", text: "" });

/** A text written as `arn:${account!account-id}:x`: a hole is `${name}` or `${name!shape}`. */
export function textOfPattern(pattern: string): Text {
  const parts = pattern
    .split(/(\$\{[^}]*\})/)
    .filter((piece) => piece !== "")
    .map((piece): Part => {
      const hole = /^\$\{([^!}]*)(?:!(.*))?\}$/.exec(piece);
      if (hole === null) return { kind: "literal", value: piece };
      const [, name = "", shape] = hole;
      return shape === undefined
        ? { kind: "hole", id: name, name }
        : { kind: "hole", id: name, name, shape: shape as HoleShape };
    });
  return { kind: "text", parts, at };
}
