import { equals } from "../model/compare.ts";
import type { Location } from "../model/location.ts";
import {
  concat,
  known,
  placeOfParts,
  split,
  stripPrefix,
  unknownText,
  type Answer,
  type Text,
} from "../model/text.ts";

/** The two parts that the subject of a service account's token has. */
export interface Subject {
  readonly namespace: Text;
  readonly name: Text;
}

const PREFIX = "system:serviceaccount:";

/** The `sub` claim of a service account's token (Kubernetes, "Authenticating": service account tokens). */
export function subjectOf(namespace: Text, name: Text, at: Location = name.at): Text {
  return concat(at, PREFIX, namespace, ":", name);
}

/**
 * A text read as a subject, or undefined when it does not certainly have the form of one. A hole is read as lying in
 * the part that it stands in; `system:serviceaccount:${x}`, whose hole holds both parts, is no subject.
 */
export function parseSubject(text: Text): Subject | undefined {
  const rest = stripPrefix(text, PREFIX);
  if (rest === undefined) return undefined;
  const [namespace, name, ...more] = split(rest, ":");
  if (namespace === undefined || name === undefined || more.length > 0) return undefined;
  const placed = (part: Text): Text => ({ ...part, at: placeOfParts(part.parts, text.at) });
  return { namespace: placed(namespace), name: placed(name) };
}

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Whether a string can be a namespace: an RFC 1123 label (Kubernetes, "Object Names and IDs"). */
export function isNamespaceName(value: string): boolean {
  return value.length <= 63 && LABEL.test(value);
}

/** Whether a string can be the name of a service account: an RFC 1123 subdomain. */
export function isServiceAccountName(value: string): boolean {
  return value.length <= 253 && value.split(".").every((label) => LABEL.test(label));
}

/**
 * Whether a text can be the subject of some service account: "yes" or "no" for a known one, "no" for one with holes
 * when nothing that fits in them makes it one. Wildcards are characters here, which no subject has.
 */
export function couldBeSubject(text: Text): Answer {
  const value = known(text);
  if (value !== undefined) {
    const [system, kind, namespace, name, ...more] = value.split(":");
    const valid =
      `${system ?? ""}:${kind ?? ""}:` === PREFIX &&
      more.length === 0 &&
      isNamespaceName(namespace ?? "") &&
      isServiceAccountName(name ?? "");
    return valid ? "yes" : "no";
  }
  const any = (name: string): Text => unknownText({ id: `any ${name}`, name, shape: "dns" }, text.at);
  return equals(text, subjectOf(any("namespace"), any("name"), text.at));
}
