import { equals } from "../../../model/compare.ts";
import { textSource } from "../../../model/source.ts";
import type { Text } from "../../../model/text.ts";
import { fromNode, unknownString } from "../../go-template/convert.ts";
import { argocdFunctions } from "../../go-template/functions/index.ts";
import { parseTemplate } from "../../go-template/parse.ts";
import { renderWorlds, TemplateSet, type RenderOptions } from "../../go-template/render.ts";
import type { Value } from "../../go-template/value.ts";
import type { Parameters } from "./parameters.ts";
import { Refused } from "./refused.ts";
import type { Renderer } from "./render.ts";

type MissingKey = NonNullable<RenderOptions["missingKey"]>;

/** What Argo CD calls every template (applicationset/utils, baseTemplate). */
const NAME = "base";

/** Texts of the template that were parsed: each is filled in once for every element. */
const parsed = new WeakMap<Text, TemplateSet>();
const values = new WeakMap<Parameters, Value>();

function setOf(text: Text): TemplateSet {
  const before = parsed.get(text);
  if (before !== undefined) return before;
  const set = new TemplateSet().add(parseTemplate(NAME, textSource(text)));
  parsed.set(text, set);
  return set;
}

function dotOf(parameters: Parameters): Value {
  const before = values.get(parameters);
  if (before !== undefined) return before;
  const value = typed(fromNode(parameters.map), STRINGS);
  values.set(parameters, value);
  return value;
}

/** Which maps have Go's type `map[string]string`: what they do not hold is an empty string to `index`. */
interface Typed {
  readonly [key: string]: "strings" | Typed;
}

const STRINGS: Typed = { values: "strings", metadata: { annotations: "strings", labels: "strings" } };

function typed(value: Value, types: Typed): Value {
  if (value.kind !== "go-map") return value;
  const entries = new Map(value.entries);
  for (const [key, type] of Object.entries(types)) {
    const entry = entries.get(key);
    if (entry === undefined) continue;
    const inner = type === "strings" ? asStrings(entry.value) : typed(entry.value, type);
    entries.set(key, { key: entry.key, value: inner });
  }
  return { ...value, entries };
}

function asStrings(value: Value): Value {
  if (value.kind !== "go-map") return value;
  const isStrings = Array.from(value.entries.values()).every((entry) => entry.value.kind === "text");
  return isStrings ? { ...value, type: "map[string]string" } : value;
}

const isPlain = (text: Text): boolean =>
  text.parts.every((part) => part.kind === "literal" && !part.value.includes("{{"));

/** What a text can become; `isSure` when it is one of them. */
interface Forms {
  readonly texts: readonly Text[];
  readonly isSure: boolean;
}

function formsOf(text: Text, parameters: Parameters, missingKey: MissingKey): Forms {
  const rendering = renderWorlds(setOf(text), NAME, dotOf(parameters), {
    functions: argocdFunctions,
    missingKey,
  });
  const texts: Text[] = [];
  let isSure = rendering.complete;
  let refused: Refused | undefined;
  for (const output of rendering.outputs) {
    if ("error" in output) {
      const { error } = output;
      if (error.reason === "limit") isSure = false;
      else refused ??= new Refused(error.message, error.at);
      continue;
    }
    if (output.repetitions.length > 0 || output.elsewhere.length > 0) isSure = false;
    if (!texts.some((each) => equals(each, output.text) === "yes")) texts.push(output.text);
  }
  if (texts.length === 0 && refused !== undefined && isSure) throw refused;
  return { texts, isSure: isSure && texts.length > 0 };
}

/** A text that is one value of the element's stands where that is written. */
function placed(text: Text): Text {
  const [part, ...others] = text.parts;
  if (part?.kind !== "literal" || part.at === undefined || others.length > 0) return text;
  return { ...text, at: { ...part.at, route: text.at.route } };
}

function render(text: Text, parameters: Parameters, missingKey: MissingKey): Text {
  if (isPlain(text)) return text;
  const { texts, isSure } = formsOf(text, parameters, missingKey);
  const [only, ...others] = texts;
  if (only !== undefined && isSure && others.length === 0) return placed(only);
  return unknownString("template", [text, ...texts, dotOf(parameters)], text.at);
}

/** Go templates, text by text (applicationset/utils, Render.Replace). */
export function goRenderer(missingKey: MissingKey): Renderer {
  return {
    goTemplate: true,
    text: (text, parameters, strict) => render(text, parameters, strict === undefined ? missingKey : "error"),
    forms: (text, parameters) => {
      if (isPlain(text)) return [text];
      const { texts, isSure } = formsOf(text, parameters, missingKey);
      return isSure ? texts : undefined;
    },
  };
}
