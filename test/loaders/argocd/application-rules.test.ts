import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../../src/model/text.ts";
import {
  chartSource,
  exampleApplication,
  gitSource,
  indent,
  OWN_REPOSITORY,
} from "../../support/applications.ts";
import { accountsIn, gapsIn, namesOf, readDeployments } from "../../support/deployments.ts";

// What Argo CD documents of an Application (docs/user-guide/helm.md, kustomize.md, directory.md, multiple_sources.md;
// reposerver/repository, controller/state.go), point by point.

const ROLE = "arn:aws:iam::111122223333:role/dns";
const key = "eks\\.amazonaws\\.com/role-arn";

const account = (name: string, metadata = ""): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n${indent(metadata, 2)}`;

const several = (...sources: readonly string[]): string =>
  exampleApplication({ several: true, source: sources.map(item).join("") });
const item = (source: string): string => `- ${indent(source, 2).slice(2)}`;

/** A chart of the repository that prints what it is told. */
const CHART = {
  "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
  "chart/values.yaml": "name: default\nnamespace: ''\nrole: none\n",
  "chart/templates/sa.yaml":
    "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ .Release.Name }}-{{ .Values.name }}\n  {{- with .Values.namespace }}\n  namespace: {{ tpl . $ }}\n  {{- end }}\n  annotations:\n    eks.amazonaws.com/role-arn: {{ .Values.role }}\n",
} as const;

const onChart = (helm: string): Readonly<Record<string, string>> => ({
  ...CHART,
  "app.yaml": exampleApplication({
    source: gitSource("chart", helm === "" ? "" : `helm:\n${indent(helm, 2)}`),
  }),
});

const names = (files: Readonly<Record<string, string>>): readonly string[] => namesOf(readDeployments(files));

describe("an Application", () => {
  it("1: names the release after releaseName, else after itself, for each of several charts", () => {
    expect(names(onChart(""))).toEqual(["shop/shop-default none"]);
    expect(names(onChart("releaseName: other\n"))).toEqual(["shop/other-default none"]);
    const two = several(chartSource("releaseName: one\n"), chartSource("values: ''\n", "external-secrets"));
    expect(names({ "app.yaml": two }).map((name) => name.split(" ")[0])).toEqual(
      expect.arrayContaining(["shop/one-external-dns", "shop/shop-external-secrets"]),
    );
  });

  it("2: tells the chart helm.namespace as the release's namespace, else its destination's", () => {
    const values = "values: |\n  namespace: '{{ .Release.Namespace }}'\n";
    expect(names(onChart(values))).toEqual(["shop/shop-default none"]);
    expect(names(onChart(`namespace: own\n${values}`))).toEqual(["own/shop-default none"]);
  });

  it("3: puts what has no namespace into its destination's, and leaves the others", () => {
    const files = {
      "app.yaml": exampleApplication({ source: gitSource("deploy") }),
      "deploy/sa.yaml": `${account("a")}---\n${account("b", "namespace: own\n")}`,
    };
    expect(names(files)).toEqual(["shop/a", "own/b"]);
    expect(names(onChart("values: |\n  namespace: fixed\n"))).toEqual(["fixed/shop-default none"]);
  });

  it("4: orders values: the chart's, value files, valuesObject or else values, parameters, file parameters", () => {
    const files = (helm: string): readonly string[] =>
      names({
        ...onChart(helm),
        "chart/a.yaml": "role: file-a\n",
        "chart/b.yaml": "role: file-b\n",
        "chart/r.txt": "text",
      });
    const of = (role: string): readonly string[] => [`shop/shop-default ${role}`];
    const valueFiles = "valueFiles: [a.yaml, b.yaml]\n";
    expect(files(valueFiles)).toEqual(of("file-b"));
    expect(files(`${valueFiles}values: |\n  role: inline\n`)).toEqual(of("inline"));
    expect(files(`valuesObject: {name: default}\nvalues: |\n  role: inline\n`)).toEqual(of("none"));
    const parameters = "parameters: [{name: role, value: parameter}]\n";
    expect(files(`${valueFiles}valuesObject: {role: object}\n${parameters}`)).toEqual(of("parameter"));
    expect(files(`${parameters}fileParameters: [{name: role, path: r.txt}]\n`)).toEqual(of("text"));
  });

  it("5: takes the last parameter of a name and fills in its own variables, in parameters only", () => {
    const twice = "parameters: [{name: role, value: a}, {name: role, value: b}]\n";
    expect(names(onChart(twice))).toEqual(["shop/shop-default b"]);
    const filled = "parameters: [{name: role, value: $ARGOCD_APP_NAME-$ARGOCD_APP_NAMESPACE}]\n";
    expect(names(onChart(filled))).toEqual(["shop/shop-default shop-shop"]);
    expect(names(onChart("values: |\n  role: $ARGOCD_APP_NAME\n"))).toEqual([
      "shop/shop-default ${ARGOCD_APP_NAME}",
    ]);
  });

  it("5: builds nested maps of dots that nobody escapes", () => {
    const annotated = (name: string): string | undefined => {
      const helm = `parameters: [{name: 'serviceAccount.annotations.${name}', value: '${ROLE}'}]\n`;
      const expanded = readDeployments({ "app.yaml": exampleApplication({ source: chartSource(helm) }) });
      const [found] = accountsIn(expanded);
      return found === undefined || isAbsent(found.roleArn) ? undefined : print(found.roleArn);
    };
    expect(annotated(key)).toBe(ROLE);
    expect(annotated("eks.amazonaws.com/role-arn")).not.toBe(ROLE);
  });

  it("6: finds value files beside the chart, from the repository's root and in the source with a ref", () => {
    const files = { "values/root.yaml": "role: root\n", "chart/own.yaml": "role: own\n" };
    expect(names({ ...onChart("valueFiles: [own.yaml]\n"), ...files })).toEqual(["shop/shop-default own"]);
    expect(names({ ...onChart("valueFiles: [/values/root.yaml]\n"), ...files })).toEqual([
      "shop/shop-default root",
    ]);
    const sources = several(
      gitSource("chart", "helm:\n  valueFiles: [$values/values/root.yaml]\n"),
      `repoURL: ${OWN_REPOSITORY}\nref: values\n`,
    );
    expect(names({ ...CHART, ...files, "app.yaml": sources })).toEqual(["shop/shop-default root"]);
  });

  it("7: is overridden by the files beside the chart, its own last", () => {
    const files = {
      ...onChart("parameters: [{name: name, value: a}]\n"),
      "chart/.argocd-source.yaml": "helm:\n  parameters: [{name: name, value: b}]\n",
      "chart/.argocd-source-shop.yaml": "helm:\n  parameters: [{name: role, value: c}]\n",
      "chart/.argocd-source-other.yaml": "helm:\n  parameters: [{name: role, value: d}]\n",
    };
    expect(names(files)).toEqual(["shop/shop-default c"]);
  });

  it("8: reads sources in place of source, and of what two make the last one's", () => {
    const files = {
      "one/sa.yaml":
        account("same", "annotations: {eks.amazonaws.com/role-arn: one}\n") + `---\n${account("only")}`,
      "two/sa.yaml": account("same", "annotations: {eks.amazonaws.com/role-arn: two}\n"),
    };
    const both = several(gitSource("one"), gitSource("two"));
    expect(names({ ...files, "app.yaml": both })).toEqual(["shop/only", "shop/same two"]);
    const other = `${both}${indent(`source:\n${indent(gitSource("one"), 2)}`, 2)}`;
    expect(names({ ...files, "app.yaml": other })).toEqual(["shop/only", "shop/same two"]);
    const charts = several(gitSource("chart"), gitSource("three"));
    const third = account("shop-default", "annotations: {eks.amazonaws.com/role-arn: three}\n");
    expect(names({ ...CHART, "three/sa.yaml": third, "app.yaml": charts })).toEqual([
      "shop/shop-default three",
    ]);
  });

  it("9: hands an umbrella chart's values to the charts in it by name or alias", () => {
    const files = {
      ...CHART,
      "umbrella/Chart.yaml":
        "apiVersion: v2\nname: umbrella\nversion: 1.0.0\ndependencies:\n- {name: chart, version: 1.0.0, repository: file://../chart, alias: nick}\n",
      "umbrella/charts/chart/Chart.yaml": CHART["chart/Chart.yaml"],
      "umbrella/charts/chart/values.yaml": CHART["chart/values.yaml"],
      "umbrella/charts/chart/templates/sa.yaml": CHART["chart/templates/sa.yaml"],
      "app.yaml": exampleApplication({
        source: gitSource(
          "umbrella",
          "helm:\n  valuesObject: {nick: {role: by-alias}, chart: {role: by-name}}\n",
        ),
      }),
    };
    expect(names(files)).toEqual(["shop/shop-default by-alias"]);
  });

  it("10: finds nothing in the cluster when it renders", () => {
    const template =
      '{{- if not (lookup "v1" "ServiceAccount" "shop" "there") }}\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: there\n{{- end }}\n';
    expect(names({ ...onChart(""), "chart/templates/sa.yaml": template })).toEqual(["shop/there"]);
  });

  it("11: makes no names by creating its namespace", () => {
    const app = `${exampleApplication({ source: gitSource("deploy") })}  syncPolicy: {syncOptions: [CreateNamespace=true]}\n`;
    expect(names({ "app.yaml": app, "deploy/sa.yaml": account("a") })).toEqual(["shop/a"]);
  });

  it.each([
    ["server: https://abc.eks.amazonaws.com", "https://abc.eks.amazonaws.com"],
    ["name: prod", "prod"],
    ["name: in-cluster", "https://kubernetes.default.svc"],
  ])("12: is for the cluster of its destination: %s", (destination, cluster) => {
    const app = exampleApplication({ source: gitSource("deploy") }).replace(
      "server: https://kubernetes.default.svc",
      destination,
    );
    const [found] = accountsIn(readDeployments({ "app.yaml": app, "deploy/sa.yaml": account("a") }));
    expect(found && print(found.origin.cluster)).toBe(cluster);
  });

  it("13: deploys Applications, whichever way they come about", () => {
    const child = exampleApplication({ name: "child", namespace: "child", source: gitSource("deploy") });
    const parent = exampleApplication({ name: "parent", namespace: "argocd", source: gitSource("apps") });
    const files = { "deploy/sa.yaml": account("a"), "parent.yaml": parent };
    expect(names({ ...files, "apps/child.yaml": child })).toEqual(["child/a"]);
    const overlay = {
      "base/child.yaml": child,
      "apps/kustomization.yaml": "resources: [../base/child.yaml]\n",
    };
    expect(names({ ...files, ...overlay })).toEqual(["child/a"]);
    const patched = `${overlay["apps/kustomization.yaml"]}patches:\n- target: {kind: Application}\n  patch: |-\n    - {op: replace, path: /spec/destination/namespace, value: patched}\n`;
    expect(names({ ...files, ...overlay, "apps/kustomization.yaml": patched })).toEqual(["patched/a"]);
    const chart = { "apps/Chart.yaml": CHART["chart/Chart.yaml"], "apps/templates/child.yaml": child };
    expect(names({ ...files, ...chart })).toEqual(["child/a"]);
  });

  it("13: deploys itself from an overlay that a further one builds on", () => {
    const self = exampleApplication({ name: "self", namespace: "argocd", source: gitSource("apps") });
    const files = {
      "apps/kustomization.yaml": "resources: [self.yaml, sa.yaml]\n",
      "apps/self.yaml": self,
      "apps/sa.yaml": account("a"),
      "local/kustomization.yaml": "resources: [../apps]\nnamePrefix: local-\n",
    };
    expect([...names(files)].sort()).toEqual(["${namespace of apps/sa.yaml}/local-a", "argocd/a"]);
  });
});

describe("14: the options of kustomize in a source", () => {
  const files = {
    "deploy/kustomization.yaml":
      "resources: [sa.yaml, d.yaml]\nnamePrefix: own-\nnamespace: own\ncommonAnnotations: {a: own}\npatches:\n- target: {kind: ServiceAccount}\n  patch: |-\n    - {op: add, path: /metadata/annotations/order, value: first}\n",
    "deploy/sa.yaml": account("reader"),
    "deploy/d.yaml":
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: {template: {spec: {serviceAccountName: reader, containers: [{name: a}]}}}\n",
    "part/kustomization.yaml":
      "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnameSuffix: -part\n",
  };
  const read = (kustomize: string): ReturnType<typeof readDeployments> =>
    readDeployments({
      ...files,
      "app.yaml": exampleApplication({ source: gitSource("deploy", `kustomize:\n${indent(kustomize, 2)}`) }),
    });
  const annotation = (kustomize: string, name: string): string | undefined => {
    const [found] = accountsIn(read(kustomize));
    return found?.annotations.flatMap((each) => (print(each.key) === name ? [print(each.value)] : [])).at(-1);
  };

  it.each([
    ["images: [app=app:2]\nreplicas: [{name: app, count: 2}]\n", "own/own-reader"],
    ["namePrefix: app-\n", "own/app-reader"],
    ["nameSuffix: -app\n", "own/own-reader-app"],
    ["namespace: app\n", "app/own-reader"],
    ["namespace: ''\n", "own/own-reader"],
    ["components: [../part]\n", "own/own-reader-part"],
    ["components: [../part, ../nothing]\nignoreMissingComponents: true\n", "own/own-reader-part"],
  ])("%j", (kustomize, expected) => {
    const expanded = read(kustomize);
    expect(namesOf(expanded)).toEqual([expected]);
    expect(gapsIn(expanded)).toEqual([]);
    const [workload] = expanded.facts.filter((fact) => fact.kind === "workload");
    expect(workload && print(workload.serviceAccountName)).toBe(expected.split("/")[1]);
  });

  it("merges annotations over those that are there", () => {
    expect(annotation("commonAnnotations: {b: app}\n", "a")).toBe("own");
    expect(annotation("commonAnnotations: {a: app}\nforceCommonAnnotations: true\n", "a")).toBe("app");
  });

  it("appends patches, which come last", () => {
    const patches =
      "patches:\n- target: {kind: ServiceAccount}\n  patch: |-\n    - {op: replace, path: /metadata/annotations/order, value: last}\n";
    expect(annotation(patches, "order")).toBe("last");
  });

  it("builds each Application's own, although they share a directory", () => {
    const app = (name: string): string =>
      exampleApplication({
        name,
        namespace: name,
        source: gitSource("deploy", `kustomize: {namePrefix: ${name}-, namespace: ${name}}\n`),
      });
    const expanded = readDeployments({ ...files, "a.yaml": app("a"), "b.yaml": app("b") });
    expect([...namesOf(expanded)].sort()).toEqual(["a/a-reader", "b/b-reader"]);
  });

  it("is in the environment of the directory, on the cluster of the destination", () => {
    const [found] = accountsIn(read("namePrefix: x-\n"));
    expect(found?.origin.environment).toBe("deploy");
    expect(found && print(found.origin.cluster)).toBe("https://kubernetes.default.svc");
    expect(found?.origin.via.map(({ label }) => label)).toEqual([
      "Application shop",
      "kustomization deploy/kustomization.yaml",
    ]);
  });
});

describe("15: the tool of a directory", () => {
  const kustomization = {
    "deploy/kustomization.yaml": "resources: [sa.yaml]\nnamePrefix: k-\n",
    "deploy/sa.yaml": account("a"),
  };
  const read = (more: Readonly<Record<string, string>>, options = ""): readonly string[] =>
    names({ ...more, "app.yaml": exampleApplication({ source: gitSource("deploy", options) }) });

  it("is Helm where a Chart.yaml is, else kustomize where a kustomization is", () => {
    expect(read(kustomization)).toEqual(["shop/k-a"]);
    const chart = {
      ...kustomization,
      "deploy/Chart.yaml": CHART["chart/Chart.yaml"],
      "deploy/templates/sa.yaml": account("{{ .Release.Name }}"),
    };
    expect(read(chart)).toEqual(["shop/shop"]);
  });

  it("is the one whose options the source gives", () => {
    expect(read(kustomization, "directory: {recurse: true}\n")).toEqual(["shop/a"]);
  });
});
