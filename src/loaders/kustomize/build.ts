import type { Origin } from "../../model/entities.ts";
import { wholeFile, type Location } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, stringAt, textOf, type MapNode } from "../../model/node.ts";
import { absent, isAbsent, known } from "../../model/text.ts";
import { emptyExpansion, type Expander, type Expansion, type Questions, type Unit } from "../loader.ts";
import { apiGroupOf } from "../manifest-metadata.ts";
import {
  isKustomizeInput,
  KUSTOMIZE_BUILD,
  KUSTOMIZE_ROOT,
  KUSTOMIZE_ROOTS,
  kustomizeBuildUnit,
  kustomizeRootUnit,
  type KustomizeEdits,
} from "../manifest-units.ts";
import { accumulate, generatedKustomization } from "./accumulate.ts";
import { withEdits } from "./edits.ts";
import { withHash } from "./generators.ts";
import { kustomizationIn, type Kustomization } from "./kustomization.ts";
import { mapResources } from "./layer.ts";
import { withReferences } from "./name-references.ts";
import type { Resource } from "./resource.ts";
import { rootsIn } from "./roots.ts";
import type { Session } from "./session.ts";
import { withValues } from "./variables.ts";

/** What kustomize leaves out of its output. */
const LOCAL_CONFIG = "config.kubernetes.io/local-config";

function build(directory: string, edits: KustomizeEdits | undefined, ask: Questions): Expansion {
  const at = wholeFile({ path: directory, text: "" });
  const origin: Origin = { environment: directory, cluster: absent(at), via: [] };
  const own = kustomizationIn(directory, ask);
  const session: Session = {
    ask,
    root: directory,
    origin,
    facts: [],
    problems: [],
    comments: [],
    claims: new Set(),
    isPart: own?.isComponent === true,
  };
  const written = own ?? generated(directory, edits, session, at);
  if (written === undefined) return emptyExpansion;
  const kustomization = edits === undefined ? written : withEdits(written, edits.fields);
  const layer = accumulate(kustomization, { session, within: [], namespace: undefined });
  const named = withReferences(mapResources(layer, withHash), session);
  const { resources } = withValues(named, session);
  return {
    manifests: resources.filter(({ object }) => !isLocal(object)).map((each) => manifestOf(each, origin)),
    facts: session.facts,
    claims: [...session.claims].sort(),
    units: [],
    problems: session.problems,
    comments: session.comments,
  };
}

function generated(
  directory: string,
  edits: KustomizeEdits | undefined,
  session: Session,
  at: Location,
): Kustomization | undefined {
  return edits?.missing === "generate" ? generatedKustomization(directory, session, at) : undefined;
}

function isLocal(object: MapNode): boolean {
  const value = get(object, "metadata", "annotations", LOCAL_CONFIG);
  if (value === undefined) return false;
  const text = textOf(value, value.at);
  const said = isAbsent(text) ? "" : known(text);
  return said !== undefined && said !== "false";
}

function manifestOf({ object, made, via, isPerhaps }: Resource, origin: Origin): Manifest {
  const own = made === undefined ? origin : { ...origin, via: made.origin.via };
  const existence = isPerhaps === true ? "maybe" : made?.existence;
  return {
    object,
    origin: { ...own, via: [...own.via, ...[...via].reverse()] },
    ...(existence === undefined ? {} : { existence }),
    ...(made?.madeBy === undefined ? {} : { madeBy: made.madeBy }),
  };
}

/** Builds a directory for whoever asks. */
const buildExpander: Expander = {
  kind: KUSTOMIZE_BUILD,
  expand: ({ input }, ask) =>
    isKustomizeInput(input) ? build(input.directory, input.edits, ask) : emptyExpansion,
};

/** Objects that ask for more are there whoever deploys the directory: whoever is deployed by itself needs to be there. */
function isDeployer({ object }: Manifest): boolean {
  return apiGroupOf(object) === "argoproj.io" && /^Application(?:Set)?$/.test(stringAt(object, "kind") ?? "");
}

const rootExpander: Expander = {
  kind: KUSTOMIZE_ROOT,
  expand: ({ input }, ask) => {
    if (typeof input !== "string") return emptyExpansion;
    const built = ask.build(kustomizeBuildUnit(input));
    return { ...built, manifests: built.manifests.filter((manifest) => !isDeployer(manifest)) };
  },
};

const DEPLOYERS = "kustomize-deployers";

/** The unit of the Applications that a kustomization on its own makes. */
export function deployersUnit(directory: string): Unit {
  const nowhere = absent(wholeFile({ path: directory, text: "" }));
  return {
    kind: DEPLOYERS,
    key: directory,
    input: directory,
    origin: { environment: null, cluster: nowhere, via: [] },
  };
}

const deployersExpander: Expander = {
  kind: DEPLOYERS,
  expand: ({ input }, ask) => {
    if (typeof input !== "string") return emptyExpansion;
    const built = ask.build(kustomizeBuildUnit(input));
    const manifests = built.manifests.filter(isDeployer);
    return manifests.length === 0 ? emptyExpansion : { ...emptyExpansion, manifests, claims: built.claims };
  },
};

const rootsExpander: Expander = {
  kind: KUSTOMIZE_ROOTS,
  expand: (_, ask) => ({ ...emptyExpansion, units: rootsIn(ask).map(kustomizeRootUnit) }),
};

/** The expanders of builds. */
export const buildExpanders: readonly Expander[] = [
  buildExpander,
  rootExpander,
  rootsExpander,
  deployersExpander,
];
