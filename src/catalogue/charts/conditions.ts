import { allOf, anyOf, negate } from "../../model/compare.ts";
import { get, type Node } from "../../model/node.ts";
import { holesOf, known, type Answer } from "../../model/text.ts";
import type { ChartServiceAccountRow, RequiredAction, ValueCondition, ValueTest } from "./chart-row.ts";
import { truthOf, valueAt, type ChartValues } from "./chart-values.ts";

/** Whether a condition of a row holds for the values of a release; "maybe" where a value that decides is not known. */
export function holds({ if: tests = [], unless = [] }: ValueCondition, values: ChartValues): Answer {
  return allOf([...tests.map((test) => passes(test, values)), negate(speaksOf(values.set, unless))]);
}

/**
 * Whether the controller of a chart's account calls AWS with these values; "maybe" where the row does not say, or where
 * the value that decides is not known.
 */
export function callsAws({ callsAws: choice }: ChartServiceAccountRow, values: ChartValues): Answer {
  if (choice === undefined) return "maybe";
  return choice === true ? "yes" : holds(choice, values);
}

/** The actions of a row without which the controller of an account certainly does not work with these values. */
export function neededActions(
  actions: readonly RequiredAction[],
  account: ChartServiceAccountRow,
  values: ChartValues,
): readonly RequiredAction[] {
  if (callsAws(account, values) === "no") return [];
  return actions.filter(({ needed }) => needed?.by === account.component && holds(needed, values) === "yes");
}

function passes(test: ValueTest, values: ChartValues): Answer {
  for (const path of test.paths) {
    const node = valueAt(values, path);
    if (node === undefined) continue;
    // A value may be a text in older versions of a chart and a map with a name in newer ones.
    if (node.kind === "map" && test.is !== undefined) continue;
    if (test.item !== undefined && node.kind === "list") return anyItem(test, test.item, node.items);
    return satisfies(test, node);
  }
  if (test.default === undefined) return "maybe";
  return test.default === (test.is ?? true) ? "yes" : "no";
}

/** Whether one of a list's maps has the value. */
function anyItem(test: ValueTest, key: string, items: readonly Node[]): Answer {
  return anyOf(
    items.map((item): Answer => {
      const node = get(item, key);
      return node === undefined ? (item.kind === "map" ? "no" : "maybe") : satisfies(test, node);
    }),
  );
}

function satisfies({ is, holds: piece }: ValueTest, node: Node): Answer {
  if (node.kind === "unknown") return "maybe";
  if (piece !== undefined) {
    if (node.kind !== "text") return "no";
    const found = node.parts.some((part) => part.kind === "literal" && part.value.includes(piece));
    return found ? "yes" : known(node) === undefined ? "maybe" : "no";
  }
  if (is === undefined) return truthOf(node);
  if (typeof is === "boolean") return node.kind === "boolean" ? (node.value === is ? "yes" : "no") : "maybe";
  const value = node.kind === "text" ? known(node) : undefined;
  return value === undefined ? "maybe" : value === is ? "yes" : "no";
}

/** Values are walked this deep: subcharts nest, and no chart's values come near it. */
const MAX_DEPTH = 30;

/** One form for the ways in which people write an option: `dry-run`, `dryRun` and `DRY_RUN` are one. */
const folded = (text: string): string => text.toLowerCase().replace(/[-_]/g, "");

/** Whether a key or a value speaks of one of some options; "maybe" when something is not known. */
function speaksOf(node: Node | undefined, words: readonly string[], depth = 0): Answer {
  if (node === undefined || words.length === 0) return "no";
  if (depth > MAX_DEPTH) return "maybe";
  const inText = (text: string): Answer => (words.some((word) => folded(text).includes(word)) ? "yes" : "no");
  switch (node.kind) {
    case "unknown":
      return "maybe";
    case "text": {
      const literals = node.parts.map((part) => (part.kind === "literal" ? inText(part.value) : "no"));
      // A hole beside an option's name is the option's value, and one by itself may be any option.
      const isHole = node.parts.length > 0 && holesOf(node).length === node.parts.length;
      return anyOf([...literals, isHole ? "maybe" : "no"]);
    }
    case "list":
      return anyOf(node.items.map((item) => speaksOf(item, words, depth + 1)));
    case "map":
      return anyOf([
        node.more === undefined ? "no" : "maybe",
        ...node.entries.flatMap(({ key, value }) => [
          inText(known(key) ?? ""),
          speaksOf(value, words, depth + 1),
        ]),
      ]);
    default:
      return "no";
  }
}
