import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerOurs } from "../../support/trust-answers.ts";
import { trustCases } from "../../support/trust-cases.ts";
import { asSimulated, differences, OLD_VARIABLES } from "../../support/trust-differences.ts";

interface Recorded {
  readonly seed: number;
  readonly digest: string;
  readonly answers: readonly string[];
}

const path = new URL("../../oracle/trust-simulate.json", import.meta.url);
const recorded = JSON.parse(readFileSync(path, "utf8")) as Recorded;
const theirs = recorded.answers.join("");
const cases = trustCases(theirs.length, recorded.seed);

/** Each case with both answers, and ours to the policy as the simulator understands it. */
const answered = cases.map((trustCase, at) => {
  const { policy, names } = asSimulated(trustCase);
  const ours = answerOurs(trustCase);
  // Without a difference it is the same policy.
  const asTheirs = names.size === 0 ? ours : answerOurs(trustCase, policy);
  return { trustCase, theirs: theirs[at], ours, asTheirs, names };
});

describe("random trust policies, answered by @cloud-copilot/iam-simulate (tools/oracle/record-trust-simulate.ts)", () => {
  it("are the policies that were recorded, at least 5,000", () => {
    expect(createHash("sha256").update(JSON.stringify(cases)).digest("hex")).toBe(recorded.digest);
    expect(cases.length).toBeGreaterThanOrEqual(5_000);
  });

  it("reach every answer, for every kind of caller", () => {
    const reached = new Set(answered.map(({ trustCase, theirs }) => `${trustCase.caller} ${theirs ?? ""}`));
    const callers = ["pod-identity", "role-session", "web-identity"];
    expect([...reached].sort()).toEqual(
      callers.flatMap((caller) => ["A", "D", "N"].map((each) => `${caller} ${each}`)),
    );
  });

  it("get the same answer from us, or another one because of a difference that has a name", () => {
    const unexplained = answered.filter(({ theirs, ours, names }) => ours !== theirs && names.size === 0);
    expect(unexplained).toEqual([]);
    const differing = answered.filter(({ theirs, ours }) => ours !== theirs);
    expect(differing.length).toBeLessThan(cases.length * 0.025);
  });

  it("get exactly the simulator's answer once the named differences are put in words that both read alike", () => {
    expect(answered.filter(({ theirs, asTheirs }) => asTheirs !== theirs)).toEqual([]);
  });

  it("need every difference that is named", () => {
    const needed = new Set(
      answered.filter(({ theirs, ours }) => ours !== theirs).flatMap(({ names }) => [...names]),
    );
    expect([...needed].sort()).toEqual([OLD_VARIABLES, ...differences.map(({ name }) => name)].sort());
  });

  it("never get a wrong yes or no where the documents are silent", () => {
    const silent = new Set(
      differences.filter(({ because }) => because.endsWith("we say unknown")).map(({ name }) => name),
    );
    const only = answered.filter(
      ({ theirs, ours, names }) => ours !== theirs && [...names].every((name) => silent.has(name)),
    );
    expect(only.length).toBeGreaterThan(20);
    expect(only.filter(({ ours }) => ours !== "U")).toEqual([]);
  });
});
