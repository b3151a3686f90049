import { describe, expect, it } from "vitest";
import { editsOf } from "../../src/engine/edits.ts";
import type { EditIntent } from "../../src/model/finding.ts";
import { placeOf } from "../support/findings.ts";

const store = { path: "store.yaml", text: "kind: SecretStore\n" };
const role = { path: "main.tf", text: 'name = "eso"\n' };
const inYaml: EditIntent = {
  kind: "replace-value",
  at: placeOf(store, "SecretStore"),
  value: "ClusterSecretStore",
};
const inTerraform: EditIntent = { kind: "replace-value", at: placeOf(role, "eso"), value: "operator" };

describe("a suggestion's edits", () => {
  it("are made by the language of the file", () => {
    const edits = editsOf({ description: "", safety: "safe", intents: [inYaml] });
    expect(edits).toMatchObject([{ at: { span: { start: 6, end: 17 } }, text: "ClusterSecretStore" }]);
  });

  it("are none at all when one of several files cannot be edited", () => {
    expect(editsOf({ description: "", safety: "safe", intents: [inYaml, inTerraform] })).toEqual([]);
  });
});
