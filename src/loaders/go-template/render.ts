import type { Location } from "../../model/location.ts";
import { textSource } from "../../model/source.ts";
import { literal, type Text } from "../../model/text.ts";
import { carryOver } from "./carry-over.ts";
import { copyOf, unknownString } from "./convert.ts";
import {
  Output,
  withoutNoValue,
  withoutNoValues,
  type Repeated,
  type Repetition,
} from "./evaluate/output.ts";
import { refuse, type MissingKey, type Run } from "./evaluate/run.ts";
import { execute } from "./evaluate/walk.ts";
import { TemplateError, type FunctionTable, type Host } from "./function.ts";
import { Budget, DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { throughPipeline } from "./nothing.ts";
import { parseTemplate } from "./parse.ts";
import { TemplateSet, type NamedTemplate } from "./template-set.ts";
import type { GoMap, Value } from "./value.ts";
import { explore, type Decision, type World } from "./worlds.ts";

export { mayChange } from "./changes.ts";
export { inHelmsOrder, templateSet, TemplateSet } from "./template-set.ts";

export interface RenderOptions {
  readonly functions: FunctionTable;
  /** Helm renders with "zero". */
  readonly missingKey?: MissingKey;
  /** Takes `<no value>` out of outputs and of what `tpl` gives, as Helm does. */
  readonly dropNoValue?: boolean;
  readonly limits?: Partial<Limits>;
}

/** What a template prints in one world. */
export interface RenderedText {
  readonly text: Text;
  /** Stretches of the text that stand for any number of stretches like them. */
  readonly repetitions: readonly Repetition[];
  /** Repetitions that influence the text in ways that have no place: nothing in it is sure to be complete. */
  readonly elsewhere: readonly Repeated[];
  readonly decisions: readonly Decision[];
}

/** Why a template stops in one world. */
export interface RenderedError {
  readonly error: TemplateError;
  readonly decisions: readonly Decision[];
}

export interface Rendering {
  /** One for each way of answering what the values leave open; one alone when they leave nothing open. */
  readonly outputs: readonly (RenderedText | RenderedError)[];
  /** False when there are more worlds than were rendered. */
  readonly complete: boolean;
}

/** Helm stops a template that includes itself as many times inside itself (pkg/engine, recursionMaxNums). */
const MAX_SAME_INCLUDES = 1000;

/**
 * Executes a template of a set on `dot`, which stays as it is. A condition that is not known is decided both ways: one
 * output for each world, in a fixed order, the one that answers "yes" to everything first.
 */
export function renderWorlds(set: TemplateSet, name: string, dot: Value, options: RenderOptions): Rendering {
  const { worlds, complete } = worldsOf(set, name, dot, options);
  return { outputs: worlds.map(({ output }) => output), complete };
}

/** A template that is executed after others. */
export interface Step {
  readonly name: string;
  /** What it is executed on. Steps may share it, or parts of it. */
  readonly dot: GoMap;
  /** Entries that this template puts into its dot: Helm's `.Template`. */
  readonly entries: readonly (readonly [key: string, value: Value])[];
}

/**
 * Executes templates one after another on the same maps, as Helm does: what one changes in them (`set`, `unset`,
 * `merge`) the next ones see, and what worlds differ in is unknown to them. The maps that the caller has stay as they
 * are. `mayChange` tells which templates must be executed for the sake of others.
 */
export function renderInOrder(
  set: TemplateSet,
  steps: readonly Step[],
  options: RenderOptions,
): readonly Rendering[] {
  const shared = new Map<Value, Value>();
  return steps.map(({ name, dot, entries }) => {
    const own = copyOf(dot, shared);
    for (const [key, value] of entries) {
      if (own.kind === "go-map") own.entries.set(key, { key: literal(key, value.at), value });
    }
    const { worlds, complete } = worldsOf(set, name, own, options);
    // A world in which Helm stops is none; what this program did not finish may change anything that it began with.
    const isFinished = worlds.every(({ output }) => !("error" in output) || output.error.reason !== "limit");
    const changes = worlds.flatMap(({ output, copies, changed }) =>
      "error" in output && output.error.reason !== "limit"
        ? []
        : [{ copies, changed, decisions: output.decisions }],
    );
    carryOver(changes, complete && isFinished);
    return { outputs: worlds.map(({ output }) => output), complete };
  });
}

/** What became of one world. */
interface RenderedWorld {
  readonly output: RenderedText | RenderedError;
  /** The values that the template was given, and its own copies of them. */
  readonly copies: ReadonlyMap<Value, Value>;
  readonly changed: ReadonlyMap<Value, boolean>;
}

function worldsOf(
  set: TemplateSet,
  name: string,
  dot: Value,
  options: RenderOptions,
): { readonly worlds: readonly RenderedWorld[]; readonly complete: boolean } {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  let spent = 0;
  const { results, complete } = explore(
    (world) => {
      const budget = new Budget(limits);
      const output = renderWorld(set, name, dot, { options, world, budget });
      spent += budget.steps;
      return output;
    },
    (worlds) => worlds < limits.worlds && spent < limits.allSteps,
  );
  return { worlds: results, complete };
}

interface WorldOptions {
  readonly options: RenderOptions;
  readonly world: World;
  readonly budget: Budget;
}

function renderWorld(
  set: TemplateSet,
  name: string,
  dot: Value,
  { options, world, budget }: WorldOptions,
): RenderedWorld {
  const run = runOf(options, world, budget);
  const copies = new Map<Value, Value>();
  const own = throughPipeline(copyOf(dot, copies));
  const end = (output: RenderedText | RenderedError): RenderedWorld => ({
    output,
    copies,
    changed: run.changed,
  });
  try {
    const { output, template } = executeNamed(run, set, name, own, dot.at);
    const text = output.toText(template.at);
    const { repetitions } = output;
    return end({
      ...(options.dropNoValue === true ? withoutNoValues(text, repetitions) : { text, repetitions }),
      elsewhere: output.elsewhere,
      decisions: world.decisions,
    });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return end({ error, decisions: world.decisions });
  }
}

function executeNamed(
  run: Run,
  set: TemplateSet,
  name: string,
  dot: Value,
  at: Location,
): { readonly output: Output; readonly template: NamedTemplate } {
  const template = set.get(name) ?? refuse(`no template ${JSON.stringify(name)}`, at);
  const output = new Output();
  execute(run, set, template, dot, output);
  return { output, template };
}

function runOf(options: RenderOptions, world: World, budget: Budget): Run {
  const hosts = new Map<TemplateSet, Host>();
  const included = new Map<string, number>();
  const run: Run = {
    functions: options.functions,
    missingKey: options.missingKey ?? "default",
    world,
    budget,
    repeated: [],
    changes: 0,
    changed: new Map(),
    hostOf(set) {
      const host = hosts.get(set) ?? hostOf(run, set, included, options.dropNoValue === true);
      hosts.set(set, host);
      return host;
    },
  };
  return run;
}

/** What functions that the templates of a set call may ask. */
function hostOf(run: Run, set: TemplateSet, included: Map<string, number>, dropNoValue: boolean): Host {
  return {
    isTrue: (value) => run.world.isTrue(value, value.at),
    spend: (steps, at) => {
      run.budget.spend(steps, at);
    },
    include: (name, dot, at) => {
      const count = included.get(name) ?? 0;
      if (count > MAX_SAME_INCLUDES) {
        refuse(`rendering template has a nested reference name: ${name}: unable to execute template`, at);
      }
      const template = set.get(name) ?? refuse(`template: no template ${JSON.stringify(name)}`, at);
      included.set(name, count + 1);
      const text = executeInner(run, set, template, { dot, at });
      included.set(name, count);
      return text;
    },
    tpl: (text, dot, at) => {
      const text_ = tpl(run, set, text, { dot, at });
      return dropNoValue ? withoutNoValue(text_) : text_;
    },
  };
}

interface InnerCall {
  readonly dot: Value;
  readonly at: Location;
}

/** How many calls inside one another an included template takes, the function that includes it among them. */
const CALLS = 8;

/** What a template prints inside another one's action. */
function executeInner(run: Run, set: TemplateSet, template: NamedTemplate, { dot, at }: InnerCall): Text {
  const output = new Output();
  run.budget.enter(CALLS, at);
  execute(run, set, template, throughPipeline(dot), output);
  run.budget.leave(CALLS);
  for (const { over, at: place } of output.repetitions) run.repeated.push({ over, at: place });
  for (const repeated of output.elsewhere) run.repeated.push(repeated);
  return output.toText(at);
}

/** A text as a template, in a set of its own: what it defines, only it and what it calls can see. */
function tpl(run: Run, set: TemplateSet, text: Text, call: InnerCall): Text {
  run.budget.spend(1, call.at);
  if (!mayHoldActions(text)) return text;
  const source = textSource(text);
  run.budget.spend(source.text.length >> 4, call.at);
  const parsed = parseTemplate("gotpl", source);
  if (parsed.problem?.reason === "limit") return unknownString("tpl", [text, call.dot], call.at);
  if (parsed.problem !== undefined) {
    throw new TemplateError(`cannot parse template: ${parsed.problem.message}`, call.at, "refused");
  }
  const own = new TemplateSet(set).add({ ...parsed, name: "" });
  const template = own.get("") ?? { name: "", body: [], at: text.at };
  return executeInner(run, own, template, call);
}

/** Whether a text has anything that is not printed as it is. */
function mayHoldActions(text: Text): boolean {
  let before = "";
  for (const part of text.parts) {
    if (part.kind === "hole") {
      before = "";
      continue;
    }
    if ((before + part.value).includes("{{")) return true;
    before = part.value.slice(-1);
  }
  return false;
}
