import { describe, expect, it } from "vitest";
import { expand, type Expanded } from "../../../src/expand/expand.ts";
import { argocd } from "../../../src/loaders/argocd/index.ts";
import { helm } from "../../../src/loaders/helm/index.ts";
import { kubernetes } from "../../../src/loaders/kubernetes/index.ts";
import type { LoaderSettings } from "../../../src/loaders/loader.ts";
import type { Gap, ServiceAccount } from "../../../src/model/entities.ts";
import { textAt } from "../../../src/model/location.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";

const settings: LoaderSettings = { placeholders: [], accountOf: () => undefined, varFiles: [] };
const ARN = "arn:aws:iam::111122223333:role/prod-eso";

function read(files: Record<string, string>, more: Partial<LoaderSettings> = {}): Expanded {
  return expand([kubernetes, argocd, helm], memoryWorkspace(files), { ...settings, ...more });
}

const accountsIn = ({ facts }: Expanded): readonly ServiceAccount[] =>
  facts.filter((fact) => fact.kind === "service-account");
const gapsIn = ({ facts }: Expanded): readonly Gap[] => facts.filter((fact) => fact.kind === "gap");

/** Namespace, name and role of the accounts that have a role. */
const bound = (expanded: Expanded): readonly string[] =>
  accountsIn(expanded)
    .filter(({ roleArn }) => !isAbsent(roleArn))
    .map(({ namespace, name, roleArn }) => `${print(namespace)}/${print(name)} ${print(roleArn)}`);

function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}

interface Source {
  readonly name?: string;
  readonly repo?: string;
  readonly chart?: string;
  readonly version?: string;
  readonly destination?: string;
  readonly helm?: string;
}

/** An Application with one source of a chart; `helm` is the block below `helm:`. */
function application({
  name = "eso",
  repo = "https://charts.external-secrets.io",
  chart = "external-secrets",
  version = "0.10.4",
  destination = "{server: https://kubernetes.default.svc, namespace: secrets}",
  helm: block = "{}",
}: Source): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  project: platform
  destination: ${destination}
  source:
    repoURL: ${repo}
    chart: ${chart}
    targetRevision: ${version}
    helm:
${indent(block, 6)}
`;
}

const annotations = `annotations:\n  eks.amazonaws.com/role-arn: ${ARN}\n`;
const inValues = (yaml: string): string => `values: |\n${indent(yaml, 2)}`;
const serviceAccount = (yaml: string): string => `serviceAccount:\n${indent(yaml, 2)}`;

describe("an Application with a chart", () => {
  it("names the account in its values, each part at its own place", () => {
    const block = `releaseName: external-secrets\n${inValues(serviceAccount(`name: operator\n${annotations}`))}`;
    const expanded = read({ "app.yaml": application({ helm: block }) });
    const account = accountsIn(expanded).find(({ roleArn }) => !isAbsent(roleArn));
    expect(bound(expanded)).toEqual([`secrets/operator ${ARN}`]);
    expect(account && textAt(account.name.at)).toBe("operator");
    expect(account && textAt(account.roleArn.at)).toBe(ARN);
    expect(account && textAt(account.namespace.at)).toBe("secrets");
    expect(account?.madeBy).toMatchObject({ what: "chart", row: "external-secrets" });
    expect(account?.existence).toBe("created");
    expect(expanded.problems).toEqual([]);
    expect(gapsIn(expanded)).toEqual([]);
  });

  it("tells how the account came about", () => {
    const block = inValues(serviceAccount(annotations));
    const expanded = read({ "app.yaml": application({ helm: block }) });
    const account = accountsIn(expanded).find(({ roleArn }) => !isAbsent(roleArn));
    expect(account?.origin.via.map(({ label }) => label)).toEqual(
      expect.arrayContaining([
        "Application eso",
        "chart external-secrets 0.10.4",
        "release eso",
        "values of controller",
      ]),
    );
    expect(account && print(account.origin.cluster)).toBe("https://kubernetes.default.svc");
  });

  it.each([
    ["the Application's name", {}, "secrets/eso-external-secrets"],
    ["releaseName", { helm: `releaseName: external-secrets\n` }, "secrets/external-secrets"],
    ["an empty releaseName", { helm: `releaseName: ""\n` }, "secrets/eso-external-secrets"],
    ["helm.namespace", { helm: `namespace: other\n` }, "other/eso-external-secrets"],
    ["a placeholder in the name", { name: "${ENV}-external-secrets" }, "secrets/${ENV}-external-secrets"],
  ])("takes the release from %s", (_, source, expected) => {
    const block = `${"helm" in source ? source.helm : ""}${inValues(serviceAccount(annotations))}`;
    expect(bound(read({ "app.yaml": application({ ...source, helm: block }) }))).toEqual([
      `${expected} ${ARN}`,
    ]);
  });

  it("leaves a hole for a destination without a namespace", () => {
    const block = inValues(serviceAccount(annotations));
    const files = { "app.yaml": application({ destination: "{name: prod}", helm: block }) };
    expect(bound(read(files))).toEqual([`\${namespace of Application eso}/eso-external-secrets ${ARN}`]);
  });

  it.each([
    ["{server: https://api.example.com, namespace: x}", "https://api.example.com"],
    ["{name: prod, namespace: x}", "prod"],
    ["{name: in-cluster, namespace: x}", "https://kubernetes.default.svc"],
    ["{namespace: x}", ""],
  ])("takes the cluster from destination %s", (destination, cluster) => {
    const [account] = accountsIn(read({ "app.yaml": application({ destination }) }));
    expect(account && print(account.origin.cluster)).toBe(cluster);
  });

  it("reads Applications in a List", () => {
    const item = application({ helm: inValues(serviceAccount(annotations)) });
    const list = `apiVersion: v1\nkind: List\nitems:\n  - ${indent(item, 4).trimStart()}`;
    expect(bound(read({ "apps.yaml": list }))).toEqual([`secrets/eso-external-secrets ${ARN}`]);
  });

  it("keeps two Applications of one chart apart", () => {
    const of = (name: string): string => application({ name, helm: inValues(serviceAccount(annotations)) });
    const expanded = read({ "apps.yaml": `${of("one")}---\n${of("two")}` });
    expect(bound(expanded)).toEqual([
      `secrets/one-external-secrets ${ARN}`,
      `secrets/two-external-secrets ${ARN}`,
    ]);
    const ids = expanded.facts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("annotates the account of somebody else where it does not create one", () => {
    const block = inValues(serviceAccount(`create: false\nname: theirs\n${annotations}`));
    const expanded = read({ "app.yaml": application({ helm: block }) });
    const account = accountsIn(expanded).find(({ roleArn }) => !isAbsent(roleArn));
    expect(account?.existence).toBe("annotated");
    expect(bound(expanded)).toEqual([`secrets/theirs ${ARN}`]);
  });
});

describe("values of an Application", () => {
  const parameter = (name: string, value: string, more = ""): string =>
    `  - name: ${name}\n    value: ${value}\n${indent(more, 4)}`;

  it("prefers valuesObject to values, which it replaces altogether", () => {
    const object = `valuesObject:\n${indent(serviceAccount(annotations), 2)}`;
    const block = `${inValues(serviceAccount("name: ignored"))}\n${object}`;
    expect(bound(read({ "app.yaml": application({ helm: block }) }))).toEqual([
      `secrets/eso-external-secrets ${ARN}`,
    ]);
  });

  it("lets parameters win, and points at the parameter", () => {
    const block = `${inValues(serviceAccount(`name: low\n${annotations}`))}\nparameters:\n${parameter("serviceAccount.name", "high")}`;
    const expanded = read({ "app.yaml": application({ helm: block }) });
    expect(bound(expanded)).toEqual([`secrets/high ${ARN}`]);
    const account = accountsIn(expanded).find(({ roleArn }) => !isAbsent(roleArn));
    expect(account && textAt(account.name.at)).toBe("high");
  });

  it("takes the last of two parameters of one name", () => {
    const block = `${inValues(serviceAccount(annotations))}\nparameters:\n${parameter("serviceAccount.name", "one")}${parameter("serviceAccount.name", "two")}`;
    expect(bound(read({ "app.yaml": application({ helm: block }) }))).toEqual([`secrets/two ${ARN}`]);
  });

  it.each([
    [
      "with escaped dots",
      String.raw`serviceAccount.annotations.eks\.amazonaws\.com/role-arn`,
      [`secrets/eso-external-secrets ${ARN}`],
    ],
    // Unescaped dots make nested maps: no annotation comes of it.
    ["with unescaped dots", "serviceAccount.annotations.eks.amazonaws.com/role-arn", []],
  ])("sets the annotation by a parameter %s", (_, name, expected) => {
    const block = `parameters:\n${parameter(name, ARN)}`;
    const expanded = read({ "app.yaml": application({ helm: block }) });
    expect(bound(expanded)).toEqual(expected);
  });

  it.each([
    ["true", "created"],
    ['"false"', "annotated"],
  ])("reads the parameter serviceAccount.create=%s as Helm types it", (value, existence) => {
    const block = `${inValues(serviceAccount(annotations))}\nparameters:\n${parameter("serviceAccount.create", value)}`;
    const account = accountsIn(read({ "app.yaml": application({ helm: block }) })).find(
      ({ roleArn }) => !isAbsent(roleArn),
    );
    expect(account?.existence).toBe(existence);
  });

  it("takes a forced string for true, as a template does", () => {
    const block = `${inValues(serviceAccount(annotations))}\nparameters:\n${parameter("serviceAccount.create", '"false"', "forceString: true\n")}`;
    const account = accountsIn(read({ "app.yaml": application({ helm: block }) })).find(
      ({ roleArn }) => !isAbsent(roleArn),
    );
    expect(account?.existence).toBe("created");
  });

  it("fills Argo CD's own variables into parameters", () => {
    const block = `${inValues(serviceAccount(annotations))}\nparameters:\n${parameter("serviceAccount.name", "$ARGOCD_APP_NAME-${ARGOCD_APP_NAMESPACE}-sa")}`;
    expect(bound(read({ "app.yaml": application({ helm: block }) }))).toEqual([
      `secrets/eso-secrets-sa ${ARN}`,
    ]);
  });

  it("knows nothing of a value that comes from a file parameter", () => {
    const block = `${inValues(serviceAccount(annotations))}\nfileParameters:\n  - {name: serviceAccount.name, path: name.txt}`;
    expect(bound(read({ "app.yaml": application({ helm: block }) }))).toEqual([
      `secrets/\${contents of name.txt} ${ARN}`,
    ]);
  });

  it("says where values do not parse, and knows nothing of them", () => {
    const block = inValues('serviceAccount:\n  name: "open\n');
    const expanded = read({ "app.yaml": application({ helm: block }) });
    expect(expanded.problems.map(({ code, at }) => [code, at.file.path])).toEqual([
      ["input/unparseable", "app.yaml"],
    ]);
    expect(accountsIn(expanded).map(({ existence }) => existence)).toContain("maybe");
  });

  it.each([
    ["a list", "- a\n- b", "a list"],
    ["a string", "just words", "a string"],
  ])("says that values are %s and not a map", (_, yaml, words) => {
    const { problems } = read({ "app.yaml": application({ helm: inValues(yaml) }) });
    expect(problems.map(({ code, message }) => [code, message.includes(words)])).toEqual([
      ["input/not-understood", true],
    ]);
  });

  it("says what Helm does not take in a parameter", () => {
    const { problems } = read({
      "app.yaml": application({ helm: `parameters:\n${parameter("a[x]", "1")}` }),
    });
    expect(problems.map(({ code, at }) => [code, textAt(at)])).toEqual([["input/not-understood", "a[x]"]]);
  });

  it("names the placeholder in whose place the values will stand", () => {
    const block = "values: |\n  ${user_values_yaml}\n";
    const expanded = read({ "app.yaml": application({ helm: block }) });
    expect(expanded.problems).toEqual([]);
    expect(
      accountsIn(expanded)
        .map(({ name }) => print(name))
        .join(" "),
    ).toContain("user_values_yaml");
  });

  it("collects the comments in embedded values at their places in the file", () => {
    const block = inValues("# irsa-lint-disable-next-line identity/* -- ours\nserviceAccount: {}\n");
    const { comments } = read({ "app.yaml": application({ helm: block }) });
    const comment = comments.find(({ text }) => text.includes("irsa-lint-disable"));
    expect(comment?.file.text.slice(comment.start, comment.end)).toBe(
      "# irsa-lint-disable-next-line identity/* -- ours",
    );
  });
});

describe("value files", () => {
  const several = (files: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: eso, namespace: argocd}
spec:
  destination: {server: https://kubernetes.default.svc, namespace: secrets}
  sources:
    - repoURL: https://charts.external-secrets.io
      chart: external-secrets
      targetRevision: 0.10.4
      helm:
        releaseName: external-secrets
        valueFiles:
${indent(files, 10)}
    - repoURL: https://github.com/example/gitops
      ref: values
`;

  it("reads one of this repository, at its own place", () => {
    const expanded = read({
      "apps/eso.yaml": several("- $values/env/prod.yaml\n"),
      "env/prod.yaml": serviceAccount(`name: operator\n${annotations}`),
    });
    expect(bound(expanded)).toEqual([`secrets/operator ${ARN}`]);
    const account = accountsIn(expanded).find(({ roleArn }) => !isAbsent(roleArn));
    expect(account?.roleArn.at.file.path).toBe("env/prod.yaml");
    expect(expanded.claimed).toContain("env/prod.yaml");
    expect(gapsIn(expanded)).toEqual([]);
  });

  it("lets the later file win", () => {
    const files = {
      "eso.yaml": several("- $values/a.yaml\n- $values/b.yaml\n"),
      "a.yaml": serviceAccount(`name: a\n${annotations}`),
      "b.yaml": serviceAccount("name: b\n"),
    };
    expect(bound(read(files))).toEqual([`secrets/b ${ARN}`]);
  });

  it.each([
    ["a file that is not here", "- $values/prod.yaml\n", "it is not in this repository"],
    ["a file inside the chart", "- values-ha.yaml\n", "it lies inside the chart"],
    ["a file from the network", "- https://example.com/values.yaml\n", "it is fetched from elsewhere"],
  ])("leaves a gap and holes for %s", (_, files, words) => {
    const expanded = read({ "eso.yaml": several(files) });
    expect(gapsIn(expanded).map(({ message }) => message?.includes(words))).toEqual([true]);
    const [account] = accountsIn(expanded).filter(({ name }) => print(name).includes("serviceAccount.name"));
    expect(account && account.existence).toBe("maybe");
    expect(account?.moreAnnotations).toBeDefined();
  });

  it("has a release without the file for a reference that no source has, which a rule tells", () => {
    const expanded = read({ "eso.yaml": several("- $other/prod.yaml\n") });
    expect(gapsIn(expanded).map(({ message }) => message)).toEqual([undefined]);
    const files = expanded.facts.flatMap((fact) => (fact.kind === "release" ? fact.valueFiles : []));
    expect(files.map(({ state, noSource, nearby }) => [state, noSource, nearby])).toEqual([
      ["missing", "other", ["$values/prod.yaml"]],
    ]);
  });

  it("knows what the inline values set above a file that is not here", () => {
    const files = several("- $values/prod.yaml\n").replace(
      "        valueFiles:",
      `        valuesObject: {serviceAccount: {create: true, name: operator, annotations: {eks.amazonaws.com/role-arn: "${ARN}"}}}\n        valueFiles:`,
    );
    const account = accountsIn(read({ "eso.yaml": files })).find(({ name }) => print(name) === "operator");
    expect(account && print(account.roleArn)).toBe(ARN);
    expect(account?.existence).toBe("created");
  });
});

describe("a chart in nobody's catalogue", () => {
  const source = { name: "shop", repo: "https://charts.example.com", chart: "shop", version: "1.0.0" };

  it("leaves a gap in the release's namespace and makes no account", () => {
    const expanded = read({ "app.yaml": application(source) });
    expect(accountsIn(expanded)).toEqual([]);
    const [gap] = gapsIn(expanded);
    expect(gap?.may).toEqual(["service-account", "secret-store", "external-secret"]);
    expect(gap && print(gap.namespace)).toBe("secrets");
    expect(gap?.message).toBe(
      'chart "shop" 1.0.0 (https://charts.example.com) is in no catalogue: ' +
        'which service accounts its release "shop" makes in namespace "secrets" is not known',
    );
    expect(gap && textAt(gap.at)).toBe("shop");
  });

  it.each([
    ["with a name", `create: true\nname: cart\n${annotations}`, [`secrets/cart ${ARN}`, "created"]],
    ["without a name", annotations, [`secrets/\${name from chart shop} ${ARN}`, "maybe"]],
    ["not created", `create: false\nname: cart\n${annotations}`, [`secrets/cart ${ARN}`, "annotated"]],
  ])("suspects the account that its values annotate, %s", (_, yaml, [expected, existence]) => {
    const block = inValues(`api:\n${indent(serviceAccount(yaml), 2)}`);
    const expanded = read({ "app.yaml": application({ ...source, helm: block }) });
    expect(bound(expanded)).toEqual([expected]);
    expect(accountsIn(expanded).map((account) => account.existence)).toEqual([existence]);
  });

  it("does not take a pod's annotations for an account's", () => {
    const block = inValues(`pod:\n${indent(annotations, 2)}`);
    expect(bound(read({ "app.yaml": application({ ...source, helm: block }) }))).toEqual([]);
  });

  it("reads it by a row of the configuration", () => {
    const row = {
      id: "shop",
      chart: "shop",
      repositories: ["https://charts.example.com"],
      serviceAccounts: [{ component: "api", defaultName: "{release}-api", annotations: ["api.annotations"] }],
      source: "our own chart",
    };
    const block = inValues(`api:\n${indent(annotations, 2)}`);
    const files = { "app.yaml": application({ ...source, helm: block }) };
    const expanded = read(files, { charts: [row] });
    expect(bound(expanded)).toEqual([`secrets/shop-api ${ARN}`]);
    expect(gapsIn(expanded)).toEqual([]);
  });
});

describe("sources that are not read yet", () => {
  const git = (path: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app}
spec:
  destination: {namespace: shop}
  source: {repoURL: "https://github.com/example/gitops", path: ${path}}
`;

  it("says what follows from a directory that is not here", () => {
    expect(gapsIn(read({ "app.yaml": git("deploy") })).map(({ message }) => message)).toEqual([
      'the source "deploy" of "https://github.com/example/gitops" is not here: what Application "app" makes in namespace "shop" is not known',
    ]);
  });
});
