import type { Loader } from "../loader.ts";
import { helmfilesExpander, helmfilesUnit } from "./expand.ts";
import { isHelmfilePath } from "./paths.ts";

/**
 * helmfile (github.com/helmfile/helmfile): its releases in each of its environments, with their values. Templates are
 * rendered here; nothing is run, no secret is read, and no other place is asked.
 */
export const helmfile: Loader = {
  name: "helmfile",
  order: 40,
  handles: isHelmfilePath,
  markers: ["releases", "helmfiles", "bases"],
  seeds: (files) => (files.length === 0 ? [] : [helmfilesUnit(files)]),
  expanders: [helmfilesExpander],
};
