import type { Reason } from "../../model/link.ts";
import type { Location } from "../../model/location.ts";

/** Something for which IAM refuses a trust policy, at its place. */
export interface Refusal extends Reason {
  readonly code: "policy-invalid";
  /**
   * The part of the statement that can't be judged because of it: what IAM would make of it is idle to ask. "other"
   * leaves the statement's principal, action and conditions as they are.
   */
  readonly spoils: "principal" | "action" | "effect" | "form" | "other";
}

export function invalid(message: string, at: Location, spoils: Refusal["spoils"] = "other"): Refusal {
  return { code: "policy-invalid", message, at, spoils };
}
