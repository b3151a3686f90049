import { describe, expect, it } from "vitest";
import { expand } from "../../../src/expand/expand.ts";
import { kubernetes } from "../../../src/loaders/kubernetes/index.ts";
import type { Gap } from "../../../src/model/entities.ts";
import { textAt } from "../../../src/model/location.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { factsOf, noSettings } from "../../support/terraform-repository.ts";

function gapsOf(text: string, path = "x.yaml"): readonly Gap[] {
  return factsOf(expand([kubernetes], memoryWorkspace({ [path]: text }), noSettings), "gap");
}

const release = (spec: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: dns, namespace: flux-system }
spec:
  chart: { spec: { chart: external-dns } }
${spec}`;

const values = `  values:
    serviceAccount:
      annotations: { eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/dns }
`;

const clusterConfig = (iam: string): string => `apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: { name: prod, region: eu-west-1 }
iam:
  withOIDC: true
${iam}`;

describe("a HelmRelease of Flux", () => {
  it("may make accounts where it is, and says so when it gives one a role", () => {
    const [gap] = gapsOf(release(values));
    expect(gap && !isAbsent(gap.namespace) && print(gap.namespace)).toBe("flux-system");
    expect(gap?.may).toContain("service-account");
    expect(gap?.message).toBe(
      'HelmRelease "dns" is not read: the service accounts that it makes in namespace "flux-system" are not known',
    );
    expect(gap && textAt(gap.at)).toBe("dns");
  });

  it("makes them in its target namespace", () => {
    const [gap] = gapsOf(release(`  targetNamespace: dns\n${values}`));
    expect(gap && !isAbsent(gap.namespace) && print(gap.namespace)).toBe("dns");
  });

  it("needs no word when nothing in it is about a role", () => {
    expect(gapsOf(release("  values: { replicas: 2 }\n")).map(({ message }) => message)).toEqual([undefined]);
  });

  it("needs one when its values come from elsewhere", () => {
    const [gap] = gapsOf(release("  valuesFrom: [{ kind: ConfigMap, name: dns }]\n"));
    expect(gap?.message).toContain("is not read");
  });
});

describe("what other programs make roles of", () => {
  it("is eksctl's configuration with service accounts", () => {
    const [gap] = gapsOf(clusterConfig("  serviceAccounts:\n  - metadata: { name: a, namespace: b }\n"));
    expect(gap?.may).toEqual(["role", "policy", "oidc-provider", "service-account", "association"]);
    expect(gap?.message).toContain("eksctl");
  });

  it("is not eksctl's configuration without them: only the OIDC provider", () => {
    const [gap] = gapsOf(clusterConfig(""));
    expect([gap?.may, gap?.message]).toEqual([["oidc-provider"], undefined]);
  });

  it.each(["iam.aws.upbound.io/v1beta1", "iam.aws.crossplane.io/v1beta1", "iam.services.k8s.aws/v1alpha1"])(
    "is a Role of %s",
    (version) => {
      const [gap] = gapsOf(`apiVersion: ${version}\nkind: Role\nmetadata: { name: reader }\n`);
      expect([gap?.what, gap?.may]).toEqual(['Role "reader"', ["role", "policy"]]);
    },
  );

  it("is no Role of Kubernetes", () => {
    const text =
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader, namespace: a }\nrules: []\n";
    expect(gapsOf(`${text}# ServiceAccount\n`)).toEqual([]);
  });

  it("is a CloudFormation template in YAML, whose tags are no fault", () => {
    const text =
      "Resources:\n  Reader:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: !Sub '${AWS::StackName}-reader'\n";
    expect(gapsOf(text).map(({ what, may }) => [what, may])).toEqual([
      ["CloudFormation template x.yaml", ["role", "policy"]],
    ]);
  });

  it("is a CloudFormation template in JSON", () => {
    const text = '{"Resources":{"Reader":{"Type":"AWS::IAM::Role"}}}';
    expect(gapsOf(text, "x.json")).toHaveLength(1);
  });
});
