import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { printPlace } from "../engine/config/document.ts";
import { readConfiguration, saysRoot } from "../engine/config/read-configuration.ts";
import { defaultConfiguration, type Configuration } from "../engine/configuration.ts";
import { CONFIG_NAMES, reasonOf, resolveBoundary } from "../workspace/boundary.ts";
import { UsageError } from "./usage-error.ts";

/** A configuration and the directory that its paths are relative to. */
export interface FoundConfiguration {
  readonly configuration: Configuration;
  readonly directory: string;
}

export interface ConfigurationOptions {
  /** `--config FILE`, or false for `--no-config`. */
  readonly config?: string | boolean;
}

/** A path as people read it: relative to the working directory, with `/`. */
export function shown(absolute: string): string {
  return relative(process.cwd(), absolute).split(sep).join("/") || ".";
}

/** The first configuration file from the working directory upward to the repository's root. */
function findUpward(): string | undefined {
  const boundary = resolveBoundary(process.cwd(), saysRoot);
  if (boundary.kind === "unreadable") return undefined;
  for (let directory = boundary.path; ; directory = dirname(directory)) {
    const found = CONFIG_NAMES.map((name) => join(directory, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (directory === boundary.root || dirname(directory) === directory) return undefined;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\ufeff/, "");
  } catch (cause) {
    throw new UsageError(`cannot read the configuration ${shown(file)}: ${reasonOf(cause)}`, { cause });
  }
}

/** Reads the configuration that a run is under; a mistake in it ends the run. */
export function findConfiguration(
  { config }: ConfigurationOptions,
  ruleIds: readonly string[],
): FoundConfiguration {
  const file = typeof config === "string" ? resolve(config) : config === false ? undefined : findUpward();
  if (file === undefined) return { configuration: defaultConfiguration, directory: process.cwd() };
  const result = readConfiguration({ path: shown(file), text: read(file) }, ruleIds);
  if (result.kind === "configuration") {
    return { configuration: result.configuration, directory: dirname(file) };
  }
  const lines = result.errors.map(({ at, message }) => `${printPlace(at)}: ${message}`);
  throw new UsageError(lines.join("\n"));
}
