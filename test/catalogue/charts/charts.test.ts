import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { chartRows, findChart } from "../../../src/catalogue/charts/find-chart.ts";
import { inRange } from "../../../src/catalogue/charts/versions.ts";
import schema from "../../../schemas/chart-catalogue.schema.json" with { type: "json" };

describe("the chart catalogue", () => {
  it("follows its schema", () => {
    const validate = new Ajv({ allErrors: true, strict: true, strictTypes: false }).compile(schema);
    validate(chartRows);
    expect(validate.errors ?? []).toEqual([]);
  });

  it("names every row once, in order", () => {
    const ids = chartRows.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(chartRows.map((row) => [row.id, row] as const))(
    "%s refers only to accounts that it has",
    (_, row) => {
      const components = new Set(row.serviceAccounts.map(({ component }) => component));
      const patterns = row.serviceAccounts.flatMap(({ defaultName, otherwise = "" }) => [
        defaultName,
        otherwise,
      ]);
      const named = patterns.flatMap((pattern) =>
        [...pattern.matchAll(/\{account:([^}]+)\}/g)].map(([, name]) => name),
      );
      expect(named.filter((name) => name === undefined || !components.has(name))).toEqual([]);
    },
  );

  it("finds every row by each of its repositories", () => {
    const lost = chartRows.flatMap((row) =>
      row.repositories
        .filter(
          (repository) => findChart({ repository, name: row.chart, version: undefined })?.chart !== row.chart,
        )
        .map((repository) => `${row.id} at ${repository}`),
    );
    expect(lost).toEqual([]);
  });
});

describe("findChart", () => {
  it.each([
    ["an HTTP repository", "https://charts.external-secrets.io", "external-secrets", "external-secrets"],
    ["a trailing slash", "https://charts.external-secrets.io/", "external-secrets", "external-secrets"],
    [
      "plain HTTP and upper case",
      "http://Charts.External-Secrets.io",
      "external-secrets",
      "external-secrets",
    ],
    ["an OCI registry", "oci://ghcr.io/external-secrets/charts", "external-secrets", "external-secrets"],
    [
      "an OCI registry as Argo CD writes it",
      "ghcr.io/external-secrets/charts",
      "external-secrets",
      "external-secrets",
    ],
    [
      "an OCI address with the chart in it",
      "oci://public.ecr.aws/karpenter/karpenter",
      "karpenter",
      "karpenter",
    ],
    [
      "a chart's name that holds a path",
      "registry-1.docker.io",
      "bitnamicharts/external-dns",
      "bitnami-external-dns",
    ],
    ["an OCI address alone", undefined, "oci://public.ecr.aws/karpenter/karpenter", "karpenter"],
    ["an alias of a repository", undefined, "bitnami/external-dns", "bitnami-external-dns"],
    [
      "the other chart of that name",
      "https://kubernetes-sigs.github.io/external-dns/",
      "external-dns",
      "external-dns",
    ],
    ["the same name elsewhere", "https://charts.example.com", "external-secrets", undefined],
    ["another chart of the repository", "https://charts.external-secrets.io", "other", undefined],
    ["a name without a repository", undefined, "external-secrets", undefined],
  ])("%s", (_, repository, name, row) => {
    expect(findChart({ repository, name, version: undefined })?.id).toBe(row);
  });

  it.each([
    ["2.13.0", "keda-2.13"],
    ["v2.13.1", "keda-2.13"],
    ["2.14.0", "keda"],
    ["2.*", "keda"],
    [undefined, "keda"],
  ])("picks the row for version %s", (version, row) => {
    expect(findChart({ repository: "https://kedacore.github.io/charts", name: "keda", version })?.id).toBe(
      row,
    );
  });

  it("does not stretch a row over versions that it was not read for", () => {
    const repository = "https://charts.bitnami.com/bitnami";
    expect(findChart({ repository, name: "external-dns", version: "2.20.3" })).toBeUndefined();
  });

  it("prefers a row of the configuration", () => {
    const repositories = ["https://charts.external-secrets.io"];
    const own = { id: "own", chart: "external-secrets", repositories, serviceAccounts: [], source: "us" };
    const reference = {
      repository: "https://charts.external-secrets.io",
      name: "external-secrets",
      version: "1.0.0",
    };
    expect(findChart(reference, [own])).toBe(own);
  });
});

describe("inRange", () => {
  it.each([
    ["1.2.3", ">=1.2.3", "yes"],
    ["1.2.3", ">1.2.3", "no"],
    ["1.2.3", "<=1.2.3", "yes"],
    ["1.2.3", "<1.2.3", "no"],
    ["1.10.0", ">=1.9.0", "yes"],
    ["2.0.0", ">=1.0.0 <2.0.0", "no"],
    ["v1.15.1", ">=1.15.1", "yes"],
    ["1.2.3-rc.1", "=1.2.3", "yes"],
    ["1.x", ">=2.0.0", "maybe"],
    ["^1.0.0", "<1.0.0", "maybe"],
    [undefined, ">=1.0.0", "maybe"],
    ["1.0.0", undefined, "yes"],
  ] as const)("%s in %s: %s", (version, range, answer) => {
    expect(inRange(version, range)).toBe(answer);
  });
});
