import { describe, expect, it } from "vitest";
import type { ChartRow, FullnameRule } from "../../../src/catalogue/charts/chart-row.ts";
import { renderServiceAccounts } from "../../../src/catalogue/charts/service-accounts.ts";
import { parseJson } from "../../../src/loaders/json/parse-json.ts";
import { wholeFile } from "../../../src/model/location.ts";
import type { Node } from "../../../src/model/node.ts";
import { fileSource } from "../../../src/model/source.ts";
import { known, literal } from "../../../src/model/text.ts";
import recorded from "../../oracle/helm-naming.json" with { type: "json" };

const rules: Readonly<Record<string, FullnameRule>> = {
  std: { rule: "std" },
  "std-26": { rule: "std", limit: 26 },
  bitnami: { rule: "bitnami" },
  equal: { rule: "equal", name: "{value:provider}-widget" },
};

function rowFor(rule: string, chart: string): ChartRow {
  const fullname = rules[rule];
  if (fullname === undefined) throw new Error(`the recording holds an unknown rule ${rule}`);
  return {
    id: chart,
    chart,
    repositories: ["https://charts.example.com"],
    fullname,
    defaults: { provider: "aws" },
    serviceAccounts: [
      {
        component: "controller",
        create: [{ path: "serviceAccount.create", default: true }],
        name: ["serviceAccount.name"],
        defaultName: "{fullname}",
        annotations: ["serviceAccount.annotations"],
      },
    ],
    source: "the recording",
  };
}

/** The recorded values, with an annotation: without one, an account that is not made is not spoken of. */
function valuesOf(given: object): Node {
  const account = "serviceAccount" in given ? given.serviceAccount : {};
  const annotated = { ...given, serviceAccount: { ...(account as object), annotations: { key: "value" } } };
  const file = { path: "values.json", text: JSON.stringify(annotated) };
  const { node } = parseJson(fileSource(file));
  if (node === undefined) throw new Error("the values are not JSON");
  return node;
}

describe("names of service accounts as Helm renders them", () => {
  it("has cases for every rule", () => {
    expect(new Set(recorded.cases.map(({ rule }) => rule))).toEqual(new Set(Object.keys(rules)));
    expect(recorded.cases.length).toBeGreaterThanOrEqual(480);
  });

  it.each(
    recorded.cases.map(
      (item) => [`${item.rule} ${item.release} ${JSON.stringify(item.values)}`, item] as const,
    ),
  )("%s", (_, { rule, chart, release, values, created, name }) => {
    const at = wholeFile({ path: "release", text: release });
    const [account] = renderServiceAccounts(
      rowFor(rule, chart),
      {
        name: literal(release, at),
        namespace: literal("default", at),
        chart: literal(chart, at),
        version: "1.0.0",
      },
      valuesOf(values),
    );
    expect(account && known(account.name)).toBe(name);
    expect(account?.existence).toBe(created ? "created" : "annotated");
  });
});
