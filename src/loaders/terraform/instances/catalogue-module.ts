import type { SourceFile } from "../../../model/location.ts";
import { headOf, type Declaration } from "../configuration/declaration.ts";
import { moduleConfig, type ModuleConfig } from "../configuration/module-config.ts";
import { directoryOf } from "../../paths.ts";
import type { Body } from "../syntax/ast.ts";
import { parseHcl } from "../syntax/parser.ts";
import { standIn } from "../syntax/stand-in.ts";

/** The syntax of rows by their text. */
const parsed = new Map<string, Body>();

/** Rows at places, as they were made. */
const made = new WeakMap<SourceFile, Map<string, ModuleConfig>>();

/**
 * A row of the catalogue as a module of the caller: everything in it stands at the head of the module call, since
 * that is what a person can edit. Inputs keep their own places.
 */
export function catalogueModule(row: string | readonly string[], call: Declaration): ModuleConfig {
  const { file, block } = call;
  const text = typeof row === "string" ? row : row.join("\n");
  const known = made.get(file) ?? new Map<string, ModuleConfig>();
  made.set(file, known);
  const key = `${String(block.headSpan.start)} ${text}`;
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const body = parsed.get(text) ?? parseHcl(text).body;
  parsed.set(text, body);
  const directory = directoryOf(file.path);
  const path = directory === "" ? "catalogue.tf" : `${directory}/catalogue.tf`;
  const config = moduleConfig(directory, [{ file: standIn(path, text, headOf(call)), body }]);
  known.set(key, config);
  return config;
}
