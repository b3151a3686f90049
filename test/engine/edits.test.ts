import { describe, expect, it } from "vitest";
import { editsOf } from "../../src/engine/edits.ts";
import type { EditIntent } from "../../src/model/finding.ts";
import { placeOf } from "../support/findings.ts";

const store = { path: "store.yaml", text: "kind: SecretStore\n" };
const role = { path: "main.tf", text: 'name = "eso"\ncount = 1\n' };
const inYaml: EditIntent = {
  kind: "replace-value",
  at: placeOf(store, "SecretStore"),
  value: "ClusterSecretStore",
};
const inTerraform: EditIntent = { kind: "replace-value", at: placeOf(role, "eso"), value: "operator" };

const inNumber: EditIntent = { kind: "replace-value", at: placeOf(role, "1"), value: "2" };

describe("a suggestion's edits", () => {
  it("are made by the language of the file", () => {
    const edits = editsOf({ description: "", safety: "safe", intents: [inYaml] });
    expect(edits).toMatchObject([{ at: { span: { start: 6, end: 17 } }, text: "ClusterSecretStore" }]);
    const others = editsOf({ description: "", safety: "safe", intents: [inTerraform] });
    expect(others).toMatchObject([{ at: { span: { start: 8, end: 11 } }, text: "operator" }]);
  });

  it("are none at all when one of several files cannot be edited", () => {
    expect(editsOf({ description: "", safety: "safe", intents: [inYaml, inNumber] })).toEqual([]);
  });

  it("are none in what Terraform prints of a plan", () => {
    const plan = { path: "plan.json", text: '{"format_version": "1.2", "planned_values": {"a": "x"}}' };
    const intent: EditIntent = { kind: "replace-value", at: placeOf(plan, "x"), value: "y" };
    expect(editsOf({ description: "", safety: "safe", intents: [intent] })).toEqual([]);
  });

  it("are none where a file may be a template, and what is written looks like a part of one", () => {
    const file = { path: "policy.json", text: '{"a": "x"}' };
    const intent: EditIntent = { kind: "replace-value", at: placeOf(file, "x"), value: "${y}" };
    expect(editsOf({ description: "", safety: "safe", intents: [intent] })).toEqual([]);
  });
});
