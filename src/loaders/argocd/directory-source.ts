import { minimatch } from "minimatch";
import type { Fact } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { entriesOf, get, stringAt, textOf, withValue, type MapNode } from "../../model/node.ts";
import { inDeployed } from "../../model/problem.ts";
import { isAbsent, known, type Text } from "../../model/text.ts";
import { emptyExpansion, type Expansion, type Questions } from "../loader.ts";
import { apiGroupOf, isClusterScoped } from "../manifest-metadata.ts";
import { kustomizeBuildUnit, manifestFileUnit } from "../manifest-units.ts";
import { directoryOf } from "../paths.ts";
import { applicationGap, type Application } from "./application-gap.ts";

/**
 * The objects of a plain directory (argo-cd docs/user-guide/directory.md): its own files, with `recurse` those of all
 * directories below, less what `exclude` and `include` leave out.
 */
export function directorySource(
  application: Application,
  source: MapNode,
  directory: string,
  ask: Questions,
): Expansion {
  const options = get(source, "directory");
  const recurse = get(options, "recurse");
  const isDeep = recurse?.kind === "boolean" && recurse.value;
  const [include, exclude] = [stringAt(options, "include"), stringAt(options, "exclude")];
  const files = ask.list(directory).filter((path) => {
    if (!isDeep && directoryOf(path) !== directory) return false;
    const relative = directory === "" ? path : path.slice(directory.length + 1);
    if (exclude !== undefined && exclude !== "" && matches(relative, exclude)) return false;
    return include === undefined || include === "" || matches(relative, include);
  });
  const parts = files
    .filter((path) => /\.(?:ya?ml|json)$/.test(path))
    .map((path) => ask.build(manifestFileUnit(path)));
  const expansion = deployed(application, parts, undefined);
  const jsonnet = files.find((path) => path.endsWith(".jsonnet"));
  if (jsonnet === undefined) return expansion;
  const message = `Jsonnet is not run: what "${jsonnet}" makes is not known`;
  const gap = applicationGap(application, `jsonnet ${directory}`, message, source.at);
  return { ...expansion, facts: [...expansion.facts, gap] };
}

/** Argo CD's patterns know no separator: `*` takes in slashes (util/glob, gobwas/glob without separators). */
function matches(path: string, pattern: string): boolean {
  const flat = (text: string): string => text.replaceAll("/", "\u0001");
  return minimatch(flat(path), flat(pattern), { dot: true, nocomment: true, nonegate: true, noext: true });
}

/** Options of `kustomize` in a source that change neither names nor annotations of what is read here. */
const HARMLESS = new Set([
  "namespace",
  "images",
  "replicas",
  "version",
  "commonLabels",
  "forceCommonLabels",
  "labelWithoutSelector",
  "labelIncludeTemplates",
  "commonAnnotationsEnvsubst",
  "forceCommonAnnotations",
  "kubeVersion",
  "apiVersions",
  "ignoreMissingComponents",
]);

/** The objects of a directory with a kustomization; what it changes are holes. */
export function kustomizeSource(
  application: Application,
  source: MapNode,
  directory: string,
  ask: Questions,
): Expansion {
  const options = get(source, "kustomize");
  const changing = entriesOf(options).find(({ key }) => !HARMLESS.has(known(key) ?? ""));
  if (changing !== undefined) {
    const message = `kustomize is not run: what "${known(changing.key) ?? "an option"}" of the source changes is not known`;
    const gap = applicationGap(application, `kustomize ${directory}`, message, changing.key.at);
    return { ...emptyExpansion, facts: [gap] };
  }
  const namespace = textOf(get(options, "namespace"), source.at);
  const forced = isAbsent(namespace) || namespace.parts.length === 0 ? undefined : namespace;
  return deployed(application, [ask.build(kustomizeBuildUnit(directory))], forced);
}

const isApplication = ({ object }: Manifest): boolean =>
  apiGroupOf(object) === "argoproj.io" && /^Application(?:Set)?$/.test(stringAt(object, "kind") ?? "");

/**
 * What an Application makes of the objects in files. Files with Applications in them stay as they are: those are found
 * where they stand, and an Application that deploys the file it stands in cannot depend on itself.
 */
function deployed(
  application: Application,
  parts: readonly Expansion[],
  namespace: Text | undefined,
): Expansion {
  const manifests = parts.flatMap((part) => part.manifests);
  const left = new Set(manifests.filter(isApplication).map(({ object }) => object.at.file.path));
  left.add(application.manifest.object.at.file.path);
  const isOwn = (path: string): boolean => !left.has(path);
  return {
    ...emptyExpansion,
    manifests: manifests
      .filter(({ object }) => isOwn(object.at.file.path))
      .map((manifest) => placed(application, manifest, namespace)),
    facts: parts
      .flatMap(({ facts }) => facts)
      .filter(({ at }) => isOwn(at.file.path))
      .map((fact): Fact => ({ ...fact, origin: application.origin, id: `${fact.id}|${application.key}` })),
    claims: parts.flatMap(({ units }) => units.map(({ key }) => key)).filter(isOwn),
    problems: parts
      .flatMap(({ problems }) => problems)
      .filter(({ at }) => isOwn(at.file.path))
      .map(inDeployed),
  };
}

/**
 * An object goes into the namespace that it names, else into the Application's destination (argo-cd
 * controller/state.go, NormalizeTargetObjects). kustomize overwrites the object's own.
 */
function placed(application: Application, manifest: Manifest, forced: Text | undefined): Manifest {
  const { object, existence, madeBy } = manifest;
  const { origin } = application;
  const kind = stringAt(object, "kind") ?? "";
  const written = textOf(get(object, "metadata", "namespace"), object.at);
  const isWritten = !isAbsent(written) && written.parts.length > 0;
  const namespace = forced ?? (isWritten ? undefined : application.namespace);
  const moved =
    namespace === undefined || isClusterScoped(kind)
      ? object
      : withValue(object, ["metadata", "namespace"], namespace);
  return {
    object: moved,
    origin,
    ...(existence === undefined ? {} : { existence }),
    ...(madeBy === undefined ? {} : { madeBy }),
  };
}
