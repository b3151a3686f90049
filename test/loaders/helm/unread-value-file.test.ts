import { describe, expect, it } from "vitest";
import type { Gap } from "../../../src/model/entities.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { gapsIn, readDeployments } from "../../support/deployments.ts";

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  destination: {namespace: shop, server: "https://kubernetes.default.svc"}
  sources:
    - repoURL: https://github.com/acme/deploy.git
      path: chart
      helm: {valueFiles: [$values/shop.yaml]}
    - {repoURL: "https://github.com/acme/values.git", ref: values}
`;

/** The gaps of a release of a chart with one template, one of whose values files is in another repository. */
function gapsOf(template: string, chart = ""): readonly Gap[] {
  const files = {
    "app.yaml": application,
    "chart/Chart.yaml": `apiVersion: v2\nname: shop\nversion: 1.0.0\n${chart}`,
    "chart/values.yaml": "account: shop\nextraObjects: []\n",
    "chart/templates/a.yaml": template,
  };
  return gapsIn(readDeployments(files));
}

const ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ .Values.account }}}\n";
const ALL = ["service-account", "secret-store", "external-secret"];

const store = (kind: string, metadata: string): string =>
  `{{ if .Values.store }}\napiVersion: external-secrets.io/v1\nkind: ${kind}\nmetadata: ${metadata}\n{{ end }}\n`;

/** What gaps stand for, but for the one that tells of the file. */
const shown = (gaps: readonly Gap[]): readonly unknown[] =>
  gaps
    .filter(({ message }) => message === undefined)
    .map(({ may, namespace, names, clusterWide }) => [
      may,
      isAbsent(namespace) ? undefined : print(namespace),
      names?.map(print),
      clusterWide,
    ]);

describe("a values file that is not read, of a chart that is here", () => {
  it("is told, and stands for nothing by itself", () => {
    const [gap, ...others] = gapsOf(ACCOUNT);
    expect(gap?.message).toContain('value file "$values/shop.yaml" is not read');
    expect(gap?.may).toEqual([]);
    expect(others).toEqual([]);
  });

  it.each<[string, string, readonly unknown[]]>([
    ["a store", store("SecretStore", "{name: aws}"), [["secret-store"], "shop", ["aws"], false]],
    [
      "a store elsewhere",
      store("SecretStore", "{name: aws, namespace: web}"),
      [["secret-store"], "web", ["aws"], false],
    ],
    [
      "a store for all",
      store("ClusterSecretStore", "{name: aws}"),
      [["secret-store"], "shop", ["aws"], undefined],
    ],
    [
      "a store of whichever kind",
      "apiVersion: external-secrets.io/v1\nkind: {{ .Values.kind }}\nmetadata: {name: aws}\n",
      [["external-secret", "secret-store"], "shop", ["aws"], undefined],
    ],
    ["an object of a kind that has no identity", "apiVersion: apps/v1\nkind: {{ .Values.kind }}\n", []],
    ["whole objects", "{{ toYaml .Values.extraObjects }}\n", [ALL, "shop", undefined, undefined]],
    [
      "any number of objects",
      "{{ range .Values.extraObjects }}\n---\n{{ tpl (toYaml .) $ }}\n{{ end }}\n",
      [ALL, "shop", undefined, undefined],
    ],
    [
      "the items of a list",
      "apiVersion: v1\nkind: List\nitems:\n{{ toYaml .Values.extraObjects | indent 2 }}\n",
      [ALL, "shop", undefined, undefined],
    ],
  ])("leaves open what the chart's templates make of it: %s", (_, template, expected) => {
    expect(shown(gapsOf(template))).toEqual(expected.length === 0 ? [] : [expected]);
  });

  it("leaves everything open in the namespace where a chart inside it is not here", () => {
    const inner =
      "dependencies:\n  - {name: external-dns, version: 1.0.0, repository: https://kubernetes-sigs.github.io/external-dns/}\n";
    expect(shown(gapsOf(ACCOUNT, inner))).toContainEqual([ALL, "shop", undefined, undefined]);
  });
});
