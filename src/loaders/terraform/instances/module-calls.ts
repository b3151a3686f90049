import type { Location } from "../../../model/location.ts";
import { findModuleRow } from "../../../catalogue/terraform-modules/find-module-row.ts";
import { headOf, settingOf, type Declaration } from "../configuration/declaration.ts";
import { locationIn } from "../configuration/hcl-parser.ts";
import { literalString, type ModuleConfig } from "../configuration/module-config.ts";
import { isLocalSource } from "../environments/roots.ts";
import { joinPath } from "../../paths.ts";
import { providerName } from "./provider-identity.ts";
import { catalogueModule } from "./catalogue-module.ts";
import type { World } from "./instance.ts";

/** What a module call's source leads to. */
export type Opened =
  | { readonly kind: "here"; readonly config: ModuleConfig }
  | { readonly kind: "catalogue"; readonly config: ModuleConfig; readonly row: string }
  /** Known to make nothing that this linter looks at. */
  | { readonly kind: "harmless" }
  | { readonly kind: "missing"; readonly source: string; readonly outside: boolean };

/** Arguments of a module block that are not inputs (Terraform, "Modules", meta-arguments). */
const META = new Set(["source", "version", "count", "for_each", "providers", "depends_on"]);

export function isInput(name: string): boolean {
  return !META.has(name);
}

/**
 * Finds the module that a call names: a directory of the boundary, what `terraform init` put there, or a row of the
 * catalogue. `path` is the call's address without keys: `eks.irsa`.
 */
export function openCall(declaration: Declaration, path: string, from: ModuleConfig, world: World): Opened {
  const source = literalString(settingOf(declaration, "source")?.attribute) ?? "";
  if (isLocalSource(source)) {
    // A call of a row of the catalogue stands in the caller's file; real ones in their own directory.
    const directory = joinPath(from.directory, source);
    const config = directory === undefined ? undefined : world.configOf(directory);
    return config === undefined
      ? { kind: "missing", source, outside: directory === undefined }
      : { kind: "here", config };
  }
  const installed = world.installedModule(path);
  const config = installed === undefined ? undefined : world.configOf(installed);
  if (config !== undefined) return { kind: "here", config };
  const version = literalString(settingOf(declaration, "version")?.attribute);
  const row = findModuleRow(source, version, world.moduleRows);
  if (row === undefined) return { kind: "missing", source, outside: false };
  if (row.module === undefined) return { kind: "harmless" };
  return { kind: "catalogue", config: catalogueModule(row.module, declaration), row: row.id };
}

/** Where a call's source is written. */
export function sourcePlace(declaration: Declaration): Location {
  const setting = settingOf(declaration, "source");
  return setting ? locationIn(setting.file, setting.attribute.value.span) : headOf(declaration);
}

/** Which of the caller's provider configurations a module's local names stand for. */
export function passedProviders(declaration: Declaration): ReadonlyMap<string, string> {
  const value = settingOf(declaration, "providers")?.attribute.value;
  const passed = new Map<string, string>();
  if (value?.kind !== "object") return passed;
  for (const entry of value.entries) {
    const inner = entry.key.kind === "name" ? entry.key.name : providerName(entry.key.value);
    const outer = providerName(entry.value);
    if (inner !== undefined && outer !== undefined) passed.set(inner, outer);
  }
  return passed;
}
