import type { Gap } from "../../model/entities.ts";
import { get, type MapNode } from "../../model/node.ts";
import { isAbsent, known, literal, print, type Absent, type Text } from "../../model/text.ts";
import { emptyExpansion, type Expansion, type Questions } from "../loader.ts";
import { identityOf, inNamespace } from "../manifest-metadata.ts";
import { kustomizeRootUnit } from "../manifest-units.ts";
import { directoryOf, joinPath } from "../paths.ts";
import { applicationGap, type Application } from "./application-gap.ts";
import { directorySource } from "./directory-source.ts";
import { helmSource } from "./helm-source.ts";
import { kustomizeSource } from "./kustomize-source.ts";
import { whereIs } from "./repositories.ts";
import { withOverrides } from "./source-overrides.ts";

/** A source that is a directory of a git repository: read when that repository is here. */
export function gitSource(
  application: Application,
  source: MapNode,
  path: Text | Absent,
  index: number,
  ask: Questions,
): Expansion {
  const { manifest, settings } = application;
  const url = identityOf(manifest, get(source, "repoURL"), source, settings);
  const where = whereIs(url, ask);
  const relative = isAbsent(path) ? undefined : known(path)?.replace(/^\/+/, "");
  const root = where.kind === "here" ? where.path : "";
  const directory = relative === undefined ? undefined : joinPath(root, relative);
  const isHere = directory !== undefined && ask.list(directory).length > 0;
  const gap = (message: string, wants?: Gap["wants"]): Expansion => {
    const at = isAbsent(path) ? source.at : path.at;
    const fact = applicationGap(application, `source ${String(index)}`, message, at);
    return { ...emptyExpansion, facts: [wants === undefined ? fact : { ...fact, wants }] };
  };
  const address = isAbsent(url) ? undefined : known(url);
  const repository = address === undefined ? undefined : ({ kind: "repository", name: address } as const);
  const shown = isAbsent(path) ? "" : print(path);
  const { name, namespace } = application;
  const follows = `what Application "${print(name)}" makes${inNamespace(namespace)} is not known`;
  if (!isAbsent(path) && relative === undefined && where.kind !== "elsewhere") {
    return gap(`the path "${shown}" of a source is not wholly known: ${follows}`);
  }
  if (!isHere || where.kind === "elsewhere") {
    const isOurs = where.kind === "here" && where.certain;
    const missing = isOurs
      ? `there is no "${shown}" in this repository`
      : `the source "${shown}"${isAbsent(url) ? "" : ` of "${print(url)}"`} is not here`;
    return gap(`${missing}: ${follows}`, repository);
  }
  if (where.kind === "unknown") {
    return gap(
      `nothing says whether the repository "${print(url)}" is this one ("repositories" in the configuration can): ${follows}`,
      repository,
    );
  }
  const overridden = withOverrides(source, directory, application, ask);
  const place = { directory, root, path: isAbsent(path) ? literal(directory, source.at) : path };
  const expansion = expandDirectory(application, overridden.source, place, index, ask);
  return {
    ...(expansion ?? gap(`the plugin of the source "${shown}" is not run: ${follows}`)),
    claims: [...(expansion?.claims ?? []), ...overridden.claims],
    problems: [...(expansion?.problems ?? []), ...overridden.problems],
  };
}

interface SourcePlace {
  readonly directory: string;
  /** Of the repository. */
  readonly root: string;
  /** As the source writes it. */
  readonly path: Text;
}

const TOOLS = ["helm", "kustomize", "directory", "plugin"] as const;

/**
 * The tool of a directory (argo-cd docs/user-guide/tool_detection.md): the one whose options the source gives, else by
 * the files that are there.
 */
function toolOf(source: MapNode, directory: string, ask: Questions): (typeof TOOLS)[number] {
  const given = TOOLS.filter((tool) => get(source, tool)?.kind === "map");
  if (given.length === 1 && given[0] !== undefined) return given[0];
  const names = ask
    .list(directory)
    .filter((path) => directoryOf(path) === directory)
    .map((path) => path.slice(path.lastIndexOf("/") + 1));
  if (names.includes("Chart.yaml")) return "helm";
  return names.some((name) => /^(?:kustomization\.ya?ml|Kustomization)$/.test(name))
    ? "kustomize"
    : "directory";
}

/** Undefined for a plugin. */
function expandDirectory(
  application: Application,
  source: MapNode,
  { directory, root, path }: SourcePlace,
  index: number,
  ask: Questions,
): Expansion | undefined {
  const tool = toolOf(source, directory, ask);
  // A kustomization that is deployed, or that another tool passes over, is no world of its own.
  if (tool !== "plugin") ask.build(kustomizeRootUnit(directory));
  switch (tool) {
    case "plugin":
      return undefined;
    case "kustomize":
      return kustomizeSource(application, source, directory, index, ask);
    case "directory":
      return directorySource(application, source, directory, ask);
    case "helm": {
      const name = literal(directory.slice(directory.lastIndexOf("/") + 1), path.at);
      return helmSource(application, source, { name, own: { directory, root } }, index, ask);
    }
  }
}
