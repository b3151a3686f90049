import type { Loader } from "../loader.ts";
import { seedExpander, seedUnit, unitExpander } from "./expand-unit.ts";
import { isGenerated, isStackFile, isUnitFile } from "./names.ts";
import { indexExpander } from "./unit-index.ts";

/**
 * Terragrunt: each unit is a root module with its inputs, an environment of its own. It goes before Terraform, whose
 * modules it runs.
 */
export const terragrunt: Loader = {
  name: "terragrunt",
  handles: (path) => (isUnitFile(path) || isStackFile(path)) && !isGenerated(path),
  // They are few and small, and what they run need not be named in them.
  markers: [],
  seeds: (files) => (files.length === 0 ? [] : [seedUnit]),
  expanders: [seedExpander, indexExpander, unitExpander],
  order: 8,
};
