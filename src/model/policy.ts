import type { Location } from "./location.ts";
import type { Absent, Hole, Text } from "./text.ts";

/** A value other than a string that may be known, unknown or absent. Strings are `Text | Absent` instead. */
export type Tracked<T> =
  | { readonly state: "known"; readonly value: T; readonly at: Location }
  | { readonly state: "unknown"; readonly hole: Hole; readonly at: Location }
  | { readonly state: "absent"; readonly at: Location };

/** One principal of a statement: `{"Federated": "arn:..."}`. The bare `"*"` has the type `*`. */
export interface Principal {
  readonly type: Text;
  readonly value: Text;
}

/** One line of a statement's condition block: an operator, a key and the values that are or-ed. */
export interface Condition {
  readonly operator: Text;
  readonly key: Text;
  /** A value list of which nothing is known is one text that is one hole. */
  readonly values: readonly Text[];
  /** Operator, key and values together. */
  readonly at: Location;
}

/** A part of a statement that has not the form which IAM's grammar gives it: a list where one value belongs, a map in a map. */
export interface Malformed {
  /** What is wrong, as a clause without a subject: `must be an object`. */
  readonly problem: string;
  /** The element, operator or key that it is about. */
  readonly name: string;
  readonly at: Location;
}

/**
 * A statement of a policy. A missing element is undefined, one that is written but empty is an empty list, and one
 * that is unknown is a list with one hole.
 */
export interface Statement {
  readonly sid: Text | Absent;
  readonly effect: Text | Absent;
  readonly principals?: readonly Principal[];
  readonly notPrincipals?: readonly Principal[];
  readonly actions?: readonly Text[];
  readonly notActions?: readonly Text[];
  readonly resources?: readonly Text[];
  readonly notResources?: readonly Text[];
  readonly conditions: readonly Condition[];
  /** Set when there may be more conditions than are listed. */
  readonly moreConditions?: Hole;
  /** Parts that could not be read because of their form. */
  readonly malformed?: readonly Malformed[];
  /** The place of each element's key as it was written: `Condition`, `Principal`. */
  readonly elements: ReadonlyMap<string, Location>;
  readonly at: Location;
}

/** A key that an object repeats; only the last one counts. */
export interface DuplicateKey {
  readonly key: Text;
  readonly first: Location;
}

/** An IAM policy document: a trust policy, an identity policy or a resource policy. */
export interface PolicyDocument {
  readonly version: Text | Absent;
  readonly statements: readonly Statement[];
  /** Set when there may be more statements than are listed. */
  readonly moreStatements?: Hole;
  readonly duplicateKeys: readonly DuplicateKey[];
  /** Set when the text is no JSON at all; there are no statements then. */
  readonly unreadable?: true;
  /** Characters of the minified document; absent while holes make it unknown. */
  readonly length?: number;
  readonly at: Location;
}
