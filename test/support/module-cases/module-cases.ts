import type { ModuleCase } from "../module-outcome.ts";

/** A module of the catalogue: where its source is, from which version on, and how it is called. */
export interface RecordedModule {
  /** The recording's file name. */
  readonly name: string;
  readonly repository: string;
  /** Where the module lies in its repository; with the path that it had in earlier versions. */
  readonly directory: string;
  /** The source as the registry has it. */
  readonly source: string;
  /** Releases from this one on, and below that one. */
  readonly from: string;
  readonly below: string;
  readonly outputs: readonly string[];
  /** What is told of it, when that is not everything: `roles`, `providers`, `associations`. */
  readonly kinds?: readonly string[];
  /** The output with the ARN of a policy that the module makes for others to attach. */
  readonly policy?: string;
  readonly cases: readonly ModuleCase[];
  /** Modules of other repositories that it calls, as `terraform init` would put them there. */
  readonly parts?: readonly ModulePart[];
  /** The row does not tell what the policies hold: only that they are there. */
  readonly untoldPolicies?: boolean;
}

/** A module that another one calls: the call's address without keys, and where the module is. */
export interface ModulePart {
  readonly call: string;
  readonly repository: string;
  readonly revision: string;
  readonly directory?: string;
}

/** The ARN of an OIDC provider of the account that the calls run in, and of another. */
export const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AAAA";
export const OTHER_PROVIDER =
  "arn:aws:iam::444455556666:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/BBBB";

/** The first versions of cases that have one. */
export function since(
  cases: readonly ModuleCase[],
  first: Readonly<Record<string, string>>,
): readonly ModuleCase[] {
  return cases.map((each) => {
    const from = first[each.name];
    return from === undefined ? each : { ...each, from };
  });
}

/** Cases that switch one thing on each: `name`, and the inputs that every one of them gives. */
export function eachOf(
  inputs: Readonly<Record<string, string>>,
  common: string,
  prefix = "",
): readonly ModuleCase[] {
  return Object.entries(inputs).map(([name, own]) => ({
    name: `${prefix}${name}`,
    inputs: [common, own].filter((part) => part !== "").join("\n"),
  }));
}
