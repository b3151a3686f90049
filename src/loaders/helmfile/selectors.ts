import { entriesOf, get, textOf, type MapNode } from "../../model/node.ts";
import { equals } from "../../model/compare.ts";
import { isAbsent, known, literal, type Answer, type Text } from "../../model/text.ts";

/** The labels that a release is chosen by: its own, those of all, and what it is itself. */
function labelsOf(release: MapNode): ReadonlyMap<string, Text> {
  const labels = new Map<string, Text>();
  for (const { key, value } of entriesOf(get(release, "labels"))) {
    const text = textOf(value, value.at);
    const name = known(key);
    if (name !== undefined && !isAbsent(text)) labels.set(name, text);
  }
  for (const name of ["name", "namespace", "chart"]) {
    const text = textOf(get(release, name), release.at);
    if (isAbsent(text)) continue;
    const value = known(text);
    const last =
      name === "chart" && value !== undefined
        ? literal(value.slice(value.lastIndexOf("/") + 1), text.at)
        : text;
    labels.set(name, last);
  }
  return labels;
}

/** Whether a release is one of those that a selector names: `tier=web,name!=api` (helmfile docs, "Labels"). */
function isSelected(selector: string, labels: ReadonlyMap<string, Text>): Answer {
  const answers = selector.split(",").map((term): Answer => {
    const [name = "", value = ""] = term.split(/!?=/);
    const label = labels.get(name.trim());
    const same = label === undefined ? "no" : equals(label, literal(value.trim(), label.at));
    if (!term.includes("!=")) return same;
    return same === "yes" ? "no" : same === "no" ? "yes" : "maybe";
  });
  if (answers.includes("no")) return "no";
  return answers.includes("maybe") ? "maybe" : "yes";
}

/** Whether a release is one of those that some selector names; without selectors all are. */
export function selects(selectors: readonly string[], release: MapNode): Answer {
  if (selectors.length === 0) return "yes";
  const labels = labelsOf(release);
  const answers = selectors.map((selector) => isSelected(selector, labels));
  if (answers.includes("yes")) return "yes";
  return answers.includes("maybe") ? "maybe" : "no";
}
