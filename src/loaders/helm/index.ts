import type { Loader } from "../loader.ts";
import { installedRelease, installedReleaseUnits } from "./installed-releases.ts";
import { helmRelease } from "./release.ts";

/**
 * Helm: releases that other loaders ask for, and those that the configuration tells of. Templates of charts in the
 * repository are not rendered yet.
 */
export const helm: Loader = {
  name: "helm",
  order: 30,
  handles: () => false,
  markers: [],
  seeds: (_, ask, { releases = [] }) =>
    releases.length === 0 ? [] : installedReleaseUnits(releases, ask.list("")),
  expanders: [helmRelease, installedRelease],
};
