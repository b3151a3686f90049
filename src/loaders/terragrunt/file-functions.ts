import type { Node } from "../../model/node.ts";
import { functions } from "../terraform/evaluate/functions/all.ts";
import type { EagerFunction, FunctionRow } from "../terraform/evaluate/functions/function.ts";
import { pathOf, toAbsolute } from "./absolute-paths.ts";

/** Functions of Terraform whose first argument is a path. */
const FILE_FUNCTIONS = [
  ...["file", "fileexists", "fileset", "templatefile", "filebase64", "filebase64sha256", "filebase64sha512"],
  ...["filemd5", "filesha1", "filesha256", "filesha512"],
];

/** A path that a unit hands to its module is not known as a whole, but names a file of the repository. */
function revealed(argument: Node, index: number): Node {
  const path = index === 0 && argument.kind === "text" ? pathOf(argument) : undefined;
  if (path === undefined) return argument;
  return { kind: "text", parts: [{ kind: "literal", value: toAbsolute(path) }], at: argument.at };
}

/** File functions as a module sees them that gets absolute paths as inputs. */
export const fileFunctions: ReadonlyMap<string, FunctionRow> = new Map(
  FILE_FUNCTIONS.flatMap((name): readonly (readonly [string, FunctionRow])[] => {
    const row = functions.get(name);
    if (row?.kind !== "eager") return [];
    const run: EagerFunction["run"] = (args, call) => row.run(args.map(revealed), call);
    return [[name, { ...row, run }]];
  }),
);
