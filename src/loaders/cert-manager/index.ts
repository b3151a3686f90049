import type { CertificateIssuer, Fact, Route53Solver } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { entryOf, get, itemsOf, stringAt, type Node } from "../../model/node.ts";
import { absent, print } from "../../model/text.ts";
import type { Loader, LoaderSettings } from "../loader.ts";
import { apiGroupOf, factId, identityOf, moreEntries, nameOf, namespaceOf } from "../manifest-metadata.ts";

/** cert-manager: which issuers answer DNS challenges by Route 53. Where manifests come from is other loaders' work. */
export const certManager: Loader = {
  name: "cert-manager",
  order: 60,
  handles: () => false,
  markers: ["route53:"],
  seeds: () => [],
  expanders: [],
  read,
};

function read(manifest: Manifest, settings: LoaderSettings): readonly Fact[] {
  if (apiGroupOf(manifest.object) !== "cert-manager.io") return [];
  const kind = stringAt(manifest.object, "kind");
  return kind === "Issuer" || kind === "ClusterIssuer" ? [readIssuer(manifest, kind, settings)] : [];
}

function readIssuer(
  manifest: Manifest,
  issuerKind: CertificateIssuer["issuerKind"],
  settings: LoaderSettings,
): CertificateIssuer {
  const { object, origin } = manifest;
  const namespace = issuerKind === "Issuer" ? namespaceOf(manifest, settings) : absent(object.at);
  const name = nameOf(manifest, settings);
  return {
    kind: "certificate-issuer",
    id: factId("certificate-issuer", manifest, issuerKind, print(namespace), print(name)),
    origin,
    at: object.at,
    issuerKind,
    namespace,
    name,
    solvers: itemsOf(get(object, "spec", "acme", "solvers")).flatMap((solver) => {
      const route53 = get(solver, "dns01", "route53");
      return route53?.kind === "map" ? [readSolver(manifest, route53, settings)] : [];
    }),
  };
}

function readSolver(manifest: Manifest, solver: Node, settings: LoaderSettings): Route53Solver {
  return {
    hostedZoneId: identityOf(manifest, get(solver, "hostedZoneID"), solver, settings),
    role: identityOf(manifest, get(solver, "role"), solver, settings),
    credentials: credentialsOf(solver),
    at: solver.at,
  };
}

/** Fields by which a solver brings credentials (cert-manager, pkg/apis/acme/v1, ACMEIssuerDNS01ProviderRoute53). */
const OWN = ["accessKeyID", "accessKeyIDSecretRef", "secretAccessKeySecretRef", "auth"];

function credentialsOf(solver: Node): Route53Solver["credentials"] {
  if (OWN.some((field) => entryOf(solver, field) !== undefined)) return "own";
  return moreEntries(solver) === undefined ? "ambient" : "unknown";
}
