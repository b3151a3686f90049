import { literal, type Answer, type Text } from "../model/text.ts";
import { anyOf, equals } from "../model/compare.ts";

/**
 * The audience that the pod identity webhook asks for when no annotation says otherwise: the same in every partition
 * (amazon-eks-pod-identity-webhook, `--token-audience`).
 */
export const STS_AUDIENCE = "sts.amazonaws.com";

/** The first words of a text, up to its first hole. */
function beginning({ parts }: Text): string {
  const [first] = parts;
  return first?.kind === "literal" ? first.value : "";
}

/** Whether a text certainly means a service account's subject, well written or not. */
export function meansSubject(value: Text): boolean {
  return /^["'\s]*system:serviceaccount/i.test(beginning(value));
}

/** Whether a text certainly means STS as the audience, well written or not: no subject begins so. */
export function meansAudience(value: Text): boolean {
  return /^["'\s]*(?:https?:\/\/)?sts\.(?!.*:)/i.test(beginning(value));
}

/** Whether one of these texts is the default audience. */
export function hasStsAudience(values: readonly Text[]): Answer {
  return anyOf(values.map((value) => equals(value, literal(STS_AUDIENCE, value.at))));
}
