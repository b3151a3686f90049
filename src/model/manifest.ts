import type { Origin, ServiceAccount } from "./entities.ts";
import type { MapNode } from "./node.ts";

/**
 * A Kubernetes object as it would be applied, whichever way it came about: a file, a chart's template, a catalogue
 * row, an overlay, `kubernetes_manifest` in Terraform.
 */
export interface Manifest {
  readonly object: MapNode;
  readonly origin: Origin;
  /** Whether applying it makes the object; absent means "created". */
  readonly existence?: ServiceAccount["existence"];
  /** What made it, when it was not written as a manifest. */
  readonly madeBy?: NonNullable<ServiceAccount["madeBy"]>;
}
