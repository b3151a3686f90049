import type { Location } from "../../../model/location.ts";
import { textOf, type Node } from "../../../model/node.ts";
import { isAbsent, known, literal, print, type Text } from "../../../model/text.ts";
import { findModuleRow } from "../../../catalogue/terraform-modules/find-module-row.ts";
import { headOf, settingNames, settingOf, type Declaration } from "../configuration/declaration.ts";
import { locationIn } from "../configuration/hcl-parser.ts";
import { literalString, type ModuleConfig } from "../configuration/module-config.ts";
import { isLocalSource, sourceTarget, type SourceTarget } from "../configuration/module-source.ts";
import { providerName, providerReference } from "./provider-identity.ts";
import { catalogueModule } from "./catalogue-module.ts";
import type { Expression } from "../syntax/ast.ts";
import type { ModuleInstance, UnreadModule, World } from "./instance.ts";

/** What a module call's source leads to. */
export type Opened =
  /** `revision` is set when the call asks for a revision, and what lies here may be another. */
  | { readonly kind: "here"; readonly config: ModuleConfig; readonly revision?: string }
  | { readonly kind: "catalogue"; readonly config: ModuleConfig; readonly row: string }
  | UnreadModule;

/** Arguments of a module block that are not inputs (Terraform, "Modules", meta-arguments). */
const META = new Set(["source", "version", "count", "for_each", "providers", "depends_on"]);

export function isInput(name: string): boolean {
  return !META.has(name);
}

/** Where a call stands: in which module, and below which others. */
interface Caller {
  readonly module: ModuleInstance;
  /** The configurations that lead here and the module's own, the root module's first. */
  readonly within: readonly ModuleConfig[];
}

/** Modules in modules deeper than this are not looked at. */
const MAX_DEPTH = 25;

/**
 * Finds the module that a call names: a directory of the boundary, what `terraform init` put there, or a row of the
 * catalogue. `path` is the call's address without keys: `eks.irsa`.
 */
export function openCall(declaration: Declaration, path: string, caller: Caller): Opened {
  const opened = findModule(declaration, path, caller);
  if (opened.kind === "unread") return opened;
  const source = print(sourceOf(declaration, caller));
  // Terraform refuses both: it would never end to install them (Terraform, "Module Sources").
  if (caller.within.includes(opened.config)) return unread(source, "calls itself");
  return caller.within.length > MAX_DEPTH ? unread(source, "stands in too many modules") : opened;
}

function unread(source: string, reason: string): UnreadModule {
  return { kind: "unread", source, reason };
}

const ELSEWHERE = "is not in this repository";

function findModule(declaration: Declaration, path: string, caller: Caller): Opened {
  const { world, config: own } = caller.module;
  const written = sourceOf(declaration, caller);
  const source = known(written);
  const target = source === undefined ? undefined : sourceTarget(source, own.directory, world.repositories);
  const isLocal = source !== undefined && isLocalSource(source);
  const installed = isLocal ? undefined : world.installedModule(path, source, versionOf(declaration));
  const config = installed === undefined ? undefined : world.configOf(installed);
  if (config !== undefined) return { kind: "here", config };
  if (source === undefined || target === undefined) {
    return unread(print(written), "has a source that is not known");
  }
  const row = isLocal ? undefined : rowOf(declaration, source, world);
  // A row is of the very version that is asked for; what lies here may be another one.
  if (row !== undefined && (target.kind !== "directory" || target.revision !== undefined)) return row;
  if (target.kind === "elsewhere") return unread(source, ELSEWHERE);
  if (target.kind === "outside") return outside(declaration, source);
  return inDirectory(declaration, source, target, world);
}

function outside(declaration: Declaration, source: string): UnreadModule {
  return { ...unread(source, ELSEWHERE), outside: sourcePlace(declaration) };
}

/** A directory of the input; what it cannot be found in has a reason. */
function inDirectory(
  declaration: Declaration,
  source: string,
  { directory, revision }: SourceTarget & { readonly kind: "directory" },
  world: World,
): Opened {
  const config = world.configOf(directory);
  if (config !== undefined) return { kind: "here", config, ...(revision === undefined ? {} : { revision }) };
  if (world.isOutside(directory)) return outside(declaration, source);
  return unread(source, "is not there: its directory holds no Terraform configuration");
}

function versionOf(declaration: Declaration): string | undefined {
  return literalString(settingOf(declaration, "version")?.attribute);
}

function rowOf(declaration: Declaration, source: string, world: World): Opened | undefined {
  const version = versionOf(declaration);
  const inputs = settingNames(declaration).filter(isInput);
  const row = findModuleRow(source, version, world.moduleRows, inputs);
  if (row === undefined) return undefined;
  if (row.module === undefined) return { kind: "unread", source: undefined, reason: ELSEWHERE };
  return { kind: "catalogue", config: catalogueModule(row.module, declaration), row: row.id };
}

/** The source; OpenTofu takes variables and locals in it (OpenTofu, "Module Sources", early evaluation). */
function sourceOf(declaration: Declaration, { module }: Caller): Text {
  const setting = settingOf(declaration, "source");
  const at = sourcePlace(declaration);
  if (setting === undefined) return literal("", at);
  const written = literalString(setting.attribute);
  if (written !== undefined) return literal(written, at);
  const text = textOf(module.evaluate(setting.attribute.value, setting.file), at);
  return isAbsent(text) ? literal("", at) : text;
}

/** Where a call's source is written. */
export function sourcePlace(declaration: Declaration): Location {
  const setting = settingOf(declaration, "source");
  return setting ? locationIn(setting.file, setting.attribute.value.span) : headOf(declaration);
}

/** Which of the caller's provider configurations a module's local names stand for. */
export function passedProviders(
  declaration: Declaration,
  evaluate: (expression: Expression) => Node,
): ReadonlyMap<string, string> {
  const value = settingOf(declaration, "providers")?.attribute.value;
  const passed = new Map<string, string>();
  if (value?.kind !== "object") return passed;
  for (const entry of value.entries) {
    const inner = entry.key.kind === "name" ? entry.key.name : providerName(entry.key.value);
    const outer = providerReference(entry.value, evaluate);
    if (inner !== undefined && outer !== undefined) passed.set(inner, outer);
  }
  return passed;
}
