import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/engine/config/read-configuration.ts";
import { starterConfiguration, type Seen } from "../../../src/engine/config/starter.ts";

const ids = ["trust/missing-audience", "trust/broad-subject"];
const issuer = "oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8";
/** What stands there when no provider is known. */
const exampleIssuer = "oidc.eks.eu-west-1.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8";
const strange = 'env/a "b": #c\n.tfvars';

const nothing: Seen = {
  clusters: [],
  repositories: [],
  charts: [],
  values: [],
  modules: [],
  varFiles: [],
  workspaces: [],
  placeholders: [],
};

/** The text with the marks of its examples taken away: what a reader who wants all of it would make of it. */
function uncommented(text: string): string {
  return text.replace(/^##.*$/gm, "").replace(/^# /gm, "");
}

describe("the configuration that init writes", () => {
  it.each<[string, Seen]>([
    ["nothing", nothing],
    [
      "providers and variable files",
      { ...nothing, clusters: [{ issuer, account: "111122223333", paths: [] }], varFiles: [strange] },
    ],
    ["a provider of an unknown account", { ...nothing, clusters: [{ issuer: "example.com", paths: [] }] }],
  ])("is valid for a repository with %s, as it is and without its comment marks", (_, seen) => {
    const text = starterConfiguration(seen);
    expect(readConfiguration({ path: "", text }, ids)).toMatchObject({
      kind: "configuration",
      configuration: { root: true, rules: [], clusters: [], exceptions: [] },
    });
    const all = readConfiguration({ path: "", text: uncommented(text) }, ids);
    expect(all).toMatchObject({
      kind: "configuration",
      configuration: {
        preset: "recommended",
        rules: [{ pattern: "trust/missing-audience", severity: "error" }],
        ignore: ["archive/"],
        clusters: [{ name: "cluster-1", issuer: seen.clusters[0]?.issuer ?? exampleIssuer }],
        varFiles: seen.varFiles,
        exceptions: [{ rule: "trust/broad-subject" }],
      },
    });
  });
});
