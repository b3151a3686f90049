import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Related } from "../model/finding.ts";
import type { Clause, Link, ReasonCode } from "../model/link.ts";
import type { Location, Step } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import { known, print, type Text } from "../model/text.ts";
import { readAccountOf } from "./releases.ts";
import { nameOfAccount } from "./wording.ts";

/** A service account that wants a role through its annotation, and every role instance that it may mean. */
export interface Annotated {
  readonly serviceAccount: ServiceAccount;
  /** At least one. */
  readonly links: readonly [Link, ...(readonly Link[])];
}

/**
 * The service accounts whose annotation counts, with their candidate links. Accounts with a Pod Identity association
 * are not among them: the association shadows the annotation. Neither are those that only carry another one's.
 */
export function annotated(model: Model): readonly Annotated[] {
  const groups = new Map<ServiceAccount, [Link, ...Link[]]>();
  const shadowed = new Set<ServiceAccount>();
  for (const link of model.links) {
    if (link.mechanism === "pod-identity") shadowed.add(link.serviceAccount);
    else {
      const group = groups.get(link.serviceAccount);
      if (group === undefined) groups.set(link.serviceAccount, [link]);
      else group.push(link);
    }
  }
  const all = [...groups]
    .filter(([serviceAccount]) => !shadowed.has(serviceAccount))
    .map(([serviceAccount, links]) => ({ serviceAccount, links }));
  return withoutCarriers(all, model);
}

/** What Helm runs before, after or beside a release (helm.sh/docs/topics/charts_hooks). */
const HOOK_ANNOTATION = "helm.sh/hook";

/**
 * Leaves out the accounts that have another one's annotations only because their chart prints them twice: a hook's, or
 * one of what never calls AWS (Velero's job that upgrades its CRDs).
 */
function withoutCarriers(all: readonly Annotated[], model: Model): readonly Annotated[] {
  const byPlace = new Map<string, Annotated[]>();
  for (const each of all) {
    if (each.serviceAccount.madeBy === undefined) continue;
    const place = placeOf(each.links[0].roleArn.at);
    const before = byPlace.get(place);
    if (before === undefined) byPlace.set(place, [each]);
    else before.push(each);
  }
  const carriers = new Set<Annotated>();
  for (const group of byPlace.values()) {
    if (group.length < 2) continue;
    const idle = group.filter(({ serviceAccount }) => isIdle(serviceAccount, model));
    if (idle.length < group.length) for (const each of idle) carriers.add(each);
  }
  return all.filter((each) => !carriers.has(each));
}

const placeOf = ({ file, span }: Location): string =>
  `${file.path}:${String(span.start)}:${String(span.end)}`;

function isIdle(account: ServiceAccount, model: Model): boolean {
  if (account.annotations.some(({ key }) => known(key) === HOOK_ANNOTATION)) return true;
  return readAccountOf(account, model)?.needsNoAws === true;
}

/** Whether a Pod Identity association decides for an account, so that its annotation counts for nothing. */
export function isShadowed(account: ServiceAccount, model: Model): boolean {
  return model.links.some((link) => link.mechanism === "pod-identity" && link.serviceAccount === account);
}

/** The links of an account when every candidate role denies it, else none: one that may admit it is enough. */
export function deniedEverywhere({ links }: Annotated): readonly Link[] {
  return links.every(({ verdict }) => verdict === "denied") ? links : [];
}

/** The clauses of Allow statements that certainly fail for this reason. */
export function failedClauses({ decision }: Link, code: ReasonCode): readonly Clause[] {
  const allowing = (decision?.statements ?? []).filter(({ effect }) => effect === "Allow");
  return allowing.flatMap(({ clauses }) =>
    clauses.filter((clause) => clause.answer === "no" && clause.code === code),
  );
}

/** What is taken for granted without being told: a variable's default, a revision that may not be the one here. */
const UNCERTAIN = ["default:", "revision:"];

/** "medium" when a variable's default or a pinned revision of what lies here stands behind what was judged. */
export function confidenceIn(links: readonly Link[], ...texts: readonly Text[]): "high" | "medium" {
  const assumed = [...links.flatMap((link) => link.assumed), ...texts.flatMap((text) => text.assumed ?? [])];
  return assumed.some((name) => UNCERTAIN.some((kind) => name.startsWith(kind))) ? "medium" : "high";
}

const samePlace = (a: Location, b: Location): boolean =>
  a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end;

/** Places without the repeated ones and without the primary place itself. */
export function distinct(related: readonly Related[], primary: Location): readonly Related[] {
  const kept: Related[] = [];
  for (const item of related) {
    if (samePlace(item.at, primary) || kept.some(({ at }) => samePlace(at, item.at))) continue;
    kept.push(item);
  }
  return kept;
}

/**
 * What made a text what it is, where it stands itself: the steps of its trail that lie there (a chart names the
 * account after its release, a value is set), else the way to it in its document (an Application's destination).
 */
function origin({ at, trail = [] }: Text): string {
  const own = trail.filter((step) => samePlace(step.at, at)).map(({ label }) => label);
  if (own.length > 0) return `: ${[...new Set(own)].join(", ")}`;
  const [first] = at.route;
  const isPlain = first === undefined || first === "metadata" || at.file.path.endsWith(".tf");
  return isPlain ? "" : `: ${at.route.join(".")}`;
}

/** Where the account's namespace and name come from, a place each, and the steps by which it came about. */
export function whereFrom(account: ServiceAccount): readonly Related[] {
  const place = (what: string, text: Text): readonly Related[] => [
    { at: text.at, message: `the ${what} is "${print(text)}"${origin(text)}` },
    ...(text.trail ?? []).map((step) => stepNote(step)),
  ];
  return [
    ...place("namespace", account.namespace),
    ...place("service account's name", account.name),
    ...account.origin.via.map((step) => stepNote(step)),
  ];
}

function stepNote({ label, at }: Step): Related {
  return { at, message: `by way of ${label}` };
}

/** The accounts whose annotation names a role, for notes beside a finding on its trust policy. */
export function accountsOf(role: Role, model: Model): readonly ServiceAccount[] {
  return [...new Set(model.links.filter((link) => link.role === role).map((link) => link.serviceAccount))];
}

/** A note for each of the first accounts that use a role. */
export function usedBy(role: Role, model: Model): readonly Related[] {
  return accountsOf(role, model)
    .slice(0, 3)
    .map((account) => ({
      at: account.name.at,
      message: `service account "${nameOfAccount(account)}" uses this role`,
    }));
}
