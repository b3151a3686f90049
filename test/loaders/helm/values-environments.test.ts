import { describe, expect, it } from "vitest";
import { valuesEnvironments } from "../../../src/loaders/helm/values-environments.ts";

describe("the environments of the values files beside a chart", () => {
  it.each([
    ["values-prod.yaml", "prod"],
    ["values.prod.yml", "prod"],
    ["values_prod.yaml", "prod"],
    ["prod-values.yaml", "prod"],
    ["prod.values.yaml", "prod"],
    ["values-eu-west-1.yaml", "eu-west-1"],
    ["values/prod.yaml", "prod"],
    ["values/prod/eu-west-1.yaml", "prod/eu-west-1"],
    ["values/values-prod.yaml", "prod"],
    ["env/prod.yaml", "prod"],
    ["environments/prod/values.yaml", "prod"],
    ["helm_vars/prod/values.yaml", "prod"],
    ["prod/values.yaml", "prod"],
    ["prod/values-eu.yaml", "prod/eu"],
    ["clusters/prod-eu/values.yaml", "prod-eu"],
  ])("%s is for %s", (file, name) => {
    expect(valuesEnvironments([file])).toEqual([{ name, file, below: [], perhapsBelow: undefined }]);
  });

  it.each([
    // Kubernetes objects, charts inside the chart, and what a chart is tested with.
    ["templates/values-prod.yaml"],
    ["charts/redis/values.yaml"],
    ["ci/prod-values.yaml"],
    ["examples/values-prod.yaml"],
    ["values-example.yaml"],
    // Not on a cluster of EKS.
    ["values-local.yaml"],
    ["values-gke.yaml"],
    // Secrets have no identities in them.
    ["values-prod-secrets.yaml"],
    ["helm_vars/prod/secrets.yaml"],
    // No values at all.
    ["values.schema.json"],
    ["config/prod.yaml"],
    ["README.md"],
    ["values.yaml.gotmpl"],
  ])("%s is for none", (file) => {
    expect(valuesEnvironments([file])).toEqual([]);
  });

  it("have the files of all below their own", () => {
    const found = valuesEnvironments(["env/common.yaml", "env/dev.yaml", "env/prod/values.yaml"]);
    expect(found.map(({ name, below }) => [name, below])).toEqual([
      ["dev", ["env/common.yaml"]],
      ["prod", ["env/common.yaml"]],
    ]);
  });

  it("perhaps have the file of the environment whose name they go on", () => {
    const found = valuesEnvironments(["values-prod.yaml", "values-prod-eu.yaml", "values-production.yaml"]);
    expect(found.map(({ name, perhapsBelow }) => [name, perhapsBelow])).toEqual([
      ["prod", undefined],
      ["prod-eu", "values-prod.yaml"],
      ["production", undefined],
    ]);
  });
});
