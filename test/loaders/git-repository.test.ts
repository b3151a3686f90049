import { describe, expect, it } from "vitest";
import { canonicalRepository } from "../../src/loaders/git-repository.ts";

describe("the address of a repository", () => {
  it.each([
    ["https://github.com/Acme/GitOps.git", "github.com/acme/gitops"],
    ["https://github.com/acme/gitops/", "github.com/acme/gitops"],
    ["http://user:secret@github.com/acme/gitops", "github.com/acme/gitops"],
    ["git@github.com:acme/gitops.git", "github.com/acme/gitops"],
    ["github.com:acme/gitops", "github.com/acme/gitops"],
    ["ssh://git@github.com/acme/gitops", "github.com/acme/gitops"],
    ["ssh://git@ssh.github.com:443/acme/gitops.git", "github.com/acme/gitops"],
    ["git+ssh://git@gitlab.example.com:2222/group/sub/repo.git", "gitlab.example.com/group/sub/repo"],
    ["https://gitlab.example.com/group/sub/repo.git?ref=main#x", "gitlab.example.com/group/sub/repo"],
    ["https://org@dev.azure.com/org/project/_git/repo", "dev.azure.com/org/project/repo"],
    ["git@ssh.dev.azure.com:v3/org/project/repo", "dev.azure.com/org/project/repo"],
    ["https://bitbucket.example.com/scm/team/repo.git", "bitbucket.example.com/team/repo"],
    ["ssh://git@bitbucket.example.com:7999/team/repo.git", "bitbucket.example.com/team/repo"],
    [
      "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/gitops",
      "git-codecommit.eu-west-1.amazonaws.com/v1/repos/gitops",
    ],
  ])("%s is %s", (url, expected) => {
    expect(canonicalRepository(url)).toBe(expected);
  });

  it.each([
    "",
    "gitops",
    "/srv/git/gitops",
    "https://github.com",
    "https://github.com/",
    "../gitops",
    "https://",
  ])("%j is none", (url) => {
    expect(canonicalRepository(url)).toBeUndefined();
  });

  it("is found in linear time", () => {
    const started = performance.now();
    canonicalRepository(`https://${"a@".repeat(50_000)}`);
    canonicalRepository(`https://h/${"/".repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
