import { emptyExpansion, type Expander, type Expansion, type Questions } from "../loader.ts";
import { KUSTOMIZE_BUILD, MANIFEST_FILE, manifestFileUnit } from "../manifest-units.ts";
import { directoryOf } from "../paths.ts";
import { isKustomizationPath, readKustomization, type Change, type Kustomization } from "./kustomization.ts";
import { MARKERS } from "./markers.ts";
import { expandFile, expandKustomization } from "./units.ts";

/** Overlays on overlays; real ones are three deep. */
const MAX_LAYERS = 20;

/** The kustomization of a directory, if it has one. */
function kustomizationIn(directory: string, ask: Questions): Kustomization | undefined {
  const paths = ask.list(directory).filter((path) => directoryOf(path) === directory);
  const path = paths.find(isKustomizationPath);
  return path === undefined ? undefined : readKustomization(path, ask);
}

function readFile(path: string, changes: readonly Change[], ask: Questions): Expansion {
  const file = ask.read(path);
  if ("missing" in file || !MARKERS.some((word) => file.text.includes(word))) return emptyExpansion;
  return { ...expandFile({ path, changes }, ask), units: [manifestFileUnit(path)] };
}

/** All that a kustomization builds on, what the inner ones change before what the outer ones do. */
function readBuild(
  kustomization: Kustomization,
  outer: readonly Change[],
  ask: Questions,
  depth = 0,
): Expansion {
  const changes = [...kustomization.changes, ...outer];
  const own = expandKustomization(kustomization);
  const parts = kustomization.resources.map((resource) => {
    const inner = depth < MAX_LAYERS ? kustomizationIn(resource, ask) : undefined;
    return inner === undefined ? readFile(resource, changes, ask) : readBuild(inner, changes, ask, depth + 1);
  });
  return {
    ...emptyExpansion,
    manifests: parts.flatMap(({ manifests }) => manifests),
    facts: [...own.facts, ...parts.flatMap(({ facts }) => facts)],
    units: [
      ...[kustomization.path, ...own.claims].map(manifestFileUnit),
      ...parts.flatMap(({ units }) => units),
    ],
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** Expanders for loaders that deploy files: what stands in a file, and what a kustomization builds on. */
export const askedFiles: readonly Expander[] = [
  {
    kind: MANIFEST_FILE,
    expand: ({ input }, ask) => (typeof input === "string" ? readFile(input, [], ask) : emptyExpansion),
  },
  {
    kind: KUSTOMIZE_BUILD,
    expand: ({ input }, ask) => {
      const kustomization = typeof input === "string" ? kustomizationIn(input, ask) : undefined;
      return kustomization === undefined ? emptyExpansion : readBuild(kustomization, [], ask);
    },
  },
];
