import type { Origin } from "./entities.ts";
import type { MapNode } from "./node.ts";

/**
 * A Kubernetes object as it would be applied, whichever way it came about: a file, a chart's template, a catalogue
 * row, an overlay, `kubernetes_manifest` in Terraform.
 */
export interface Manifest {
  readonly object: MapNode;
  readonly origin: Origin;
}
