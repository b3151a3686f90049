import { describe, expect, it } from "vitest";
import type { Expanded } from "../../../src/expand/expand.ts";
import { textAt } from "../../../src/model/location.ts";
import { print } from "../../../src/model/text.ts";
import { exampleApplication, gitSource } from "../../support/applications.ts";
import { accountsIn, gapsIn, namesOf, readDeployments } from "../../support/deployments.ts";
import { said } from "../../support/read-manifests.ts";

const ARN = "arn:aws:iam::111122223333:role/shop";
const app = exampleApplication({ source: gitSource("deploy") });
const chart = (more = ""): string => `apiVersion: v2\nname: shop\nversion: 1.0.0\n${more}`;
const values = `serviceAccount:\n  create: true\n  name: cart\n  annotations:\n    eks.amazonaws.com/role-arn: ${ARN}\n`;
const template = {
  "deploy/templates/sa.yaml": `{{- if .Values.serviceAccount.create }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Values.serviceAccount.name | default (printf "%s-%s" .Release.Name .Chart.Name) }}
  {{- with .Values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
`,
};
const deployed = (files: Readonly<Record<string, string>>): Expanded =>
  readDeployments({ "app.yaml": app, "deploy/Chart.yaml": chart(), ...files });
const elsewhere = exampleApplication({
  source: gitSource("deploy", "helm: {valueFiles: [https://example.com/v.yaml]}\n"),
});

describe("a chart in the repository", () => {
  it("is rendered, each value at its own place", () => {
    const expanded = deployed({ "deploy/values.yaml": values, ...template });
    expect(namesOf(expanded)).toEqual([`shop/cart ${ARN}`]);
    const [account] = accountsIn(expanded);
    expect(account?.roleArn.at.file.path).toBe("deploy/values.yaml");
    expect(account && textAt(account.roleArn.at)).toBe(ARN);
    expect(account && said(account.name.at)).toBe("deploy/values.yaml:3 cart");
    expect(account && said(account.at)).toContain("deploy/templates/sa.yaml:2 apiVersion: v1");
    expect(account && said(account.namespace.at)).toBe("app.yaml:9 shop");
    expect(account?.existence).toBe("created");
    expect(account?.madeBy).toMatchObject({ what: "chart", row: "shop", rendered: true });
    expect(account?.origin.via.map(({ label }) => label)).toEqual([
      "Application shop",
      "chart shop",
      "release shop",
    ]);
    expect(gapsIn(expanded)).toEqual([]);
    expect(expanded.claimed).toEqual(["deploy/Chart.yaml", "deploy/templates/sa.yaml", "deploy/values.yaml"]);
  });

  it("places computed names where their first part stands", () => {
    const [account] = accountsIn(
      deployed({ "deploy/values.yaml": "serviceAccount: {create: true}\n", ...template }),
    );
    expect(account && print(account.name)).toBe("shop-shop");
    expect(account && said(account.name.at)).toBe("app.yaml:4 shop");
  });

  it("makes nothing where its values say so", () => {
    expect(
      accountsIn(deployed({ "deploy/values.yaml": "serviceAccount: {create: false}\n", ...template })),
    ).toEqual([]);
  });

  it("may make an account where its values are not known", () => {
    const expanded = readDeployments({
      "app.yaml": elsewhere,
      "deploy/Chart.yaml": chart(),
      "deploy/values.yaml": values,
      ...template,
    });
    expect(
      accountsIn(expanded).map(({ existence, moreAnnotations }) => [existence, moreAnnotations?.kind]),
    ).toEqual([
      ["maybe", "hole"],
      ["maybe", "hole"],
    ]);
  });

  it("says where Helm stops", () => {
    const [gap, ...more] = gapsIn(deployed(template));
    expect(more).toEqual([]);
    expect(gap?.message).toBe(
      "Helm stops at template deploy/templates/sa.yaml (nil pointer evaluating interface {}.create): " +
        'what release "shop" makes of it in namespace "shop" is not known',
    );
    expect(gap && said(gap.at)).toMatch(/^deploy\/templates\/sa.yaml:1 /);
    expect(gap?.may).toEqual(["service-account"]);
    expect(gap && print(gap.namespace)).toBe("shop");
  });

  it("says where Helm is told to stop", () => {
    const text = '{{ required "a name is needed" .Values.name }}\nkind: ServiceAccount\n';
    expect(gapsIn(deployed({ "deploy/templates/sa.yaml": text })).map(({ message }) => message)).toEqual([
      expect.stringContaining("Helm stops at template deploy/templates/sa.yaml ("),
    ]);
    expect(gapsIn(deployed({ "deploy/templates/sa.yaml": text }))[0]?.message).toContain("a name is needed");
  });

  it("says what no program can read", () => {
    const broken = {
      "deploy/templates/sa.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ if }}\n",
    };
    expect(gapsIn(deployed(broken)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Helm stops at template deploy\/templates\/sa.yaml \(.*missing value for if/),
    ]);
    const text = {
      "deploy/templates/sa.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: [}\n",
    };
    expect(gapsIn(deployed(text)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^template deploy\/templates\/sa.yaml prints what is no YAML/),
    ]);
  });

  it("suspects the account that its values annotate where the template gives none", () => {
    const stops = { "deploy/templates/sa.yaml": 'kind: ServiceAccount\n{{ fail "no" }}\n' };
    const expanded = deployed({ "deploy/values.yaml": values, ...stops });
    expect(namesOf(expanded)).toEqual([`shop/cart ${ARN}`]);
    expect(accountsIn(expanded)[0]?.madeBy?.guessed).toBe(true);
  });

  it("suspects nothing of a chart without templates", () => {
    expect(namesOf(deployed({ "deploy/values.yaml": values }))).toEqual([]);
  });

  it("says where its values do not parse", () => {
    expect(
      deployed({ "deploy/values.yaml": 'a: "open\n', ...template }).problems.map(({ code, at, deployed }) => [
        code,
        at.file.path,
        deployed,
      ]),
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

  it("puts objects without a namespace where Argo CD does", () => {
    const source = gitSource("deploy", "helm: {namespace: inner}\n");
    const named =
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: b, namespace: {{ .Release.Namespace }}}\n";
    const bare = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n";
    const expanded = readDeployments({
      "app.yaml": exampleApplication({ source }),
      "deploy/Chart.yaml": chart(),
      "deploy/templates/sa.yaml": `${bare}---\n${named}`,
    });
    expect(namesOf(expanded)).toEqual(["shop/a", "inner/b"]);
  });

  it("makes Applications that make more", () => {
    const child = exampleApplication({
      name: "child",
      namespace: "inner",
      source: gitSource("{{ .Values.path }}"),
    });
    const expanded = deployed({
      "deploy/values.yaml": "path: child\n",
      "deploy/templates/child.yaml": child,
      "child/Chart.yaml": chart().replace("shop", "child"),
      "child/templates/sa.yaml":
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ .Release.Name }}-sa}\n",
    });
    expect(namesOf(expanded)).toEqual(["inner/child-sa"]);
    expect(accountsIn(expanded)[0]?.origin.via.map(({ label }) => label)).toEqual([
      "Application shop",
      "chart shop",
      "release shop",
      "Application child",
      "chart child",
      "release child",
    ]);
  });

  it("takes three dashes for the end of a document wherever they begin a line", () => {
    const object = (name: string): string =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}}\n`;
    const text = `---{{ if true }}\n${object("a")}---${object("b")}--- ${object("c")}{{ end }}--- # d\n${object("d")}`;
    const expanded = deployed({ "deploy/templates/sa.yaml": text });
    expect(namesOf(expanded)).toEqual(["shop/a", "shop/b", "shop/c", "shop/d"]);
    expect(accountsIn(expanded).map(({ name }) => said(name.at))).toEqual([
      "deploy/templates/sa.yaml:4 a",
      "deploy/templates/sa.yaml:7 b",
      "deploy/templates/sa.yaml:10 c",
      "deploy/templates/sa.yaml:14 d",
    ]);
  });

  it("leaves out what is only there for tests", () => {
    const account = (name: string, hook: string): string =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, annotations: {helm.sh/hook: ${hook}}}\n`;
    const text = ["pre-install", "test", "test-success", '"post-install,test"'].map((hook, index) =>
      account(`a${String(index)}`, hook),
    );
    expect(namesOf(deployed({ "deploy/templates/hooks.yaml": text.join("---\n") }))).toEqual([
      "shop/a0",
      "shop/a3",
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
      expect.stringContaining('it brings itself along as chart "shop"'),
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
