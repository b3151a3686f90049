import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../../src/model/text.ts";
import { factsOf, readManifests, said } from "../../support/read-manifests.ts";

const ROLE = "arn:aws:iam::111122223333:role/reader";
const SA = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reader
  namespace: apps
  annotations:
    eks.amazonaws.com/role-arn: ${ROLE}
`;
const POD = "{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {serviceAccountName: reader}}\n";

type Files = Readonly<Record<string, string>>;

/** `namespace/name role` of every service account. */
function accounts(files: Files): readonly string[] {
  return factsOf(readManifests(files), "service-account").map(({ namespace, name, roleArn }) =>
    `${print(namespace)}/${print(name)} ${print(roleArn)}`.trim(),
  );
}

const problems = (files: Files): readonly string[] =>
  readManifests(files).problems.map(({ message, at }) => `${said(at).split(" ")[0] ?? ""} ${message}`);

describe("where the values of a build stand", () => {
  const files = {
    "base/sa.yaml": SA,
    "base/kustomization.yaml": "resources: [sa.yaml]\n",
    "dev/kustomization.yaml":
      "resources: [../base]\nnamespace: dev\nnamePrefix: pre-\npatches: [{path: p.yaml}]\n",
    "dev/p.yaml":
      "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: reader\n  namespace: apps\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/dev\n",
  };
  const [account] = factsOf(readManifests(files), "service-account");

  it("is the kustomization's line for a namespace", () => {
    expect(account && said(account.namespace.at)).toBe("dev/kustomization.yaml:2 dev");
  });

  it("is the patch's line for what it sets", () => {
    expect(account && said(account.roleArn.at)).toBe("dev/p.yaml:7 arn:aws:iam::111122223333:role/dev");
  });

  it("is the object's own line for a name, with each part at its place", () => {
    expect(account && said(account.name.at)).toBe("base/sa.yaml:4 reader");
    const parts = account?.name.parts.map((part) => part.at && said(part.at));
    expect(parts).toEqual(["dev/kustomization.yaml:3 pre-", "base/sa.yaml:4 reader"]);
  });

  it("says by which layers the object came, the outermost first", () => {
    expect(account?.origin.environment).toBe("dev");
    expect(account?.origin.via.map(({ label, at }) => [label, said(at)])).toEqual([
      ["kustomization dev/kustomization.yaml", "dev/kustomization.yaml:1 ../base"],
      ["kustomization base/kustomization.yaml", "base/kustomization.yaml:1 sa.yaml"],
    ]);
  });

  it("is the reference's own line for an account that is renamed", () => {
    const expanded = readManifests({
      "sa.yaml": SA.replace("  namespace: apps\n", ""),
      "pod.yaml": POD,
      "kustomization.yaml": "resources: [sa.yaml, pod.yaml]\nnameSuffix: -x\n",
    });
    const [pod] = factsOf(expanded, "workload");
    expect(pod && print(pod.serviceAccountName)).toBe("reader-x");
    expect(pod && said(pod.serviceAccountName.at)).toBe("pod.yaml:1 reader");
  });
});

describe("one base in several overlays", () => {
  const files = {
    "base/sa.yaml": SA,
    "base/kustomization.yaml": "resources: [sa.yaml]\n",
    "overlays/dev/kustomization.yaml": "resources: [../../base]\nnamespace: dev\n",
    "overlays/prod/kustomization.yaml": "resources: [../../base]\nnamespace: prod\n",
  };

  it("is as many worlds as there are overlays, and none of its own", () => {
    const found = factsOf(readManifests(files), "service-account");
    expect(found.map(({ namespace, origin }) => [print(namespace), origin.environment])).toEqual([
      ["dev", "overlays/dev"],
      ["prod", "overlays/prod"],
    ]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });

  it("is claimed with all that the overlays read", () => {
    expect(readManifests(files).claimed).toEqual(Object.keys(files).sort());
  });

  it("stays a world where no overlay names it", () => {
    expect(accounts({ ...files, "overlays/dev/kustomization.yaml": "namespace: dev\n" })).toEqual([
      `prod/reader ${ROLE}`,
    ]);
  });

  it("is built although two build on each other", () => {
    const loop = {
      "a/kustomization.yaml": "resources: [../b]\n",
      "b/kustomization.yaml": "resources: [../a]\n",
    };
    expect(problems(loop)).toEqual([
      'a/kustomization.yaml:1 kustomize cannot build "b": "../b" builds on what it is part of',
      'b/kustomization.yaml:1 kustomize cannot build "a": "../a" builds on what it is part of',
    ]);
  });

  it("keeps a component that nobody names to itself", () => {
    const part = {
      "part/kustomization.yaml": "kind: Component\nresources: [sa.yaml]\npatches: [{path: p.yaml}]\n",
      "part/sa.yaml": SA,
      "part/p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: elsewhere}\n",
    };
    expect(accounts(part)).toEqual([`apps/reader ${ROLE}`]);
    expect(problems(part)).toEqual([]);
  });
});

describe("what is not known of a build", () => {
  const build = (kustomization: string, more: Files = {}): Files => ({
    "k/sa.yaml": SA,
    "k/kustomization.yaml": `resources: [sa.yaml]\n${kustomization}`,
    ...more,
  });

  it("are the annotations after a patch that another program fills in", () => {
    const files = build("patches: [{path: p.yaml, target: {kind: ServiceAccount}}]\n", {
      "k/p.yaml":
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: reader\n  {{ if x }}\n  annotations: {}\n  {{ end }}\n",
    });
    expect(accounts(files)).toEqual(["apps/reader ${patch of k/kustomization.yaml}"]);
  });

  it("is what a transformer of its own makes of the objects", () => {
    const files = build("transformers: [t.yaml]\n", {
      "k/t.yaml": "apiVersion: example.com/v1\nkind: Renamer\nmetadata: {name: mine}\n",
    });
    const [account] = accounts(files);
    expect(account).toContain('${namespace by transformer Renamer "mine"}/${name by transformer');
    expect(factsOf(readManifests(files), "gap").map(({ message }) => message)).toEqual([
      'transformer Renamer "mine" is not run: what it changes is not known',
    ]);
  });

  it("is what a generator of its own makes", () => {
    const files = build(
      "generators: [g.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Secret\n    metadata: {name: decrypted}\n",
      {
        "k/g.yaml":
          "apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: secrets}\nfiles: [s.enc.yaml]\n",
      },
    );
    expect(
      factsOf(readManifests(files), "gap").map(({ message, at }) => [said(at).split(" ")[0], message]),
    ).toEqual([
      ["k/g.yaml:1", 'generator ksops "secrets" is not run: the objects that it makes are not known'],
    ]);
    expect(problems(files)).toEqual([]);
  });

  it("is what lies in other repositories", () => {
    const files = {
      "kustomization.yaml": "resources:\n- https://example.com/x.yaml\n- github.com/org/repo//dir?ref=v1\n",
    };
    expect(
      factsOf(readManifests(files), "gap").map(({ what, at }) => [what, said(at).split(" ")[0]]),
    ).toEqual([
      ["https://example.com/x.yaml (kustomization.yaml)", "kustomization.yaml:2"],
      ["github.com/org/repo//dir?ref=v1 (kustomization.yaml)", "kustomization.yaml:3"],
    ]);
  });

  it("is what a resource would bring that is not there, which is said", () => {
    const files = build("components: [../nothing]\n", {
      "k/kustomization.yaml": "resources: [sa.yaml, ./sub]\n",
    });
    expect(problems(files)).toEqual([
      'k/kustomization.yaml:1 kustomize cannot build "k": there is no "./sub"',
    ]);
    expect(factsOf(readManifests(files), "gap").map(({ what }) => what)).toEqual(['resource "./sub"']);
    expect(accounts(files)).toEqual([`apps/reader ${ROLE}`]);
  });

  it("lies outside of what is read", () => {
    const { problems: found } = readManifests({ "kustomization.yaml": "resources: [../../elsewhere]\n" });
    expect(found.map(({ code }) => code)).toEqual(["input/outside-root"]);
  });

  it("is the hash in the name of what is generated, alike for name and reference", () => {
    const expanded = readManifests({
      "kustomization.yaml":
        "resources: [pod.yaml]\nconfigMapGenerator: [{name: settings, literals: [AWS_REGION=x]}]\n",
      "pod.yaml":
        "{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {containers: [{name: a, envFrom: [{configMapRef: {name: settings}}]}]}}\n",
    });
    const [source] = factsOf(expanded, "configuration-source");
    const [pod] = factsOf(expanded, "workload");
    const [reference] = pod?.containers[0]?.envFrom ?? [];
    expect(source && print(source.name)).toBe("settings-${hash of what it holds}");
    expect(reference && !isAbsent(reference.name) && reference.name.parts).toEqual(source?.name.parts);
  });

  it("are the entries of a generated map whose file is not here", () => {
    const expanded = readManifests({
      "kustomization.yaml":
        "secretGenerator: [{name: s, envs: [secret.env], options: {disableNameSuffixHash: true}}]\n",
    });
    const [source] = factsOf(expanded, "configuration-source");
    expect(source?.moreEntries?.name).toBe("contents of secret.env");
    expect(expanded.problems).toEqual([]);
  });
});

describe("what is no kustomization", () => {
  it("is a Flux Kustomization in a file of that name", () => {
    const files = {
      "sa.yaml": SA,
      "kustomization.yaml":
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x}\nnamespace: y\nresources: [sa.yaml]\n",
    };
    expect(accounts(files)).toEqual([`apps/reader ${ROLE}`]);
  });

  it("is a patch, which is no object either", () => {
    const expanded = readManifests({
      "k/patches/p.yaml": SA,
      "k/kustomization.yaml": "patches: [{path: patches/p.yaml}]\n",
    });
    expect(factsOf(expanded, "service-account")).toEqual([]);
    expect(expanded.claimed).toEqual(["k/kustomization.yaml", "k/patches/p.yaml"]);
  });

  it("leaves the metadata of cluster-wide objects alone", () => {
    const store =
      "apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: aws}\nspec: {provider: {aws: {service: SecretsManager, region: eu-west-1}}}\n";
    const files = { "s.yaml": store, "kustomization.yaml": "resources: [s.yaml]\nnamespace: dev\n" };
    const [fact] = factsOf(readManifests(files), "secret-store");
    expect(fact && isAbsent(fact.namespace)).toBe(true);
    expect(fact && print(fact.service)).toBe("SecretsManager");
  });
});
