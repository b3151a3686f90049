import { describe, expect, it } from "vitest";
import type { SecretStore } from "../../../src/model/entities.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { factsOf, onlyFact, readManifests, said } from "../../support/read-manifests.ts";

function store(kind: string, provider: string, version = "v1"): string {
  return `apiVersion: external-secrets.io/${version}\nkind: ${kind}\nmetadata: {name: aws, namespace: apps}\nspec:\n  provider: ${provider}\n`;
}

function aws(auth: string): SecretStore {
  const provider = `{aws: {service: SecretsManager, region: eu-west-1, ${auth}}}`;
  return onlyFact({ "s.yaml": store("SecretStore", provider) }, "secret-store");
}

describe("stores", () => {
  it("have their kind, names and AWS settings with places", () => {
    const provider = "{aws: {service: ParameterStore, region: eu-west-1, role: arn:x, prefix: /app}}";
    const fact = onlyFact({ "s.yaml": store("SecretStore", provider, "v1beta1") }, "secret-store");
    expect(print(fact.apiVersion)).toBe("external-secrets.io/v1beta1");
    expect(said(fact.storeKindAt)).toBe("s.yaml:2 SecretStore");
    expect([fact.namespace, fact.name, fact.service, fact.region, fact.role, fact.prefix].map(print)).toEqual(
      ["apps", "aws", "ParameterStore", "eu-west-1", "arn:x", "/app"],
    );
    expect(fact).toMatchObject({ provider: "aws", auth: { kind: "controller" }, unknownAuth: [] });
  });

  it("that are cluster-wide have no namespace", () => {
    const fact = onlyFact({ "s.yaml": store("ClusterSecretStore", "{aws: {}}") }, "secret-store");
    expect(fact.storeKind).toBe("ClusterSecretStore");
    expect(isAbsent(fact.namespace)).toBe(true);
  });

  it.each([
    ["{vault: {server: x}}", "other"],
    ["{aws: {}}", "aws"],
    ["'${PROVIDER}'", "unknown"],
    ["{}", "unknown"],
  ])("with the provider %s are of %s", (provider, expected) => {
    expect(onlyFact({ "s.yaml": store("SecretStore", provider) }, "secret-store").provider).toBe(expected);
  });

  it("have the account that their token is for", () => {
    const { auth } = aws(
      "auth: {jwt: {serviceAccountRef: {name: reader, namespace: other, audiences: [a, b]}}}",
    );
    if (auth.kind !== "jwt" || auth.serviceAccount === undefined) throw new Error("no account");
    const { name, namespace, audiences, at } = auth.serviceAccount;
    expect([name, namespace, ...audiences].map(print)).toEqual(["reader", "other", "a", "b"]);
    expect(said(namespace.at)).toBe("s.yaml:5 other");
    expect(said(at)).toContain("{name: reader");
  });

  it.each([
    [
      "jwt before a secret",
      "auth: {secretRef: {accessKeyIDSecretRef: {name: x}}, jwt: {serviceAccountRef: {name: a}}}",
      "jwt",
    ],
    ["a token without an account", "auth: {jwt: {}}", "jwt"],
    ["a secret", "auth: {secretRef: {accessKeyIDSecretRef: {name: x}}}", "secret-ref"],
    ["no auth", "role: x", "controller"],
    ["an empty auth", "auth: {}", "controller"],
    ["a null token", "auth: {jwt: }", "controller"],
    ["an encrypted auth", "auth: !vault x", "unknown"],
  ])("take %s", (_, auth, kind) => {
    expect(aws(auth).auth.kind).toBe(kind);
  });

  it("leave the account of an empty token out, and a missing namespace absent", () => {
    expect(aws("auth: {jwt: {}}").auth).toEqual({ kind: "jwt" });
    expect(aws("auth: {jwt: {serviceAccountRef: {name: a}}}").auth).toMatchObject({
      serviceAccount: { namespace: { kind: "absent" }, audiences: [] },
    });
  });

  it("tell of auth fields that AWS does not have", () => {
    const { unknownAuth, auth } = aws(
      "auth: {serviceAccount: {name: a}, jwt: {serviceAccountRef: {name: b}}}",
    );
    expect(unknownAuth.map(({ key, at }) => [print(key), said(at)])).toEqual([
      ["serviceAccount", "s.yaml:5 serviceAccount"],
    ]);
    expect(auth.kind).toBe("jwt");
  });
});

describe("objects that use stores", () => {
  const spec = `
    secretStoreRef: {name: top}
    data:
      - {secretKey: a, sourceRef: {storeRef: {name: one, kind: ClusterSecretStore}}}
      - {secretKey: b, remoteRef: {key: k}}
    dataFrom:
      - {sourceRef: {storeRef: {name: two, kind: SecretStore}}}
      - {sourceRef: {generatorRef: {kind: ECRAuthorizationToken, name: g}}}`;

  it.each([
    ["ExternalSecret", "v1", `spec:${spec}`, ["/top", "ClusterSecretStore/one", "SecretStore/two"]],
    [
      "ClusterExternalSecret",
      "v1beta1",
      `spec:\n  externalSecretSpec:${spec}`,
      ["/top", "ClusterSecretStore/one", "SecretStore/two"],
    ],
    [
      "PushSecret",
      "v1alpha1",
      "spec: {secretStoreRefs: [{name: a}, {kind: ClusterSecretStore, labelSelector: {}}]}",
      ["/a", "ClusterSecretStore/"],
    ],
    ["ClusterPushSecret", "v1alpha1", "spec: {pushSecretSpec: {secretStoreRefs: [{name: a}]}}", ["/a"]],
  ])("%s: every reference", (kind, version, body, expected) => {
    const text = `apiVersion: external-secrets.io/${version}\nkind: ${kind}\nmetadata: {name: x, namespace: apps}\n${body}\n`;
    const fact = onlyFact({ "e.yaml": text }, "external-secret");
    expect(fact.stores.map(({ kind: storeKind, name }) => `${print(storeKind)}/${print(name)}`)).toEqual(
      expected,
    );
    expect(isAbsent(fact.namespace)).toBe(kind.startsWith("Cluster"));
  });

  it("are not generators or objects of another group", () => {
    const files = {
      "g.yaml":
        "apiVersion: generators.external-secrets.io/v1alpha1\nkind: STSSessionToken\nmetadata: {name: x}\n",
      "o.yaml": "apiVersion: other.io/v1 # external-secrets.io\nkind: SecretStore\nmetadata: {name: x}\n",
    };
    const expanded = readManifests(files);
    expect(factsOf(expanded, "secret-store")).toEqual([]);
    expect(factsOf(expanded, "external-secret")).toEqual([]);
  });
});
