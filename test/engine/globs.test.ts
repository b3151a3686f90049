import { describe, expect, it } from "vitest";
import { namesFile, namesRule } from "../../src/engine/globs.ts";

describe("a glob over files", () => {
  it.each([
    ["*.tf", "a/b/main.tf", true],
    ["main.tf", "a/b/main.tf", true],
    ["a", "a/b/main.tf", true],
    ["b/", "a/b/main.tf", true],
    ["a/*", "a/b/main.tf", true],
    ["a/*.tf", "a/b/main.tf", false],
    ["a/**/*.tf", "a/main.tf", true],
    ["./a/b", "a/b/main.tf", true],
    ["/b/main.tf", "a/b/main.tf", false],
    [".github/**", ".github/x.yaml", true],
    ["../infra/**", "../infra/main.tf", true],
    [".", "a/b/main.tf", true],
    ["B", "a/b/main.tf", false],
  ])("%s and %s: %s", (glob, path, expected) => {
    expect(namesFile([glob], path)).toBe(expected);
  });

  it("names what any of several names", () => {
    expect(namesFile(["x", "a"], "a/b")).toBe(true);
    expect(namesFile([], "a/b")).toBe(false);
  });
});

describe("a glob over rules", () => {
  it.each([
    ["trust/missing-subject", true],
    ["trust/*", true],
    ["*", true],
    ["*/missing-*", true],
    ["{trust,identity}/*", true],
    ["identity/*", false],
    ["trust", false],
    ["trust/missing", false],
  ])("%s names trust/missing-subject: %s", (pattern, expected) => {
    expect(namesRule(pattern, "trust/missing-subject")).toBe(expected);
  });
});
