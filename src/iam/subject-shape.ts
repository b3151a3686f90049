import { canCoincide, tokens, type Token } from "../model/compare.ts";
import { known, type Text } from "../model/text.ts";
import { isNamespaceName, isServiceAccountName } from "./subject.ts";

/** What every service account's subject begins with. Source: EKS user guide, "IAM roles for service accounts". */
const PREFIX = "system:serviceaccount:";

/** An unknown character run inside a flattened text: nothing that a subject can hold. */
const HOLE = "\ue000";

/** The text with each hole, and each of IAM's policy variables (`${aws:...}`), as one HOLE. */
function flat(text: Text): string {
  const value = text.parts.map((part) => (part.kind === "literal" ? part.value : HOLE)).join("");
  return value.replace(/\$\{[^}]*\}/g, HOLE);
}

/**
 * How many accounts a StringLike pattern on `:sub` lets in.
 * - "every-namespace": accounts of every namespace; "several-namespaces": of more than one;
 * - "namespace": every account of one namespace; "narrow": less, or not known to be more.
 */
export type SubjectBreadth = "every-namespace" | "several-namespaces" | "namespace" | "narrow";

const chars = (value: string): readonly Token[] =>
  Array.from(value, (char) => ({ kind: "char", char }) as const);

/** Every subject of one namespace: its account's name may be anything but hold no colon. */
function subjectsOf(namespace: string): readonly Token[] {
  return [...chars(`${PREFIX}${namespace}:`), { kind: "run", allows: (char) => char !== ":" }];
}

function patternTokens(pattern: string): readonly Token[] {
  const anything = (): boolean => true;
  return Array.from(pattern, (char): Token => {
    if (char === "*") return { kind: "run", allows: anything };
    return char === "?" ? { kind: "one", allows: anything } : { kind: "char", char };
  });
}

/** Two names that no pattern has in mind: a pattern that takes both takes every namespace. */
const witnesses = ["zq7", "k-9-namespace-of-nobody"];

const onlyWildcards = (pattern: string): boolean => /^[*?]*\*[*?]*$/.test(pattern);

/** How much a StringLike pattern lets in. A hole counts as exact: what is unknown is not called broad. */
export function subjectBreadth(text: Text): SubjectBreadth {
  const pattern = flat(text);
  const asTokens = patternTokens(pattern);
  if (witnesses.every((namespace) => canCoincide(asTokens, subjectsOf(namespace)))) return "every-namespace";
  if (!pattern.startsWith(PREFIX)) return "narrow";
  const rest = pattern.slice(PREFIX.length);
  const colon = rest.indexOf(":");
  // Without a colon of its own, only a star can stand for one, and then the namespace's end is open.
  if (colon === -1) return rest.includes("*") && !rest.includes(HOLE) ? "several-namespaces" : "narrow";
  if (/[*?]/.test(rest.slice(0, colon))) return "several-namespaces";
  return onlyWildcards(rest.slice(colon + 1)) ? "namespace" : "narrow";
}

/** Why a text under `:sub` cannot be a service account's subject, and what was probably meant. */
export interface SubjectProblem {
  readonly problem: string;
  readonly correction?: string;
}

/** `?` and `*` stand wherever a character may: whether they work there is another question. */
const ALLOWED = /^[a-z0-9.:*?\ue000-]*$/;

/**
 * Says what makes a value under `:sub` impossible as a service account's subject, whatever its holes hold; undefined
 * when it may be one. `ignoreCase` for the operators that fold case. Kubernetes builds the subject as
 * `system:serviceaccount:<namespace>:<name>`, both RFC 1123 names.
 */
export function subjectProblem(text: Text, ignoreCase: boolean): SubjectProblem | undefined {
  const value = ignoreCase ? flat(text).toLowerCase() : flat(text);
  const problem = spelling(value) ?? parts(value) ?? shapedHoles(text, value);
  if (problem === undefined) return undefined;
  const correction = correctionOf(known(text));
  return correction === undefined ? { problem } : { problem, correction };
}

/** Problems of the beginning and of single characters. */
function spelling(value: string): string | undefined {
  if (value === "") return "it is empty";
  if (/["'`]/.test(value)) return "it holds a quotation mark";
  if (/\s/.test(value)) return "it holds a blank";
  const head = value.split(/[*?\ue000]/, 1)[0] ?? "";
  const length = Math.min(head.length, PREFIX.length);
  if (head.slice(0, length) !== PREFIX.slice(0, length)) return badStart(head);
  if (value.includes("/")) return 'a "/" stands where ":" belongs';
  if (/[A-Z]/.test(value)) return "Kubernetes names are lower case";
  if (!ALLOWED.test(value)) return "it holds a character that no Kubernetes name has";
  return undefined;
}

function badStart(head: string): string {
  if (/^system:serviceaccounts/i.test(head)) return '"serviceaccounts" stands for "serviceaccount"';
  if (/^system:serviceaccount\//i.test(head)) return 'a "/" stands where ":" belongs';
  if (head.toLowerCase().startsWith(PREFIX)) return '"system:serviceaccount:" is lower case';
  return 'it does not begin with "system:serviceaccount:"';
}

/** Problems of the namespace and the name: their number, and their form where they are wholly known. */
function parts(value: string): string | undefined {
  if (!value.startsWith(PREFIX))
    return value.startsWith("system:serviceaccount") ? unended(value) : undefined;
  const open = /[*\ue000]/.test(value);
  const [namespace = "", name, ...more] = value.slice(PREFIX.length).split(":");
  if (more.length > 0) return "it has more parts than a namespace and a name";
  if (name === undefined) return open ? undefined : "the service account's name is missing";
  const missing = namespace === "" ? "namespace" : name === "" ? "service account's name" : undefined;
  if (missing !== undefined) return `the ${missing} is missing`;
  const isKnown = (part: string): boolean => !/[*?\ue000]/.test(part);
  if (isKnown(namespace) && !isNamespaceName(namespace)) return `"${namespace}" cannot be a namespace`;
  if (isKnown(name) && !isServiceAccountName(name)) return `"${name}" cannot be a service account's name`;
  return undefined;
}

/** `system:serviceaccount` and no more, or something else than a colon behind it. */
function unended(value: string): string | undefined {
  return /[*?\ue000]/.test(value) ? undefined : "the namespace and the service account's name are missing";
}

/** A hole whose shape is known can be too little: `system:serviceaccount:<one Kubernetes name>` has no second part. */
function shapedHoles(text: Text, value: string): string | undefined {
  if (!value.includes(HOLE) || /[*?]/.test(value)) return undefined;
  const anything: Token = { kind: "run", allows: () => true };
  const template = [...chars(PREFIX), anything, ...chars(":"), anything];
  if (
    canCoincide(
      tokens(text.parts, (part) => part),
      template,
    )
  )
    return undefined;
  return "the namespace or the service account's name is missing";
}

/** The subject that was probably meant, when simple repairs give a valid one. */
function correctionOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const bare = value
    .replace(/["'`\s]/g, "")
    .toLowerCase()
    .replaceAll("/", ":");
  const parts = bare.split(":").filter((part) => part !== "");
  const [namespace, name] = parts.slice(-2);
  const before = parts.slice(0, -2).join(":");
  const plausible = ["", "system:serviceaccount", "system:serviceaccounts", "serviceaccount", "system:sa"];
  if (namespace === undefined || name === undefined || !plausible.includes(before)) return undefined;
  if (!isNamespaceName(namespace) || !isServiceAccountName(name) || namespace === "system") return undefined;
  const corrected = `${PREFIX}${namespace}:${name}`;
  return corrected === value ? undefined : corrected;
}
