import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import { textAt } from "../../../src/model/location.ts";
import {
  chartSource,
  exampleApplication,
  gitSource,
  indent,
  OWN_REPOSITORY,
} from "../../support/applications.ts";
import { accountsIn, gapsIn, namesOf, readDeployments } from "../../support/deployments.ts";

const account = (name: string, more = ""): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n${indent(more, 2)}`;
const plain = (more = ""): string => exampleApplication({ source: gitSource("deploy", more) });

describe("a plain directory", () => {
  it("goes to the Application's namespace where objects name none", () => {
    const expanded = readDeployments({
      "app.yaml": plain(),
      "deploy/sa.yaml": `${account("a")}---\n${account("b", "namespace: own\n")}---\n${account("c", 'namespace: ""\n')}`,
    });
    expect(namesOf(expanded)).toEqual(["shop/a", "own/b", "shop/c"]);
    expect(gapsIn(expanded)).toEqual([]);
    const [first] = accountsIn(expanded);
    expect(first && textAt(first.namespace.at)).toBe("shop");
    expect(first?.namespace.at.file.path).toBe("app.yaml");
    expect(first?.origin.via.map(({ label }) => label)).toEqual(["Application shop"]);
    expect(first && print(first.origin.cluster)).toBe("https://kubernetes.default.svc");
    expect(expanded.claimed).toEqual(["deploy/sa.yaml"]);
  });

  it("is deployed once by each Application", () => {
    const expanded = readDeployments({
      "dev.yaml": exampleApplication({ name: "dev", namespace: "dev", source: gitSource("deploy") }),
      "prod.yaml": exampleApplication({ name: "prod", namespace: "prod", source: gitSource("deploy") }),
      "deploy/sa.yaml": account("a"),
    });
    expect([...namesOf(expanded)].sort()).toEqual(["dev/a", "prod/a"]);
  });

  it.each([
    ["its own files only", "", ["shop/top", "${namespace of deploy/below/sa.yaml}/below"]],
    ["all below it", "directory: {recurse: true}\n", ["shop/below", "shop/top"]],
    [
      "what a pattern takes in, slashes too",
      'directory: {recurse: true, include: "*.yaml"}\n',
      ["shop/below", "shop/top"],
    ],
    [
      "what a pattern leaves",
      'directory: {recurse: true, exclude: "{below/*,none}"}\n',
      ["shop/top", "${namespace of deploy/below/sa.yaml}/below"],
    ],
    [
      "nothing that no pattern takes in",
      'directory: {include: "x*"}\n',
      ["${namespace of deploy/top.yaml}/top", "${namespace of deploy/below/sa.yaml}/below"],
    ],
  ])("takes %s", (_, options, expected) => {
    const files = {
      "app.yaml": plain(options),
      "deploy/top.yaml": account("top"),
      "deploy/below/sa.yaml": account("below"),
    };
    expect([...namesOf(readDeployments(files))].sort()).toEqual([...expected].sort());
  });

  it("leaves objects without a namespace alone", () => {
    const store =
      "apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: s}\nspec: {provider: {aws: {service: SecretsManager}}}\n";
    const { facts } = readDeployments({ "app.yaml": plain(), "deploy/store.yaml": store });
    const [found] = facts.filter((fact) => fact.kind === "secret-store");
    expect(found?.namespace.kind).toBe("absent");
  });

  it("says that Jsonnet is not run", () => {
    const expanded = readDeployments({ "app.yaml": plain(), "deploy/a.jsonnet": "{}" });
    expect(gapsIn(expanded).map(({ message }) => message)).toEqual([
      'Jsonnet is not run: what "deploy/a.jsonnet" makes is not known',
    ]);
  });
});

describe("Applications that deploy Applications", () => {
  const root = exampleApplication({ name: "root", namespace: "argocd", source: gitSource("apps") });

  it("reads those in the directory", () => {
    const expanded = readDeployments({
      "root.yaml": root,
      "apps/shop.yaml": plain(),
      "deploy/sa.yaml": account("a"),
    });
    expect(namesOf(expanded)).toEqual(["shop/a"]);
    expect(gapsIn(expanded)).toEqual([]);
  });

  it("reads one that deploys itself, and two that deploy each other", () => {
    const expanded = readDeployments({
      "apps/root.yaml": root,
      "apps/argocd.yaml": exampleApplication({
        name: "argocd",
        namespace: "argocd",
        source: gitSource("argocd"),
      }),
      "argocd/root.yaml": exampleApplication({
        name: "again",
        namespace: "argocd",
        source: gitSource("apps"),
      }),
      "argocd/sa.yaml": account("server"),
    });
    expect(namesOf(expanded)).toEqual(["argocd/server"]);
    expect(gapsIn(expanded)).toEqual([]);
  });
});

describe("a directory with a kustomization", () => {
  const files = {
    "deploy/kustomization.yaml": "resources: [../base, extra.yaml]\n",
    "deploy/extra.yaml": account("extra"),
    "base/kustomization.yaml": "resources: [sa.yaml]\n",
    "base/sa.yaml": account("base", "namespace: own\n"),
  };

  it("goes to the Application's namespace where nothing names one", () => {
    const expanded = readDeployments({ "app.yaml": plain(), ...files });
    expect(namesOf(expanded)).toEqual(["own/base", "shop/extra"]);
    expect(gapsIn(expanded)).toEqual([]);
  });

  it("is what kustomize makes of it", () => {
    const expanded = readDeployments({
      "app.yaml": plain(),
      ...files,
      "deploy/kustomization.yaml": "namespace: team\nnamePrefix: p-\nresources: [../base]\n",
    });
    expect(namesOf(expanded)).toContain("team/p-base");
  });

  it("goes to the namespace that the source gives to kustomize", () => {
    const expanded = readDeployments({ "app.yaml": plain("kustomize: {namespace: forced}\n"), ...files });
    expect(namesOf(expanded)).toEqual(["forced/base", "forced/extra"]);
  });

  it("is renamed by the source's options", () => {
    const options = "kustomize: {namePrefix: x-, nameSuffix: -z}\n";
    const expanded = readDeployments({ "app.yaml": plain(options), ...files });
    expect(namesOf(expanded)).toEqual(["own/x-base-z", "shop/x-extra-z"]);
    expect(gapsIn(expanded)).toEqual([]);
  });

  it("is a plain directory when the source says so", () => {
    const expanded = readDeployments({ "app.yaml": plain("directory: {recurse: false}\n"), ...files });
    expect(namesOf(expanded)).toContain("shop/extra");
  });
});

describe("where a repository is", () => {
  const files = { "deploy/sa.yaml": account("a") };
  const app = (url: string, path = "deploy"): string =>
    exampleApplication({ source: `repoURL: ${url}\npath: ${path}\n` });
  const here = [{ url: "https://github.com/Acme/GitOps.git", path: "" }];

  it.each([
    "https://github.com/acme/gitops",
    "https://token@github.com/acme/gitops.git/",
    "git@github.com:acme/gitops.git",
    "ssh://git@github.com:22/acme/gitops",
    "https://github.com/${ORG}/gitops",
    "https://github.com/fork/gitops",
  ])("is here by its address %s", (url) => {
    expect(namesOf(readDeployments({ "app.yaml": app(url), ...files }, { repositories: here }))).toEqual([
      "shop/a",
    ]);
  });

  it.each(["https://github.com/acme/other", "https://gitlab.com/other/thing.git"])(
    "is elsewhere by %s",
    (url) => {
      const expanded = readDeployments({ "app.yaml": app(url), ...files }, { repositories: here });
      expect(namesOf(expanded)).toEqual(["${namespace of deploy/sa.yaml}/a"]);
      expect(gapsIn(expanded).map(({ message }) => message)).toEqual([
        `the source "deploy" of "${url}" is not here: what Application "shop" makes in namespace "shop" is not known`,
      ]);
    },
  );

  it("has no directory of that name, where it is this one", () => {
    const expanded = readDeployments(
      { "app.yaml": app("https://github.com/acme/gitops").replaceAll("deploy", "missing"), ...files },
      { repositories: here },
    );
    expect(gapsIn(expanded).map(({ message }) => message)).toEqual([
      'there is no "missing" in this repository: what Application "shop" makes in namespace "shop" is not known',
    ]);
  });

  it("is the directory that the configuration names", () => {
    const expanded = readDeployments(
      { "app.yaml": app("https://github.com/acme/gitops"), "checkout/deploy/sa.yaml": account("a") },
      { repositories: [{ url: "git@github.com:acme/gitops", path: "checkout" }] },
    );
    expect(namesOf(expanded)).toEqual(["shop/a"]);
  });

  it("is told by the paths when nothing else says it", () => {
    const other = exampleApplication({
      name: "other",
      source: "repoURL: https://github.com/x/y\npath: elsewhere\n",
    });
    const expanded = readDeployments({
      "app.yaml": app("https://github.com/acme/gitops"),
      "other.yaml": other,
      ...files,
    });
    expect(namesOf(expanded)).toEqual(["shop/a"]);
  });

  it("stays open when two repositories have paths that are here", () => {
    const other = exampleApplication({
      name: "other",
      source: "repoURL: https://github.com/x/y\npath: deploy\n",
    });
    const expanded = readDeployments({
      "app.yaml": app("https://github.com/acme/gitops"),
      "other.yaml": other,
      ...files,
    });
    expect(namesOf(expanded)).toEqual(["${namespace of deploy/sa.yaml}/a"]);
    expect(gapsIn(expanded).map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'nothing says whether the repository "https://github.com/acme/gitops" is this one',
      ),
      expect.stringContaining('nothing says whether the repository "https://github.com/x/y" is this one'),
    ]);
  });
});

describe("files beside a source's manifests", () => {
  const chart = {
    "deploy/Chart.yaml":
      "apiVersion: v2\nname: platform\nversion: 1.0.0\ndependencies:\n  - {name: external-dns, version: 1.15.0, repository: https://kubernetes-sigs.github.io/external-dns/}\n",
  };
  const parameter = (value: string): string =>
    `helm:\n  parameters:\n    - {name: external-dns.serviceAccount.name, value: ${value}}\n`;

  it("say over the source, the Application's own last", () => {
    const files = {
      "app.yaml": plain(parameter("source")),
      ...chart,
      "deploy/.argocd-source.yaml": parameter("all"),
      "deploy/.argocd-source-shop.yaml": parameter("own"),
    };
    expect(namesOf(readDeployments(files))).toEqual(["shop/own"]);
    expect(namesOf(readDeployments({ ...files, "deploy/.argocd-source-shop.yaml": "" }))).toEqual([
      "shop/all",
    ]);
    const [found] = accountsIn(readDeployments(files));
    expect(found?.name.at.file.path).toBe("deploy/.argocd-source-shop.yaml");
  });

  it("cannot move the source", () => {
    const files = {
      "app.yaml": plain(),
      ...chart,
      "deploy/.argocd-source.yaml": "path: other\nrepoURL: x\n",
    };
    expect(namesOf(readDeployments(files))).toEqual(["shop/shop-external-dns"]);
  });

  it("may be the values of parameters", () => {
    const files = {
      "app.yaml": plain(
        "helm:\n  fileParameters:\n    - {name: external-dns.serviceAccount.name, path: files/name.txt}\n",
      ),
      ...chart,
      "deploy/files/name.txt": "from,a\\file",
    };
    expect(namesOf(readDeployments(files))).toEqual(["shop/from,a\\file"]);
  });
});

describe("value files of a chart in the repository", () => {
  const values = (name: string): string => `external-dns:\n  serviceAccount:\n    name: ${name}\n`;
  const files = {
    "deploy/Chart.yaml":
      "apiVersion: v2\nname: platform\nversion: 1.0.0\ndependencies:\n  - {name: external-dns, version: 1.15.0, repository: https://kubernetes-sigs.github.io/external-dns/}\n",
    "deploy/values.yaml": values("own"),
    "deploy/values-a.yaml": values("a"),
    "deploy/values-b.yaml": values("b"),
    "env/prod.yaml": values("prod"),
  };
  const withHelm = (helm: string): readonly string[] =>
    namesOf(readDeployments({ ...files, "app.yaml": plain(`helm:\n${indent(helm, 2)}`) }));

  it.each([
    ["the chart's own values", "{}", "shop/own"],
    ["a file beside the chart", "valueFiles: [values-a.yaml]", "shop/a"],
    ["the later of two", "valueFiles: [values-b.yaml, values-a.yaml]", "shop/a"],
    [
      "the first place of a file that is there twice",
      "valueFiles: [values-a.yaml, values-b.yaml, values-a.yaml]",
      "shop/b",
    ],
    ["a file from the repository's root", "valueFiles: [/env/prod.yaml]", "shop/prod"],
    ["a file above the chart", "valueFiles: [../env/prod.yaml]", "shop/prod"],
    ["globs in the order of names", 'valueFiles: ["values-*.yaml"]', "shop/b"],
    ["a named file over a glob that has it too", 'valueFiles: [values-b.yaml, "values-*.yaml"]', "shop/a"],
    [
      "what is there when a missing one does not matter",
      "ignoreMissingValueFiles: true\nvalueFiles: [values-a.yaml, none.yaml]",
      "shop/a",
    ],
    [
      "inline values over files",
      `valueFiles: [values-a.yaml]\nvalues: |\n${indent(values("inline"), 2)}`,
      "shop/inline",
    ],
    [
      "parameters over all",
      `valueFiles: [values-a.yaml]\nvalues: |\n${indent(values("inline"), 2)}parameters: [{name: external-dns.serviceAccount.name, value: set}]`,
      "shop/set",
    ],
    [
      "nothing above a file that is missing",
      "valueFiles: [none.yaml]",
      "shop/${none.yaml.external-dns.serviceAccount.name} ${none.yaml.external-dns.serviceAccount.annotations}",
    ],
    [
      "nothing above a file that leaves the repository",
      "valueFiles: [../../x.yaml]",
      "shop/${../../x.yaml.external-dns.serviceAccount.name} ${../../x.yaml.external-dns.serviceAccount.annotations}",
    ],
  ])("%s", (_, helm, expected) => {
    expect(withHelm(helm)).toEqual([expected]);
  });

  it("are claimed, so that nobody takes them for manifests", () => {
    const expanded = readDeployments({
      ...files,
      "app.yaml": plain("helm: {valueFiles: [/env/prod.yaml]}\n"),
    });
    expect(expanded.claimed).toEqual(["deploy/Chart.yaml", "deploy/values.yaml", "env/prod.yaml"]);
  });
});

describe("a plugin", () => {
  it("is not run", () => {
    const expanded = readDeployments({
      "app.yaml": plain("plugin: {name: x}\n"),
      "deploy/sa.yaml": account("a"),
    });
    expect(gapsIn(expanded).map(({ message }) => message)).toEqual([
      'the plugin of the source "deploy" is not run: what Application "shop" makes in namespace "shop" is not known',
    ]);
  });
});

describe("a source with a path and a ref", () => {
  it("deploys its path and lends its files", () => {
    const source = `- ${indent(chartSource("valueFiles: [$own/env/dns.yaml]\n"), 2).trimStart()}- repoURL: ${OWN_REPOSITORY}\n  path: deploy\n  ref: own\n`;
    const expanded = readDeployments({
      "app.yaml": exampleApplication({ source, several: true }),
      "deploy/sa.yaml": account("a"),
      "env/dns.yaml": "serviceAccount: {name: dns}\n",
    });
    expect([...namesOf(expanded)].sort()).toEqual(["shop/a", "shop/dns"]);
  });
});
