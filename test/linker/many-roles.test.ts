import { describe, expect, it } from "vitest";
import { candidatesFor, indexRoles } from "../../src/linker/candidates.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Text } from "../../src/model/text.ts";
import { account, role } from "../support/facts.ts";
import { marked } from "../support/marked-text.ts";
import { ACCOUNT } from "../support/policies.ts";

const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

describe("many roles, some with holes in their names", () => {
  const holed = [
    "⟦env⟧-app-7",
    "prod-⟦x⟧",
    "⟦a⟧-app-⟦b⟧",
    "⟦all⟧",
    "team/⟦env⟧-app-7",
    "dev-⟦x⟧",
    "⟦env⟧-app-8",
  ];
  const known = Array.from({ length: 50 }, (_, at) => `prod-app-${String(at)}`);
  const index = indexRoles(
    [...holed, ...known].map((name) => role({ arn: arnOf(name), path: `${name}.tf` })),
  );
  const seat = { origin: account().origin, account: undefined };
  const found = (name: string): string[] =>
    candidatesFor(marked(arnOf(name)), seat, index).map(({ role: { at } }) => at.file.path);

  it("a known name goes before names that may be it", () => {
    expect(found("prod-app-7")).toEqual(["prod-app-7.tf"]);
  });

  it("of names with holes only those that can be meant are looked at", () => {
    expect(found("prod-app-77").sort()).toEqual(["prod-⟦x⟧.tf", "⟦a⟧-app-⟦b⟧.tf", "⟦all⟧.tf"].sort());
    expect(found("stage-app-7").sort()).toEqual(["⟦a⟧-app-⟦b⟧.tf", "⟦all⟧.tf", "⟦env⟧-app-7.tf"].sort());
    expect(found("team/stage-app-7").sort()).toContain("team/⟦env⟧-app-7.tf");
  });

  it("an annotation with a hole may mean any that begin and end like it", () => {
    expect(found("prod-app-4⟦digit⟧").filter((path) => /^prod-app-\d+[.]tf$/.test(path))).toHaveLength(11);
    expect(found("⟦env⟧-app-49").sort()).toContain("prod-app-49.tf");
    expect(found("⟦env⟧-app-49")).not.toContain("prod-app-48.tf");
  });

  it("asks few questions of 3,000 names with holes", () => {
    const names = Array.from({ length: 3_000 }, (_, at) => `⟦env${String(at)}⟧-app-${String(at)}x`);
    const index = indexRoles(names.map((name) => role({ arn: arnOf(name), path: `${name}.tf` })));
    let asked = 0;
    const counting = new (class extends Map<Role, Text> {
      override get(key: Role): Text | undefined {
        asked++;
        return super.get(key);
      }
    })(index.wholes);
    const arns = Array.from({ length: 300 }, (_, at) => marked(arnOf(`prod-app-${String(at)}x`)));
    for (const arn of arns) candidatesFor(arn, seat, { ...index, wholes: counting });
    expect(asked).toBeLessThan(arns.length * 5);
  });
});
