import type { Location } from "../../model/location.ts";
import type { Entry, MapNode, Node } from "../../model/node.ts";
import type { Hole } from "../../model/text.ts";
import { attributeOfBlock } from "./blocks.ts";
import { allDependencies } from "./dependencies.ts";
import { lazyEntry, mapOfEntries } from "./lazy-map.ts";
import { attributeOf, inputsOf, sourceBlock } from "./merged.ts";
import type { Config } from "./reading.ts";

const ATTRIBUTES = ["iam_role", "download_dir", "terraform_binary", "skip", "prevent_destroy"];

/**
 * One of Terragrunt's files as a value: what `read_terragrunt_config` returns and what an exposed include is. Locals
 * are the file's own, inputs those with what it includes.
 */
export function configValue(config: Config, name: string, at: Location): MapNode {
  const nothing: Node = { kind: "null", at };
  const attributes = ATTRIBUTES.flatMap((attribute): readonly Entry[] => {
    const found = attributeOf(config, attribute);
    return found === undefined
      ? []
      : [lazyEntry(attribute, at, () => found.config.evaluate(found.item.value))];
  });
  const source = sourceBlock(config);
  const terraform = (): Node =>
    mapOfEntries(
      [
        lazyEntry(
          "source",
          at,
          () => (source && attributeOfBlock(source.config, source.item, "source")) ?? nothing,
        ),
      ],
      at,
      hole(config, `${name}.terraform`),
    );
  return mapOfEntries(
    [
      lazyEntry("locals", at, () =>
        config.locals.size === 0 ? nothing : localsOf(config, `${name}.locals`, at),
      ),
      lazyEntry("inputs", at, () => inputsOf(config) ?? nothing),
      lazyEntry("dependency", at, () => allDependencies(config, at)),
      ...(source === undefined ? [] : [lazyEntry("terraform", at, terraform)]),
      ...attributes,
    ],
    at,
    hole(config, name),
  );
}

function hole(config: Config, name: string): Hole {
  return { kind: "hole", id: `${config.instance}|${config.path}|${name}`, name };
}

function localsOf(config: Config, name: string, at: Location): MapNode {
  const entries = [...config.locals.keys()].map((local) =>
    lazyEntry(local, at, () => {
      const { id } = hole(config, `${name}.${local}`);
      return (
        config.local(local) ?? { kind: "unknown", hole: { kind: "hole", id, name: `${name}.${local}` }, at }
      );
    }),
  );
  return mapOfEntries(entries, at);
}
