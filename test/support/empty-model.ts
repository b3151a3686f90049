import type { Model } from "../../src/model/model.ts";

/** A model of an input that says nothing. */
export const emptyModel: Model = {
  roles: [],
  oidcProviders: [],
  associations: [],
  serviceAccounts: [],
  workloads: [],
  namespaces: [],
  configurationSources: [],
  secretStores: [],
  externalSecrets: [],
  certificateIssuers: [],
  releases: [],
  gaps: [],
  links: [],
  problems: [],
  clusters: [],
  coverage: { files: 3, parsed: 2, skipped: 1, unparseable: 0 },
};
