import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusals } from "../../../src/iam/trust/validity.ts";
import type { PolicyDocument } from "../../../src/model/policy.ts";
import { withParts, type Text } from "../../../src/model/text.ts";
import { filled, mapTexts, withHole } from "../../support/holes.ts";
import { policyOf } from "../../support/policies.ts";
import { answerOurs } from "../../support/trust-answers.ts";
import { trustCases, type TrustCase } from "../../support/trust-cases.ts";

type Json = Readonly<Record<string, unknown>>;

/** Any of the cases that the oracle's generator makes. */
const cases = fc.integer({ min: 1, max: 2 ** 31 }).map((seed): TrustCase => {
  const [one] = trustCases(1, seed);
  if (one === undefined) throw new Error("no case");
  return one;
});

const verdicts: Readonly<Record<string, "allowed" | "denied" | "unknown">> = {
  A: "allowed",
  D: "denied",
  N: "denied",
  I: "denied",
  U: "unknown",
};

const verdictOf = (trustCase: TrustCase, policy?: PolicyDocument): string =>
  verdicts[answerOurs(trustCase, policy)] ?? "";

const statementsOf = ({ policy }: TrustCase): readonly Json[] => {
  const { Statement } = policy as { Statement: Json | readonly Json[] };
  return Array.isArray(Statement) ? (Statement as readonly Json[]) : [Statement as Json];
};

const withStatements = (trustCase: TrustCase, list: readonly unknown[]): TrustCase => ({
  ...trustCase,
  policy: { ...(trustCase.policy as Json), Statement: list },
});

describe("laws of IAM's evaluation", () => {
  it("a Deny that matches dominates, wherever it stands", () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "sts:*" };
    fc.assert(
      fc.property(cases, fc.boolean(), (one, atStart) => {
        const list = statementsOf(one);
        const denied = withStatements(one, atStart ? [deny, ...list] : [...list, deny]);
        expect(answerOurs(denied)).toBe("D");
      }),
      { numRuns: 400 },
    );
  });

  it("one more Allow never denies, one more Deny never allows", () => {
    const order = ["denied", "unknown", "allowed"];
    fc.assert(
      fc.property(cases, cases, (one, other) => {
        const before = order.indexOf(verdictOf(one));
        for (const [effect, sign] of [
          ["Allow", 1],
          ["Deny", -1],
        ] as const) {
          const more = statementsOf(other).map((statement) => ({ ...statement, Effect: effect }));
          const after = order.indexOf(verdictOf(withStatements(one, [...statementsOf(one), ...more])));
          expect((after - before) * sign).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 600 },
    );
  });

  it("no order counts: of statements, principals, actions, operators, keys or values", () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed).reverse();
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value).map(([key, inner]) => [key, reversed(inner)] as const);
      return Object.fromEntries(entries.reverse());
    };
    fc.assert(
      fc.property(cases, (one) => {
        expect(answerOurs({ ...one, policy: reversed(one.policy) })).toBe(answerOurs(one));
      }),
      { numRuns: 800 },
    );
  });

  it("no case of a condition key or an action counts", () => {
    const changed = (text: string, upper: boolean): string =>
      upper ? text.toUpperCase() : text.toLowerCase();
    fc.assert(
      fc.property(cases, fc.boolean(), (one, upper) => {
        const list = statementsOf(one).map((statement) => {
          const condition = (statement["Condition"] ?? {}) as Readonly<Record<string, Json>>;
          const keys = Object.entries(condition).map(
            ([operator, lines]) =>
              [
                operator,
                Object.entries(lines).map(([key, value]) => [changed(key, upper), value] as const),
              ] as const,
          );
          // Two spellings of one key would become one.
          const isClear = keys.every(([, lines]) => new Set(lines.map(([key]) => key)).size === lines.length);
          if (!isClear) return statement;
          const block = Object.fromEntries(
            keys.map(([operator, lines]) => [operator, Object.fromEntries(lines)]),
          );
          const actions = ["Action", "NotAction"].flatMap((name) =>
            name in statement
              ? [[name, [statement[name]].flat().map((each) => changed(String(each), upper))] as const]
              : [],
          );
          return {
            ...statement,
            ...Object.fromEntries(actions),
            ...("Condition" in statement ? { Condition: block } : {}),
          };
        });
        expect(answerOurs(withStatements(one, list))).toBe(answerOurs(one));
      }),
      { numRuns: 800 },
    );
  });
});

/** Which texts of a policy lose which of their characters: three numbers in [0, 1) each. */
const slices = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
  { minLength: 1, maxLength: 4 },
);

/** The policy with some slices of its texts unknown: part of a word, a whole one, or nothing at all. */
function holed(policy: PolicyDocument, cuts: readonly (readonly [number, number, number])[]): PolicyDocument {
  let total = 0;
  mapTexts(policy, (text) => {
    total++;
    return text;
  });
  let current = 0;
  return mapTexts(policy, (text) => {
    const at = current++;
    const cut = cuts.find(([which]) => Math.floor(which * total) === at);
    if (cut === undefined) return text;
    const length = text.parts.reduce(
      (sum, part) => sum + (part.kind === "literal" ? part.value.length : 0),
      0,
    );
    const [from, to] = [Math.floor(cut[1] * length), Math.floor(cut[2] * length)].sort((a, b) => a - b);
    return withHole(text, `h${String(at)}`, from ?? 0, to ?? 0);
  });
}

const isAccepted = (policy: PolicyDocument): boolean => refusals(policy).length === 0;

describe("what is not known", () => {
  it("turns a verdict into unknown or leaves it, whichever characters of whichever texts it is", () => {
    fc.assert(
      fc.property(cases, slices, (one, cuts) => {
        const policy = policyOf(one.policy);
        expect([verdictOf(one), "unknown"]).toContain(verdictOf(one, holed(policy, cuts)));
      }),
      { numRuns: 1_500 },
    );
  });

  it("is answered the same however it is filled in, once the answer is yes or no", () => {
    const words = fc.array(
      fc.constantFrom("", "*", "?", "a", "sts", "StringLike", "${", "}", "aws:username", ":", "Deny", "Not"),
      { minLength: 4, maxLength: 4 },
    );
    fc.assert(
      fc.property(cases, slices, words, (one, cuts, fillings) => {
        const open = holed(policyOf(one.policy), cuts);
        const verdict = verdictOf(one, open);
        let next = 0;
        const full = mapTexts(open, (text) => filled(text, () => fillings[next++ % fillings.length] ?? ""));
        // What is not known is taken to be something that IAM accepts.
        if (verdict !== "unknown" && isAccepted(full)) expect(verdictOf(one, full)).toBe(verdict);
      }),
      { numRuns: 1_500 },
    );
  });

  it("is told apart by its identity, not by its name", () => {
    fc.assert(
      fc.property(cases, slices, (one, cuts) => {
        const open = holed(policyOf(one.policy), cuts);
        const anonymous = mapTexts(open, (text: Text) =>
          withParts(
            text,
            text.parts.map((part) => (part.kind === "hole" ? { ...part, name: "other" } : part)),
          ),
        );
        expect(verdictOf(one, anonymous)).toBe(verdictOf(one, open));
      }),
      { numRuns: 300 },
    );
  });
});
