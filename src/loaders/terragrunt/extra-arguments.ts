import { itemsOf, entriesOf, flagOf, type Node } from "../../model/node.ts";
import { known, literal } from "../../model/text.ts";
import { directoryOf } from "../paths.ts";
import { resolvePath } from "./absolute-paths.ts";
import { attributeOfBlock, blocksIn } from "./blocks.ts";
import { labelledBlocks } from "./merged.ts";
import type { Config } from "./reading.ts";

/** What a unit's command line and environment give to variables besides its inputs. */
export interface ExtraArguments {
  /** In the order of the command line: a variable file's path, or one variable. */
  readonly given: readonly (
    | { readonly kind: "file"; readonly path: string }
    | { readonly kind: "variable"; readonly name: string; readonly value: Node }
    /** A file that is not there, or whose name is not known. */
    | { readonly kind: "missing"; readonly name: string }
  )[];
  /** Variables that `env_vars` sets: before inputs, which do not replace them. */
  readonly environment: ReadonlyMap<string, Node>;
}

/** Commands for which variables matter. */
const WANTED = ["apply", "plan"];

function isWanted(commands: Node | undefined): boolean {
  if (commands?.kind !== "list") return commands?.kind === "unknown";
  return commands.items.some((item) => item.kind !== "text" || WANTED.includes(known(item) ?? "apply"));
}

/** `extra_arguments` of a unit and of what it includes (Terragrunt, "terraform block"). */
export function extraArguments(config: Config, moduleDirectory: string | undefined): ExtraArguments {
  const given: ExtraArguments["given"][number][] = [];
  const environment = new Map<string, Node>();
  const blocks = labelledBlocks(config, (layer) =>
    layer.blocks("terraform").flatMap(({ body }) => blocksIn(body, "extra_arguments")),
  );
  for (const { config: layer, item } of blocks.values()) {
    const value = (name: string): Node | undefined => attributeOfBlock(layer, item, name);
    if (!isWanted(value("commands"))) continue;
    const files = (name: string, isRequired: boolean): void => {
      for (const file of itemsOf(value(name)))
        given.push(...fileAt(layer, file, moduleDirectory, isRequired));
    };
    given.push(...written(layer, itemsOf(value("arguments")), moduleDirectory));
    files("required_var_files", true);
    files("optional_var_files", false);
    for (const { key, value: setting } of entriesOf(value("env_vars"))) {
      const name = known(key);
      if (name?.startsWith("TF_VAR_") === true) environment.set(name.slice("TF_VAR_".length), setting);
    }
  }
  return { given, environment };
}

/** Where a variable file lies: beside the unit, whose files are copied to the module, or in the module. */
function fileAt(
  config: Config,
  file: Node,
  moduleDirectory: string | undefined,
  isRequired: boolean,
): ExtraArguments["given"] {
  const written = file.kind === "text" ? known(file) : undefined;
  const from = [directoryOf(config.configPath), ...(moduleDirectory === undefined ? [] : [moduleDirectory])];
  const paths =
    written === undefined ? [] : from.flatMap((directory) => resolvePath(written, directory) ?? []);
  const path = paths.find((candidate) => !("missing" in config.session.ask.read(candidate)));
  if (path !== undefined) return [{ kind: "file", path }];
  const isSurelyAbsent = !isRequired && written !== undefined && paths.length > 0;
  return isSurelyAbsent ? [] : [{ kind: "missing", name: written ?? "a variable file" }];
}

/** `-var-file=F`, `-var-file F`, `-var x=y`, `-var=x=y` (Terraform, "Input Variables on the Command Line"). */
function written(
  config: Config,
  args: readonly Node[],
  moduleDirectory: string | undefined,
): ExtraArguments["given"] {
  const texts = args.map((argument) => (argument.kind === "text" ? (known(argument) ?? "") : ""));
  return texts.flatMap((text, index): ExtraArguments["given"] => {
    const [, option, inline] = /^--?(var|var-file)(?:=([^]*))?$/.exec(text) ?? [];
    const value = inline ?? texts[index + 1];
    const at = args[index]?.at;
    if (option === undefined || value === undefined || at === undefined) return [];
    if (option === "var-file") return fileAt(config, literal(value, at), moduleDirectory, true);
    const [, name, setting] = /^([^=]+)=([^]*)$/.exec(value) ?? [];
    return name === undefined || setting === undefined
      ? []
      : [{ kind: "variable", name, value: literal(setting, at) }];
  });
}

/** Whether a unit is left out of runs: `skip`, or `exclude` (Terragrunt, "exclude"). */
export function isLeftOut(flags: readonly (Node | undefined)[]): boolean {
  return flags.some((flag) => flag !== undefined && flagOf(flag) !== "no");
}
