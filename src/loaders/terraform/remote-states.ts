import type { EnvironmentId } from "../../model/entities.ts";
import { wholeFile, type SourceFile } from "../../model/location.ts";
import type { Entry, Node } from "../../model/node.ts";
import { absent, literal } from "../../model/text.ts";
import { emptyExpansion, type Expander, type Questions, type Unit } from "../loader.ts";
import { directoryOf } from "../paths.ts";
import { isConfigurationFile, isDownloaded } from "./configuration/config-files.ts";
import { locationIn } from "./configuration/hcl-parser.ts";
import { literalString, readConfigFiles } from "./configuration/module-config.ts";
import { stateId } from "./configuration/state-id.ts";
import type { Body } from "./syntax/ast.ts";

const STATES = "terraform-states";

const nowhere = wholeFile({ path: "", text: "" });
const origin = { environment: null, cluster: absent(nowhere), via: [] } as const;
const statesUnit: Unit = { kind: STATES, key: "", input: undefined, origin };

/** The settings of a backend block: literal ones, since it may use no names (Terraform, "Backend Configuration"). */
function settings(body: Body, file: SourceFile): Node {
  const entries = body.items.map((item): Entry => {
    const at = locationIn(file, item.span);
    if (item.kind === "block") return { key: literal(item.type, at), value: settings(item.body, file) };
    const value = literalString(item);
    const hole = {
      kind: "hole",
      id: `backend ${file.path}:${String(item.span.start)}`,
      name: item.name,
    } as const;
    return {
      key: literal(item.name, at),
      value: value === undefined ? { kind: "unknown", hole, at } : literal(value, at),
    };
  });
  return { kind: "map", entries, at: wholeFile(file) };
}

/** Where the configuration of a directory keeps its state; in `terraform.tfstate` beside it unless it says otherwise. */
function stateOf(directory: string, ask: Questions): string | undefined {
  for (const { file, body } of readConfigFiles(directory, ask)) {
    for (const block of body.items) {
      if (block.kind !== "block" || block.type !== "terraform") continue;
      for (const inner of block.body.items) {
        if (inner.kind !== "block" || (inner.type !== "backend" && inner.type !== "cloud")) continue;
        const backend = inner.type === "cloud" ? "cloud" : (inner.labels[0]?.value ?? "");
        return stateId({ backend, config: settings(inner.body, file), directory });
      }
    }
  }
  return stateId({ backend: "local", config: undefined, directory });
}

/** Lists the states that the input's configurations write: a unit for each, with the directory that writes it. */
export const statesExpander: Expander = {
  kind: STATES,
  expand: (_, ask) => {
    const files = ask.list("").filter((path) => isConfigurationFile(path) && !isDownloaded(path));
    const directories = [...new Set(files.map(directoryOf))].sort();
    const units = directories.flatMap((directory): readonly Unit[] => {
      const id = stateOf(directory, ask);
      return id === undefined ? [] : [{ kind: "terraform-state", key: id, input: directory, origin }];
    });
    return { ...emptyExpansion, units };
  },
};

/** The directory of the only configuration that writes a state; undefined when there is none, or several. */
export function writerOf(id: string, ask: Questions): string | undefined {
  const writers = ask.build(statesUnit).units.filter(({ key }) => key === id);
  const [only] = writers;
  return writers.length === 1 && typeof only?.input === "string" ? only.input : undefined;
}

/**
 * Which of a root module's variable sets has written the state: the only one, or the one of the reader's name;
 * undefined when that cannot be told.
 */
export function writingSet<T extends { readonly environment: EnvironmentId }>(
  sets: readonly T[],
  reader: EnvironmentId,
): T | undefined {
  const [only] = sets;
  if (sets.length === 1) return only;
  return reader === null ? undefined : sets.find(({ environment }) => environment === reader);
}
