import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import type { Node } from "../../../src/model/node.ts";
import { known } from "../../../src/model/text.ts";
import { exampleApplication, gitSource, indent } from "../../support/applications.ts";
import { readDeployments } from "../../support/deployments.ts";
import recorded from "../../oracle/helm-dependencies.json" with { type: "json" };

interface Case {
  readonly situation: string;
  readonly dependencies: readonly { readonly name: string; readonly alias?: string }[];
  readonly own: unknown;
  readonly set: unknown;
  readonly inner: unknown;
  readonly charts: Readonly<Record<string, unknown>>;
}

function toJson(node: Node | undefined): unknown {
  switch (node?.kind) {
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [known(key), toJson(value)]));
    case "list":
      return node.items.map(toJson);
    case "text":
      return known(node);
    case "number":
    case "boolean":
      return node.value;
    case "null":
      return null;
    case undefined:
    case "unknown":
      return undefined;
  }
}

/** The charts inside, by the name that Helm calls them, with their values. */
function chartsOf({ dependencies, own, set, inner }: Case): Readonly<Record<string, unknown>> {
  const chart = (name: string, more: object = {}): string =>
    JSON.stringify({ apiVersion: "v2", name, version: "1.0.0", ...more });
  const folders = ["sub", ...(dependencies.some(({ name }) => name === "other") ? ["other"] : [])];
  const files = folders.flatMap((name) => [
    [`deploy/charts/${name}/Chart.yaml`, chart(name)],
    [`deploy/charts/${name}/values.yaml`, JSON.stringify(inner)],
    [`deploy/charts/${name}/templates/print.yaml`, "{{ .Values }}"],
  ]);
  const { facts } = readDeployments({
    "app.yaml": exampleApplication({
      name: "r",
      source: gitSource("deploy", `helm:\n  valuesObject:\n${indent(JSON.stringify(set), 4)}\n`),
    }),
    "deploy/Chart.yaml": chart("outer", {
      dependencies: dependencies.map((each) => ({
        ...each,
        version: "1.0.0",
        repository: "https://charts.example.com",
      })),
    }),
    "deploy/values.yaml": JSON.stringify(own),
    ...(Object.fromEntries(files) as Record<string, string>),
  });
  const inside = facts.flatMap((fact) =>
    fact.kind === "release" && fact.id.split("|0|").length > 1 ? [fact] : [],
  );
  return Object.fromEntries(
    inside.map(({ id, values, name }) => {
      expect(print(name)).toBe("r");
      return [id.slice(id.lastIndexOf("|") + 1), toJson(values) ?? {}];
    }),
  );
}

const cases = recorded.cases as readonly Case[];

describe("charts inside a chart as Helm reads them", () => {
  it("has enough recorded cases", () => {
    expect(cases.length).toBeGreaterThan(24);
  });

  it.each(cases.map((item) => [item.situation, item] as const))("%s", (_, item) => {
    expect(chartsOf(item)).toEqual(item.charts);
  });
});
