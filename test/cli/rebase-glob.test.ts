import { describe, expect, it } from "vitest";
import { rebaseGlob } from "../../src/cli/rebase-glob.ts";

describe("a glob of the configuration, seen from the workspace's root", () => {
  it.each([
    ["the same directory", "a/*.tf", "/r", "/r", "a/*.tf"],
    ["a root above", "a/*.tf", "/r/sub", "/r", "sub/a/*.tf"],
    ["a root above, for a name", "*.tf", "/r/sub", "/r", "sub/**/*.tf"],
    ["a root above, for any depth", "**/x.tf", "/r/sub", "/r", "sub/**/x.tf"],
    ["a root below", "sub/a/*.tf", "/r", "/r/sub", "a/*.tf"],
    ["a root below, for a name", "*.tf", "/r", "/r/sub", "*.tf"],
    ["a root below that it names wholly", "sub/", "/r", "/r/sub", "**"],
    ["a root below, far inside of what it names", "sub/**", "/r", "/r/sub/deep", "**"],
    ["a root below that it does not touch", "other/a/*.tf", "/r", "/r/sub", undefined],
    ["a root beside", "../infra/**/*.tf", "/r/gitops", "/r/infra", "**/*.tf"],
    ["an exception from a pattern", "!sub/keep.tf", "/r", "/r/sub", "!keep.tf"],
  ])("%s", (_, glob, from, to, expected) => {
    expect(rebaseGlob(glob, from, to)).toBe(expected);
  });
});
