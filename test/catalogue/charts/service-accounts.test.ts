import { describe, expect, it } from "vitest";
import type { ChartRow } from "../../../src/catalogue/charts/chart-row.ts";
import { chartRows } from "../../../src/catalogue/charts/find-chart.ts";
import { contains, cut } from "../../../src/catalogue/charts/fullname.ts";
import {
  renderServiceAccounts,
  type ChartServiceAccount,
} from "../../../src/catalogue/charts/service-accounts.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import { textAt, wholeFile, type SourceFile } from "../../../src/model/location.ts";
import { entriesOf, type Node } from "../../../src/model/node.ts";
import { fileSource } from "../../../src/model/source.ts";
import { concat, holesOf, literal, print, unknownText, type Text } from "../../../src/model/text.ts";

const ROLE_ARN = "eks.amazonaws.com/role-arn";

function row(id: string): ChartRow {
  const found = chartRows.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

function text(value: string): Text {
  const file: SourceFile = { path: "release", text: value };
  return literal(value, wholeFile(file));
}

function values(yaml: string): Node | undefined {
  return parseYaml(fileSource({ path: "values.yaml", text: yaml })).documents[0]?.node;
}

interface Given {
  readonly release?: Text;
  readonly version?: string;
  readonly set?: Node | undefined;
}

function render(id: string, { release = text("r"), version, set }: Given): readonly ChartServiceAccount[] {
  const chart = row(id);
  return renderServiceAccounts(
    chart,
    { name: release, namespace: text("ns"), chart: text(chart.chart), version },
    set,
  );
}

const names = (accounts: readonly ChartServiceAccount[]): readonly string[] =>
  accounts.map(({ name, existence }) => `${print(name)} ${existence}`);

const annotation = (account: ChartServiceAccount | undefined): string | undefined => {
  const value = entriesOf(account?.annotations).find(({ key }) => print(key) === ROLE_ARN)?.value;
  return value?.kind === "text" ? print(value) : undefined;
};

describe("renderServiceAccounts", () => {
  it.each([
    [
      "external-secrets",
      "external-secrets",
      [
        "external-secrets created",
        "external-secrets-webhook created",
        "external-secrets-cert-controller created",
      ],
    ],
    [
      "external-secrets",
      "eso",
      [
        "eso-external-secrets created",
        "external-secrets-webhook created",
        "external-secrets-cert-controller created",
      ],
    ],
    ["cluster-autoscaler", "cluster-autoscaler", ["cluster-autoscaler-aws-cluster-autoscaler created"]],
    ["cluster-autoscaler", "aws-cluster-autoscaler", ["aws-cluster-autoscaler created"]],
    ["karpenter", "karpenter", ["karpenter created"]],
    ["bitnami-external-dns", "team.dns", ["team-dns-external-dns created"]],
    ["aws-ebs-csi-driver", "any", ["ebs-csi-controller-sa created", "ebs-csi-node-sa created"]],
    ["velero", "velero", ["velero-server created", "velero-server-upgrade-crds created"]],
    ["crossplane", "any", ["crossplane created", "rbac-manager created"]],
    ["aws-vpc-cni", "any", ["aws-node created"]],
    ["tempo-distributed", "prod", ["prod-tempo created"]],
    ["harbor", "harbor", []],
  ])("names the accounts of %s released as %s", (id, release, expected) => {
    expect(names(render(id, { release: text(release) }))).toEqual(expected);
  });

  it.each([
    ["monitoring", "monitoring-kube-prometheus-prometheus"],
    ["prometheus", "prometheus-kube-prometheus-prometheus"],
    ["kube-prometheus-stack", "kube-prometheus-stack-prometheus"],
  ])("cuts the fullname of kube-prometheus-stack released as %s", (release, expected) => {
    expect(print(render("kube-prometheus-stack", { release: text(release) })[0]?.name ?? text(""))).toBe(
      expected,
    );
  });

  it.each([
    ["prod", "{}", "prod-grafana"],
    ["my-grafana", "{}", "my-grafana"],
    ["prod", "grafana: {fullnameOverride: dashboards}", "dashboards"],
  ])("names the account of a chart inside: release %s with %s", (release, set, expected) => {
    const accounts = render("kube-prometheus-stack", { release: text(release), set: values(set) });
    const grafana = accounts.find(({ component }) => component.startsWith("grafana"));
    expect(grafana && print(grafana.name)).toBe(expected);
  });

  it.each([
    ["argocd", "argocd-repo-server"],
    ["argo-cd", "argo-cd-argocd-repo-server"],
  ])("takes Argo CD's own nameOverride into account: release %s", (release, expected) => {
    const accounts = render("argo-cd", { release: text(release) });
    expect(accounts.map(({ name }) => print(name))).toContain(expected);
  });

  it("lets a shared account follow the values of another component", () => {
    const compactor = "{enabled: true, serviceAccount: {create: true}}";
    const set = values(`serviceAccount: {name: shared}\ncompactor: ${compactor}`);
    const accounts = render("loki-distributed", { release: text("loki"), set });
    expect(names(accounts).slice(0, 2)).toEqual(["shared created", "shared-compactor created"]);
  });

  it("points at the value that names an account, and at its annotations", () => {
    const set = values(`serviceAccount:\n  name: dns\n  annotations:\n    ${ROLE_ARN}: arn\n`);
    const [account] = render("external-dns", { set });
    expect(account && textAt(account.name.at)).toBe("dns");
    expect(account && textAt(account.at).trim()).toBe(`${ROLE_ARN}: arn`);
    expect(account?.name.trail?.map(({ label }) => label)).toEqual(["serviceAccount.name"]);
  });

  it("points at the release where its name names the account", () => {
    const [account] = render("external-dns", { release: text("external-dns") });
    expect(account && textAt(account.name.at)).toBe("external-dns");
    expect(account?.name.assumed).toEqual(["catalogue:external-dns"]);
    expect(account?.name.trail).toHaveLength(1);
  });

  it("annotates the account of somebody else where it does not create one", () => {
    const set = values(`serviceAccount:\n  create: false\n  annotations:\n    ${ROLE_ARN}: arn\n`);
    expect(names(render("karpenter", { set }))).toEqual(["default annotated"]);
  });

  it("says nothing of an account that it neither makes nor annotates", () => {
    expect(render("karpenter", { set: values("serviceAccount: {create: false, name: theirs}") })).toEqual([]);
  });

  it.each([
    ["create: false", "annotated"],
    ['create: "false"', "created"],
    ["create: null", "annotated"],
    ["create: 0", "annotated"],
  ])("takes %s as a template's if does", (create, existence) => {
    const set = values(`serviceAccount:\n  ${create}\n  annotations: {a: b}\n`);
    expect(render("karpenter", { set })[0]?.existence).toBe(existence);
  });

  it("makes nothing of accounts that a switch leaves out", () => {
    const set = values("rbac: {create: false}");
    expect(render("cluster-autoscaler", { set })).toEqual([]);
  });

  it("drops annotations that are null", () => {
    const set = values(`serviceAccount: {annotations: {a: null, b: c}}`);
    expect(render("karpenter", { set })[0]?.annotations.entries.map(({ key }) => print(key))).toEqual(["b"]);
  });

  it("makes annotations of single values", () => {
    const set = values("podIdentity: {aws: {irsa: {enabled: true, roleArn: arn-of-keda}}}");
    expect(annotation(render("keda", { set })[0])).toBe("arn-of-keda");
    const off = values("podIdentity: {aws: {irsa: {roleArn: arn-of-keda}}}");
    expect(annotation(render("keda", { set: off })[0])).toBeUndefined();
  });

  it("prints no annotations where the template prints none", () => {
    const set = values(`agent: {serviceAccount: {annotations: {${ROLE_ARN}: arn}}}`);
    expect(annotation(render("amazon-cloudwatch-observability", { set })[0])).toBeUndefined();
  });

  it("moves the accounts to the overriding namespace", () => {
    const [account] = render("external-secrets", { set: values("namespaceOverride: other") });
    expect(account && print(account.namespace)).toBe("other");
  });

  it("knows no name where the catalogue is unsure", () => {
    const accounts = render("superset", { set: values("serviceAccount: {create: true}") });
    expect(accounts.map(({ name }) => holesOf(name).length)).toEqual([1]);
  });

  describe("with values that are not wholly known", () => {
    const at = wholeFile({ path: "Application", text: "$values/prod.yaml" });
    const hole = { kind: "hole", id: "file", name: "prod.yaml" } as const;

    it("knows neither name nor annotations under a file that is not read, and tells them apart", () => {
      const [account] = render("external-dns", { set: { kind: "unknown", hole, at } });
      expect(account?.existence).toBe("maybe");
      expect(account && print(account.name)).toBe("${prod.yaml.serviceAccount.name}");
      expect(account?.annotations.more?.name).toBe("prod.yaml.serviceAccount.annotations");
      expect(print(account?.namespace ?? text(""))).toBe("ns");
      expect(account?.namespace.assumed).toEqual(["default:namespaceOverride"]);
    });

    it("knows what is set above such a file", () => {
      const set = values(`serviceAccount: {create: true, name: dns, annotations: {${ROLE_ARN}: arn}}`);
      const known = set?.kind === "map" ? { ...set, more: hole } : set;
      const [account] = render("external-dns", { set: known });
      expect(account && names([account])).toEqual(["dns created"]);
      expect(annotation(account)).toBe("arn");
    });

    it("keeps the part of a release's name that is known", () => {
      const release = concat(at, unknownText({ id: "env", name: "env" }, at), "-external-dns");
      expect(names(render("external-dns", { release }))).toEqual(["${env}-external-dns created"]);
    });

    it("knows that a name begins with the release's when the rest depends on a hole", () => {
      const release = concat(at, "prod-", unknownText({ id: "app", name: "app" }, at));
      expect(names(render("external-dns", { release }))).toEqual([
        "prod-${app}${rest of the fullname} created",
      ]);
    });
  });

  describe("annotations that go through tpl", () => {
    const templated = (value: string, version?: string): string | undefined =>
      annotation(
        render("external-dns", {
          release: text("dns"),
          ...(version === undefined ? {} : { version }),
          set: values(
            `account: "1111"\nserviceAccount:\n  annotations:\n    ${ROLE_ARN}: ${JSON.stringify(value)}\n`,
          ),
        })[0],
      );

    it.each([
      ["role/{{ .Release.Name }}", "role/dns"],
      ["role/{{- .Release.Namespace -}}", "role/ns"],
      ["{{.Values.account}}:role/x", "1111:role/x"],
      ["{{ .Chart.Name }}", "external-dns"],
      ["{{ .Values.absent }}", "${{{ .Values.absent }}}"],
      ["a{{ .Values.account | quote }}b", "a${{{ .Values.account | quote }}}b"],
      ["{{ open", "${{{ open}"],
      ["plain", "plain"],
    ])("%s gives %s", (value, expected) => {
      expect(templated(value, "1.15.1")).toBe(expected);
    });

    it("leaves braces alone in a version that does not run tpl", () => {
      expect(templated("role/{{ .Release.Name }}", "1.14.0")).toBe("role/{{ .Release.Name }}");
    });

    it("takes a version that is not known for one that does", () => {
      expect(templated("role/{{ .Release.Name }}")).toBe("role/dns");
    });
  });
});

describe("contains", () => {
  const at = wholeFile({ path: "t", text: "" });
  const hole = unknownText({ id: "x", name: "x" }, at);
  const number = unknownText({ id: "n", name: "n", shape: "account-id" }, at);

  it.each([
    ["known, inside", text("my-widget"), text("widget"), "yes"],
    ["known, not inside", text("prod"), text("widget"), "no"],
    ["inside the known part", concat(at, hole, "-widget"), text("widget"), "yes"],
    ["a hole that may hold it", concat(at, "a-", hole), text("widget"), "maybe"],
    ["a hole that cannot hold it", concat(at, "a-", number), text("widget"), "no"],
    ["a needle with a hole", text("widget"), concat(at, "w", hole), "maybe"],
    ["a needle that cannot be inside", text("abc"), concat(at, "z", hole), "no"],
  ] as const)("%s", (_, whole, part, answer) => {
    expect(contains(whole, part)).toBe(answer);
  });
});

describe("cut", () => {
  const at = wholeFile({ path: "t", text: "" });
  const hole = unknownText({ id: "x", name: "x" }, at);

  it.each([
    ["a short text", text("short"), 10, "short"],
    ["a long text", text("0123456789abc"), 10, "0123456789"],
    ["one dash at the cut", text("012345678-abc"), 10, "012345678"],
    ["only one of two dashes", text("01234567--abc"), 10, "01234567-"],
    ["a dash at the end of a short text", text("short-"), 10, "short"],
    ["holes that leave room", concat(at, hole, "-dns"), 63, "${x}-dns"],
    ["holes that may not leave room", concat(at, "kube-", hole, "-dns"), 26, "kube-${cut name}"],
  ] as const)("%s", (_, whole, limit, expected) => {
    expect(print(cut(whole, limit))).toBe(expected);
  });
});

describe("what the charts' own rendering brought into the rows", () => {
  const base: ChartRow = {
    id: "shop",
    chart: "shop",
    repositories: ["https://charts.example.com"],
    serviceAccounts: [],
    source: "the test",
  };
  const made = (
    account: Partial<ChartRow["serviceAccounts"][number]>,
    set = "{}",
    {
      release = "web",
      version,
      row: of = {},
    }: { release?: string; version?: string; row?: Partial<ChartRow> } = {},
  ): readonly string[] =>
    renderServiceAccounts(
      {
        ...base,
        ...of,
        serviceAccounts: [
          { component: "api", defaultName: "{fullname}-api", annotations: ["annotations"], ...account },
        ],
      },
      { name: text(release), namespace: text("ns"), chart: text("shop"), version },
      values(set),
    ).map(({ namespace, name, existence }) => `${print(namespace)}/${print(name)} ${existence}`);

  it("cuts the whole default name where the template does", () => {
    const release = "a".repeat(53);
    expect(made({ limit: 63 }, "{}", { release })).toEqual([`ns/${release}-shop-api created`]);
    expect(made({ limit: 57 }, "{}", { release })).toEqual([`ns/${release}-sho created`]);
  });

  it("does not make an account while a value that must be false is true", () => {
    const account = { create: [{ path: "ha", default: false, is: false }] } as const;
    expect(made(account)).toEqual(["ns/web-shop-api created"]);
    expect(made(account, "{ha: true}")).toEqual([]);
  });

  it.each([
    ["1.9.0", []],
    ["2.0.0", ["ns/web-shop-api created"]],
    [undefined, ["ns/web-shop-api created"]],
  ])("makes an account only in the versions that have it: %s", (version, expected) => {
    expect(made({ versions: ">=2.0.0" }, "{}", version === undefined ? {} : { version })).toEqual(expected);
  });

  it("takes a version that is not exact for the newest", () => {
    expect(made({ versions: "<2.0.0" })).toEqual([]);
    expect(made({ versions: "<2.0.0" }, "{}", { version: "1.0.0" })).toEqual(["ns/web-shop-api created"]);
  });

  it("leaves open whether an account with further conditions is made, not its name", () => {
    const account = { conditional: true, create: [{ path: "on", default: true }] } as const;
    expect(made(account)).toEqual(["ns/web-shop-api maybe"]);
    expect(made(account, "{on: false}")).toEqual([]);
  });

  it.each([
    ["1.0.0", "ns"],
    ["2.0.0", "moved"],
  ])("moves accounts by a value that newer versions have: %s", (version, namespace) => {
    const of = { namespaceOverride: { path: "namespaceOverride", versions: ">=2.0.0" } };
    expect(made({}, "{namespaceOverride: moved}", { version, row: of })).toEqual([
      `${namespace}/web-shop-api created`,
    ]);
  });

  it("moves one account alone", () => {
    const of = { namespaceOverride: "namespaceOverride" };
    const account = { namespaceOverride: "api.namespaceOverride" };
    expect(made(account, "{namespaceOverride: moved}", { row: of })).toEqual(["ns/web-shop-api created"]);
    expect(made(account, "{api: {namespaceOverride: there}}", { row: of })).toEqual([
      "there/web-shop-api created",
    ]);
  });

  it("lets a fullname helper overlook fullnameOverride", () => {
    const set = "{fullnameOverride: other}";
    expect(made({}, set)).toEqual(["ns/other-api created"]);
    expect(made({}, set, { row: { fullname: { rule: "std", override: false } } })).toEqual([
      "ns/web-shop-api created",
    ]);
  });

  it("puts the release where a naming value is not set", () => {
    const account = { defaultName: "{value:scaleSet:release}-runner" };
    expect(made(account)).toEqual(["ns/web-runner created"]);
    expect(made(account, "{scaleSet: big}")).toEqual(["ns/big-runner created"]);
  });
});
