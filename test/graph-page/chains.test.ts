import { describe, expect, it } from "vitest";
import { chainsOf, found, type Filter } from "../../src/graph-page/chains.ts";
import { graphOf } from "../../src/explain/graph.ts";
import { graphData } from "../../src/report/graph-json.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { files } from "../support/reports.ts";
import { modelOf } from "../support/rule-tester.ts";

const arn = (name: string) => `arn:aws:iam::111122223333:role/prod-${name}`;

const model = modelOf({
  files: {
    "a.yaml": exampleAccount("reports", "reports", arn("reports")),
    "b.yaml": exampleAccount("default", "reports", arn("reports")),
    "c.yaml": exampleAccount("web", "shop", arn("shop")),
    "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
  },
});
const data = graphData(graphOf(model, { link: () => true, account: () => true }), files);
const chains = chainsOf(data);
const every = new Set<Filter>(["denied", "unknown", "allowed", "none"]);
const names = (search: string, verdicts = every, cluster = "") =>
  found(chains, search, verdicts, cluster).map(({ account }) => account.name);

describe("the chains of the page", () => {
  it("come with the worst first", () => {
    expect(chains.map(({ account, verdict }) => `${verdict} ${account.name}`)).toEqual([
      "denied default/reports",
      "unknown web/shop",
      "allowed reports/reports",
    ]);
  });

  it("hold what lies above and below their account, and nothing of others that share it", () => {
    const [first] = chains;
    expect(first?.nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "cluster a cluster that nothing names",
      "namespace default",
      "account default/reports",
      "role prod-reports",
    ]);
  });

  it.each<[string, readonly string[]]>([
    ["", ["default/reports", "web/shop", "reports/reports"]],
    ["shop", ["web/shop"]],
    ["PROD-REPORTS", ["default/reports", "reports/reports"]],
    ["b.yaml", ["default/reports"]],
    ["prod default", ["default/reports"]],
    ["nothing of the kind", []],
  ])("are searched by all words: %j", (search, expected) => {
    expect(names(search)).toEqual(expected);
  });

  it("are filtered by verdict and by cluster", () => {
    expect(names("", new Set(["denied"]))).toEqual(["default/reports"]);
    expect(names("", new Set())).toEqual([]);
    expect(names("", every, "another cluster")).toEqual([]);
  });
});
