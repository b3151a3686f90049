import { parseRoleArn, type RoleArn } from "../iam/arn.ts";
import { didYouMean } from "../iam/near-miss.ts";
import { allOf, equals } from "../model/compare.ts";
import type { Origin, Role } from "../model/entities.ts";
import { concat, known, literal, type Text } from "../model/text.ts";

/**
 * How sure it is that a role is the one that an ARN names: "certain" for equal ARNs, "account" when only account or
 * partition are not known on one side, "name" when the name or the path has holes.
 */
export type Match = "certain" | "account" | "name";

export interface Candidate {
  readonly role: Role;
  readonly match: Match;
}

/** The roles of the input, findable by their ARN. */
export interface RoleIndex {
  readonly roles: readonly Role[];
  /** By the known name in lower case. */
  readonly byName: ReadonlyMap<string, readonly Role[]>;
  readonly names: readonly string[];
  /** Path and name of each role. */
  readonly wholes: ReadonlyMap<Role, Text>;
  readonly unnamed: readonly Role[];
  /** How the path and name of each role begin and end. */
  readonly edges: ReadonlyMap<Role, Edges>;
  readonly environments: ReadonlySet<string>;
}

export function indexRoles(roles: readonly Role[]): RoleIndex {
  const byName = new Map<string, Role[]>();
  const unnamed: Role[] = [];
  for (const role of roles) {
    const name = known(role.name);
    if (name === undefined) unnamed.push(role);
    else byName.set(name.toLowerCase(), [...(byName.get(name.toLowerCase()) ?? []), role]);
  }
  const environments = new Set(
    roles.flatMap(({ origin }) => (origin.isUnit === true ? [] : (shortName(origin.environment) ?? []))),
  );
  const names = [...new Set(roles.flatMap(({ name }) => known(name) ?? []))];
  const wholes = new Map(roles.map((role) => [role, whole(role)]));
  const edges = new Map([...wholes].map(([role, text]) => [role, edgesOf(text)]));
  return { roles, byName, names, wholes, unnamed, edges, environments };
}

/**
 * What a text certainly begins and ends with: of two texts that can be equal, one's beginning is the start of the
 * other's, and so with their ends. Far cheaper to ask than whether they can be equal.
 */
interface Edges {
  readonly start: string;
  readonly end: string;
}

function edgesOf({ parts }: Text): Edges {
  const hole = parts.findIndex(({ kind }) => kind === "hole");
  const last = parts.findLastIndex(({ kind }) => kind === "hole");
  const joined = (from: number, to: number): string =>
    parts.slice(from, to).reduce((sum, part) => sum + (part.kind === "literal" ? part.value : ""), "");
  return { start: joined(0, hole === -1 ? parts.length : hole), end: joined(last + 1, parts.length) };
}

function canMeet(a: Edges, b: Edges): boolean {
  return (
    (a.start.startsWith(b.start) || b.start.startsWith(a.start)) &&
    (a.end.endsWith(b.end) || b.end.endsWith(a.end))
  );
}

/** The last segment of an environment: `overlays/prod` and the variable file `prod` are the same one. */
function shortName(environment: string | null): string | undefined {
  return environment?.split("/").at(-1);
}

/** The roles whose name is that of the ARN, whatever the case, and those whose name may be anything. */
function plausible(parsed: RoleArn | undefined, index: RoleIndex): readonly Role[] {
  if (parsed === undefined) return index.roles;
  const name = known(parsed.name);
  const edges = edgesOf(whole(parsed));
  const meets = (role: Role): boolean => canMeet(edges, index.edges.get(role) ?? { start: "", end: "" });
  if (name === undefined) return index.roles.filter(meets);
  return [...(index.byName.get(name.toLowerCase()) ?? []), ...index.unnamed.filter(meets)];
}

interface Parsed extends RoleArn {
  readonly whole: Text;
}

/** Holes between two colons are read as that one part, so that parts are compared, not the whole. */
function matchOf(arn: Text, parsed: Parsed | undefined, role: Role, index: RoleIndex): Match | undefined {
  if (parsed === undefined) {
    const answer = equals(arn, role.arn);
    return answer === "no" ? undefined : answer === "yes" ? "certain" : "name";
  }
  const named = equals(parsed.whole, index.wholes.get(role) ?? whole(role));
  if (named === "no") return undefined;
  const placed = allOf([equals(parsed.account, role.account), equals(parsed.partition, role.partition)]);
  if (placed === "no") return undefined;
  if (named === "maybe") return "name";
  return placed === "yes" ? "certain" : "account";
}

/** Path and name together: a hole may hold the slash that divides them. */
function whole({ path, name }: Pick<RoleArn, "path" | "name">): Text {
  return concat(name.at, path, name);
}

/** Where the thing that names the role is: its environment, and its cluster's account when that is known. */
export interface Seat {
  readonly origin: Origin;
  readonly account: string | undefined;
}

/** Of several instances those of the same environment, if there are any; else those not known to be of another. */
function ofEnvironment(candidates: readonly Candidate[], seat: Seat, index: RoleIndex): readonly Candidate[] {
  const own = shortName(seat.origin.environment);
  if (own === undefined) return candidates;
  if (seat.origin.isUnit === true || candidates.some(({ role }) => role.origin.isUnit === true)) {
    return nearest(candidates, seat.origin);
  }
  const same = candidates.filter(({ role }) => shortName(role.origin.environment) === own);
  if (same.length > 0) return same;
  // Environments are comparable only when the roles have one of that name too.
  return candidates.filter(
    ({ role, match }) =>
      match === "certain" || role.origin.environment === null || !index.environments.has(own),
  );
}

/**
 * How near two places are when at least one of them is a unit: for two units the directories above both, for a unit and
 * an environment whether the unit lies in a directory of its name.
 */
function nearness(a: Origin, b: Origin): number {
  const [left, right] = [a, b].map(({ environment }) => environment?.split("/") ?? []);
  if (left === undefined || right === undefined) return 0;
  if (a.isUnit !== true) return right.includes(left.at(-1) ?? "") ? 1 : 0;
  if (b.isUnit !== true) return left.includes(right.at(-1) ?? "") ? 1 : 0;
  let same = 0;
  while (same < left.length && same < right.length && left[same] === right[same]) same++;
  return same;
}

/** The candidates that lie nearest; none is left out for its directory alone. */
function nearest(candidates: readonly Candidate[], seat: Origin): readonly Candidate[] {
  const best = Math.max(0, ...candidates.map(({ role }) => nearness(seat, role.origin)));
  return candidates.filter(({ role }) => nearness(seat, role.origin) === best);
}

function inAccount({ role }: Candidate, seat: Seat): boolean {
  if (seat.account === undefined) return true;
  return equals(role.account, literal(seat.account, role.account.at)) !== "no";
}

/**
 * The roles that an ARN can mean (contract, "links"): those whose ARN is certainly equal; if there are none, those
 * whose ARN may be equal, less the ones of another account or environment. Sure names go before names with holes.
 */
export function candidatesFor(arn: Text, seat: Seat, index: RoleIndex): readonly Candidate[] {
  const cut = parseRoleArn(arn);
  const parsed = cut === undefined ? undefined : { ...cut, whole: whole(cut) };
  const all = plausible(parsed, index).flatMap((role): readonly Candidate[] => {
    const match = matchOf(arn, parsed, role, index);
    return match === undefined ? [] : [{ role, match }];
  });
  const certain = all.filter(({ match }) => match === "certain");
  if (certain.length > 0) return ofEnvironment(certain, seat, index);
  const possible = ofEnvironment(
    all.filter((candidate) => inAccount(candidate, seat)),
    seat,
    index,
  );
  const sure = possible.filter(({ match }) => match === "account");
  return sure.length > 0 ? sure : possible;
}

/** A role of nearly the same name or path, in an account that is not known to differ. */
export interface NearRole {
  readonly role: Role;
  readonly differs: "path" | "case" | "name";
  /** Whether the role is certainly of the account that the ARN names. */
  readonly sameAccount: boolean;
}

/** Names are unique in an account whatever their case and path (IAM API, CreateRole). */
export function nearRole(arn: Text, index: RoleIndex): NearRole | undefined {
  const parsed = parseRoleArn(arn);
  const name = parsed === undefined ? undefined : known(parsed.name);
  if (parsed === undefined || name === undefined) return undefined;
  for (const role of index.byName.get(name.toLowerCase()) ?? []) {
    const account = equals(parsed.account, role.account);
    if (account === "no" || role.exists === "maybe") continue;
    const differs = known(role.name) === name ? "path" : "case";
    if (differs === "path" && equals(parsed.path, role.path) !== "no") continue;
    return { role, differs, sameAccount: account === "yes" };
  }
  return roleMeant(name, parsed.account, index);
}

/** The role whose name is a few edits away. */
function roleMeant(name: string, account: Text, index: RoleIndex): NearRole | undefined {
  const meant = didYouMean(name, index.names);
  const roles = meant === undefined ? [] : (index.byName.get(meant.toLowerCase()) ?? []);
  const role = roles.find((each) => known(each.name) === meant && equals(each.account, account) !== "no");
  return role === undefined ? undefined : { role, differs: "name", sameAccount: false };
}
