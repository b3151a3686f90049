import { known, type Text } from "../model/text.ts";
import { isKubernetesIssuer, providerKey } from "./issuer.ts";

/** Why a condition key can never be in the request of a cluster's token, and what was probably meant. */
export interface KeyProblem {
  readonly problem: string;
  readonly correction?: string;
}

/** An unknown run of characters; printed as the hole's name in a correction. */
const HOLE = "\ue000";

/**
 * The claims that IAM makes keys of for OIDC providers. Source: IAM user guide, "Available keys for AWS OIDC
 * federation"; an EKS token carries only `aud` and `sub` of them.
 */
const claims: ReadonlySet<string> = new Set(["sub", "aud", "azp", "amr", "oaud"]);

interface Flat {
  readonly value: string;
  /** The value with HOLEs turned back into `${name}`, for messages. */
  readonly restore: (value: string) => string;
}

function flatten(key: Text): Flat {
  const names = key.parts.flatMap((part) => (part.kind === "hole" ? [`\${${part.name}}`] : []));
  const value = key.parts.map((part) => (part.kind === "literal" ? part.value : HOLE)).join("");
  const restore = (changed: string): string => {
    let next = names.length - (changed.split(HOLE).length - 1);
    return changed.replaceAll(HOLE, () => names[next++] ?? "");
  };
  return { value, restore };
}

/**
 * Says why a condition key that means a cluster's provider can never match; undefined when nothing certain is wrong
 * with it. IAM writes these keys as `<issuer without https://>:<claim>` (IAM user guide, as above).
 */
export function conditionKeyProblem(key: Text): KeyProblem | undefined {
  const { value, restore } = flatten(key);
  if (!meansProvider(value)) return undefined;
  const found = ofIssuer(value) ?? ofClaim(key, value);
  if (found === undefined) return undefined;
  const correction = corrected(value);
  return correction === value ? { problem: found } : { problem: found, correction: restore(correction) };
}

/** Keys of AWS itself (`aws:SourceArn`) have neither a dot nor a hole nor a scheme before their colon. */
function meansProvider(value: string): boolean {
  const issuer = value.slice(0, Math.max(value.lastIndexOf(":"), 0)) || value;
  return /[.\ue000]/.test(issuer) || /^(?:https?:|arn:)/i.test(value);
}

const SCHEME = /^[\s"']*https?:\/\//i;
const PROVIDER_ARN = /^(?:arn:|\ue000:?)[^/]*oidc-provider\//i;
const TRANSPOSED = /^oidc\.([a-z0-9-]+|\ue000)\.eks\.amazonaws\.com/i;
const SWAPPED_WORDS = /^eks\.oidc\./i;

/** Problems of what stands before the claim. */
function ofIssuer(value: string): string | undefined {
  if (SCHEME.test(value)) return 'IAM\'s key has no "https://"';
  if (PROVIDER_ARN.test(value)) return "it is the provider's ARN, and IAM's key begins with the issuer alone";
  if (TRANSPOSED.test(value)) return 'the region and "eks" are transposed';
  if (SWAPPED_WORDS.test(value)) return '"oidc" and "eks" are transposed';
  if (/\s/.test(value)) return "it holds a blank";
  if (/\/(?::[a-z]*)?$/i.test(value)) return 'a "/" stands at the issuer\'s end';
  return undefined;
}

/** Problems of the claim: a word that is none, or no claim at all. */
function ofClaim(key: Text, value: string): string | undefined {
  const cut = providerKey(key);
  if (cut !== undefined) {
    if (claims.has(cut.claim.toLowerCase())) return undefined;
    if (isKubernetesIssuer(cut.issuer) !== "yes" && nearestClaim(cut.claim) === undefined) return undefined;
    return `":${cut.claim}" is no claim that IAM knows; a cluster's token has ":sub" and ":aud"`;
  }
  const ends = known(key) !== undefined || key.parts.every(cannotHoldColon);
  if (value.includes(":") || !ends || isKubernetesIssuer(key) !== "yes") return undefined;
  return 'the claim is missing: ":sub" or ":aud"';
}

function cannotHoldColon(part: Text["parts"][number]): boolean {
  return part.kind === "literal" || part.shape !== undefined;
}

/** Words that people write for a claim. */
const spellings: Readonly<Record<string, string>> = {
  subject: "sub",
  subs: "sub",
  subj: "sub",
  audience: "aud",
  audiences: "aud",
  auds: "aud",
};

function nearestClaim(claim: string): string | undefined {
  return spellings[claim.toLowerCase()];
}

/** The key after every repair that is certain. */
function corrected(value: string): string {
  const issuer = value
    .replace(SCHEME, "")
    .replace(PROVIDER_ARN, "")
    .replace(TRANSPOSED, "oidc.eks.$1.amazonaws.com")
    .replace(SWAPPED_WORDS, "oidc.eks.")
    .replace(/\s/g, "")
    .replace(/\/(?=:[a-z]*$|$)/i, "");
  const claim = issuer.slice(issuer.lastIndexOf(":") + 1);
  const better = nearestClaim(claim);
  return better === undefined ? issuer : issuer.slice(0, issuer.length - claim.length) + better;
}
