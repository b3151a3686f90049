import { equals } from "../model/compare.ts";
import {
  concat,
  holesOf,
  known,
  literal,
  placeOfParts,
  sliceLiteral,
  split,
  stripPrefix,
  unknownText,
  withParts,
  type Answer,
  type HoleShape,
  type Part,
  type Text,
} from "../model/text.ts";

/** The six parts of an ARN (AWS General Reference, "Amazon Resource Names"); the resource may hold colons. */
export interface Arn {
  readonly partition: Text;
  readonly service: Text;
  readonly region: Text;
  readonly account: Text;
  readonly resource: Text;
}

/** The ARN of an IAM role or OIDC provider, cut further: `path` begins and ends with `/`. */
export interface RoleArn {
  readonly partition: Text;
  readonly account: Text;
  readonly path: Text;
  readonly name: Text;
}

/** The ARN of an IAM OIDC provider: `issuer` is its URL without `https://`. */
export interface ProviderArn {
  readonly partition: Text;
  readonly account: Text;
  readonly issuer: Text;
}

/** The texts joined again with a separator between them; the place is that of all of them. */
function joined(pieces: readonly Text[], separator: string, whole: Text): Text {
  const parts: Part[] = pieces.flatMap((piece, at): readonly Part[] =>
    at === 0 ? piece.parts : [{ kind: "literal", value: separator }, ...piece.parts],
  );
  return withParts(whole, parts, placeOfParts(parts, whole.at));
}

/**
 * A text read as an ARN, or undefined when it does not certainly have the form of one. A hole between two colons is
 * read as that one part, because nobody writes half of an ARN's parts into one variable.
 */
export function parseArn(text: Text): Arn | undefined {
  const [scheme, partition, service, region, account, ...resource] = split(text, ":");
  if (scheme === undefined || known(scheme) !== "arn") return undefined;
  if (partition === undefined || service === undefined || region === undefined || account === undefined) {
    return undefined;
  }
  if (resource.length === 0) return undefined;
  return { partition, service, region, account, resource: joined(resource, ":", text) };
}

function iamResource(text: Text, type: string): { readonly arn: Arn; readonly rest: Text } | undefined {
  const arn = parseArn(text);
  if (arn === undefined || equals(arn.service, literal("iam", text.at)) === "no") return undefined;
  const rest = stripPrefix(arn.resource, `${type}/`);
  return rest === undefined ? undefined : { arn, rest };
}

/** A text cut after its last slash in a literal: path (with both slashes) and name. */
export function pathAndName(text: Text): { readonly path: Text; readonly name: Text } {
  for (let at = text.parts.length - 1; at >= 0; at--) {
    const part = text.parts[at];
    if (part?.kind !== "literal") continue;
    const slash = part.value.lastIndexOf("/");
    if (slash === -1) continue;
    const before: Part[] = [...text.parts.slice(0, at), sliceLiteral(part, 0, slash + 1)];
    const after: Part[] = [
      ...(slash + 1 < part.value.length ? [sliceLiteral(part, slash + 1, part.value.length)] : []),
      ...text.parts.slice(at + 1),
    ];
    return {
      path: concat(placeOfPart(before, text), "/", withParts(text, before)),
      name: withParts(text, after, placeOfParts(after, text.at)),
    };
  }
  return { path: literal("/", text.at), name: text };
}

function placeOfPart(parts: readonly Part[], text: Text): Text["at"] {
  return placeOfParts(parts, text.at);
}

/** A text read as the ARN of an IAM role, or undefined when it is not certainly one. */
export function parseRoleArn(text: Text): RoleArn | undefined {
  const found = iamResource(text, "role");
  if (found === undefined) return undefined;
  return { partition: found.arn.partition, account: found.arn.account, ...pathAndName(found.rest) };
}

/** A text read as the ARN of an IAM OIDC provider, or undefined when it is not certainly one. */
export function parseProviderArn(text: Text): ProviderArn | undefined {
  const found = iamResource(text, "oidc-provider");
  if (found === undefined) return undefined;
  return { partition: found.arn.partition, account: found.arn.account, issuer: found.rest };
}

/** The ARN that IAM gives the OIDC provider of an issuer (IAM API, CreateOpenIDConnectProvider). */
export function providerArn(partition: Text, account: Text, issuer: Text): Text {
  return concat(issuer.at, "arn:", partition, ":iam::", account, ":oidc-provider/", issuer);
}

/** The ARN that IAM gives a role: its path is part of it (IAM User Guide, "IAM ARNs"). */
export function roleArn(partition: Text, account: Text, path: Text, name: Text): Text {
  return concat(name.at, "arn:", partition, ":iam::", account, ":role", path, name);
}

/** The ARN of an EKS cluster. */
export function clusterArn(partition: Text, region: Text, account: Text, name: Text): Text {
  return concat(name.at, "arn:", partition, ":eks:", region, ":", account, ":cluster/", name);
}

/** What the pod identity webhook checks before it only warns (amazon-eks-pod-identity-webhook, pkg/cache). */
const ROLE_ARN = /^arn:aws[a-z0-9-]*:iam::\d{12}:role\/[\w\-/.@+=,]+$/;

/**
 * Whether a text is the ARN of an IAM role: "yes" or "no" for a known one, and for one with holes "no" when nothing
 * that fits in them makes it one.
 */
export function couldBeRoleArn(text: Text): Answer {
  const value = known(text);
  if (value !== undefined) return ROLE_ARN.test(value) && !value.endsWith("/") ? "yes" : "no";
  const any = (shape: HoleShape): Text => unknownText({ id: `any ${shape}`, name: shape, shape }, text.at);
  const template = concat(
    text.at,
    "arn:aws",
    any("partition"),
    ":iam::",
    any("account-id"),
    ":role/",
    any("path"),
  );
  if (equals(text, template) === "no") return "no";
  return sayNothingElse(text) ? "yes" : "maybe";
}

/** Whether a text with holes is certainly a role ARN, because each hole has the shape that its part needs. */
function sayNothingElse(text: Text): boolean {
  const parsed = parseRoleArn(text);
  if (parsed === undefined) return false;
  const shaped = (part: Text, shapes: readonly HoleShape[]): boolean =>
    holesOf(part).every((hole) => hole.shape !== undefined && shapes.includes(hole.shape));
  const sample = text.parts
    .map((part) => (part.kind === "literal" ? part.value : sampleOf(part.shape)))
    .join("");
  return (
    ROLE_ARN.test(sample) &&
    shaped(parsed.partition, ["partition"]) &&
    shaped(parsed.account, ["account-id"]) &&
    shaped(parsed.path, ["path", "name", "dns", "region", "suffix", "account-id"]) &&
    shaped(parsed.name, ["name", "dns", "region", "suffix", "account-id"])
  );
}

function sampleOf(shape: HoleShape | undefined): string {
  if (shape === "account-id") return "000000000000";
  return shape === "partition" ? "aws" : "x";
}
