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
