import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { releasesHere, repositoriesHere, workspacesHere } from "../../src/cli/known-here.ts";
import { readConfiguration } from "../../src/engine/config/read-configuration.ts";
import type { Configuration } from "../../src/engine/configuration.ts";
import { textAt } from "../../src/model/location.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "known-here-")));
mkdirSync(join(root, "gitops", ".git"), { recursive: true });
writeFileSync(
  join(root, "gitops", ".git", "config"),
  '[remote "origin"]\n\turl = git@github.com:acme/gitops.git\n',
);
afterAll(() => {
  rmSync(root, { recursive: true });
});

function configured(text: string, path = ".irsa-lint.yaml"): Configuration {
  const read = readConfiguration({ path, text }, []);
  if (read.kind === "errors") throw new Error(read.errors.map(({ message }) => message).join("; "));
  return read.configuration;
}

describe("the repositories that are here", () => {
  it("are those of the configuration, then the remotes of every boundary", () => {
    const configuration = configured(`repositories:
  - url: https://github.com/acme/infra
    path: ../infra
  - url: https://github.com/acme/this
  - url: https://github.com/acme/outside
    path: ../../outside
`);
    const boundaries = [join(root, "gitops"), join(root, "infra")];
    expect(repositoriesHere(configuration, join(root, "gitops"), root, boundaries)).toEqual([
      { url: "https://github.com/acme/infra", path: "infra" },
      { url: "https://github.com/acme/this", path: "gitops" },
      { url: "git@github.com:acme/gitops.git", path: "gitops" },
    ]);
  });
});

describe("the releases of the configuration", () => {
  it("have their files and places as the workspace names them", () => {
    const text =
      "releases:\n  - {name: dns, namespace: n, chart: ./charts/dns, values: [prod.yaml, ../../out.yaml]}\n";
    const file = join(root, "gitops", ".irsa-lint.yaml");
    const [release] = releasesHere(configured(text, file), join(root, "gitops"), root);
    expect(release?.directory).toBe("gitops/charts/dns");
    expect(release?.values.map(({ path }) => path)).toEqual(["gitops/prod.yaml", "../../out.yaml"]);
    expect(release?.name.at.file.path).toBe("gitops/.irsa-lint.yaml");
    expect(release && textAt(release.name.at)).toBe("dns");
  });
});

describe("the configuration", () => {
  it.each([
    [
      "a row of a chart that lacks its source",
      "charts: [{id: a, chart: a, repositories: [https://x.example.com], serviceAccounts: []}]",
    ],
    ["a row of a module that lacks where it was read", "terraform: {modules: [{id: a, source: a/b/c}]}"],
    ["a repository without an address", "repositories: [{path: x}]"],
    ["a release without a chart", "releases: [{name: a, namespace: b}]"],
  ])("refuses %s", (_, text) => {
    expect(readConfiguration({ path: ".irsa-lint.yaml", text }, []).kind).toBe("errors");
  });

  it("takes rows of the catalogues", () => {
    const { charts, terraformModules } = configured(`charts:
  - id: shop
    chart: shop
    repositories: [https://charts.example.com]
    serviceAccounts: [{component: api, defaultName: "{release}-api", annotations: [api.annotations]}]
    source: our own chart
terraform:
  modules:
    - {id: irsa, source: git.example.com/irsa, readFrom: our own module}
`);
    expect(charts.map(({ id }) => id)).toEqual(["shop"]);
    expect(terraformModules.map(({ id }) => id)).toEqual(["irsa"]);
  });
});

describe("the workspaces of the configuration", () => {
  const text = "terraform:\n  workspaces:\n    infra: [dev, prod]\n";
  mkdirSync(join(root, "gitops", "infra"), { recursive: true });

  it("are those of directories as the workspace names them, each name at its place", () => {
    const file = join(root, "gitops", ".irsa-lint.yaml");
    const [found] = workspacesHere(configured(text, file), join(root, "gitops"), root);
    expect(found?.path).toBe("gitops/infra");
    expect(found?.names.map(({ at }) => [at.file.path, textAt(at)])).toEqual([
      ["gitops/.irsa-lint.yaml", "dev"],
      ["gitops/.irsa-lint.yaml", "prod"],
    ]);
  });

  it("are a mistake when there is no such directory", () => {
    expect(() => workspacesHere(configured(text), join(root, "nowhere"), root)).toThrow(
      "terraform.workspaces names infra, which is no directory",
    );
  });
});
