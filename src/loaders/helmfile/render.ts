import type { Location } from "../../model/location.ts";
import type { Node } from "../../model/node.ts";
import { fileSource, textSource } from "../../model/source.ts";
import type { Text } from "../../model/text.ts";
import { fromNode } from "../go-template/convert.ts";
import { parseTemplate } from "../go-template/parse.ts";
import { renderWorlds, TemplateSet } from "../go-template/render.ts";
import type { Value } from "../go-template/value.ts";
import { baseName, directoryOf } from "../paths.ts";
import { helmfileFunctions } from "./functions.ts";
import { asGoYaml } from "./nodes.ts";
import { HelmfileStop, type Run } from "./run.ts";

/** What templates see of the world that they are rendered in. */
export type TemplateData = Readonly<Record<string, Node>>;

/** The texts that a template may come out as; one when all is known. */
export interface Rendered {
  readonly texts: readonly Text[];
  /** False when there may be more: of a list that is not known, of worlds that are too many. */
  readonly complete: boolean;
}

/** Whether a text is a template at all. */
export function isTemplate(text: Text): boolean {
  let before = "";
  for (const part of text.parts) {
    if (part.kind === "hole") before = "";
    else {
      if ((before + part.value).includes("{{")) return true;
      before = part.value.slice(-1);
    }
  }
  return false;
}

/** Templates that all of a directory may include: `_*.tpl` (helmfile pkg/tmpl/context_tmpl.go). */
function helpers(base: string, run: Run): TemplateSet {
  const set = new TemplateSet();
  for (const path of run.ask.list(base)) {
    if (directoryOf(path) !== base || !/^_[^/]*\.tpl$/.test(baseName(path))) continue;
    const file = run.ask.read(path);
    if (!("missing" in file)) set.add(parseTemplate(path, fileSource(file)));
  }
  return set;
}

function dotOf(data: TemplateData, at: Location): Value {
  const entries = Object.entries(data).map(([name, value]) => ({
    key: { kind: "text", parts: [{ kind: "literal", value: name }], at } as const,
    value: asGoYaml(value),
  }));
  return fromNode({ kind: "map", entries, at });
}

/**
 * What a text of helmfile's comes out as. `base` is the directory that its functions read files from. Throws a
 * HelmfileStop when it comes out as nothing at all.
 */
export function render(text: Text, data: TemplateData, base: string, run: Run): Rendered {
  if (!isTemplate(text)) return { texts: [text], complete: true };
  const parsed = parseTemplate("stringTemplate", textSource(text));
  if (parsed.problem !== undefined) {
    throw new HelmfileStop(parsed.problem.message, parsed.problem.at, parsed.problem.reason);
  }
  const set = helpers(base, run).add(parsed);
  const options = { functions: helmfileFunctions(run, base), missingKey: "error" } as const;
  const { outputs, complete } = renderWorlds(set, "stringTemplate", dotOf(data, text.at), options);
  const texts = outputs.flatMap((output) => ("text" in output ? [output] : []));
  const [first] = outputs;
  if (texts.length === 0 && first !== undefined && "error" in first) {
    throw new HelmfileStop(first.error.message, first.error.at, first.error.reason);
  }
  const open = texts.some(({ repetitions, elsewhere }) => repetitions.length > 0 || elsewhere.length > 0);
  return { texts: texts.map((output) => output.text), complete: complete && !open };
}

/** A text that is a template of one line (a name, a path): what it comes out as, when that is one thing. */
export function renderLine(text: Text, data: TemplateData, base: string, run: Run): Text {
  const { texts, complete } = render(text, data, base, run);
  const [only, ...others] = texts;
  if (only !== undefined && others.length === 0 && complete) return only;
  const hole = {
    kind: "hole",
    id: `line|${run.id}|${text.at.file.path}@${String(text.at.span.start)}`,
    name: "a template",
  } as const;
  return { kind: "text", parts: [hole], at: text.at };
}
