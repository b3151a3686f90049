import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../../src/model/text.ts";
import { factsOf, readManifests, said } from "../../support/read-manifests.ts";

const SA = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reader
  namespace: apps
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/reader
`;
const POD = "{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {serviceAccountName: reader}}\n";

/** `namespace/name role` of every service account. */
function accounts(files: Readonly<Record<string, string>>): readonly string[] {
  return factsOf(readManifests(files), "service-account").map(
    ({ namespace, name, roleArn }) => `${print(namespace)}/${print(name)} ${print(roleArn)}`,
  );
}

const KNOWN = "apps/reader arn:aws:iam::111122223333:role/reader";

describe("objects that a kustomization builds on", () => {
  it("are as written when it only lists them", () => {
    expect(accounts({ "k/sa.yaml": SA, "k/kustomization.yaml": "resources: [sa.yaml]\n" })).toEqual([KNOWN]);
  });

  it.each([
    ["namespace: dev", "${namespace of k/kustomization.yaml}/reader arn:aws:iam::111122223333:role/reader"],
    [
      "namePrefix: dev-",
      "apps/${namePrefix of k/kustomization.yaml}reader arn:aws:iam::111122223333:role/reader",
    ],
    [
      "nameSuffix: -dev",
      "apps/reader${nameSuffix of k/kustomization.yaml} arn:aws:iam::111122223333:role/reader",
    ],
    ["patches: [{path: p.yaml}]", "apps/reader ${patches of k/kustomization.yaml}"],
    [
      "patches: [{path: p.yaml, target: {kind: ServiceAccount}}]",
      "apps/reader ${patches of k/kustomization.yaml}",
    ],
    ["patches: [{path: p.yaml, target: {kind: Deployment}}]", KNOWN],
    ["patches: [{path: p.yaml, target: {kind: ServiceAccount, name: other}}]", KNOWN],
    ["patchesStrategicMerge: [p.yaml]", "apps/reader ${patches of k/kustomization.yaml}"],
    ["commonAnnotations: {a: b}", KNOWN],
    [
      "commonAnnotations: {eks.amazonaws.com/role-arn: x}",
      "apps/reader ${commonAnnotations of k/kustomization.yaml}",
    ],
    ["namespace: ''", KNOWN],
    ["images: [{name: a, newTag: b}]", KNOWN],
  ])("are unknown where %s may change them", (line, expected) => {
    const patch = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: reader, annotations: {a: b}}\n";
    const files = {
      "k/sa.yaml": SA,
      "k/p.yaml": patch,
      "k/kustomization.yaml": `resources: [sa.yaml]\n${line}\n`,
    };
    expect(accounts({ ...files, "k/p.yaml": line.includes("p.yaml") ? patch : "x: y\n" })).toEqual([
      expected,
    ]);
  });

  it("follow a patch that is written in place", () => {
    const inPlace = (kind: string): string =>
      `resources: [sa.yaml]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: ${kind}\n    metadata: {name: reader}\n`;
    const patched = (kind: string): readonly string[] =>
      accounts({ "k/sa.yaml": SA, "k/kustomization.yaml": inPlace(kind) });
    expect(patched("Deployment")).toEqual([KNOWN]);
    expect(patched("ServiceAccount")).toEqual(["apps/reader ${patches of k/kustomization.yaml}"]);
  });

  it("may be moved by a JSON patch", () => {
    const kustomization =
      "resources: [sa.yaml]\npatches:\n- target: {kind: ServiceAccount}\n  patch: |\n    - {op: replace, path: /metadata/namespace, value: x}\n";
    const [account] = accounts({ "k/sa.yaml": SA, "k/kustomization.yaml": kustomization });
    expect(account).toContain("${a patch of k/kustomization.yaml}/");
  });

  it("are changed by overlays of overlays and by components, each file once", () => {
    const files = {
      "base/sa.yaml": SA,
      "base/kustomization.yaml": "resources: [sa.yaml]\n",
      "part/kustomization.yaml": "kind: Component\nresources: [../base]\n",
      "dev/kustomization.yaml": "components: [../part]\nnamePrefix: dev-\n",
      "loop/kustomization.yaml": "resources: [../loop, ../base]\n",
    };
    expect(accounts(files)).toEqual([
      "apps/${namePrefix of dev/kustomization.yaml}reader arn:aws:iam::111122223333:role/reader",
    ]);
  });

  it("rename the account that a pod names, too", () => {
    const files = { "pod.yaml": POD, "kustomization.yaml": "resources: [pod.yaml]\nnameSuffix: -x\n" };
    const [pod] = factsOf(readManifests(files), "workload");
    expect(pod && print(pod.serviceAccountName)).toBe("reader${nameSuffix of kustomization.yaml}");
  });

  it("leave the metadata of cluster-wide objects alone", () => {
    const store =
      "apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: aws}\nspec: {provider: {aws: {service: SecretsManager, region: eu-west-1}}}\n";
    const files = { "s.yaml": store, "kustomization.yaml": "resources: [s.yaml]\nnamespace: dev\n" };
    const [fact] = factsOf(readManifests(files), "secret-store");
    expect(fact && isAbsent(fact.namespace)).toBe(true);
    expect(fact && print(fact.service)).toBe("SecretsManager");
  });
});

describe("what a kustomization claims and cannot know", () => {
  it("claims patches: they are no objects", () => {
    const patch = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: reader}\n";
    const expanded = readManifests({
      "k/patches/p.yaml": patch,
      "k/kustomization.yaml": "patches: [{path: patches/p.yaml}]\n",
    });
    expect(factsOf(expanded, "service-account")).toEqual([]);
    expect(expanded.claimed).toEqual(["k/patches/p.yaml"]);
  });

  it("tells of a change to an account, at the change, and not of one to a workload", () => {
    const gaps = (object: string): readonly (readonly [string, readonly string[]])[] => {
      const files = { "a.yaml": object, "kustomization.yaml": "resources: [a.yaml]\nnamespace: x\n" };
      return factsOf(readManifests(files), "gap").map(({ at, may }) => [said(at), may]);
    };
    expect(gaps(SA)).toEqual([["kustomization.yaml:2 x", []]]);
    expect(gaps(POD)).toEqual([]);
  });

  it("tells of what is not here: other repositories, charts, generators", () => {
    const files = {
      "kustomization.yaml":
        "resources:\n- https://example.com/x.yaml\n- github.com/org/repo//dir?ref=v1\n- ./sub\nhelmCharts:\n- name: app\ngenerators: [gen.yaml]\n",
    };
    expect(
      factsOf(readManifests(files), "gap").map(({ what, at }) => [what, said(at).split(" ")[0]]),
    ).toEqual([
      ["https://example.com/x.yaml (kustomization.yaml)", "kustomization.yaml:2"],
      ["github.com/org/repo//dir?ref=v1 (kustomization.yaml)", "kustomization.yaml:3"],
      ["chart app (kustomization.yaml)", "kustomization.yaml:6"],
      ["a generator (kustomization.yaml)", "kustomization.yaml:7"],
    ]);
  });

  it("is not a Flux Kustomization in a file of that name", () => {
    const files = {
      "sa.yaml": SA,
      "kustomization.yaml":
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x}\nnamespace: y\nresources: [sa.yaml]\n",
    };
    expect(accounts(files)).toEqual([KNOWN]);
  });
});
