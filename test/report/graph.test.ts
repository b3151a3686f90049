import { describe, expect, it } from "vitest";
import { brokenPart, graphOf, type Graph } from "../../src/explain/graph.ts";
import { formatGraphDot } from "../../src/report/graph-dot.ts";
import { formatGraphHtml } from "../../src/report/graph-html.ts";
import { formatGraphJson } from "../../src/report/graph-json.ts";
import { formatGraphMermaid } from "../../src/report/graph-mermaid.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { files } from "../support/reports.ts";
import { modelOf } from "../support/rule-tester.ts";

const arn = "arn:aws:iam::111122223333:role/prod-reports";
const everything = { link: () => true, account: () => true };

const store = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
  namespace: reports
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-1
      auth:
        jwt:
          serviceAccountRef:
            name: reports
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: database
  namespace: reports
spec:
  secretStoreRef:
    name: aws
`;

const model = modelOf({
  files: {
    "a.yaml": exampleAccount("reports", "reports", arn),
    "b.yaml": exampleAccount("default", "reports", arn),
    "store.yaml": store,
    "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
  },
});
const graph = graphOf(model, everything);

/** A graph of so many chains of one account and one role each. */
function many(number: number): Graph {
  const range = Array.from({ length: number }, (_, index) => index);
  return {
    nodes: range.flatMap((index) => [
      {
        id: `account-${index}`,
        kind: "account" as const,
        name: `ns/account-${index}`,
        detail: "",
        at: undefined,
      },
      { id: `role-${index}`, kind: "role" as const, name: `role-${index}`, detail: "", at: undefined },
    ]),
    edges: range.map((index) => ({
      from: `account-${index}`,
      to: `role-${index}`,
      label: "",
      verdict: "allowed" as const,
    })),
  };
}

describe("the identity graph", () => {
  it("holds the chain from cluster to secret", () => {
    const names = graph.nodes.map(({ kind, name, verdict }) =>
      [kind, name, ...(verdict === undefined ? [] : [verdict])].join(" "),
    );
    expect(names).toEqual([
      "cluster a cluster that nothing names",
      "namespace reports",
      "account reports/reports allowed",
      "role prod-reports",
      "store aws",
      "secret reports/database",
      "namespace default",
      "account default/reports denied",
    ]);
  });

  it("has an account without a role when a store uses it", () => {
    const lonely = modelOf({
      files: {
        "sa.yaml":
          "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: reports\n  namespace: reports\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: other\n  namespace: reports\n",
        "store.yaml": store,
      },
    });
    const accounts = graphOf(lonely, everything).nodes.filter(({ kind }) => kind === "account");
    expect(accounts.map(({ name }) => name)).toEqual(["reports/reports"]);
  });

  it("can be cut down to what is broken", () => {
    expect(brokenPart(graph).nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "cluster a cluster that nothing names",
      "role prod-reports",
      "namespace default",
      "account default/reports",
    ]);
    expect(brokenPart(graph).edges.filter(({ verdict }) => verdict !== undefined)).toHaveLength(1);
  });

  it("is the same in every run", () => {
    expect(graphOf(model, everything)).toEqual(graph);
  });
});

describe("graph formats", () => {
  it("mermaid", () => {
    expect(formatGraphMermaid(graph, files)).toMatchSnapshot();
  });

  it("mermaid takes nothing in a name for markup", () => {
    const nodes = [
      {
        id: "role-1",
        kind: "role" as const,
        name: 'a"]; click x "<b>#`',
        detail: "end\nsubgraph",
        at: undefined,
      },
    ];
    const text = formatGraphMermaid({ nodes, edges: [] }, files);
    expect(text.split("\n")[1]).toBe(
      '  role1[/"a#quot;]; click x #quot;#lt;b#gt;#35;#96;<br/>end subgraph"/]',
    );
  });

  it("mermaid stays below what GitHub draws, and says so", () => {
    const text = formatGraphMermaid(many(2000), files);
    expect(text.length).toBeLessThan(50_000);
    expect(text.match(/==>/g)?.length).toBeLessThanOrEqual(500);
    expect(text).toMatch(/^%% \d+ of 2000 edges are left out/);
  });

  it("dot", () => {
    expect(formatGraphDot(graph, files)).toMatchSnapshot();
  });

  it("json has a place for everything that stands somewhere", () => {
    const data = JSON.parse(formatGraphJson(graph, files)) as {
      version: number;
      nodes: { kind: string; file: string | null; line: number | null }[];
    };
    expect(data.version).toBe(1);
    expect(data.nodes.find(({ kind }) => kind === "role")).toMatchObject({ file: "iam.tf", line: 1 });
    expect(data.nodes.find(({ kind }) => kind === "cluster")).toMatchObject({ file: null, line: null });
  });

  it("html is one page that asks the network for nothing", () => {
    const nodes = [
      {
        id: "role-1",
        kind: "role" as const,
        name: "</script><script>alert(1)</script>",
        detail: "",
        at: undefined,
      },
    ];
    const page = formatGraphHtml({ nodes, edges: [] }, files);
    expect(page).not.toContain("</script><script>alert");
    expect(page).not.toMatch(/(?:src|href)="(?!\{)/);
    expect(page.match(/<script/g)).toHaveLength(2);
    const data = /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
    expect(JSON.parse(data)).toMatchObject({ nodes: [{ name: "</script><script>alert(1)</script>" }] });
  });

  it("html stays small with 2,000 accounts", () => {
    expect(formatGraphHtml(many(2000), files).length).toBeLessThan(2_000_000);
  });
});
