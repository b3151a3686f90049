import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../src/fix/diff.ts";

/** The text after a diff, by its hunks: every kept and removed line must stand where the diff says. */
function patched(before: string, diff: string): string {
  const old = before === "" ? [] : before.split(/(?<=\n)/);
  const result: string[] = [];
  let at = 0;
  const lines = diff.split("\n").slice(2, -1);
  lines.forEach((line, index) => {
    const header = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@$/.exec(line);
    if (header !== null) {
      const start = Number(header[1]) - (header[2] === "0" ? 0 : 1);
      while (at < start) result.push(old[at++] ?? "");
      return;
    }
    if (line.startsWith("\\")) return;
    const text = line.slice(1) + (lines[index + 1]?.startsWith("\\") === true ? "" : "\n");
    if (line[0] !== "+") expect(old[at++]).toBe(text);
    if (line[0] !== "-") result.push(text);
  });
  return [...result, ...old.slice(at)].join("");
}

const lines = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "c", "d e", ""), { maxLength: 30 }), fc.boolean())
  .map(([list, ended]) => list.join("\n") + (ended && list.length > 0 ? "\n" : ""));

describe("a unified diff", () => {
  it("shows three lines around each change", () => {
    const before = Array.from({ length: 20 }, (_, line) => `${String(line + 1)}\n`).join("");
    const after = before.replace("5\n", "five\n").replace("16\n", "");
    expect(unifiedDiff("x/a.tf", before, after)).toBe(`--- a/x/a.tf
+++ b/x/a.tf
@@ -2,7 +2,7 @@
 2
 3
 4
-5
+five
 6
 7
 8
@@ -13,7 +13,6 @@
 13
 14
 15
-16
 17
 18
 19
`);
  });

  it("tells of a last line without an end", () => {
    expect(unifiedDiff("a", "x", "x\n")).toBe(
      "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n",
    );
  });

  it("is empty where nothing changed", () => {
    expect(unifiedDiff("a", "x\n", "x\n")).toBe("");
  });

  it("leads from the one text to the other", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        if (before !== after) expect(patched(before, unifiedDiff("a", before, after))).toBe(after);
      }),
      { numRuns: 2000 },
    );
  });

  it.runIf(spawnSync("patch", ["--version"]).status === 0)("is what patch understands", () => {
    const directory = mkdtempSync(join(tmpdir(), "irsa-lint-patch-"));
    try {
      const before = "a\nb\r\nc\nd\ne\nf\ng\nh\n";
      const after = "A\nb\r\nc\nd\ne\nf\ng\nh\ni";
      writeFileSync(join(directory, "a.tf"), before);
      const diff = unifiedDiff("a.tf", before, after);
      const { status } = spawnSync("patch", ["-p1", "--binary"], { cwd: directory, input: diff });
      expect(status).toBe(0);
      expect(readFileSync(join(directory, "a.tf"), "utf8")).toBe(after);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
