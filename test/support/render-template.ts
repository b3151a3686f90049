import { fromNode } from "../../src/loaders/go-template/convert.ts";
import { helmFunctions } from "../../src/loaders/go-template/functions/index.ts";
import { parseTemplate } from "../../src/loaders/go-template/parse.ts";
import {
  renderWorlds,
  templateSet,
  type Rendering,
  type RenderOptions,
} from "../../src/loaders/go-template/render.ts";
import type { GoMap } from "../../src/loaders/go-template/value.ts";
import { parseYaml } from "../../src/loaders/yaml/parse.ts";
import type { Location } from "../../src/model/location.ts";
import { fileSource, textSource } from "../../src/model/source.ts";
import { literal, print, type Hole } from "../../src/model/text.ts";

const nowhere: Location = { file: { path: "nowhere", text: "" }, route: [], span: { start: 0, end: 0 } };

/** YAML as the dot of a template; `unknowns` are added at the top as values of which nothing is known. */
export function valuesFrom(yaml: string, unknowns: readonly string[] = []): GoMap {
  const [document] = parseYaml(fileSource({ path: "values.yaml", text: yaml })).documents;
  const value = document?.node === undefined ? undefined : fromNode(document.node);
  const entries = new Map(value?.kind === "go-map" ? value.entries : []);
  for (const name of unknowns) {
    const hole: Hole = { kind: "hole", id: `test|${name}`, name: `var.${name}` };
    entries.set(name, { key: literal(name, nowhere), value: { kind: "unknown", hole, at: nowhere } });
  }
  return { kind: "go-map", entries, more: undefined, at: nowhere };
}

/** A template of Helm's functions on these values. */
export function render(
  text: string,
  dot: GoMap = valuesFrom("{}"),
  options: Partial<RenderOptions> = {},
): Rendering {
  const parsed = parseTemplate("main.yaml", fileSource({ path: "main.yaml", text }));
  return renderWorlds(templateSet([parsed]), "main.yaml", dot, { functions: helmFunctions, ...options });
}

/** What each world prints, or `error: ...`; holes as `${name}`. */
export function printedWorlds(rendering: Rendering): readonly string[] {
  return rendering.outputs.map((output) =>
    "error" in output ? `error: ${output.error.message}` : print(output.text),
  );
}

/** The same text as a source, with a hole for each `<name>`. */
export function sourceWithHoles(text: string): ReturnType<typeof textSource> {
  const file = { path: "holes.yaml", text };
  const parts = Array.from(text.matchAll(/<(\w+)>|[^<]+/g), ([value, name]) =>
    name === undefined ? ({ kind: "literal", value } as const) : ({ kind: "hole", id: name, name } as const),
  );
  return textSource({ kind: "text", parts, at: { file, route: [], span: { start: 0, end: text.length } } });
}
