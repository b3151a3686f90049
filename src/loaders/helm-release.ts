import type { Origin, ReleaseValueFile } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import type { Node } from "../model/node.ts";
import type { Absent, Hole, Text } from "../model/text.ts";
import type { Unit } from "./loader.ts";

/** The kind of unit that stands for a Helm release, whoever installs it (Argo CD, Flux, Terraform, kustomize). */
export const HELM_RELEASE = "helm-release";

/** One source of values of a release. */
export type ValuesLayer =
  /** A map of values: a file (`-f`), `values`, `valuesObject`. */
  | { readonly kind: "values"; readonly node: Node }
  /** One setting in the syntax of `--set`. */
  | {
      readonly kind: "set";
      readonly name: Text;
      readonly value: Text;
      /** `typed`: `--set`; `string`: `--set-string`; `verbatim`: `--set-file`, the contents as they are. */
      readonly as: "typed" | "string" | "verbatim";
      /** `kept`: a comma in the value is a comma (Argo CD escapes it); `separate`: it begins another setting. */
      readonly commas: "kept" | "separate";
    }
  /** A file that cannot be read here: it may set anything. */
  | { readonly kind: "unread"; readonly hole: Hole; readonly at: Location };

/** What the unit's input is. */
export interface HelmRelease {
  readonly kind: typeof HELM_RELEASE;
  readonly chart: {
    readonly repository: Text | Absent;
    readonly name: Text;
    readonly version: Text | Absent;
    /** Where the chart lies in the input, if it does: `""` is the root. */
    readonly directory?: string;
    /** What the chart that depends on it calls it; Helm then takes that for the chart's own name. */
    readonly alias?: Text;
    /** The directory of the chart that asks for it and has it neither in `charts/` nor beside it. */
    readonly askedBy?: string;
  };
  readonly name: Text;
  /** `.Release.Namespace`. */
  readonly namespace: Text;
  /** Where objects go that name no namespace, when that is another one (Argo CD's `destination.namespace`). */
  readonly destination?: Text;
  /** From the weakest to the strongest. */
  readonly values: readonly ValuesLayer[];
  /** The files of values that it asks for, whatever became of them. */
  readonly valueFiles?: readonly ReleaseValueFile[];
  /** Set when it is not known whether it is installed at all. */
  readonly installed?: "maybe";
}

/** The unit of a release; `key` tells releases apart, instances of one block in several environments included. */
export function helmReleaseUnit(key: string, release: Omit<HelmRelease, "kind">, origin: Origin): Unit {
  const input: HelmRelease = { kind: HELM_RELEASE, ...release };
  return { key, kind: HELM_RELEASE, input, origin };
}

/** Whether a unit's input is a release; only `helmReleaseUnit` makes inputs of this kind. */
export function isHelmRelease(input: unknown): input is HelmRelease {
  return typeof input === "object" && input !== null && "kind" in input && input.kind === HELM_RELEASE;
}
