import { known, print, type Text } from "../model/text.ts";
import { isKubernetesIssuer } from "./issuer.ts";

/** What is wrong with an URL, and how it is written right. The order is that of the repairs. */
const FAULTS: readonly (readonly [problem: string | undefined, pattern: RegExp, repaired: string])[] = [
  ['it begins with "http://"', /^http:\/\//i, "https://"],
  // No fault by itself: IAM gives an URL back without the scheme, and so do plans and states (GetOpenIDConnectProvider).
  [undefined, /^(?!https:\/\/)/i, "https://"],
  [
    'the region and "eks" are transposed',
    /^(https:\/\/)oidc\.([a-z0-9-]+)\.eks\.amazonaws\./i,
    "$1oidc.eks.$2.amazonaws.",
  ],
  ['"eks" and "oidc" are transposed', /^(https:\/\/)eks\.oidc\./i, "$1oidc.eks."],
  ["it has a port", /^(https:\/\/[^/:]+):\d+(?=\/|$)/i, "$1"],
  ["it has a query", /\?.*$/, ""],
  ["it ends with a slash", /\/+$/, ""],
];

/** Why no cluster's tokens are of a provider, and the URL that was meant. */
export interface UrlFault {
  readonly problem: string;
  readonly correction: string;
}

/** Whether an URL means an EKS cluster, well written or not: of other issuers only they themselves know the form. */
function meansCluster(url: Text): boolean {
  return isKubernetesIssuer(url) === "yes" || /^(?:https?:\/\/)?eks\.oidc\./i.test(print(url));
}

/**
 * What is wrong with the URL of an EKS cluster's OIDC provider; undefined when nothing is, or when it is not known.
 * An issuer is `https://`, has no port, no query and no slash at its end (IAM API, CreateOpenIDConnectProvider).
 */
export function providerUrlFault(url: Text): UrlFault | undefined {
  const value = known(url);
  if (value === undefined || !meansCluster(url)) return undefined;
  const whole = /^https?:\/\//i.test(value) ? value : `https://${value}`;
  const problem = FAULTS.find(([what, pattern]) => what !== undefined && pattern.test(whole))?.[0];
  if (problem === undefined) return undefined;
  const correction = FAULTS.reduce((text, [, pattern, repaired]) => text.replace(pattern, repaired), value);
  return { problem, correction };
}
