import { describe, expect, it } from "vitest";
import type { ChartServiceAccountRow, ValueCondition } from "../../../src/catalogue/charts/chart-row.ts";
import { callsAws, holds, neededActions } from "../../../src/catalogue/charts/conditions.ts";
import { chartRows } from "../../../src/catalogue/charts/find-chart.ts";
import { loadServiceReference } from "../../../src/engine/service-reference.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import { mergeValues } from "../../../src/loaders/merge-values.ts";
import { wholeFile } from "../../../src/model/location.ts";
import type { Node } from "../../../src/model/node.ts";
import { fileSource } from "../../../src/model/source.ts";

const file = { path: "values.yaml", text: "" };
const at = wholeFile(file);
const unread: Node = { kind: "unknown", hole: { kind: "hole", id: "more.yaml", name: "more.yaml" }, at };

function valuesOf(text: string): Node | undefined {
  const stream = parseYaml(fileSource({ path: "values.yaml", text }));
  return stream.documents[0]?.node;
}
const answer = (condition: ValueCondition, text: string, below?: Node): string => {
  const set = valuesOf(text);
  const merged = below === undefined || set === undefined ? (set ?? below) : mergeValues(below, set);
  return holds(condition, { set: merged, defaults: {}, chartAt: at });
};

const provider = { paths: ["provider", "provider.name"], is: "aws" };

describe("a condition on values", () => {
  it.each<[string, ValueCondition, string, string]>([
    ["a text", { if: [provider] }, "provider: aws", "yes"],
    ["another text", { if: [provider] }, "provider: google", "no"],
    ["a map where older versions have a text", { if: [provider] }, "provider: { name: aws }", "yes"],
    ["nothing, without a default", { if: [provider] }, "other: 1", "maybe"],
    ["nothing, with a default", { if: [{ ...provider, default: "aws" }] }, "other: 1", "yes"],
    ["nothing, with another default", { if: [{ ...provider, default: "none" }] }, "other: 1", "no"],
    ["a flag", { if: [{ paths: ["a.b"], is: true }] }, "a: { b: true }", "yes"],
    ["a flag that is off", { if: [{ paths: ["a.b"], is: true }] }, "a: { b: false }", "no"],
    ["a flag that must be off", { if: [{ paths: ["a.b"], is: false }] }, "a: { b: false }", "yes"],
    ["no flag, with a default", { if: [{ paths: ["a.b"], is: false, default: false }] }, "a: {}", "yes"],
    ["a text for a flag", { if: [{ paths: ["a"], is: true }] }, 'a: "true"', "maybe"],
    ["anything", { if: [{ paths: ["a"], default: false }] }, "a: [x]", "yes"],
    ["an empty list", { if: [{ paths: ["a"], default: false }] }, "a: []", "no"],
    ["nothing that could be anything", { if: [{ paths: ["a"], default: false }] }, "b: 1", "no"],
    ["an item", { if: [{ paths: ["a"], item: "p", is: "aws" }] }, "a: [{ p: gcp }, { p: aws }]", "yes"],
    ["other items", { if: [{ paths: ["a"], item: "p", is: "aws" }] }, "a: [{ p: gcp }, { q: aws }]", "no"],
    ["an item's text instead", { if: [{ paths: ["a"], item: "p", is: "aws" }] }, "a: aws", "yes"],
    ["a piece of text", { if: [{ paths: ["a"], holds: "amazonaws.com" }] }, "a: s3.amazonaws.com", "yes"],
    ["another piece", { if: [{ paths: ["a"], holds: "amazonaws.com" }] }, "a: minio", "no"],
    ["all that is asked", { if: [provider, { paths: ["a"], is: true }] }, "provider: aws\na: true", "yes"],
    ["one of two", { if: [provider, { paths: ["a"], is: true }] }, "provider: aws\na: false", "no"],
    ["no word of an option", { unless: ["dryrun"] }, "extraArgs: [--policy=sync]", "yes"],
    ["an option in a list", { unless: ["dryrun"] }, "extraArgs: [--dry-run]", "no"],
    ["an option as a key", { unless: ["dryrun"] }, "extraArgs: { dryRun: true }", "no"],
    ["an option with underscores", { unless: ["dryrun"] }, "env: [{ name: DNS_DRY_RUN }]", "no"],
  ])("with %s", (_name, condition, text, expected) => {
    expect(answer(condition, text)).toBe(expected);
  });

  it("knows nothing of a file that is not read", () => {
    expect(answer({ if: [{ ...provider, default: "aws" }] }, "", unread)).toBe("maybe");
    expect(answer({ unless: ["dryrun"] }, "", unread)).toBe("maybe");
    expect(answer({ unless: ["dryrun"] }, "a: 1", unread)).toBe("maybe");
    expect(answer({ if: [provider] }, "provider: aws", unread)).toBe("yes");
  });
});

describe("the actions that a controller needs", () => {
  const account: ChartServiceAccountRow = { component: "controller", defaultName: "x", annotations: [] };
  const values = { set: valuesOf("provider: aws"), defaults: {}, chartAt: at };
  const actions = [
    { action: "s3:GetObject", resource: "*", needed: { by: "controller", if: [provider] } },
    { action: "s3:PutObject", resource: "*", needed: { by: "server" } },
    { action: "s3:ListBucket", resource: "*" },
  ];

  it("are those of its account and its values", () => {
    expect(neededActions(actions, account, values).map(({ action }) => action)).toEqual(["s3:GetObject"]);
  });

  it("are none where it does not call AWS", () => {
    const google = { ...account, callsAws: { if: [{ paths: ["provider"], is: "google" }] } };
    expect(callsAws(google, values)).toBe("no");
    expect(neededActions(actions, google, values)).toEqual([]);
  });
});

const services = await loadServiceReference();
const needing = chartRows.flatMap((row) =>
  (row.actions ?? []).flatMap(({ action, starOnly, needed }) =>
    needed === undefined ? [] : [{ row, action, starOnly, needed, id: `${row.id} ${action}` }],
  ),
);

describe("what rows say that a controller needs", () => {
  it("is said of many charts", () => {
    expect(new Set(needing.map(({ row }) => row.id)).size).toBeGreaterThanOrEqual(14);
  });

  it.each(needing)("$id: is an action of AWS, for an account of the row", ({ row, action, needed }) => {
    expect(services.matching(action)).toHaveLength(1);
    expect(row.serviceAccounts.map(({ component }) => component)).toContain(needed.by);
    if (needed.beside !== undefined) expect(services.matching(needed.beside)).toHaveLength(1);
  });

  it.each(needing.filter(({ starOnly }) => starOnly === true))(
    "$id: takes no resource, as AWS's reference has it",
    ({ action }) => {
      expect(services.matching(action).flatMap(({ resourceTypes }) => resourceTypes)).toEqual([]);
    },
  );
});
