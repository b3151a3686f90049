import { fromNode } from "../../../src/loaders/go-template/convert.ts";
import { helmFunctions } from "../../../src/loaders/go-template/functions/index.ts";
import { parseTemplate } from "../../../src/loaders/go-template/parse.ts";
import { renderWorlds, templateSet } from "../../../src/loaders/go-template/render.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import { fileSource } from "../../../src/model/source.ts";
import { known } from "../../../src/model/text.ts";
import { templateData } from "./data.ts";
import type { TemplateCase } from "./index.ts";

/** What Go made of a case. */
export interface GoAnswer {
  readonly output?: string;
  readonly error?: string;
}

/** The functions that text/template has of itself. */
const BUILTINS = [
  "eq",
  "ge",
  "gt",
  "index",
  "le",
  "len",
  "lt",
  "ne",
  "not",
  "print",
  "printf",
  "println",
  "slice",
];
const functions = new Map([...helmFunctions].filter(([name]) => BUILTINS.includes(name)));

const sourceOf = (path: string, text: string): ReturnType<typeof fileSource> => fileSource({ path, text });
const [document] = parseYaml(sourceOf("values.yaml", JSON.stringify(templateData))).documents;

/** What we make of a case. */
export function ownAnswer({ template, missingKey, others = [] }: TemplateCase): GoAnswer {
  if (document?.node === undefined) throw new Error("the data is no document");
  const parsed = [
    ...others.map((text) => parseTemplate("other", sourceOf("other", text))),
    parseTemplate("main", sourceOf("main", template)),
  ];
  const problem = parsed.find((one) => one.problem !== undefined)?.problem;
  if (problem !== undefined) return { error: problem.message };
  const { outputs } = renderWorlds(templateSet(parsed), "main", fromNode(document.node), {
    functions,
    ...(missingKey === undefined ? {} : { missingKey }),
  });
  const [output] = outputs;
  if (outputs.length !== 1 || output === undefined) throw new Error("not one world");
  if ("error" in output) return { error: output.error.message };
  const text = known(output.text);
  if (text === undefined) throw new Error("the output has a hole");
  return { output: text };
}

/** How our answer differs from Go's, or undefined. Of errors only that there is one is compared. */
export function differenceFrom(asked: TemplateCase, answer: GoAnswer): string | undefined {
  const own = ownAnswer(asked);
  if (answer.output === own.output && (answer.error === undefined) === (own.error === undefined))
    return undefined;
  return `Go: ${JSON.stringify(answer)}\n  we: ${JSON.stringify(own)}`;
}
