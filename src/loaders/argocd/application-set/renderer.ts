import { flagOf, get, type MapNode } from "../../../model/node.ts";
import { unknownText, type Text } from "../../../model/text.ts";
import { fillTags } from "./fast-template.ts";
import type { Renderer } from "./render.ts";

/** How an ApplicationSet fills in its texts: `goTemplate` says which of the two ways (GoTemplate.md). */
export function rendererOf(object: MapNode): Renderer {
  return flagOf(get(object, "spec", "goTemplate")) === "yes" ? goTemplates : tags;
}

const tags: Renderer = {
  goTemplate: false,
  text: fillTags,
  forms: (text, parameters) => [fillTags(text, parameters)],
};

const isPlain = (text: Text): boolean =>
  text.parts.every((part) => part.kind === "literal" && !part.value.includes("{{"));

const unread = (text: Text): Text =>
  isPlain(text)
    ? text
    : unknownText(
        { id: `go template|${text.at.file.path}|${text.at.span.start}`, name: "a template" },
        text.at,
      );

const goTemplates: Renderer = {
  goTemplate: true,
  text: unread,
  forms: (text) => (isPlain(text) ? [text] : undefined),
};
