import type { HoleShape, Part, Text } from "../../model/text.ts";
import { known, literal } from "../../model/text.ts";
import { parseArn } from "../arn.ts";
import type { ActionFact, ResourceType } from "../service-reference/reference.ts";
import { matchesPattern, patternOf, stringLike } from "../wildcard.ts";

/** Whether a policy's resource is certainly `*`: all that there is. */
export function isEverything(resource: Text): boolean {
  return /^\*+$/.test(known(resource) ?? "");
}

/** Variables of the templates that every service means alike. */
const SHAPES: Readonly<Record<string, HoleShape>> = {
  Partition: "partition",
  Region: "region",
  Account: "account-id",
};

/** A template, or the last part of one (`secret:${SecretId}`), as a text with a hole for each variable. */
function templateText(template: string, at: Text["at"]): Text {
  const parts = template.split(/(\$\{[^}]*\})/).flatMap((piece, index): readonly Part[] => {
    if (piece === "") return [];
    if (!piece.startsWith("${")) return [{ kind: "literal", value: piece }];
    const name = piece.slice(2, -1);
    const shape = Object.hasOwn(SHAPES, name) ? SHAPES[name] : undefined;
    const id = `variable ${String(index)} of ${template}`;
    return [{ kind: "hole", id, name, ...(shape === undefined ? {} : { shape }) }];
  });
  return { kind: "text", parts, at };
}

/** Some resource of a type: its ARN, with a hole for each part that a request chooses. */
export function someOfType({ arn }: ResourceType, at: Text["at"]): Text {
  return templateText(arn, at);
}

/** Whether one of an ARN's first parts lets in what AWS puts there: some region, or none where there is none. */
function fits(written: Text, template: string): boolean {
  if (template.startsWith("${")) return known(written) !== "";
  return stringLike(written, literal(template, written.at)) === "yes";
}

/**
 * Whether a resource certainly takes in every resource of a type that a region and an account hold:
 * `arn:aws:s3:::*`, `arn:aws:secretsmanager:eu-west-1:111122223333:secret:*`. Region and account may be narrower:
 * they say where, not which.
 */
export function coversType(resource: Text, { arn: template }: ResourceType): boolean {
  const arn = parseArn(resource);
  const [, , service = "", region = "", account = "", ...rest] = template.split(":");
  if (arn === undefined || rest.length === 0) return false;
  const places = fits(arn.service, service) && fits(arn.region, region) && fits(arn.account, account);
  return (
    places && matchesPattern(patternOf(arn.resource), templateText(rest.join(":"), resource.at)) === "yes"
  );
}

/** Names of actions that make something, so that what they make has no name yet (AWS's own naming of its APIs). */
const MAKES = /^(?:Allocate|Copy|Create|Import|Launch|Request|Run)[A-Z]/;

/** A type's name as actions spell it: `network-interface` is in `CreateNetworkInterface`. */
export function isNamedIn({ name }: ActionFact, type: ResourceType): boolean {
  return name.toLowerCase().includes(type.name.toLowerCase().replaceAll("-", ""));
}

/** Whether an action makes a resource of a type whose identifier AWS chooses, so that no policy can name it before. */
export function makesUnnamed(fact: ActionFact, type: ResourceType): boolean {
  return fact.level !== "tagging" && MAKES.test(fact.name) && /Id\}$/.test(type.arn) && isNamedIn(fact, type);
}

/**
 * The types of which a statement's resources certainly take in every one, for an action that they let be called on
 * any of them, less those that the action makes. Empty when a type that the action requires is held to some, because
 * a request needs all that it requires.
 */
export function wholeTypes(fact: ActionFact, resources: readonly Text[]): readonly ResourceType[] {
  const covered = fact.resourceTypes.filter((type) =>
    resources.some((resource) => coversType(resource, type)),
  );
  const required = fact.resourceTypes.filter((type) => type.required);
  if (!required.every((type) => covered.includes(type))) return [];
  return covered.filter((type) => !makesUnnamed(fact, type));
}
