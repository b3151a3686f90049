/** The clean repositories under fixtures/ into which mistakes are planted. */
export const cleanRepositories = ["quickstart", "pod-identity", "argocd-helm"] as const;

export type CleanRepository = (typeof cleanRepositories)[number];

/** A mistake: in one file of the clean repository, the first occurrence of a text becomes another one. */
export interface Mutation {
  readonly name: string;
  readonly rule: string;
  /** The quickstart when it says nothing. */
  readonly repository?: CleanRepository;
  readonly file: string;
  readonly find: string;
  readonly write: string;
  /** The text under the finding. */
  readonly covers: string;
  /** A part of the finding's message: what a near miss says. */
  readonly says?: string;
  /** Where the finding is, when a person would edit another file than the one that was changed. */
  readonly reportedIn?: string;
  /** The rules of what else is found: a name that several objects share is wrong for each of them. */
  readonly beside?: readonly string[];
  /** What the configuration says besides, for a mistake that only shows where the cluster is known. */
  readonly configuration?: string;
}

/** Directories of the quickstart. */
export const applications = "gitops/argocd/applications/prod";
export const manifests = "gitops/manifests/prod";
export const terraform = "terraform/environments/prod";
