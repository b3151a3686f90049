import type { ChartReads } from "../../model/entities.ts";
import { entriesOf, entryOf, type Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import type { Questions } from "../loader.ts";
import type { ChartFile, ChartSource } from "./chart-tree.ts";
import { nameOf, type ActiveChart } from "./take-part.ts";
import { isPartial } from "./template-files.ts";

/** Values as a whole: handed on, printed, gone through or indexed by a name that is not written there. */
const WHOLE = /\.Values(?!\.\w)|\$\.Values(?!\.\w)/;

function textOf({ path }: ChartFile, ask: Questions): string {
  const file = ask.read(path);
  // What cannot be read may read anything.
  return "missing" in file ? ".Values" : file.text;
}

/** The partials of the charts inside a chart: its own templates may fill them in with its own values. */
function partialsIn({ charts }: ChartSource): readonly ChartFile[] {
  return charts.flatMap((chart) => [
    ...chart.templates.filter(({ name }) => isPartial(name)),
    ...partialsIn(chart),
  ]);
}

/** The text of all templates that may read a chart's values. */
function templatesOf(source: ChartSource, ask: Questions): readonly string[] {
  if (source.templates.length === 0) return [];
  return [...source.templates, ...partialsIn(source)].map((file) => textOf(file, ask));
}

const isOfWord = (character: string | undefined): boolean =>
  character !== undefined && /[\w-]/.test(character);

/** Whether a text holds a word, and not only as a part of another. */
function speaksOf(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isOfWord(text[at - 1]) && !isOfWord(text[at + word.length])) return true;
  }
  return false;
}

/** Whether all that could read the chart's values is here: charts that are asked for and missing may be libraries. */
function isComplete({ source, missing }: ActiveChart): boolean {
  if (source.unread.length > 0) return false;
  return source.templates.length === 0 || missing.length === 0;
}

/** Keys under which values go to charts inside, those that are switched off among them. */
function insideOf({ source, charts }: ActiveChart): ChartReads["inside"] {
  const asked = source.requirements.map((requirement) => ({
    key: nameOf(requirement),
    name: known(requirement.name) ?? "",
  }));
  const held = charts.map(({ name, source: { name: own } }) => ({ key: name, name: known(own) ?? "" }));
  const lying = source.charts.map(({ name }) => ({ key: known(name) ?? "", name: known(name) ?? "" }));
  const found = [...asked, ...held];
  return [...found, ...lying.filter(({ name }) => !found.some((each) => each.name === name))].filter(
    ({ key }, index, all) => all.findIndex((each) => each.key === key) === index,
  );
}

/** What a chart's files say of the values that it reads; undefined where not all of them are here. */
export function chartReads(
  chart: ActiveChart,
  values: Node | undefined,
  ask: Questions,
): ChartReads | undefined {
  if (!isComplete(chart)) return undefined;
  const inside = insideOf(chart);
  const texts = templatesOf(chart.source, ask);
  const keys = entriesOf(chart.source.values).flatMap(({ key }) => known(key) ?? []);
  if (texts.some((text) => WHOLE.test(text))) return { inside, keys, unread: [] };
  const taken = new Set([...inside.map(({ key }) => key), "global"]);
  const conditions = chart.source.requirements.flatMap(({ condition, imports }) => [
    ...(condition ?? "").split(","),
    ...imports.map(({ parent }) => parent),
  ]);
  const spoken = [...texts, ...conditions];
  const unread = entriesOf(values).flatMap(({ key }) => {
    const name = known(key);
    if (name === undefined || taken.has(name) || entryOf(values, name) === undefined) return [];
    return spoken.some((text) => speaksOf(text, name)) ? [] : [name];
  });
  return { inside, keys, unread };
}
