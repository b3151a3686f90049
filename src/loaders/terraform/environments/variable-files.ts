import { entriesOf, type Node } from "../../../model/node.ts";
import type { Problem } from "../../../model/problem.ts";
import { fileSource } from "../../../model/source.ts";
import { known } from "../../../model/text.ts";
import { parseJson } from "../../json/parse-json.ts";
import type { Parser, Questions } from "../../loader.ts";
import { hclParser } from "../configuration/hcl-parser.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { Scope } from "../evaluate/scope.ts";
import type { SourceFile } from "../../../model/location.ts";

/** A variable file may use no names (Terraform, "Variable Definitions (.tfvars) Files"). */
function constants(file: SourceFile, identity: string): Scope {
  return {
    file,
    instance: identity,
    names: new Map(),
    resolve: () => undefined,
    files: { read: () => undefined, list: () => [] },
    workingDirectory: "",
  };
}

function nativeValues(path: string, identity: string, ask: Questions): readonly (readonly [string, Node])[] {
  const parsed = ask.parse(path, hclParser);
  if ("missing" in parsed) return [];
  const { file, body } = parsed.value;
  const scope = constants(file, identity);
  return body.items.flatMap((item) =>
    item.kind === "attribute" ? [[item.name, evaluate(item.value, scope)] as const] : [],
  );
}

/** A `.tfvars.json` file: its strings are no templates (Terraform, "Variable Definitions (.tfvars) Files"). */
const jsonParser: Parser<Node | undefined> = {
  name: "tfvars-json",
  parse: (file) => {
    const source = fileSource(file);
    const { node, problems } = parseJson(source);
    return {
      value: node,
      comments: [],
      problems: problems.map(({ message, start, end }) => ({
        code: "input/unparseable",
        message,
        at: { ...source.locate(start, end), route: [] },
      })),
    };
  },
};

function jsonValues(path: string, ask: Questions): readonly (readonly [string, Node])[] {
  const parsed = ask.parse(path, jsonParser);
  if ("missing" in parsed) return [];
  return entriesOf(parsed.value).flatMap(({ key, value }) => {
    const name = known(key);
    return name === undefined ? [] : [[name, value] as const];
  });
}

/** Whether a variable file becomes one only when a program has filled it in: it does not parse, and has its marks. */
export function isTemplate(path: string, ask: Questions): boolean {
  const file = ask.read(path);
  if ("missing" in file || !/\{[{%]/.test(file.text)) return false;
  return variableFileProblems([path], ask).length > 0;
}

/** What could not be read in variable files. */
export function variableFileProblems(paths: readonly string[], ask: Questions): readonly Problem[] {
  return paths.flatMap((path) => {
    const parsed = path.endsWith(".json") ? ask.parse(path, jsonParser) : ask.parse(path, hclParser);
    return "missing" in parsed ? [] : parsed.problems;
  });
}

/** The values that variable files give, each file over those before it. */
export function readVariableFiles(
  paths: readonly string[],
  identity: string,
  ask: Questions,
): ReadonlyMap<string, Node> {
  return new Map(
    paths.flatMap((path) =>
      path.endsWith(".json") ? jsonValues(path, ask) : nativeValues(path, identity, ask),
    ),
  );
}
