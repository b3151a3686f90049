import { describe, expect, it } from "vitest";
import { dependentsOf } from "../../src/explain/dependents.ts";
import { print } from "../../src/model/text.ts";
import { modelOf } from "../support/rule-tester.ts";

const account = (namespace: string, name: string) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;

const store = (kind: string, name: string, namespace: string, reference: string) =>
  `apiVersion: external-secrets.io/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${namespace === "" ? "" : `  namespace: ${namespace}\n`}spec:\n  provider:\n    aws:\n      service: SecretsManager\n      region: eu-west-1\n      auth:\n        jwt:\n          serviceAccountRef:\n${reference}`;

const secret = (namespace: string, name: string, storeName: string, kind = "") =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n  secretStoreRef:\n    name: ${storeName}\n${kind === "" ? "" : `    kind: ${kind}\n`}`;

const pod = (namespace: string, name: string, of: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n${of === "" ? "" : `  serviceAccountName: ${of}\n`}  containers:\n    - name: main\n      image: nginx\n`;

/** What hangs on the first account, in words. */
function found(...documents: readonly string[]): readonly string[] {
  const model = modelOf({ files: { "all.yaml": documents.join("---\n") } });
  const [first] = model.serviceAccounts;
  if (first === undefined) throw new Error("there is no service account");
  const { workloads, stores } = dependentsOf(first, model);
  return [
    ...workloads.map(({ by, answer }) => `${answer} ${by.workloadKind} ${print(by.name)}`),
    ...stores.flatMap(({ by, answer, secrets }) => [
      `${answer} ${by.storeKind} ${print(by.name)}`,
      ...secrets.map((use) => `  ${use.answer} ${use.by.objectKind} ${print(use.by.name)}`),
    ]),
  ];
}

describe("what hangs on a service account", () => {
  it("is what runs as it, in its own namespace", () => {
    const pods = [
      pod("a", "mine", "app"),
      pod("b", "other-namespace", "app"),
      pod("a", "other-account", "web"),
    ];
    expect(found(account("a", "app"), ...pods)).toEqual(["yes Pod mine"]);
  });

  it("is every pod without an account for the default one", () => {
    expect(found(account("a", "default"), pod("a", "plain", ""))).toEqual(["yes Pod plain"]);
  });

  it("is a SecretStore of its namespace with the secrets of that namespace", () => {
    const documents = [
      store("SecretStore", "aws", "a", "            name: app\n"),
      store("SecretStore", "elsewhere", "b", "            name: app\n"),
      secret("a", "one", "aws"),
      secret("b", "two", "aws"),
      secret("a", "three", "aws", "ClusterSecretStore"),
    ];
    expect(found(account("a", "app"), ...documents)).toEqual([
      "yes SecretStore aws",
      "  yes ExternalSecret one",
    ]);
  });

  it("is a ClusterSecretStore that names it, with secrets of every namespace", () => {
    const documents = [
      store("ClusterSecretStore", "aws", "", "            name: app\n            namespace: a\n"),
      secret("a", "one", "aws", "ClusterSecretStore"),
      secret("b", "two", "aws", "ClusterSecretStore"),
      secret("b", "three", "aws"),
    ];
    expect(found(account("a", "app"), ...documents)).toEqual([
      "yes ClusterSecretStore aws",
      "  yes ExternalSecret one",
      "  yes ExternalSecret two",
    ]);
  });

  it("is perhaps a store of which the account's namespace is not known", () => {
    const unknown = `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: app\n`;
    expect(found(unknown, store("SecretStore", "aws", "a", "            name: app\n"))).toEqual([
      "maybe SecretStore aws",
    ]);
  });
});
