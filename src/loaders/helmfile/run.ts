import type { Gap } from "../../model/entities.ts";
import { wholeFile, type Location } from "../../model/location.ts";
import type { Node } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import type { LoaderSettings, Questions } from "../loader.ts";
import type { Hole, Text } from "../../model/text.ts";

/** What helmfile calls an environment, with the values that its templates see. */
export interface Environment {
  readonly name: string;
  readonly kubeContext: Text | undefined;
  /** `values` at the top of helmfiles: the weakest. */
  readonly defaults: Node | undefined;
  /** Those of the environment. */
  readonly values: Node | undefined;
}

/** One reading of a helmfile in one environment, with what came up on the way. */
export interface Run {
  readonly ask: Questions;
  readonly settings: LoaderSettings;
  /** The name that `--environment` has. */
  readonly environment: string;
  /** Tells what is unknown in one reading from the same in another. */
  readonly id: string;
  /** Set when values are taken to be given on the command line (`--state-values-file`): those that nobody defines. */
  readonly given: Hole | undefined;
  readonly claims: Set<string>;
  /** Helmfiles that this one brings along. */
  readonly nested: Set<string>;
  /** Names of environments that were defined anywhere. */
  readonly environments: Set<string>;
  readonly problems: Problem[];
  readonly gaps: NotKnown[];
  /** Releases and nested helmfiles that helmfile would stop at. */
  readonly refusals: HelmfileStop[];
}

/** What is not known and what may come of it. */
export interface NotKnown {
  readonly what: string;
  readonly message: string;
  readonly at: Location;
  /** All kinds of objects, unless it is said. */
  readonly may?: Gap["may"];
}

/** Why helmfile itself would stop, or why this reading of it does. */
export class HelmfileStop extends Error {
  readonly at: Location;
  /** `environment`: the file has no such environment, which helmfile passes over in a nested one. */
  readonly reason: "refused" | "limit" | "environment";

  constructor(message: string, at: Location, reason: "refused" | "limit" | "environment" = "refused") {
    super(message);
    this.name = "HelmfileStop";
    this.at = at;
    this.reason = reason;
  }
}

/** The beginning of a file. */
export function startOf(path: string, ask: Questions): Location {
  const file = ask.read(path);
  return { ...wholeFile("missing" in file ? { path, text: "" } : file), span: { start: 0, end: 0 } };
}
