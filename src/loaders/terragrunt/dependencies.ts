import type { Location } from "../../model/location.ts";
import { flagOf, type MapNode, type Node } from "../../model/node.ts";
import type { Hole } from "../../model/text.ts";
import { baseName, directoryOf } from "../paths.ts";
import type { Block } from "../terraform/syntax/ast.ts";
import type { Resolved, TraversalStep } from "../terraform/evaluate/scope.ts";
import { resolvePath } from "./absolute-paths.ts";
import { attributeIn, attributeOfBlock, stringOfBlock } from "./blocks.ts";
import { layersOf } from "./includes.ts";
import { lazyEntry, mapOfEntries } from "./lazy-map.ts";
import type { Config } from "./reading.ts";

interface Dependency {
  readonly config: Config;
  readonly block: Block;
}

/** The configuration whose dependencies a file sees: that of the unit, also in the files that it includes. */
function rootOf(config: Config): Config {
  return config.included?.by ?? config;
}

/** The strongest `dependency` block of a name that says where the other unit lies. */
function findDependency(config: Config, name: string): Dependency | undefined {
  const layers = layersOf(rootOf(config)).flatMap((layer) => layer.config ?? []);
  // A file that is only exposed sees its own.
  for (const layer of layers.includes(config) ? layers : [...layers, config]) {
    for (const block of layer.blocks("dependency")) {
      const isNamed = block.labels[0]?.value === name && attributeIn(block.body, "config_path") !== undefined;
      if (isNamed) return { config: layer, block };
    }
  }
  return undefined;
}

/** The names of all dependencies that a file sees. */
export function dependencyNames(config: Config): readonly string[] {
  const layers = [...layersOf(rootOf(config)).flatMap((layer) => layer.config ?? []), config];
  const names = layers.flatMap((layer) => layer.blocks("dependency").map(({ labels }) => labels[0]?.value));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** The directory of the other unit; undefined when it is not known or outside. */
function directoryFor({ config, block }: Dependency): string | undefined {
  const path = stringOfBlock(config, block, "config_path");
  const target = path === undefined ? undefined : resolvePath(path, directoryOf(rootOf(config).configPath));
  return target !== undefined && baseName(target).endsWith(".hcl") ? directoryOf(target) : target;
}

/** Whether the outputs are those of the other unit's state: neither left out nor mocked. */
function isReal({ config, block }: Dependency): boolean {
  const skips = flagOf(attributeOfBlock(config, block, "skip_outputs"));
  const enabled = flagOf(attributeOfBlock(config, block, "enabled"));
  return (skips === undefined || skips === "no") && (enabled === undefined || enabled === "yes");
}

/**
 * The outputs of another unit: what its module returns, when the unit lies here; else holes that are the same for
 * everyone who depends on it. `mock_outputs` stand in for outputs that are not there yet and are never what is applied.
 */
function outputsOf(dependency: Dependency, name: string, at: Location): MapNode {
  const { session } = dependency.config;
  const directory = directoryFor(dependency);
  const id =
    directory === undefined ? `${dependency.config.instance}|dependency.${name}` : `terragrunt:${directory}`;
  const more: Hole = { kind: "hole", id: `${id}|outputs`, name: `dependency.${name}.outputs` };
  const module =
    directory === undefined || !isReal(dependency) ? undefined : session.unit(directory)?.module();
  const entries = (module?.outputs ?? []).map((output) =>
    lazyEntry(output, at, () => module?.output(output) ?? outputHole(more, output, at)),
  );
  return mapOfEntries(entries, at, more);
}

function outputHole({ id, name }: Hole, output: string, at: Location): Node {
  return { kind: "unknown", hole: { kind: "hole", id: `${id}.${output}`, name: `${name}.${output}` }, at };
}

/** `dependency.NAME` and what follows it. */
export function dependencyValue(
  config: Config,
  name: string,
  field: TraversalStep | undefined,
  at: Location,
): Resolved | undefined {
  const dependency = findDependency(config, name);
  if (dependency === undefined) return undefined;
  if (field === "outputs") return { value: outputsOf(dependency, name, at), used: 2 };
  return { value: wholeDependency(dependency, name, at), used: 1 };
}

function wholeDependency(dependency: Dependency, name: string, at: Location): MapNode {
  const more: Hole = {
    kind: "hole",
    id: `${dependency.config.instance}|dependency.${name}`,
    name: `dependency.${name}`,
  };
  return mapOfEntries([lazyEntry("outputs", at, () => outputsOf(dependency, name, at))], at, more);
}

/** All dependencies of a file, as values by name. */
export function allDependencies(config: Config, at: Location): MapNode {
  const entries = dependencyNames(config).flatMap((name) => {
    const dependency = findDependency(config, name);
    return dependency === undefined ? [] : [lazyEntry(name, at, () => wholeDependency(dependency, name, at))];
  });
  return mapOfEntries(entries, at);
}
