import { equals } from "../model/compare.ts";
import type { NeededAction, Origin, Release } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import { isAbsent } from "../model/text.ts";

/** What outside of a release's values makes its controller call AWS. */
type Feature = NonNullable<NeededAction["for"]>;

/** Whether an object is certainly for the controller of this release: of its cluster, or of the only such release. */
function isFor(origin: Origin, release: Release, { releases }: Model): boolean {
  const alike = releases.filter(({ reads }) => reads?.row === release.reads?.row);
  const [a, b] = [origin.cluster, release.origin.cluster];
  const isSameCluster = isAbsent(a) || isAbsent(b) ? "maybe" : equals(a, b);
  const isSameEnvironment = origin.environment === release.origin.environment;
  if (alike.length > 1) return isSameCluster === "yes" && isSameEnvironment;
  return isSameCluster !== "no";
}

/** The solvers by Route 53 that use the controller's own credentials: only a ClusterIssuer's do, unless it is told otherwise. */
function solversOf(release: Release, model: Model) {
  return model.certificateIssuers
    .filter(({ issuerKind, origin }) => issuerKind === "ClusterIssuer" && isFor(origin, release, model))
    .flatMap(({ solvers }) => solvers.filter(({ credentials }) => credentials === "ambient"));
}

/** The stores of AWS that use the controller's own credentials. */
function storesOf(release: Release, model: Model) {
  return model.secretStores.filter(
    ({ provider, auth, origin, unknownAuth }) =>
      provider === "aws" &&
      auth.kind === "controller" &&
      unknownAuth.length === 0 &&
      isFor(origin, release, model),
  );
}

/**
 * What shows that a feature of a release's controller is certainly on, for a note; undefined where nothing does. `own`
 * asks for what the controller's role itself must be allowed: not what another role that it assumes is.
 */
export function shownBy(
  feature: Feature,
  release: Release,
  model: Model,
  own: boolean,
): { readonly at: Location; readonly message: string } | undefined {
  if (feature === "aws-store") {
    const store = storesOf(release, model).find(({ role }) => !own || isAbsent(role));
    return store && { at: store.name.at, message: "a store without credentials uses the controller's" };
  }
  const solver = solversOf(release, model).find(
    ({ role, hostedZoneId }) =>
      (!own || isAbsent(role)) && (feature === "route53-solver" || isAbsent(hostedZoneId)),
  );
  return (
    solver && { at: solver.at, message: "a solver by Route 53 without credentials uses the controller's" }
  );
}
