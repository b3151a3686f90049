import { existsSync, writeFileSync } from "node:fs";
import { starterConfiguration, type Seen } from "../engine/config/starter.ts";
import { rules } from "../../rules/index.ts";
import { CONFIG_NAMES, reasonOf } from "../workspace/boundary.ts";
import { note } from "./output.ts";
import { openSession } from "./session.ts";
import { survey } from "./survey.ts";
import { UsageError } from "./usage-error.ts";

const target = CONFIG_NAMES[0];

function lookAround(commands: readonly string[]): Seen {
  const ids = rules.map(({ id }) => id);
  const { model, input } = openSession(["."], { config: false, isolated: true }, ids, commands);
  return survey(model, input.workspace);
}

/** `irsa-lint init`: writes a commented configuration that fits the working directory; one that is there stays. */
export function init(commands: readonly string[]): number {
  const there = CONFIG_NAMES.find((name) => existsSync(name));
  if (there !== undefined) throw new UsageError(`there is a configuration already: ${there}`);
  const text = starterConfiguration(lookAround(commands));
  try {
    // "wx" fails when the file came into being meanwhile.
    writeFileSync(target, text, { flag: "wx" });
  } catch (cause) {
    throw new UsageError(`cannot write ${target}: ${reasonOf(cause)}`, { cause });
  }
  note(`${target} is written; all of it but "root: true" is a comment`);
  return 0;
}
