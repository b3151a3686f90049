import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import { exampleApplication, gitSource } from "../../support/applications.ts";
import { accountsIn, gapsIn, namesOf, readDeployments } from "../../support/deployments.ts";

const ARN = "arn:aws:iam::111122223333:role/shop";
const app = exampleApplication({ source: gitSource("deploy") });
const chart = (more = ""): string => `apiVersion: v2\nname: shop\nversion: 1.0.0\n${more}`;
const template = {
  "deploy/templates/sa.yaml": "kind: ServiceAccount\nname: {{ .Values.serviceAccount.name }}\n",
};
const values = `serviceAccount:\n  create: true\n  name: cart\n  annotations:\n    eks.amazonaws.com/role-arn: ${ARN}\n`;

describe("a chart in the repository", () => {
  it("leaves a gap for its templates, in the release's namespace, once", () => {
    const expanded = readDeployments({ "app.yaml": app, "deploy/Chart.yaml": chart(), ...template });
    const [gap, ...more] = gapsIn(expanded);
    expect(more).toEqual([]);
    expect(gap?.message).toBe(
      'the templates of chart "shop" (deploy) are not rendered: what its release "shop" makes in namespace "shop" is not known',
    );
    expect(gap?.may).toEqual(["service-account"]);
    expect(gap && print(gap.namespace)).toBe("shop");
  });

  it("leaves none for templates that make nothing of interest", () => {
    const files = {
      "app.yaml": app,
      "deploy/Chart.yaml": chart(),
      "deploy/templates/cm.yaml": "kind: ConfigMap\n",
    };
    expect(gapsIn(readDeployments(files))).toEqual([]);
  });

  it.each([
    ["accounts of a library", '{{ include "common.serviceAccount" . }}', ["service-account"]],
    ["stores", "kind: SecretStore\n{{ .Values.x }}", ["secret-store"]],
  ])("leaves one for %s", (_, text, may) => {
    const files = { "app.yaml": app, "deploy/Chart.yaml": chart(), "deploy/templates/x.yaml": text };
    expect(gapsIn(readDeployments(files)).map((gap) => gap.may)).toEqual([may]);
  });

  it("suspects the account that its values annotate", () => {
    const expanded = readDeployments({
      "app.yaml": app,
      "deploy/Chart.yaml": chart(),
      "deploy/values.yaml": values,
      ...template,
    });
    expect(namesOf(expanded)).toEqual([`shop/cart ${ARN}`]);
    const [account] = accountsIn(expanded);
    expect(account?.madeBy?.guessed).toBe(true);
    expect(account?.roleArn.at.file.path).toBe("deploy/values.yaml");
  });

  it("suspects nothing of a chart without templates", () => {
    const files = { "app.yaml": app, "deploy/Chart.yaml": chart(), "deploy/values.yaml": values };
    expect(namesOf(readDeployments(files))).toEqual([]);
  });

  it("says where its values do not parse", () => {
    const files = {
      "app.yaml": app,
      "deploy/Chart.yaml": chart(),
      "deploy/values.yaml": 'a: "open\n',
      ...template,
    };
    expect(
      readDeployments(files).problems.map(({ code, at, deployed }) => [code, at.file.path, deployed]),
    ).toEqual([["input/unparseable", "deploy/values.yaml", true]]);
  });

  it("says that a directory without Chart.yaml is no chart", () => {
    const files = {
      "app.yaml": exampleApplication({ source: gitSource("deploy", "helm: {}\n") }),
      "deploy/x.yaml": "a: 1\n",
    };
    expect(gapsIn(readDeployments(files)).map(({ message }) => message)).toEqual([
      'the chart "deploy" (deploy) has no Chart.yaml that can be read: what its release "shop" makes in namespace "shop" is not known',
    ]);
  });
});

describe("charts inside a chart", () => {
  const dns = (more = ""): string =>
    chart(
      `dependencies:\n  - name: external-dns\n    version: 1.15.0\n    repository: https://kubernetes-sigs.github.io/external-dns/\n${more}`,
    );
  const read = (chartText: string, valuesText = ""): readonly string[] =>
    namesOf(
      readDeployments({ "app.yaml": app, "deploy/Chart.yaml": chartText, "deploy/values.yaml": valuesText }),
    );

  it("are named after the release and their own name", () => {
    expect(read(dns())).toEqual(["shop/shop-external-dns"]);
  });

  it("are named after their alias, which is also where their values lie", () => {
    expect(read(dns("    alias: dns\n"))).toEqual(["shop/shop-dns"]);
    expect(read(dns("    alias: dns\n"), "dns: {serviceAccount: {name: a}}\n")).toEqual(["shop/a"]);
    expect(read(dns("    alias: dns\n"), "external-dns: {serviceAccount: {name: a}}\n")).toEqual([
      "shop/shop-dns",
    ]);
  });

  it("are known by the name that a repository has on somebody's machine", () => {
    const text = chart("dependencies:\n  - {name: external-dns, version: 8.0.0, repository: '@bitnami'}\n");
    expect(read(text)).toEqual(["shop/shop-external-dns"]);
  });

  it("may not be there when a condition is not known", () => {
    const expanded = readDeployments({
      "app.yaml": exampleApplication({
        source: gitSource("deploy", "helm: {valueFiles: [https://example.com/v.yaml]}\n"),
      }),
      "deploy/Chart.yaml": dns("    condition: external-dns.enabled\n"),
    });
    expect(accountsIn(expanded).map(({ existence }) => existence)).toEqual(["maybe"]);
  });

  it("may lie beside it, and have charts inside themselves", () => {
    const expanded = readDeployments({
      "app.yaml": app,
      "deploy/Chart.yaml": chart(
        "dependencies:\n  - {name: inner, version: 1.0.0, repository: file://../inner}\n",
      ),
      "deploy/values.yaml": "inner:\n  external-dns:\n    serviceAccount: {name: deep}\n",
      "inner/Chart.yaml": dns().replace("name: shop", "name: inner"),
    });
    expect(namesOf(expanded)).toEqual(["shop/deep"]);
    expect(accountsIn(expanded)[0]?.origin.via.map(({ label }) => label)).toEqual([
      "Application shop",
      "chart shop",
      "release shop",
      "chart inner",
      "release shop",
      "chart external-dns 1.15.0",
      "release shop",
      "values of controller",
    ]);
  });

  it("end somewhere when a chart brings itself along", () => {
    const text = chart("dependencies:\n  - {name: shop, version: 1.0.0, repository: file://.}\n");
    const expanded = readDeployments({ "app.yaml": app, "deploy/Chart.yaml": text });
    expect(gapsIn(expanded).map(({ message }) => message)).toEqual([
      expect.stringContaining("comes of too long a chain of things that make each other"),
    ]);
  });

  it("are read from requirements.yaml in the first format", () => {
    const files = {
      "app.yaml": app,
      "deploy/Chart.yaml": "apiVersion: v1\nname: shop\nversion: 1.0.0\n",
      "deploy/requirements.yaml": dns().slice(dns().indexOf("dependencies")),
    };
    expect(namesOf(readDeployments(files))).toEqual(["shop/shop-external-dns"]);
  });
});
