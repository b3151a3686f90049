import type { Config, Include } from "./reading.ts";

/** The file that an include names, read as Terragrunt reads it: for the configuration that includes it. */
export function openInclude(config: Config, include: Include): Config | undefined {
  // Terragrunt refuses includes in files that are included themselves.
  if (include.path === undefined || config.included !== undefined) return undefined;
  return config.session.open({
    path: include.path,
    configPath: config.configPath,
    original: config.original,
    included: { by: config, include },
  });
}

/** A configuration and those that it includes, each read once: the one that wins first. */
export interface Layer {
  /** Undefined when the file is not known or not there. */
  readonly config: Config | undefined;
  /** How it is merged with what lies above it; undefined for the configuration itself. */
  readonly include: Include | undefined;
}

/**
 * What Terragrunt merges: the configuration, then its includes from the last to the first (Terragrunt, "include":
 * each is merged below those that come after it).
 */
export function layersOf(config: Config): readonly Layer[] {
  const includes = config.included === undefined ? [...config.includes()].reverse() : [];
  const parents = includes
    .filter(({ strategy }) => strategy !== "no_merge")
    .map((include) => ({ config: openInclude(config, include), include }));
  return [{ config, include: undefined }, ...parents];
}
