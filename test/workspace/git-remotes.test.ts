import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { gitRemotes, remotesIn } from "../../src/workspace/git-remotes.ts";

const directory = mkdtempSync(join(tmpdir(), "git-remotes-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe("the remotes of a checkout", () => {
  it("are read from the text of its configuration", () => {
    const config = `[core]
\turl = https://example.com/none
[remote "origin"]
\turl = git@github.com:acme/gitops.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
\tremote = origin
[Remote "upstream"]
\tURL = "https://github.com/up/gitops" # the original
\tpushurl = https://github.com/push/gitops
[remote "again"]
\turl = git@github.com:acme/gitops.git
\turl =
[url "https://github.com/"]
\tinsteadOf = gh:
`;
    expect(remotesIn(config)).toEqual(["git@github.com:acme/gitops.git", "https://github.com/up/gitops"]);
  });

  it("are those in .git/config", () => {
    const repository = join(directory, "repository");
    mkdirSync(join(repository, ".git"), { recursive: true });
    writeFileSync(
      join(repository, ".git", "config"),
      '[remote "origin"]\r\n  url = https://github.com/a/b\r\n',
    );
    expect(gitRemotes(repository)).toEqual(["https://github.com/a/b"]);
  });

  it("are none without a repository, and in a worktree, whose .git is a file", () => {
    expect(gitRemotes(directory)).toEqual([]);
    const worktree = join(directory, "worktree");
    mkdirSync(worktree);
    writeFileSync(join(worktree, ".git"), "gitdir: ../repository/.git/worktrees/x\n");
    expect(gitRemotes(worktree)).toEqual([]);
  });
});
