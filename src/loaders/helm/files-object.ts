import type { Location } from "../../model/location.ts";
import { wholeFile } from "../../model/location.ts";
import { known, literal, type Text } from "../../model/text.ts";
import { unknownResult, unknownString } from "../go-template/convert.ts";
import type { Call, FunctionTable } from "../go-template/function.ts";
import type { GoObject, Value } from "../go-template/value.ts";
import type { Questions } from "../loader.ts";
import { baseName } from "../paths.ts";
import type { ChartFile } from "./chart-tree.ts";
import { goTable, stringArgument } from "./chart-objects.ts";
import { chartFileMatcher } from "./globs.ts";

interface Files {
  readonly files: readonly ChartFile[];
  readonly ask: Questions;
  readonly functions: FunctionTable;
  readonly at: Location;
}

/** `.Files` (helm pkg/engine/files.go): what lies in the chart besides templates and charts. */
export function filesObject(files: Files): GoObject {
  const { at } = files;
  const methods: Readonly<Record<string, (args: readonly Value[], call: Call) => Value>> = {
    Get: (args, call) => contentsOf(files, args, call),
    // Bytes are a string to everything that templates do with them.
    GetBytes: (args, call) => contentsOf(files, args, call),
    Glob: (args, call) => {
      const pattern = stringArgument(args);
      if (pattern === undefined) return unknownResult("Files.Glob", args, call.at);
      const matches = chartFileMatcher(pattern) ?? (() => true);
      return filesObject({ ...files, files: files.files.filter(({ name }) => matches(name)), at: call.at });
    },
    Lines: (args, call) => linesOf(contentsOf(files, args, call), call),
    AsConfig: (_, call) => asYaml(files, call, (text) => text),
    AsSecrets: (_, call) => asYaml(files, call, (text) => functionOf(files, "b64enc")?.([text], call)),
  };
  return {
    kind: "object",
    type: "engine.files",
    at,
    member: (name, args, call) => {
      if (Object.hasOwn(methods, name)) return methods[name]?.(args, call);
      return fileAt(files, name)?.text;
    },
    entries: () =>
      sorted(files.files).map((file) => [literal(file.name, at), read(file, files).text] as const),
  };
}

const functionOf = ({ functions }: Files, name: string): ReturnType<FunctionTable["get"]> =>
  functions.get(name);

function sorted(files: readonly ChartFile[]): readonly ChartFile[] {
  return [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a file holds; of a binary or too large one nothing is known. */
function read(file: ChartFile, { ask, at }: Files): { readonly text: Text } {
  const source = ask.read(file.path);
  if (!("missing" in source)) return { text: literal(source.text, wholeFile(source)) };
  const hole = { kind: "hole", id: `file|${file.path}`, name: `contents of ${file.path}` } as const;
  return { text: { kind: "text", parts: [hole], at } };
}

function fileAt(files: Files, name: string): { readonly text: Text } | undefined {
  const file = files.files.find((each) => each.name === name);
  return file && read(file, files);
}

/** A file that is not there is empty. */
function contentsOf(files: Files, args: readonly Value[], call: Call): Text {
  const name = stringArgument(args);
  if (name === undefined) return unknownString("Files.Get", args, call.at);
  return fileAt(files, name)?.text ?? literal("", call.at);
}

function linesOf(text: Text, call: Call): Value {
  const value = known(text);
  if (value === undefined) return unknownResult("Files.Lines", [text], call.at);
  const lines = value === "" ? [] : value.replace(/\n$/, "").split("\n");
  return {
    kind: "go-list",
    items: lines.map((line) => literal(line, text.at)),
    at: call.at,
    type: "[]string",
  };
}

/** The files by their names without directories, as YAML. */
function asYaml(files: Files, call: Call, encode: (text: Text) => Value | undefined): Value {
  const entries = sorted(files.files).map((file): readonly [string, Value] => {
    const { text } = read(file, files);
    return [baseName(file.name), encode(text) ?? unknownString("b64enc", [text], call.at)];
  });
  const table = goTable(entries, call.at);
  return functionOf(files, "toYaml")?.([table], call) ?? unknownString("Files.AsConfig", [table], call.at);
}
