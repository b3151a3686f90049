import type { Location } from "../../../model/location.ts";
import { printed, unknownResult } from "../convert.ts";
import type { Block, Choice, Invocation, Item, Pipeline, Range } from "../syntax/ast.ts";
import type { NamedTemplate, TemplateSet } from "../template-set.ts";
import type { Value } from "../value.ts";
import { pipelineValue } from "./commands.ts";
import { elementsOf, type Element } from "./elements.ts";
import { flatLength, type Output } from "./output.ts";
import { asInterface, nothing, throughPipeline } from "../nothing.ts";
import { bindingOf, refuse, type Frame, type Run } from "./run.ts";

/** What leaves a block before its end. */
type Jumped = "break" | "continue" | undefined;

/** Executes a named template on `dot`, writing to `output`. */
export function execute(
  run: Run,
  set: TemplateSet,
  template: NamedTemplate,
  dot: Value,
  output: Output,
): void {
  if (template.problem !== undefined) throw template.problem;
  const frame: Frame = { run, set, template, output, variables: [{ name: "$", value: dot }] };
  walkBlock(frame, dot, template.body);
}

function walkBlock(frame: Frame, dot: Value, block: Block): Jumped {
  for (const item of block) {
    frame.run.budget.spend(1, item.at);
    const jumped = walk(frame, dot, item);
    if (jumped !== undefined) return jumped;
  }
  return undefined;
}

function walk(frame: Frame, dot: Value, item: Item): Jumped {
  const { budget } = frame.run;
  switch (item.kind) {
    case "text":
      budget.write(item.at.span.end - item.at.span.start, item.at);
      frame.output.writeParts(item.parts);
      return undefined;
    case "action":
      printAction(frame, dot, item.pipeline);
      return undefined;
    case "if":
    case "with":
      return deeper(frame, item, () => walkChoice(frame, dot, item));
    case "range":
      return deeper(frame, item, () => walkRange(frame, dot, item));
    case "template":
      return deeper(frame, item, () => {
        invoke(frame, dot, item);
        return undefined;
      });
    case "break":
    case "continue":
      return item.kind;
  }
}

/** How many calls inside one another a control structure takes for one inside it. */
const CALLS = 9;

function deeper({ run: { budget } }: Frame, { at }: Item, walkInner: () => Jumped): Jumped {
  budget.enter(CALLS, at);
  const jumped = walkInner();
  budget.leave(CALLS);
  return jumped;
}

function printAction(frame: Frame, dot: Value, pipeline: Pipeline): void {
  const { run, output } = frame;
  const before = run.repeated;
  run.repeated = [];
  const value = pipelineValue(frame, dot, pipeline);
  const start = output.length;
  if (pipeline.variables.length === 0) {
    const text = printed(value);
    run.budget.write(flatLength(text), pipeline.at);
    output.write(text);
  }
  placeRepetitions(frame, start);
  run.repeated = before;
}

/** Says where the repetitions of what an action included are: in what it wrote, or, without that, anywhere. */
function placeRepetitions({ run, output }: Frame, start: number): void {
  for (const repeated of run.repeated) {
    if (output.length > start) output.repetitions.push({ ...repeated, start, end: output.length });
    else output.elsewhere.push(repeated);
  }
}

/** A pipeline that prints nothing: what it includes counts for everything. */
function controlValue(frame: Frame, dot: Value, pipeline: Pipeline): Value {
  const { run, output } = frame;
  const before = run.repeated;
  run.repeated = [];
  const value = pipelineValue(frame, dot, pipeline);
  placeRepetitions(frame, output.length);
  run.repeated = before;
  return value;
}

/** Runs a part whose variables are gone behind it. */
function scoped<T>({ variables }: Frame, run: () => T): T {
  const mark = variables.length;
  const result = run();
  variables.length = mark;
  return result;
}

function walkChoice(frame: Frame, dot: Value, { kind, branches, otherwise }: Choice): Jumped {
  return scoped(frame, () => {
    for (const { pipeline, body } of branches) {
      const value = controlValue(frame, dot, pipeline);
      if (frame.run.world.isTrue(value, pipeline.at)) {
        return walkBlock(frame, kind === "with" ? value : dot, body);
      }
    }
    return otherwise && walkBlock(frame, dot, otherwise);
  });
}

function walkRange(frame: Frame, dot: Value, range: Range): Jumped {
  const { pipeline, body, otherwise } = range;
  return scoped(frame, () => {
    const value = controlValue(frame, dot, pipeline);
    let turns = 0;
    for (const given of elementsOf(value, pipeline.variables.length, pipeline.at)) {
      const element = { ...given, value: asInterface(given.value) };
      frame.run.budget.spend(1, pipeline.at);
      if (element.several !== undefined && !hasElements(frame, element.several, pipeline.at)) continue;
      turns += 1;
      if (turn(frame, element, range) === "break") return undefined;
    }
    if (turns > 0 || otherwise === undefined) return undefined;
    // As Go has it: what leaves this range by `break` left it here too, but `continue` is the outer one's.
    const jumped = walkBlock(frame, dot, otherwise);
    return jumped === "break" ? undefined : jumped;
  });

  function turn(within: Frame, element: Element, { at }: Range): Jumped {
    const once = (): Jumped =>
      scoped(within, () => {
        bindElement(within, element, pipeline);
        return walkBlock(within, element.value, body);
      });
    return element.several === undefined ? once() : repeatedly(within, element.several.over, at, once);
  }
}

function hasElements({ run }: Frame, several: NonNullable<Element["several"]>, at: Location): boolean {
  return run.world.decide(several.id, several.over.name, at);
}

/** Gives the variables of a `range` their values for one turn (text/template, walkRange). */
function bindElement(frame: Frame, { key, value }: Element, { variables, assigns, at }: Pipeline): void {
  const [first, second] = variables;
  if (first === undefined) return;
  const values = second === undefined ? [value] : [key, value];
  variables.forEach((name, index) => {
    const bound = values[index] ?? value;
    // The pipeline has declared them already, with the list as their value.
    const declared = frame.variables.at(index - variables.length);
    const binding = assigns ? bindingOf(frame, name, at) : declared;
    if (binding !== undefined) binding.value = bound;
  });
}

/**
 * One turn that stands for any number of them: its output is marked, and what it makes of variables outside is not
 * known any more, since another turn may make something else of them.
 */
function repeatedly(
  frame: Frame,
  over: NonNullable<Element["several"]>["over"],
  at: Location,
  once: () => Jumped,
): Jumped {
  const { run, output, variables } = frame;
  const before = variables.map(({ value }) => value);
  const { changes } = run;
  const start = output.length;
  const jumped = once();
  if (output.length > start) output.repetitions.push({ over, at, start, end: output.length });
  if (run.changes !== changes) output.elsewhere.push({ over, at });
  variables.forEach((binding, index) => {
    const old = before[index];
    if (old === undefined || old === binding.value) return;
    binding.value = unknownResult("range", [old, binding.value], at);
  });
  return jumped;
}

function invoke(frame: Frame, dot: Value, { name, pipeline, at }: Invocation): void {
  const template = frame.set.get(name);
  if (template === undefined) refuse(`template ${JSON.stringify(name)} not defined`, at);
  const value = pipeline === undefined ? nothing(at) : controlValue(frame, dot, pipeline);
  execute(frame.run, frame.set, template, throughPipeline(value), frame.output);
}
