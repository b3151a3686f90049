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
  /** What was meant in place of the text at `at`, where one word is misspelt. */
  readonly meant?: string;
}

export function invalid(message: string, at: Location, spoils: Refusal["spoils"] = "other"): Refusal {
  return { code: "policy-invalid", message, at, spoils };
}

/** A refusal of a word that is none, with the nearest of those that are. */
export function misspelt(
  message: string,
  at: Location,
  meant: string | undefined,
  spoils?: Refusal["spoils"],
): Refusal {
  if (meant === undefined) return invalid(message, at, spoils);
  return { ...invalid(`${message}; did you mean "${meant}"?`, at, spoils), meant };
}
