import type { Location } from "./location.ts";

/** A file, or a part of one, that could not be read or understood. Reported under its `input/...` code. */
export interface Problem {
  readonly code: "input/unparseable" | "input/not-understood" | "input/outside-root" | "input/too-large";
  /** The parser's own words, or what was not understood and what follows from it. */
  readonly message: string;
  readonly at: Location;
}
