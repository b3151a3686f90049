import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../../src/model/text.ts";
import { factsOf, onlyFact, readManifests } from "../../support/read-manifests.ts";

const source = (kind: string, body: string): Readonly<Record<string, string>> => ({
  "a.yaml": `{apiVersion: v1, kind: ${kind}, metadata: {name: aws, namespace: apps}, ${body}}`,
});

describe("ConfigMaps and Secrets", () => {
  it("keep a ConfigMap's keys and values", () => {
    const fact = onlyFact(source("ConfigMap", "data: {AWS_REGION: eu-west-2}"), "configuration-source");
    expect(print(fact.namespace)).toBe("apps");
    expect(fact.entries.map(({ key, value }) => [print(key), print(value)])).toEqual([
      ["AWS_REGION", "eu-west-2"],
    ]);
  });

  it("keep a Secret's keys and type, and nothing of what it holds", () => {
    const body = "type: Opaque, data: {AWS_ACCESS_KEY_ID: QUtJQQ==}, stringData: {AWS_SECRET_ACCESS_KEY: x}";
    const fact = onlyFact(source("Secret", body), "configuration-source");
    expect(print(fact.type)).toBe("Opaque");
    expect(fact.entries.map(({ key }) => print(key))).toEqual(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
    expect(fact.entries.every(({ value }) => isAbsent(value))).toBe(true);
  });

  it("say that a ConfigMap which a template patches may hold more", () => {
    const files = {
      ...source("ConfigMap", "data: {AWS_REGION: eu-west-2}"),
      "kustomization.yaml": "resources: [a.yaml]\npatches: [{target: {kind: ConfigMap}, path: p.yaml}]\n",
      "p.yaml": "kind: ConfigMap\n{{ if .x }}\ndata: {}\n{{ end }}\n",
    };
    const [fact] = factsOf(readManifests(files), "configuration-source");
    expect(fact?.moreEntries).toBeDefined();
    expect(fact?.entries).toEqual([]);
  });
});

describe("namespaces", () => {
  it("keep the annotations that were meant for the webhook", () => {
    const files = {
      "a.yaml":
        "{apiVersion: v1, kind: Namespace, metadata: {name: apps, annotations: {eks.amazonaws.com/role-arn: x, y: z}}}",
    };
    const fact = onlyFact(files, "namespace");
    expect(print(fact.name)).toBe("apps");
    expect(fact.annotations.map(({ key, value }) => [print(key), print(value)])).toEqual([
      ["eks.amazonaws.com/role-arn", "x"],
    ]);
  });
});
