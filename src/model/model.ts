import type { ClusterSettings } from "./cluster.ts";
import type {
  CertificateIssuer,
  ConfigurationSource,
  ExternalSecret,
  Gap,
  Namespace,
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

export type { ClusterSettings } from "./cluster.ts";

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
  readonly namespaces: readonly Namespace[];
  readonly configurationSources: readonly ConfigurationSource[];
  readonly secretStores: readonly SecretStore[];
  readonly externalSecrets: readonly ExternalSecret[];
  readonly certificateIssuers: readonly CertificateIssuer[];
  readonly releases: readonly Release[];
  readonly gaps: readonly Gap[];
  readonly links: readonly Link[];
  readonly problems: readonly Problem[];
  readonly clusters: readonly ClusterSettings[];
  readonly coverage: Coverage;
}
