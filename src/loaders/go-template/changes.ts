import { knownString } from "./convert.ts";
import type { Argument, Block, Command, Item, Pipeline } from "./syntax/ast.ts";
import type { TemplateSet } from "./template-set.ts";

/** Sprig's functions that change a map: the first one that they get. */
export const CHANGES: ReadonlySet<string> = new Set([
  "set",
  "unset",
  "merge",
  "mustMerge",
  "mergeOverwrite",
  "mustMergeOverwrite",
]);

/** Functions that give a map of their own. */
const NEW_MAPS: ReadonlySet<string> = new Set(["dict", "deepCopy", "mustDeepCopy", "fromYaml", "fromJson"]);

/** What a template does that matters here, and which templates it calls. */
interface Doings {
  readonly calls: ReadonlySet<string>;
  readonly changes: boolean;
}

const remembered = new WeakMap<Block, Doings>();

/**
 * Whether executing a template may change the values that it is given, itself or by what it includes: such a one must
 * be executed before those that come after it. An `include` whose name is computed may call anything.
 */
export function mayChange(set: TemplateSet, name: string): boolean {
  const seen = new Set([name]);
  for (const one of seen) {
    const body = set.get(one)?.body;
    if (body === undefined) continue;
    const { calls, changes } = doingsOf(body);
    if (changes) return true;
    for (const called of calls) seen.add(called);
  }
  return false;
}

function doingsOf(body: Block): Doings {
  const before = remembered.get(body);
  if (before !== undefined) return before;
  const calls = new Set<string>();
  let changes = false;
  for (const pipeline of pipelinesIn(body, calls)) {
    for (const command of commandsIn(pipeline)) {
      if (changesOther(command)) changes = true;
      if (command.first.kind !== "function" || command.first.name !== "include") continue;
      const [name] = command.rest;
      const written =
        name?.kind === "constant" && name.value !== undefined ? knownString(name.value) : undefined;
      if (written === undefined) changes = true;
      else calls.add(written);
    }
  }
  const doings = { calls, changes };
  remembered.set(body, doings);
  return doings;
}

/** Whether a command changes a map that it has not made itself. */
function changesOther({ first, rest }: Command): boolean {
  if (first.kind !== "function" || !CHANGES.has(first.name)) return false;
  const [target] = rest;
  if (target?.kind !== "pipeline") return true;
  const last = target.commands.at(-1)?.first;
  return last?.kind !== "function" || !NEW_MAPS.has(last.name);
}

/** The pipelines of a block and those inside it; the names of the templates that it invokes go into `calls`. */
function* pipelinesIn(block: Block, calls: Set<string>): Generator<Pipeline> {
  for (const item of block) yield* pipelinesOf(item, calls);
}

function* pipelinesOf(item: Item, calls: Set<string>): Generator<Pipeline> {
  switch (item.kind) {
    case "action":
      yield item.pipeline;
      return;
    case "if":
    case "with":
      for (const { pipeline, body } of item.branches) {
        yield pipeline;
        yield* pipelinesIn(body, calls);
      }
      yield* pipelinesIn(item.otherwise ?? [], calls);
      return;
    case "range":
      yield item.pipeline;
      yield* pipelinesIn(item.body, calls);
      yield* pipelinesIn(item.otherwise ?? [], calls);
      return;
    case "template":
      calls.add(item.name);
      if (item.pipeline !== undefined) yield item.pipeline;
      return;
    case "text":
    case "break":
    case "continue":
      return;
  }
}

/** A pipeline's commands and those in its parentheses. */
function* commandsIn(pipeline: Pipeline): Generator<Command> {
  for (const command of pipeline.commands) {
    yield command;
    for (const operand of [command.first, ...command.rest]) yield* commandsOf(operand);
  }
}

function* commandsOf(operand: Argument): Generator<Command> {
  if (operand.kind === "pipeline") yield* commandsIn(operand);
  if (operand.kind === "chain") yield* commandsOf(operand.of);
}
