import { describe, expect, it } from "vitest";
import { lineColumn } from "../../../../src/model/location.ts";
import { get, textOf } from "../../../../src/model/node.ts";
import { applicationSet, expandSets, shown } from "../../../support/application-sets.ts";

const names = ({ applications }: ReturnType<typeof expandSets>): readonly string[] =>
  applications.map(({ object }) => shown(object, "metadata", "name"));

const secret = (name: string, server: string, more = ""): string => `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
  namespace: argocd
  labels:
    argocd.argoproj.io/secret-type: cluster
    env: ${name}
${more}stringData:
  name: ${name}
  server: ${server}
`;

const all = "- clusters: {}\n";
const labelled = "- clusters: {selector: {matchLabels: {env: prod}}}\n";

describe("the cluster generator", () => {
  it("takes an Argo CD without Secrets here for one cluster that is known and others that are not", () => {
    const sets = expandSets({ "set.yaml": applicationSet({ generators: all, server: "'{{server}}'" }) });
    expect(names(sets)).toEqual(["in-cluster"]);
    expect(sets.applications.map(({ object }) => shown(object, "spec", "destination", "server"))).toEqual([
      "https://kubernetes.default.svc",
    ]);
    expect(sets.gaps.map(({ message }) => message)).toEqual([
      'ApplicationSet "addons": clusters generator: besides the one that it runs in, which clusters Argo CD has is not known; what its Applications make in namespace "secrets" is not known',
    ]);
  });

  it("leaves open what a Secret that is not here says of that cluster", () => {
    const sets = expandSets({
      "set.yaml": applicationSet({ generators: all, name: "'{{metadata.labels.env}}-{{name}}'" }),
    });
    expect(names(sets)).toEqual(["${clusters generator: metadata.labels.env}-in-cluster"]);
  });

  it("stands with holes for the clusters that a selector takes in, and keeps what is literal", () => {
    const sets = expandSets({
      "set.yaml": applicationSet({ generators: labelled, name: "'{{name}}-eso'", helm: "releaseName: eso" }),
    });
    expect(names(sets)).toEqual(["${clusters generator: name}-eso"]);
    expect(
      sets.applications.map(({ object, existence }) => [
        shown(object, "spec", "source", "helm", "releaseName"),
        existence,
      ]),
    ).toEqual([["eso", "maybe"]]);
    expect(sets.gaps).toHaveLength(1);
  });

  it("reads encoded data, and the value's place is the Secret's", () => {
    const encoded = `apiVersion: v1
kind: Secret
metadata: {name: a, labels: {argocd.argoproj.io/secret-type: cluster, env: prod}}
data:
  name: ${Buffer.from("prod-eu").toString("base64")}
  server: ${Buffer.from("https://prod.example.com").toString("base64")}
`;
    const { applications } = expandSets({
      "set.yaml": applicationSet({ generators: labelled, server: "'{{server}}'" }),
      "secret.yaml": encoded,
    });
    const [at] = applications.map(
      ({ object }) => textOf(get(object, "spec", "destination", "server"), object.at).at,
    );
    expect(applications.map(({ object }) => shown(object, "metadata", "name"))).toEqual(["prod-eu"]);
    expect(at && [at.file.path, lineColumn(at.file, at.span.start).line]).toEqual(["secret.yaml", 6]);
  });

  it("takes the labels of a Secret that an ExternalSecret makes, and leaves open what is fetched", () => {
    const external = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: cluster-prod, namespace: argocd}
spec:
  target:
    template:
      metadata:
        labels: {argocd.argoproj.io/secret-type: cluster, env: prod}
        annotations: {role: 'arn:aws:iam::{{ .account }}:role/eso'}
      data:
        name: prod
        server: '{{ .server }}'
`;
    const { applications, gaps } = expandSets({
      "set.yaml": applicationSet({
        generators: labelled,
        server: "'{{server}}'",
        helm: "releaseName: '{{metadata.annotations.role}}'",
      }),
      "external.yaml": external,
    });
    expect(
      applications.map(({ object }) => [
        shown(object, "metadata", "name"),
        shown(object, "spec", "destination", "server"),
        shown(object, "spec", "source", "helm", "releaseName"),
      ]),
    ).toEqual([["prod", "${.server}", "arn:aws:iam::${.account}:role/eso"]]);
    // Argo CD may know other clusters, but nobody needs to hear of it.
    expect(gaps.map(({ message }) => message)).toEqual([undefined]);
  });

  it("keeps the clusters of several Argo CDs apart", () => {
    const generators = `- merge:
    mergeKeys: [server]
    generators:
      - clusters: {values: {tier: base}}
      - clusters: {selector: {matchLabels: {env: prod}}, values: {tier: gold}}
`;
    const sets = expandSets({
      "set.yaml": applicationSet({ generators, name: "'{{name}}-{{values.tier}}'" }),
      "prod.yaml": secret("prod", "https://kubernetes.default.svc"),
      "dev.yaml": secret("dev", "https://kubernetes.default.svc"),
    });
    expect([...names(sets)].sort()).toEqual(["dev-base", "prod-gold"]);
  });

  it.each([
    ["scmProvider: {github: {organization: x}}", "which repositories the provider has"],
    ["pullRequest: {github: {owner: x}}", "which pull requests are open"],
    ["plugin: {configMapRef: {name: x}}", "what the plugin answers"],
    ["clusterDecisionResource: {configMapRef: x}", "which clusters the resource names"],
    ["git: {repoURL: https://git.example.com/other/repo.git, directories: [{path: '*'}]}", "is not here"],
  ])("names the generator in what it leaves open: %s", (generator, why) => {
    const sets = expandSets({
      "set.yaml": applicationSet({ generators: `- ${generator}\n`, name: "'{{x}}-eso'" }),
    });
    const kind = generator.slice(0, generator.indexOf(":"));
    expect(names(sets)).toEqual([`\${${kind} generator: x}-eso`]);
    expect(
      sets.gaps.map(
        ({ message }) => message?.includes(`${kind} generator: `) === true && message.includes(why),
      ),
    ).toEqual([true]);
  });

  it("names the generator in Go templates, too", () => {
    const spec = "goTemplate: true\ngoTemplateOptions: ['missingkey=error']";
    const sets = expandSets({
      "set.yaml": applicationSet({ generators: labelled, spec, name: "'{{.name}}-eso'" }),
    });
    expect(names(sets)).toEqual(["${clusters generator.name}-eso"]);
  });

  it("says of a path that leaves the repository that it is outside", () => {
    const generators =
      "- git: {repoURL: https://git.example.com/team/platform.git, directories: [{path: ../other/*}]}\n";
    const { expanded } = expandSets({ "set.yaml": applicationSet({ generators }) });
    expect(expanded.problems.map(({ code }) => code)).toEqual(["input/outside-root"]);
  });

  it("leaves open where conditions of a patch that nobody knows lead to different things", () => {
    const spec = `goTemplate: true
templatePatch: |
  {{- if eq .metadata.labels.tier "gold" }}
  spec: {destination: {namespace: gold}}
  {{- end }}
`;
    const { applications } = expandSets({
      "set.yaml": applicationSet({ generators: labelled, spec, name: "eso" }),
    });
    expect(
      applications.map(({ object }) => [
        shown(object, "spec", "source", "path"),
        shown(object, "spec", "destination", "namespace"),
      ]),
    ).toEqual([["apps/eso", "${templatePatch}"]]);
  });
});
