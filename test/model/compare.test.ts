import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allOf, anyOf, equals, negate } from "../../src/model/compare.ts";
import { wholeFile } from "../../src/model/location.ts";
import type { Answer, HoleShape, Part, Text } from "../../src/model/text.ts";

const at = wholeFile({ path: "x", text: "" });

/** `arn:${account!account-id}:x`: a hole is `${name}` or `${name!shape}`. */
function text(pattern: string): Text {
  const parts: Part[] = pattern
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

describe("comparing texts with holes", () => {
  it.each<[string, string, Answer]>([
    ["a", "a", "yes"],
    ["a", "b", "no"],
    ["", "", "yes"],
    ["", "a", "no"],
    ["prod-${x}", "dev-eso", "no"], // the prefix excludes it
    ["prod-${x}", "prod-eso", "maybe"],
    ["prod-${x}", "prod-", "maybe"], // a hole may be empty
    ["${x}-role", "eso-rol", "no"], // the suffix excludes it
    ["${x}", "", "maybe"],
    ["${x}", "${x}", "yes"], // the same hole
    ["${x}", "${y}", "maybe"],
    ["${x}:sub", "${x}:sub", "yes"],
    ["${x}:sub", "${x}:aud", "no"], // the same hole, then different literals
    ["${x}${y}", "${y}${x}", "maybe"],
    ["a${x}b${y}c", "a1b2c", "maybe"],
    ["a${x}b${y}c", "a1d2c", "no"],
    ["arn:aws:iam::${a!account-id}:role/x", "arn:aws:iam::111122223333:role/x", "maybe"],
    ["arn:aws:iam::${a!account-id}:role/x", "arn:aws:iam::1111222233:role/x", "no"], // ten digits
    ["arn:aws:iam::${a!account-id}:role/x", "arn:aws:iam::${b}:role/x", "maybe"],
    ["arn:${p!partition}:iam::1:role/x", "arn:aws-us-gov:iam::1:role/x", "maybe"],
    ["arn:${p!partition}:iam::1:role/x", "arn:AWS:iam::1:role/x", "no"],
    ["${i!eks-issuer}:sub", "token.actions.githubusercontent.com:sub", "no"], // no cluster is GitHub
    ["${i!eks-issuer}:sub", "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub", "maybe"],
    ["${i!eks-issuer}", "https://${j!eks-issuer}", "no"],
    ["system:serviceaccount:${ns!dns}:app", "system:serviceaccount:a:b:app", "no"], // no colon in a namespace
    ["system:serviceaccount:${ns!dns}:${name!dns}", "system:serviceaccount:a:b", "maybe"],
  ])("%s against %s: %s", (a, b, answer) => {
    expect(equals(text(a), text(b))).toBe(answer);
    expect(equals(text(b), text(a))).toBe(answer);
  });

  it("folds case only when asked to", () => {
    expect(equals(text("OIDC:Sub"), text("oidc:sub"))).toBe("no");
    expect(equals(text("OIDC:Sub"), text("oidc:sub"), { ignoreCase: true })).toBe("yes");
  });

  it("never says no to a text and the same text with some characters made unknown", () => {
    const masks = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), masks, masks, (value, maskA, maskB) => {
        const hide = (mask: readonly boolean[], side: string): Text => ({
          kind: "text",
          at,
          parts: Array.from({ length: value.length }, (_, index): Part =>
            mask[index % mask.length] === true
              ? { kind: "hole", id: `${side}${String(index)}`, name: "h" }
              : { kind: "literal", value: value.charAt(index) },
          ),
        });
        expect(equals(hide(maskA, "a"), hide(maskB, "b"))).not.toBe("no");
      }),
    );
  });

  it("says no only when filling the holes with anything can not help", () => {
    const piece = fc.oneof(fc.constantFrom("a", "b", "ab"), fc.constantFrom("${p}", "${q}", "${r}"));
    const filler = fc.constantFrom("", "a", "b", "ba", "abb");
    const pattern = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(pattern, pattern, fc.tuple(filler, filler, filler), (a, b, [p, q, r]) => {
        const fill = (value: string): string =>
          value.replaceAll("${p}", p).replaceAll("${q}", q).replaceAll("${r}", r);
        const answer = equals(text(a), text(b));
        if (fill(a) === fill(b)) expect(answer).not.toBe("no");
        else expect(answer).not.toBe("yes");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("three-valued logic", () => {
  it.each<[Answer[], Answer, Answer]>([
    [[], "yes", "no"],
    [["yes", "maybe"], "maybe", "yes"],
    [["no", "maybe"], "no", "maybe"],
    [["yes", "no"], "no", "yes"],
  ])("%j: and %s, or %s", (answers, and, or) => {
    expect(allOf(answers)).toBe(and);
    expect(anyOf(answers)).toBe(or);
  });

  it("keeps maybe under negation", () => {
    expect((["yes", "no", "maybe"] as const).map(negate)).toEqual(["no", "yes", "maybe"]);
  });
});
