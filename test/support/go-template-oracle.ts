import { fromNode } from "../../src/loaders/go-template/convert.ts";
import { helmFunctions } from "../../src/loaders/go-template/functions/index.ts";
import { parseTemplate } from "../../src/loaders/go-template/parse.ts";
import { renderWorlds, templateSet } from "../../src/loaders/go-template/render.ts";
import { parseYaml } from "../../src/loaders/yaml/parse.ts";
import { wholeFile, type SourceFile } from "../../src/model/location.ts";
import type { MapNode } from "../../src/model/node.ts";
import { fileSource } from "../../src/model/source.ts";
import { known, literal, print } from "../../src/model/text.ts";
import { oracleValues } from "./go-template-expressions.ts";

/** What Helm's engine printed, or said. */
export type Answer = { readonly value: string } | { readonly error: string };

export interface Recording {
  readonly versions: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, Readonly<Record<string, Answer>>>>;
}

/** What we make of an expression. */
export type Ours = { readonly value: string } | { readonly error: string } | { readonly hole: string };

/** The root of a template, made once: a rendering does not change it. */
const dot = ((): MapNode => {
  const values: SourceFile = { path: "values.yaml", text: oracleValues };
  const node = parseYaml(fileSource(values)).documents[0]?.node;
  if (node === undefined) throw new Error("the values are not YAML");
  const at = wholeFile(values);
  return { kind: "map", entries: [{ key: literal("Values", at), value: node }], at };
})();

/** A template's text with the values of the oracle. */
function rendered(template: string): Ours {
  const file: SourceFile = { path: "templates/t", text: template };
  const parsed = parseTemplate("t", fileSource(file));
  if (parsed.problem !== undefined) return { error: parsed.problem.message };
  const { outputs } = renderWorlds(templateSet([parsed]), "t", fromNode(dot), {
    functions: helmFunctions,
    missingKey: "zero",
    dropNoValue: true,
  });
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) return { hole: `${outputs.length} worlds` };
  if ("error" in output) return { error: output.error.message };
  const value = known(output.text);
  return value === undefined ? { hole: print(output.text) } : { value };
}

/** What we make of an expression, as the recording asks for it. */
export function ours(expression: string): Ours {
  const before = made.get(expression);
  if (before !== undefined) return before;
  const own = rendered(`{{ $x := ${expression} }}{{ $x }}|{{ printf "%T" $x }}`);
  made.set(expression, own);
  return own;
}

const made = new Map<string, Ours>();

export type Verdict = "equal" | "hole" | "different";

/** Errors are compared by there being one: their words are Go's. */
export function compare(answer: Answer, own: Ours): Verdict {
  if ("hole" in own) return "hole";
  if ("error" in answer || "error" in own) return "error" in answer && "error" in own ? "equal" : "different";
  return answer.value === own.value ? "equal" : "different";
}
