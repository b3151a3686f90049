import { describe, expect, it } from "vitest";
import { matchPattern, readPattern, referencesIn } from "../../../src/loaders/helm/path-pattern.ts";

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const read = readPattern(pattern);
  const found = read && matchPattern(read, path);
  return found && Object.fromEntries(found);
};

describe("a path with open names", () => {
  it.each([
    ["envs/{env}/eso.yaml", "envs/prod/eso.yaml", { env: "prod" }],
    ["envs/*/eso.yaml", "envs/prod/eso.yaml", { 1: "prod" }],
    ["*/*.yaml", "prod/eso.yaml", { 1: "prod", 2: "eso" }],
    ["values-{env}.yaml", "values-prod-eu.yaml", { env: "prod-eu" }],
    ["{app}-{env}.yaml", "a-b-c.yaml", { app: "a-b", env: "c" }],
    ["{env}/values-{env}.yaml", "prod/values-prod.yaml", { env: "prod" }],
    ["**/eso/{env}.yaml", "a/b/eso/prod.yaml", { env: "prod" }],
    ["**/eso/{env}.yaml", "eso/prod.yaml", { env: "prod" }],
  ])("%s takes in %s", (pattern, path, captures) => {
    expect(match(pattern, path)).toEqual(captures);
  });

  it.each([
    // A name is never empty, and never more than one directory's or file's.
    ["values-{env}.yaml", "values-.yaml"],
    ["envs/{env}/eso.yaml", "envs/a/b/eso.yaml"],
    ["{env}/values-{env}.yaml", "prod/values-dev.yaml"],
    // What is special in regular expressions is not special here.
    ["a.b/{env}.yaml", "axb/prod.yaml"],
  ])("%s does not take in %s", (pattern, path) => {
    expect(match(pattern, path)).toBeUndefined();
  });

  it.each([["helm/prod.yaml"], ["a{1}b.yaml"], ["a{}.yaml"]])("%s leaves nothing open", (path) => {
    expect(readPattern(path)).toBeUndefined();
  });

  it("is used by name, or by number", () => {
    expect(referencesIn("{app}-{1}-x")).toEqual(["app", "1"]);
  });
});
