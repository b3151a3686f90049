import { flagOf, get, itemsOf, type MapNode } from "../../../model/node.ts";
import { known } from "../../../model/text.ts";
import { fillTags } from "./fast-template.ts";
import { goRenderer } from "./go-renderer.ts";
import type { Renderer } from "./render.ts";

/** How an ApplicationSet fills in its texts: `goTemplate` says which of the two ways (GoTemplate.md). */
export function rendererOf(object: MapNode): Renderer {
  if (flagOf(get(object, "spec", "goTemplate")) !== "yes") return tags;
  const options = itemsOf(get(object, "spec", "goTemplateOptions")).flatMap((item) =>
    item.kind === "text" ? (known(item) ?? []) : [],
  );
  const last = options.findLast((option) => option.startsWith("missingkey="));
  if (last === "missingkey=error") return goRenderer("error");
  return goRenderer(last === "missingkey=zero" ? "zero" : "default");
}

const tags: Renderer = {
  goTemplate: false,
  text: fillTags,
  forms: (text, parameters) => [fillTags(text, parameters)],
};
