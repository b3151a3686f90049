import type { Loader } from "../loader.ts";
import { helmRelease } from "./release.ts";

/** Helm: releases that other loaders ask for. Charts and their templates in the repository are not rendered yet. */
export const helm: Loader = {
  name: "helm",
  order: 30,
  handles: () => false,
  markers: [],
  seeds: () => [],
  expanders: [helmRelease],
};
