import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newRule } from "../../tools/new-rule.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "new-rule-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe("a new rule", () => {
  it("comes with a test whose every table is still to be filled in", async () => {
    expect(await newRule("trust/my-rule", directory)).toBeUndefined();
    const rule = readFileSync(join(directory, "rules/trust/my-rule.ts"), "utf8");
    const test = readFileSync(join(directory, "test/rules/trust/my-rule.test.ts"), "utf8");
    expect(rule).toContain('id: "trust/my-rule"');
    expect(test).toContain('from "../../../rules/trust/my-rule.ts"');
    expect(test.match(/name: "TODO/g)).toHaveLength(3);
  });

  it("never overwrites one that is there", async () => {
    await newRule("trust/my-rule", directory);
    expect(await newRule("trust/my-rule", directory)).toMatch(
      /^rules\/trust\/my-rule\.ts and .* there already$/,
    );
  });

  it.each(["", "my-rule", "Trust/MyRule", "trust/my_rule", "../trust/my-rule", "trust/my-rule.ts"])(
    "is not called %s",
    async (id) => {
      expect(await newRule(id, directory)).toMatch(/^expected <category>\/<name>/);
    },
  );
});
