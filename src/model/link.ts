import type { ClusterSettings } from "./cluster.ts";
import type { EnvironmentId, PodIdentityAssociation, Role, ServiceAccount } from "./entities.ts";
import type { Location } from "./location.ts";
import type { Condition, Principal, Statement } from "./policy.ts";
import type { Absent, Answer, Text } from "./text.ts";

/** Why a link is denied or unknown; public interface (contract.md, `links --format json`). */
export type ReasonCode =
  | "subject-mismatch"
  | "audience-mismatch"
  | "issuer-mismatch"
  | "condition-failed"
  | "no-web-identity-statement"
  | "no-pod-identity-statement"
  | "tag-session-missing"
  | "explicit-deny"
  | "policy-invalid"
  | "account-mismatch"
  | "partition-mismatch"
  | "provider-not-found"
  | "client-id-missing"
  | "role-not-found"
  | "ambiguous-role"
  | "malformed-arn"
  | "unresolved";

export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
  /** The text that decided: a trust policy's value, a client id list. */
  readonly at: Location;
}

export type Verdict = "allowed" | "denied" | "unknown";

/** One part of a statement held against the token: which part, what it wants, what the token has, and the answer. */
export interface Clause {
  readonly part: "principal" | "action" | "condition";
  readonly answer: Answer;
  /** The reason that this clause gives when it does not match. */
  readonly code: ReasonCode;
  /** For a condition: its operator and key. */
  readonly condition?: Condition;
  readonly principal?: Principal;
  /** What the policy wants: principal values, actions, or the condition's values. */
  readonly wanted: readonly Text[];
  /** What the token or request has; absent when the key is not in the request. */
  readonly got: Text | Absent;
  /** Why the answer is "maybe": what is not known, by name. */
  readonly missing: readonly string[];
  readonly at: Location;
}

/** A statement held against the token. */
export interface StatementDecision {
  readonly statement: Statement;
  readonly effect: "Allow" | "Deny" | "unknown";
  readonly answer: Answer;
  readonly clauses: readonly Clause[];
  /** Why IAM would refuse the statement, in its own words where they are known; missing when nothing certain says so. */
  readonly invalid?: readonly Reason[];
}

/** What turned a decision: a statement, and the clause of it that failed or is not known. */
export interface Deciding {
  readonly statement: StatementDecision;
  /** Undefined for a statement that matches: all of its clauses do. */
  readonly clause?: Clause;
}

/** STS's answer to one token, statement by statement. */
export interface TrustDecision {
  readonly verdict: Verdict;
  /** At least one when the verdict is not "allowed"; the first is the one that decides. */
  readonly reasons: readonly Reason[];
  /** Every statement, in the order of the policy; once for each action that the caller asks for. */
  readonly statements: readonly StatementDecision[];
  /**
   * The Allow or the Deny that matches, the nearest Allow that does not, or the first statement that is open; one of
   * `statements`. Undefined when the policy is refused as a whole, or has no statement that could let anybody in.
   */
  readonly decidedBy?: Deciding;
  /** What the verdict takes for granted: `issuer`. */
  readonly assumed: readonly string[];
}

/** One service-account instance, mechanism and role instance, with its verdict. */
export interface Link {
  readonly mechanism: "irsa" | "pod-identity";
  readonly serviceAccount: ServiceAccount;
  readonly association?: PodIdentityAssociation;
  /** Undefined when the role is named but defined nowhere in the input. */
  readonly role?: Role;
  /** The role as the annotation or the association names it. */
  readonly roleArn: Text;
  readonly environment: EnvironmentId;
  /** The configured cluster that the account is in. */
  readonly cluster?: ClusterSettings;
  readonly assumed: readonly string[];
  readonly verdict: Verdict;
  /** At least one when the verdict is not "allowed". */
  readonly reasons: readonly Reason[];
  /** The trust evaluation behind the verdict, when it came that far. */
  readonly decision?: TrustDecision;
  /** The target role of an association, and the evaluation of its trust; `decision` is that of the association's role. */
  readonly target?: { readonly role: Role; readonly decision?: TrustDecision };
  /** The subject and audience that the token will carry. */
  readonly subject: Text;
  readonly audience: Text;
}
