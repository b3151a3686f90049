import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/engine/config/read-configuration.ts";
import { starterConfiguration, type Seen } from "../../../src/engine/config/starter.ts";

const ids = ["trust/missing-audience", "trust/broad-subject"];
const issuer = "oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8";
/** What stands there when no provider is known. */
const exampleIssuer = "oidc.eks.eu-west-1.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8";
const strange = 'env/a "b": #c\n.tfvars';

/** The text with the marks of its examples taken away: what a reader who wants all of it would make of it. */
function uncommented(text: string): string {
  return text.replace(/^# (?=[a-z]+:|\s)/gim, "").replace(/^#.*$/gm, "");
}

describe("the configuration that init writes", () => {
  it.each<[string, Seen]>([
    ["nothing", { issuers: [], varFiles: [] }],
    ["providers and variable files", { issuers: [{ issuer, account: "111122223333" }], varFiles: [strange] }],
    [
      "a provider of an unknown account",
      { issuers: [{ issuer: "example.com", account: undefined }], varFiles: [] },
    ],
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
        clusters: [{ name: "cluster-1", issuer: seen.issuers[0]?.issuer ?? exampleIssuer }],
        varFiles: seen.varFiles.length > 0 ? seen.varFiles : ["env/prod.tfvars"],
        exceptions: [{ rule: "trust/broad-subject" }],
      },
    });
  });
});
