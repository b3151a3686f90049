import { isKubernetesIssuer } from "../iam/issuer.ts";
import type { SourceFile } from "../model/location.ts";
import { wholeFile } from "../model/location.ts";
import { literal, type Text } from "../model/text.ts";

/** The claims of a token that STS and IAM look at; its signature is not among them and is never checked here. */
export interface Token {
  /** Without `https://`. */
  readonly issuer: Text;
  readonly subject: Text;
  /** At least one. */
  readonly audiences: readonly [Text, ...Text[]];
  /** What a person should know of it: it is expired, or made for something else. */
  readonly remarks: readonly string[];
}

/** A token that was read, or why it is none. */
export type TokenReading = { readonly token: Token } | { readonly problem: string };

function decoded(part: string): string | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(part)) return undefined;
  const base64 = part.replaceAll("-", "+").replaceAll("_", "/");
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Not base64, or not UTF-8: in both cases it is no part of a JWT.
    return undefined;
  }
}

function claimsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function strings(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

/** Well-known issuers whose tokens people mistake for a service account's. */
const otherIssuers: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/token\.actions\.githubusercontent\.com/, "GitHub Actions"],
  [/^https:\/\/gitlab\.com/, "GitLab"],
  [/^https:\/\/app\.terraform\.io/, "HCP Terraform"],
  [/^https:\/\/api\.bitbucket\.org/, "Bitbucket Pipelines"],
  [/^https:\/\/accounts\.google\.com/, "Google"],
  [/^https:\/\/cognito-(?:identity|idp)\./, "Amazon Cognito"],
  [/^https:\/\/oidc\.circleci\.com/, "CircleCI"],
  [/^https:\/\/agent\.buildkite\.com/, "Buildkite"],
];

function remarksOn(issuer: string, subject: string, audiences: readonly string[]): readonly string[] {
  if (issuer === "kubernetes/serviceaccount")
    return [
      "it is the old kind of token, from a Secret: it has no issuer that STS could ask; the webhook projects another one into the pod",
    ];
  const service = otherIssuers.find(([pattern]) => pattern.test(issuer))?.[1];
  if (service !== undefined) return [`it is a token of ${service}, not of a Kubernetes service account`];
  if (!subject.startsWith("system:serviceaccount:"))
    return [`its subject "${subject}" is no service account`];
  if (audiences.includes("pods.eks.amazonaws.com"))
    return [
      "it is EKS Pod Identity's token: the agent on the node exchanges it by AssumeRoleForPodIdentity, STS does not take it",
    ];
  if (audiences.some((audience) => /^https:\/\/kubernetes\.default\.svc/.test(audience)))
    return ["it is the token for the Kubernetes API server; the one for AWS lies below eks.amazonaws.com"];
  const own = literal(issuer.replace(/^https:\/\//, ""), wholeFile({ path: "", text: "" }));
  return isKubernetesIssuer(own) === "yes" ? [] : [`its issuer "${issuer}" is not one of an EKS cluster`];
}

function timeRemarks(claims: Readonly<Record<string, unknown>>, now: number): readonly string[] {
  const { exp, nbf } = claims;
  // IAM takes a token for five more minutes (IAM User Guide, id_roles_providers_oidc).
  const grace = 300;
  if (typeof exp === "number" && exp + grace < now)
    return [`it has expired: ${new Date(exp * 1000).toISOString().replace(".000", "")}`];
  if (typeof nbf === "number" && nbf > now + grace)
    return [`it is not valid before ${new Date(nbf * 1000).toISOString().replace(".000", "")}`];
  return [];
}

/**
 * Reads a JWT (RFC 7519), as it lies in a pod or after "Bearer". Nothing of it is verified. `now` is in seconds since 1970.
 */
export function readToken(text: string, now: number): TokenReading {
  const word = text.trim().replace(/^Bearer\s+/i, "");
  const parts = word.split(".");
  const [header, payload] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined)
    return { problem: "it is no JWT: three parts with dots between them are wanted" };
  const claims = claimsOf(decoded(payload) ?? "");
  if (claims === undefined || claimsOf(decoded(header) ?? "") === undefined)
    return { problem: "it is no JWT: its parts are not JSON in base64url" };
  const { iss, sub, aud } = claims;
  const audiences = strings(aud);
  if (typeof iss !== "string" || typeof sub !== "string")
    return { problem: "it is a JWT without the claims iss and sub: no token for AssumeRoleWithWebIdentity" };
  const file: SourceFile = { path: "token", text: JSON.stringify({ iss, sub, aud }, null, 2) };
  const at = wholeFile(file);
  const [first = "", ...more] = audiences;
  return {
    token: {
      issuer: literal(iss.replace(/^https:\/\//, ""), at),
      subject: literal(sub, at),
      audiences: [literal(first, at), ...more.map((audience) => literal(audience, at))],
      remarks: [
        ...remarksOn(iss, sub, audiences),
        ...(audiences.length === 0 ? ["it has no audience, so no OIDC provider takes it"] : []),
        ...timeRemarks(claims, now),
      ],
    },
  };
}
