import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../src/model/text.ts";
import { modelOf } from "../support/rule-tester.ts";

const issuer = (kind: string, namespace: string, solvers: string, version = "cert-manager.io/v1"): string =>
  `apiVersion: ${version}
kind: ${kind}
metadata:
  name: letsencrypt
${namespace}spec:
  acme:
    solvers: ${solvers}
`;
const solversOf = (text: string): readonly string[] =>
  modelOf({ files: { "issuer.yaml": text } }).certificateIssuers.flatMap(({ solvers }) =>
    solvers.map(
      ({ credentials, hostedZoneId, role }) =>
        `${credentials} ${isAbsent(hostedZoneId) ? "-" : print(hostedZoneId)} ${isAbsent(role) ? "-" : print(role)}`,
    ),
  );

describe("issuers of cert-manager", () => {
  it("have a kind, a namespace and a name", () => {
    const files = {
      "a.yaml": issuer("Issuer", "  namespace: shop\n", "[{ dns01: { route53: {} } }]"),
      "b.yaml": issuer("ClusterIssuer", "", "[{ dns01: { route53: {} } }]"),
    };
    const found = modelOf({ files }).certificateIssuers.map(
      ({ issuerKind, namespace, name }) =>
        `${issuerKind} ${isAbsent(namespace) ? "-" : print(namespace)}/${print(name)}`,
    );
    expect(found).toEqual(["Issuer shop/letsencrypt", "ClusterIssuer -/letsencrypt"]);
  });

  it.each([
    ["{ route53: {} }", "ambient - -"],
    ["{ route53: { region: eu-west-1, hostedZoneID: Z1 } }", "ambient Z1 -"],
    [
      "{ route53: { role: arn:aws:iam::111122223333:role/dns } }",
      "ambient - arn:aws:iam::111122223333:role/dns",
    ],
    ["{ route53: { accessKeyID: AKIAEXAMPLE } }", "own - -"],
    ["{ route53: { accessKeyIDSecretRef: { name: keys, key: id } } }", "own - -"],
    ["{ route53: { secretAccessKeySecretRef: { name: keys } } }", "own - -"],
    ["{ route53: { auth: { kubernetes: { serviceAccountRef: { name: dns } } } } }", "own - -"],
  ])("take credentials by %s", (dns01, expected) => {
    expect(solversOf(issuer("ClusterIssuer", "", `[{ dns01: ${dns01} }]`))).toEqual([expected]);
  });

  it.each(["[{ http01: {} }]", "[{ dns01: { cloudDNS: {} } }]", "[{ dns01: { route53: none } }]", "[]"])(
    "have no solver by Route 53 in %s",
    (solvers) => {
      expect(solversOf(`# route53:\n${issuer("ClusterIssuer", "", solvers)}`)).toEqual([]);
    },
  );

  it("are of cert-manager's own group only", () => {
    const other = issuer("ClusterIssuer", "", "[{ dns01: { route53: {} } }]", "other.example.com/v1");
    expect(modelOf({ files: { "issuer.yaml": other } }).certificateIssuers).toEqual([]);
  });
});
