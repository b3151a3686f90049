import type { Related } from "../../model/finding.ts";
import type { Model } from "../../model/model.ts";
import type { ExplainedLink } from "../explain.ts";
import type { ReportedError } from "./read-errors.ts";

/**
 * Something that explains an error. "responsible": the files show it. "likely": the error shows it, the files do not
 * contradict. "possible": nothing here can tell; it is what is left to look at.
 */
export interface Cause {
  readonly state: "responsible" | "likely" | "possible";
  readonly words: string;
  readonly places: readonly Related[];
}

/** What an investigation finds; the general causes of the kind are added to it. */
export interface Findings {
  readonly causes: readonly Cause[];
  readonly links?: readonly ExplainedLink[];
}

export type Investigation = (error: ReportedError, model: Model) => Findings;

export const APPLIED =
  "what is applied is not what stands here: look at the role's trust policy in AWS (aws iam get-role) and at the account in the cluster";
export const RESTART =
  "the pod is older than the annotation or the association: the webhook looks at new pods only, so restart it";
export const SDK =
  "the AWS SDK in the image is too old for web identity or for EKS Pod Identity (EKS User Guide, minimum SDK versions)";
export const OVERRIDDEN =
  "the container sets AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE or access keys itself: what is set there comes first";
export const POLICIES =
  "a service control policy, a resource policy, a key policy or a permissions boundary denies it";

/** What a pod that calls as its node's role lacks; nothing of it stands in the files. */
export const nodeRoleCauses: readonly string[] = [RESTART, SDK, OVERRIDDEN];
