import { entriesOf, get, type Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import type { LoaderSettings, Questions } from "../loader.ts";
import { directoryOf } from "../paths.ts";
import { moduleConfig, readConfigFiles } from "../terraform/configuration/module-config.ts";
import { sharedFilesFor } from "../terraform/environments/shared-files.ts";
import { readVariableFiles } from "../terraform/environments/variable-files.ts";
import { idOf, whollyKnown } from "../terraform/evaluate/identity.ts";
import { rootModuleInputs, type RootModuleInput } from "../terraform/root-module.ts";
import type { Plan } from "./document.ts";
import { configuredAddresses } from "./expressions.ts";

/** A directory and those above it, nearest first; `""` is the root. */
function upwards(directory: string): readonly string[] {
  return directory === "" ? [""] : [directory, ...upwards(directoryOf(directory))];
}

function declares(directory: string, addresses: readonly string[], ask: Questions): boolean {
  const files = readConfigFiles(directory, ask);
  if (files.length === 0) return false;
  const { resources, data, modules } = moduleConfig(directory, files);
  return addresses.every((address) => {
    if (address.startsWith("data.")) return data.has(address.slice("data.".length));
    if (address.startsWith("module.")) return modules.has(address.slice("module.".length));
    return resources.has(address);
  });
}

/**
 * The root module that a plan was made of, with the variable set that it was made with: the nearest directory from the
 * plan's upwards whose files declare everything that the plan's configuration has in its root module. Of its variable
 * sets the one whose values the plan has most of, if the plan contradicts none of them. Undefined when there is none:
 * the plan then stands alone.
 */
export function rootModuleOf(
  path: string,
  plan: Plan,
  ask: Questions,
  settings: LoaderSettings,
): RootModuleInput | undefined {
  const addresses = configuredAddresses(plan.configuration);
  if (addresses.length === 0) return undefined;
  const directory = upwards(directoryOf(path)).find((candidate) => declares(candidate, addresses, ask));
  if (directory === undefined) return undefined;
  const inside = (file: string): boolean => directory === "" || file.startsWith(`${directory}/`);
  const further = [...sharedFilesFor(directory, ask), ...settings.varFiles.filter(inside)];
  const inputs = rootModuleInputs(directory, further, ask, settings);
  const rated = inputs.map((input) => ({ input, agreeing: agreement(input, plan, ask) }));
  const best = Math.max(...rated.map(({ agreeing }) => agreeing));
  if (best < 0) return undefined;
  const fitting = rated.filter(({ agreeing }) => agreeing === best).map(({ input }) => input);
  const [first] = fitting;
  const isOfWorkspace = fitting.length > 1 && fitting.some(({ workspace }) => workspace !== undefined);
  // A plan does not say its workspace; its file may.
  return isOfWorkspace ? fitting.find(({ environment }) => environment === stemOf(path)) : first;
}

/** The name of a plan's file without its endings. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/(?:\.tfplan)?\.json$/i, "");
}

/** How many values of a variable set the plan has too; -1 when it has another value for one. */
function agreement({ variableFiles }: RootModuleInput, plan: Plan, ask: Questions): number {
  let agreeing = 0;
  for (const [name, written] of readVariableFiles(variableFiles, "", ask)) {
    const planned = get(plan.variables, name, "value");
    if (planned === undefined || !whollyKnown(written)) continue;
    if (!isSame(planned, written)) return -1;
    agreeing++;
  }
  return agreeing;
}

/** Whether two values are the same, however a variable's type has converted them. */
function isSame(planned: Node, written: Node): boolean {
  if (planned.kind === "list" && written.kind === "list") {
    return [...planned.items.map(idOf)].sort().join() === [...written.items.map(idOf)].sort().join();
  }
  if (planned.kind === "map" && written.kind === "map") {
    return entriesOf(written).every(({ key, value }) => {
      const other = get(planned, known(key) ?? "");
      return other === undefined || isSame(other, value);
    });
  }
  const scalar = (node: Node): string =>
    node.kind === "text"
      ? (known(node) ?? "")
      : node.kind === "number" || node.kind === "boolean"
        ? node.raw
        : idOf(node);
  return scalar(planned) === scalar(written);
}
