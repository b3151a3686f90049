import type { Location } from "../../../model/location.ts";
import { textSource, type Source } from "../../../model/source.ts";
import { concatAll, withParts, type Hole, type Text } from "../../../model/text.ts";
import { parameterAt, type Parameters } from "./parameters.ts";
import { Refused } from "./refused.ts";

/** Whether some line has a tag in it: Argo CD leaves every other text as it is, broken tags included. */
function isTemplated(text: string): boolean {
  return text.split("\n").some((line) => {
    const open = line.indexOf("{{");
    return open !== -1 && line.includes("}}", open + 2);
  });
}

/**
 * A text with its `{{tags}}` filled in, as Argo CD does without Go templates (applicationset/utils, Render.Replace;
 * valyala/fasttemplate): white space inside the braces does not count, and a tag that is no parameter, or one that is no
 * string, stays as it is.
 */
export function fillTags(text: Text, parameters: Parameters): Text {
  if (!text.parts.some((part) => part.kind === "literal" && part.value.includes("{{"))) return text;
  const source = textSource(text);
  const flat = source.text;
  if (!isTemplated(flat)) return text;
  const pieces: Text[] = [withParts(text, [])];
  const keep = (start: number, end: number): void => {
    pieces.push({ kind: "text", parts: source.parts(flat.slice(start, end), start, end), at: text.at });
  };
  let from = 0;
  let only: Location | undefined;
  for (let open = flat.indexOf("{{"); open !== -1; open = flat.indexOf("{{", from)) {
    const close = flat.indexOf("}}", open + 2);
    if (close === -1) throw new Refused(`a tag is not closed: "${flat.slice(open, open + 40)}"`, text.at);
    const value = valueOf(flat.slice(open + 2, close), source, parameters);
    const end = close + 2;
    keep(from, value === undefined ? end : open);
    if (value !== undefined) pieces.push(value);
    if (open === 0 && end === flat.length) only = value?.at;
    from = end;
  }
  keep(from, flat.length);
  return concatAll(only ?? text.at, pieces);
}

/** What stands for a tag; undefined when it stays. */
function valueOf(tag: string, source: Source, parameters: Parameters): Text | undefined {
  const holes = Array.from(tag, (char) => source.holeAt(char)).filter((each) => each !== undefined);
  const [hole] = holes;
  if (hole !== undefined) {
    const unknown: Hole = { ...hole, id: `tag|${holes.map(({ id }) => id).join("|")}` };
    return { kind: "text", parts: [unknown], at: source.at };
  }
  const name = tag.trim();
  if (name === "") return undefined;
  const value = parameterAt(parameters, name);
  if (value?.kind === "unknown") return { kind: "text", parts: [value.hole], at: source.at };
  return value?.kind === "text" ? value : undefined;
}
