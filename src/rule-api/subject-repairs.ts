import { didYouMean } from "../iam/near-miss.ts";
import { parseSubject, subjectOf, type Subject } from "../iam/subject.ts";
import { allOf, equals } from "../model/compare.ts";
import type { ServiceAccount } from "../model/entities.ts";
import type { EditIntent, Suggestion } from "../model/finding.ts";
import type { Link } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import { isAbsent, known, print, type Text } from "../model/text.ts";
import { rewrite, rewriting, together } from "./repairs.ts";
import { hasLiteralWildcard } from "./trust-statements.ts";
import { accountsOfWorkload } from "./workloads.ts";

const within = (inner: Location, outer: Location): boolean =>
  inner.file === outer.file && inner.span.start >= outer.span.start && inner.span.end <= outer.span.end;

/** Whether a chart's value is the account's name and nothing else: renaming the release would rename all of it. */
function isOwnValue({ route }: Location): boolean {
  const [map, key] = route.slice(-2).map(String);
  return key === "name" && /^service[-_]?accounts?$/i.test(map ?? "");
}

/** The intents to give an account another name, with whatever names it here; undefined where one cannot be written. */
function renaming(account: ServiceAccount, name: string, model: Model): readonly (EditIntent | undefined)[] {
  const workloads = model.workloads.filter((each) => accountsOfWorkload(each, model).includes(account));
  const named = workloads.flatMap(({ serviceAccountName }) =>
    isAbsent(serviceAccountName) ? [] : [serviceAccountName],
  );
  const references = model.secretStores.flatMap((store) => {
    const reference = store.auth.kind === "jwt" ? store.auth.serviceAccount : undefined;
    if (reference === undefined || isAbsent(reference.name)) return [];
    const namespace = isAbsent(reference.namespace) ? store.namespace : reference.namespace;
    const isThis =
      !isAbsent(namespace) &&
      allOf([equals(reference.name, account.name), equals(namespace, account.namespace)]) === "yes";
    return isThis ? [reference.name] : [];
  });
  const own = account.madeBy === undefined ? named : [];
  return [account.name, ...own, ...references].map((text) => rewriting(text, name));
}

/** What is asked of the whole model for each repair, gone through once: findings may be as many as accounts. */
interface Index {
  /** The accounts whose namespace and name are known. */
  readonly accounts: ReadonlySet<string>;
  readonly links: ReadonlyMap<Link["role"], readonly Link[]>;
  /** The links of a role that a subject may be for, as they are asked for. */
  readonly taken: Map<Link["role"], Map<string, readonly Link[]>>;
}

const indexes = new WeakMap<Model, Index>();

const accountKey = (namespace: string, name: string): string => `${namespace}\0${name}`;

function indexOf(model: Model): Index {
  const before = indexes.get(model);
  if (before !== undefined) return before;
  const accounts = model.serviceAccounts.flatMap((account) => {
    const [namespace, name] = [known(account.namespace), known(account.name)];
    return namespace === undefined || name === undefined ? [] : [accountKey(namespace, name)];
  });
  const links = new Map<Link["role"], Link[]>();
  for (const link of model.links) {
    const others = links.get(link.role);
    if (others === undefined) links.set(link.role, [link]);
    else others.push(link);
  }
  const index = { accounts: new Set(accounts), links, taken: new Map() };
  indexes.set(model, index);
  return index;
}

/** The links of a role whose accounts a subject of its trust policy may be for. */
function takenBy(role: Link["role"], wanted: Text, model: Model): readonly Link[] {
  const { links, taken } = indexOf(model);
  const find = (): readonly Link[] =>
    (links.get(role) ?? []).filter((link) => equals(link.subject, wanted) !== "no");
  const subject = known(wanted);
  if (subject === undefined) return find();
  const ofRole = taken.get(role) ?? new Map<string, readonly Link[]>();
  taken.set(role, ofRole);
  const found = ofRole.get(subject) ?? find();
  ofRole.set(subject, found);
  return found;
}

/** The account's side: its own name, or its namespace where nothing that runs as it would be left behind. */
function inAccount(
  account: ServiceAccount,
  mine: Subject,
  theirs: Subject,
  model: Model,
): readonly Suggestion[] {
  const [namespace, name] = [known(theirs.namespace), known(theirs.name)];
  if (namespace === undefined || name === undefined || account.existence !== "created") return [];
  if (indexOf(model).accounts.has(accountKey(namespace, name))) return [];
  const isPlain = account.madeBy === undefined;
  if (equals(mine.namespace, theirs.namespace) === "yes") {
    const isWritten = isPlain ? within(account.name.at, account.at) : isOwnValue(account.name.at);
    return isWritten
      ? together(`Name the service account "${name}"`, "unsafe", renaming(account, name, model))
      : [];
  }
  if (equals(mine.name, theirs.name) !== "yes" || !isPlain) return [];
  const isUsed = model.workloads.some((each) => accountsOfWorkload(each, model).includes(account));
  if (isUsed || !within(account.namespace.at, account.at)) return [];
  return together(`Move the service account to namespace "${namespace}"`, "unsafe", [
    rewriting(account.namespace, namespace),
  ]);
}

/** Whether the account's part that differs is only misspelt. */
function isTypo(mine: Subject, theirs: Subject): boolean {
  const near = (a: Text, b: Text): boolean =>
    equals(a, b) === "yes" || didYouMean(print(a), [print(b)]) !== undefined;
  return near(mine.namespace, theirs.namespace) && near(mine.name, theirs.name);
}

/** Whether another account gets the role by the subject that the trust policy has now. */
function isUsedByAnother({ role, subject }: Link, wanted: Text, model: Model): boolean {
  return takenBy(role, wanted, model).some((other) => equals(other.subject, subject) !== "yes");
}

/**
 * Both sides of a subject that a role does not take, none of them safe: a misspelt account first, then the trust
 * policy's one subject, then the account; last, and only where nothing else is narrower, one subject more.
 */
export function subjectRepairs(link: Link, wanted: readonly Text[], model: Model): readonly Suggestion[] {
  const subject = known(link.subject);
  const [first, ...others] = wanted;
  if (first === undefined || subject === undefined) return [];
  const isExact = others.length === 0 && !hasLiteralWildcard(first);
  const theirs = isExact ? parseSubject(first) : undefined;
  const mine = parseSubject(link.subject);
  const account =
    theirs === undefined || mine === undefined ? [] : inAccount(link.serviceAccount, mine, theirs, model);
  const trust =
    isExact && !isUsedByAnother(link, first, model)
      ? rewrite(first, subject, "unsafe", `Trust "${subject}" instead`)
      : [];
  const more = together(`Trust "${subject}", too`, "unsafe", [
    { kind: "add-value", beside: first.at, value: subject },
  ]);
  const typo = theirs !== undefined && mine !== undefined && isTypo(mine, theirs);
  return [...(typo ? account : []), ...trust, ...(typo ? [] : account), ...more];
}

/** The subject of an account that exists, in place of one that does not. It gives that account the role. */
export function trustInstead(subject: Text, { namespace, name }: ServiceAccount): readonly Suggestion[] {
  const value = known(subjectOf(namespace, name));
  return value === undefined ? [] : rewrite(subject, value, "unsafe", `Trust "${value}" instead`);
}
