import { describe, expect, it } from "vitest";
import { textAt } from "../../../src/model/location.ts";
import { get } from "../../../src/model/node.ts";
import { holesOf, print } from "../../../src/model/text.ts";
import { accountsIn, gapsIn } from "../../support/deployments.ts";
import { dataOf, readRepository, releasesIn, shownReleases } from "../../support/helmfiles.ts";

const REPOSITORIES = `repositories:
  - name: external-secrets
    url: https://charts.external-secrets.io
  - name: karpenter
    url: public.ecr.aws/karpenter
    oci: true
`;

const annotated = (arn: string): string =>
  `serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: ${arn}\n`;

describe("the releases of a helmfile", () => {
  it("name their charts by repositories, OCI addresses and directories", () => {
    const expanded = readRepository({
      "helmfile.yaml": `${REPOSITORIES}releases:
  - { name: eso, namespace: eso, chart: external-secrets/external-secrets, version: 0.10.0 }
  - { name: karpenter, namespace: kube-system, chart: karpenter/karpenter }
  - { name: web, namespace: web, chart: "oci://ghcr.io/acme/web" }
  - { name: shop, namespace: shop, chart: ./charts/shop }
  - { name: other, namespace: other, chart: stable/other }
`,
      "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    });
    expect(shownReleases(expanded)).toEqual([
      "-: eso/eso external-secrets@https://charts.external-secrets.io",
      "-: kube-system/karpenter karpenter@oci://public.ecr.aws/karpenter",
      "-: other/other stable/other",
      "-: shop/shop shop",
      "-: web/web web@oci://ghcr.io/acme",
    ]);
  });

  it("have values of files, maps and settings, the last one winning", () => {
    const expanded = readRepository({
      "deploy/helmfile.yaml": `releases:
  - name: shop
    namespace: shop
    chart: acme/shop
    values:
      - values/base.yaml
      - { level: map, map: 1 }
    set:
      - { name: level, value: set }
      - { name: "list", values: [a, b] }
      - { name: 'annotations.a\\.b', value: "x,{y}" }
    setString:
      - { name: number, value: "1" }
`,
      "deploy/values/base.yaml": "level: file\nfile: true\n",
    });
    expect(dataOf(releasesIn(expanded)[0]?.values)).toEqual({
      level: "set",
      file: true,
      map: 1,
      list: ["a", "b"],
      annotations: { "a.b": "x,{y}" },
      number: "1",
    });
    expect(expanded.claimed).toEqual(["deploy/helmfile.yaml", "deploy/values/base.yaml"]);
  });

  it("make accounts whose annotations stand where they were written", () => {
    const arn = "arn:aws:iam::111122223333:role/eso";
    const expanded = readRepository({
      "helmfile.yaml": `${REPOSITORIES}releases:
  - name: external-secrets
    namespace: eso
    chart: external-secrets/external-secrets
    values: [eso.yaml]
`,
      "eso.yaml": annotated(arn),
    });
    const account = accountsIn(expanded).find(({ name }) => print(name) === "external-secrets");
    expect(account && print(account.namespace)).toBe("eso");
    expect(account && account.roleArn.kind === "text" && print(account.roleArn)).toBe(arn);
    expect(account?.roleArn.at.file.path).toBe("eso.yaml");
    expect(account && textAt(account.namespace.at)).toBe("eso");
    expect(account?.origin.via.map(({ label }) => label)).toContain("helmfile release external-secrets");
  });

  it("are not there when they are not installed, and perhaps when nobody knows", () => {
    const expanded = readRepository({
      "helmfile.yaml": `values:
  - on: { enabled: true }
    off: { enabled: false }
---
releases:
  - { name: a, namespace: n, chart: acme/a, installed: false }
  - { name: b, namespace: n, chart: acme/b, condition: off.enabled }
  - { name: c, namespace: n, chart: acme/c, condition: on.enabled }
  - { name: d, namespace: n, chart: acme/d, installed: {{ env "D" | default "true" }} }
`,
    });
    expect(shownReleases(expanded)).toEqual(["-: n/c acme/c", "-: n/d acme/d"]);
  });

  it("inherit templates, under what they say themselves", () => {
    const expanded = readRepository({
      "helmfile.yaml": `templates:
  usual:
    namespace: usual
    chart: acme/{{ .Release.Name }}
    values: [{ from: template, template: 1 }]
releases:
  - name: a
    inherit: [{ template: usual }]
    values: [{ from: release }]
  - name: b
    namespace: own
    inherit: [{ template: usual, except: [values] }]
`
        .replace(/\{\{/g, "{{`{{")
        .replace(/\}\}/g, "}}`}}"),
    });
    expect(shownReleases(expanded)).toEqual(["-: own/b acme/b", "-: usual/a acme/a"]);
    expect(releasesIn(expanded).map(({ values }) => dataOf(values))).toEqual([
      { from: "release", template: 1 },
      null,
    ]);
  });

  it("are in the namespace and the cluster that the helmfile has for all", () => {
    const [release] = releasesIn(
      readRepository({
        "helmfile.yaml":
          "namespace: all\nkubeContext: prod\nreleases: [{ name: a, namespace: own, chart: acme/a }]\n",
      }),
    );
    expect(release && print(release.namespace)).toBe("all");
    expect(release && release.origin.cluster.kind === "text" && print(release.origin.cluster)).toBe("prod");
  });

  it("ask for files that must be there, unless they need not be", () => {
    const expanded = readRepository({
      "helmfile.yaml": `releases:
  - { name: a, namespace: n, chart: acme/a, values: [values/prd.yaml] }
  - { name: b, namespace: n, chart: acme/b, values: [values/none.yaml], missingFileHandler: Warn }
`,
      "values/prod.yaml": "a: 1\n",
    });
    expect(
      releasesIn(expanded).map(({ valueFiles }) => valueFiles.map(({ state, nearby }) => [state, nearby])),
    ).toEqual([[["missing", ["values/prod.yaml"]]], []]);
  });
});

describe("the environments of a helmfile", () => {
  const files = {
    "helmfile.yaml.gotmpl": `environments:
  dev:
    values: [env/dev.yaml]
  prod:
    kubeContext: prod-cluster
    values: [env/prod.yaml, { extra: true }]
---
releases:
  - name: shop
    namespace: {{ .Environment.Name }}-shop
    chart: acme/shop
    values:
      - values.yaml.gotmpl
{{- if .Values.more }}
  - name: more
    namespace: shop
    chart: acme/more
{{- end }}
`,
    "env/dev.yaml": "account: 111122223333\nmore: false\n",
    "env/prod.yaml": "account: 444455556666\nmore: true\n",
    "values.yaml.gotmpl": annotated(
      "arn:aws:iam::{{ .Values.account }}:role/{{ .Release.Name }}-{{ .Environment.Name }}",
    ),
  };

  it("are one world each, with their own values", () => {
    const expanded = readRepository(files);
    expect(shownReleases(expanded)).toEqual([
      "dev: dev-shop/shop acme/shop",
      "prod: prod-shop/shop acme/shop",
      "prod: shop/more acme/more",
    ]);
    const arns = accountsIn(expanded).map(({ roleArn }) => (roleArn.kind === "text" ? print(roleArn) : ""));
    expect(arns).toEqual([
      "arn:aws:iam::111122223333:role/shop-dev",
      "arn:aws:iam::444455556666:role/shop-prod",
    ]);
    expect(
      releasesIn(expanded).map(({ origin }) => (origin.cluster.kind === "text" ? print(origin.cluster) : "")),
    ).toContain("prod-cluster");
  });

  it("may be defined in a base, or in the part that uses them", () => {
    const based = readRepository({
      "deploy/helmfile.yaml": `bases: [envs.yaml]\n---\nreleases: [{ name: "{{ .Values.name }}", namespace: n, chart: acme/a }]\n`,
      "deploy/envs.yaml":
        "environments:\n  dev: { values: [{ name: one }] }\n  prod: { values: [{ name: two }] }\n",
    });
    expect(shownReleases(based)).toEqual(["dev: n/one acme/a", "prod: n/two acme/a"]);
    const together = readRepository({
      "helmfile.yaml": `environments:\n  dev: { values: [{ name: one }] }\nreleases:\n  - name: {{ .Values.name }}\n    namespace: n\n    chart: acme/a\n`,
    });
    expect(shownReleases(together)).toEqual(["dev: n/one acme/a"]);
  });

  it("leave variables and secrets open, the same ones everywhere", () => {
    const expanded = readRepository({
      "helmfile.yaml.gotmpl": `environments:
  prod:
    secrets: [secrets.yaml]
---
releases:
  - name: a
    namespace: '{{ requiredEnv "NS" }}'
    chart: acme/a
    values:
      - account: '{{ .Values.account }}'
      - url: ref+vault://secret/url
      - values.yaml.gotmpl
  - name: b
    namespace: '{{ env "NS" }}'
    chart: acme/b
`,
      "values.yaml.gotmpl": 'run: {{ exec "sh" (list "-c" "date") | quote }}\n',
      "secrets.yaml": "account: ENC[AES256_GCM,data:x]\nsops:\n  mac: x\n  version: 3.8.0\n",
    });
    const [a, b] = releasesIn(expanded);
    expect(a && b && holesOf(a.namespace).map(({ id }) => id)).toEqual(
      b && holesOf(b.namespace).map(({ id }) => id),
    );
    expect(dataOf(a?.values)).toEqual({
      account: "${secret account}",
      url: "${ref+vault://secret/url}",
      run: "${exec}",
    });
  });
});

describe("helmfiles of helmfiles", () => {
  it("are read as the outer one has them, with its values and selectors, and not for themselves", () => {
    const expanded = readRepository({
      "helmfile.yaml": `helmfiles:
  - path: apps/helmfile.yaml
    selectors: [tier=web]
    values: [{ name: given }]
  - apps/plain.yaml
`,
      "apps/helmfile.yaml": `values: [{ name: default }]
---
releases:
  - { name: "{{ .Values.name }}", namespace: n, chart: acme/a, labels: { tier: web } }
  - { name: left-out, namespace: n, chart: acme/b, labels: { tier: data } }
`,
      "apps/plain.yaml": "releases: [{ name: plain, namespace: n, chart: acme/p }]\n",
    });
    expect(shownReleases(expanded)).toEqual(["-: n/given acme/a", "-: n/plain acme/p"]);
  });

  it("say when they are not here, or go round", () => {
    const expanded = readRepository({
      "helmfile.yaml":
        'helmfiles:\n  - path: "git::https://git.example.com/x.git@helmfile.yaml"\n  - helmfile.yaml\n',
    });
    expect(gapsIn(expanded).map(({ message }) => message)).toContain(
      'the helmfile "git::https://git.example.com/x.git@helmfile.yaml" is not here: which releases it has is not known',
    );
  });

  it("lie in helmfile.d", () => {
    const expanded = readRepository({
      "helmfile.d/10-a.yaml": "releases: [{ name: a, namespace: n, chart: acme/a }]\n",
      "helmfile.d/20-b.yaml.gotmpl": 'releases: [{ name: {{ "b" | upper }}, namespace: n, chart: acme/b }]\n',
    });
    expect(shownReleases(expanded)).toEqual(["-: n/B acme/b", "-: n/a acme/a"]);
  });
});

describe("a helmfile that helmfile refuses", () => {
  it("is said at the place, and is not known", () => {
    const expanded = readRepository({
      "helmfile.yaml.gotmpl": 'releases:\n  - name: {{ required "say the name" "" }}\n    chart: acme/a\n',
    });
    const [gap] = gapsIn(expanded);
    expect(gap?.message).toBe("this helmfile is not read: error calling required: say the name");
    expect(gap?.at.file.path).toBe("helmfile.yaml.gotmpl");
  });

  it("for want of a value may be right with values of the command line", () => {
    const [release, ...others] = releasesIn(
      readRepository({
        "helmfile.yaml.gotmpl": `values: [{ known: { a: 1 } }]
---
releases:
  - name: {{ .Values.name }}
    namespace: n
    chart: acme/a
    installed: {{ .Values.on }}
    values: [{ a: {{ .Values.known.a }} }]
`,
      }),
    );
    expect(others).toEqual([]);
    expect(release && [print(release.name), dataOf(release.values)]).toEqual([
      "${state values.name}",
      { a: 1 },
    ]);
  });

  it("does not stop the environments in which it is right", () => {
    const expanded = readRepository({
      "helmfile.yaml.gotmpl": `environments:
  default: {}
  prod: { values: [{ name: a }] }
---
releases: [{ name: {{ .Values.name }}, namespace: n, chart: acme/a }]
`,
    });
    expect(shownReleases(expanded)).toEqual(["prod: n/a acme/a"]);
    expect(gapsIn(expanded).filter(({ id }) => id.startsWith("helmfile"))).toEqual([]);
  });

  it("tells of patches over a chart's objects", () => {
    const expanded = readRepository({
      "helmfile.yaml":
        "releases: [{ name: a, namespace: n, chart: acme/a, jsonPatches: [{ target: {} }] }]\n",
    });
    expect(gapsIn(expanded).map(({ message }) => message)).toContain(
      '"jsonPatches" of release "a" is not applied: what it changes in what the chart makes is not known',
    );
  });
});

describe("a template whose conditions are not known", () => {
  it("makes what is the same both ways, and perhaps what is not", () => {
    const expanded = readRepository({
      "helmfile.yaml.gotmpl": `releases:
  - name: always
    namespace: n
    chart: acme/always
    values:
      - level: {{ if env "DEBUG" }}debug{{ else }}info{{ end }}
        same: 1
{{- if eq (env "STAGE") "prod" }}
  - name: perhaps
    namespace: n
    chart: acme/perhaps
    values: [{ serviceAccount: { create: true, annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/p' } } }]
{{- end }}
`,
    });
    expect(shownReleases(expanded)).toEqual(["-: n/always acme/always", "-: n/perhaps acme/perhaps"]);
    const [always] = releasesIn(expanded);
    expect(dataOf(get(always?.values, "same"))).toBe(1);
    expect(get(always?.values, "level")?.kind).toBe("unknown");
    expect(accountsIn(expanded).map(({ existence }) => existence)).toEqual(["maybe"]);
  });
});
