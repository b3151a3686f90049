import type { Location } from "./location.ts";

/** A file, or a part of one, that could not be read or understood. Reported under its `input/...` code. */
export interface Problem {
  readonly code: "input/unparseable" | "input/not-understood" | "input/outside-root" | "input/too-large";
  /** The parser's own words, or what was not understood and what follows from it. */
  readonly message: string;
  readonly at: Location;
  /** Set when an object that is deployed refers to the part: a role's policy, a release's values. */
  readonly deployed?: true;
}

/** The problem of a part that a deployed object refers to: what cannot be parsed there breaks the deployment. */
export function inDeployed(problem: Problem): Problem {
  return { ...problem, deployed: true };
}
