import { closest } from "../engine/closest.ts";
import { explain } from "../explain/explain.ts";
import { everyName, findNamed } from "../explain/named.ts";
import { rules } from "../../rules/index.ts";
import { decideColor, type ColorChoice } from "./color.ts";
import { print } from "./output.ts";
import { openSession, type SessionOptions } from "./session.ts";
import { UsageError } from "./usage-error.ts";

export interface WhyOptions extends SessionOptions {
  readonly format: "text" | "json";
  readonly color: ColorChoice;
}

/** How many names a guess offers at most. */
const OFFERED = 3;

/** The names that may have been meant: the same account in another namespace before a misspelt one. */
function nearest(name: string, names: readonly string[]): string {
  const last = name.split("/").at(-1) ?? name;
  const elsewhere = names.filter((each) => each.split("/").at(-1) === last).slice(0, OFFERED);
  const guess = closest(name, names);
  const offered = elsewhere.length > 0 ? elsewhere : guess === undefined ? [] : [guess];
  if (offered.length === 0) return "; irsa-lint links lists what there is";
  return `; did you mean ${offered.map((each) => `"${each}"`).join(" or ")}?`;
}

/** `irsa-lint why`: replays the decision for one account or role; returns the exit code. */
export async function why(
  name: string,
  paths: readonly string[],
  options: WhyOptions,
  commands: readonly string[],
): Promise<number> {
  const color = decideColor(options.color);
  const ids = rules.map(({ id }) => id);
  const { model, files } = openSession(paths, options, ids, commands);
  const named = findNamed(name, model);
  if (named.accounts.length + named.roles.length === 0) {
    throw new UsageError(`nothing here is called "${name}"${nearest(name, everyName(model))}`);
  }
  const explanation = explain(name, named, model);
  if (options.format === "json") {
    const { formatWhyJson } = await import("../report/why-json.ts");
    await print(formatWhyJson(explanation, files));
    return 0;
  }
  const { formatWhy } = await import("../report/why-text.ts");
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  await print(formatWhy({ explanation, files, color, width }));
  return 0;
}
