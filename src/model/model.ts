import type {
  ExternalSecret,
  Gap,
  OidcProvider,
  PodIdentityAssociation,
  Release,
  Role,
  SecretStore,
  ServiceAccount,
  Workload,
} from "./entities.ts";
import type { Link } from "./link.ts";
import type { Problem } from "./problem.ts";

/** A cluster as the configuration describes it. */
export interface ClusterSettings {
  readonly name: string;
  /** Without `https://`. */
  readonly issuer?: string;
  readonly account?: string;
  readonly region?: string;
  /** Globs of the files whose objects are in this cluster, relative to the root. */
  readonly paths: readonly string[];
  readonly argocdServer?: string;
  readonly argocdName?: string;
}

/** How much of the input was read. */
export interface Coverage {
  readonly files: number;
  readonly parsed: number;
  readonly skipped: number;
  readonly unparseable: number;
}

/** Everything that the loaders found, joined: frozen, sorted, the only thing that rules read. */
export interface Model {
  readonly roles: readonly Role[];
  readonly oidcProviders: readonly OidcProvider[];
  readonly associations: readonly PodIdentityAssociation[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly workloads: readonly Workload[];
  readonly secretStores: readonly SecretStore[];
  readonly externalSecrets: readonly ExternalSecret[];
  readonly releases: readonly Release[];
  readonly gaps: readonly Gap[];
  readonly links: readonly Link[];
  readonly problems: readonly Problem[];
  readonly clusters: readonly ClusterSettings[];
  readonly coverage: Coverage;
}
