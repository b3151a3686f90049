// The form of the files under test/oracle/helm.

import type { ReleaseCase } from "./cases.ts";
import type { ListedChart } from "./chart-list.ts";
import type { IdentityParts } from "./identity.ts";

/** What Helm made of a release, or why it refused. */
export type Answer = IdentityParts | { readonly error: string };

/** `like` is the number of an earlier case with the same answer. */
export type RecordedCase = ReleaseCase & ({ readonly answer: Answer } | { readonly like: number });

export interface Recording extends ListedChart {
  /** The version of Helm that answered. */
  readonly helm: string;
  readonly cases: readonly RecordedCase[];
}

/** The answer of a case. */
export function answerOf({ cases }: Recording, given: RecordedCase): Answer {
  if ("answer" in given) return given.answer;
  const same = cases[given.like];
  if (same === undefined || !("answer" in same)) throw new Error(`no case ${String(given.like)}`);
  return same.answer;
}
