import type { Finding, Severity } from "../model/finding.ts";

/** A finding whose severity is not settled yet: `own` is what the rule, or the engine, said of this one. */
export type RawFinding = Omit<Finding, "severity"> & { readonly own?: Severity | undefined };
