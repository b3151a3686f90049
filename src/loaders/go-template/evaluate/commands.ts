import type { Location } from "../../../model/location.ts";
import { CHANGES } from "../changes.ts";
import { flatLength } from "./output.ts";
import type { Argument, Command, Pipeline } from "../syntax/ast.ts";
import type { Value } from "../value.ts";
import { fieldsOf } from "./fields.ts";
import { asInterface, nothing, throughPipeline } from "../nothing.ts";
import { bindingOf, refuse, type Frame, type Run } from "./run.ts";

/** How many calls inside one another a pipeline takes for one inside it. */
const CALLS = 5;

/** A pipeline's value, which is also given to the variables that it declares or sets. */
export function pipelineValue(frame: Frame, dot: Value, pipeline: Pipeline): Value {
  const { budget } = frame.run;
  budget.enter(CALLS, pipeline.at);
  let value: Value | undefined;
  for (const command of pipeline.commands) value = throughPipeline(commandValue(frame, dot, command, value));
  budget.leave(CALLS);
  const result = value ?? nothing(pipeline.at);
  for (const name of pipeline.variables) {
    if (pipeline.assigns) bindingOf(frame, name, pipeline.at).value = result;
    else frame.variables.push({ name, value: result });
  }
  return result;
}

/** A command's value; `final` is what the pipeline gives it as its last argument. */
function commandValue(frame: Frame, dot: Value, command: Command, final: Value | undefined): Value {
  const { first, rest, at } = command;
  frame.run.budget.spend(1, at);
  switch (first.kind) {
    case "function":
      return callFunction(frame, dot, first.name, command, final);
    case "field":
      return fieldsOf(frame, dot, first.names, methodArguments(frame, dot, rest, final), at);
    case "chain":
      return chainValue(frame, dot, first, methodArguments(frame, dot, rest, final));
    case "variable": {
      const { value } = bindingOf(frame, first.name, first.at);
      if (first.names.length === 0) expectNoArguments(command, final);
      return fieldsOf(frame, value, first.names, methodArguments(frame, dot, rest, final), at);
    }
    case "pipeline":
    case "constant":
    case "dot":
      expectNoArguments(command, final);
      return argumentValue(frame, dot, first);
    case "nil":
      expectNoArguments(command, final);
      return refuse("nil is not a command", at);
  }
}

/** How Go's messages write an operand. */
function written(operand: Argument): string {
  const { file, span } = operand.at;
  return file.text.slice(span.start, span.end);
}

function expectNoArguments({ first, rest, at }: Command, final: Value | undefined): void {
  if (rest.length === 0 && final === undefined) return;
  refuse(`can't give argument to non-function ${written(first)}`, at);
}

function methodArguments(
  frame: Frame,
  dot: Value,
  rest: readonly Argument[],
  final: Value | undefined,
): readonly Value[] | undefined {
  if (rest.length === 0 && final === undefined) return undefined;
  return allArguments(frame, dot, rest, final);
}

function allArguments(
  frame: Frame,
  dot: Value,
  rest: readonly Argument[],
  final: Value | undefined,
): readonly Value[] {
  const values: Value[] = [];
  for (const operand of rest) values.push(argumentValue(frame, dot, operand));
  if (final !== undefined) values.push(final);
  return values;
}

function chainValue(
  frame: Frame,
  dot: Value,
  chain: Argument & { readonly kind: "chain" },
  args: readonly Value[] | undefined,
): Value {
  const receiver = argumentValue(frame, dot, chain.of);
  return fieldsOf(frame, receiver, chain.names, args, chain.at);
}

/** The value of an operand that is no command of its own. */
function argumentValue(frame: Frame, dot: Value, operand: Argument): Value {
  frame.run.budget.spend(1, operand.at);
  switch (operand.kind) {
    case "constant":
      return operand.value ?? refuse(`${operand.written} overflows int`, operand.at);
    case "dot":
      return dot;
    case "nil":
      return { kind: "null", at: operand.at };
    case "field":
      return fieldsOf(frame, dot, operand.names, undefined, operand.at);
    case "variable": {
      const { value } = bindingOf(frame, operand.name, operand.at);
      return fieldsOf(frame, value, operand.names, undefined, operand.at);
    }
    case "chain":
      return chainValue(frame, dot, operand, undefined);
    case "function":
      return callFunction(frame, dot, operand.name, { first: operand, rest: [], at: operand.at }, undefined);
    case "pipeline":
      return pipelineValue(frame, dot, operand);
  }
}

function callFunction(
  frame: Frame,
  dot: Value,
  name: string,
  { rest, at }: Command,
  final: Value | undefined,
): Value {
  const { run } = frame;
  if (name === "and" || name === "or") return shortCircuit(frame, dot, { name, rest, at }, final);
  if (name === "call") return refuseCall(rest, at);
  const implementation = run.functions.get(name);
  if (implementation === undefined) refuse(`function ${JSON.stringify(name)} not defined`, at);
  const args = allArguments(frame, dot, rest, final);
  if (CHANGES.has(name)) noteChange(run, name, args);
  const result = implementation(args, { name, at, host: run.hostOf(frame.set) });
  if (result.kind === "text") {
    run.budget.spend(result.parts.length >> 3, at);
    run.budget.checkLength(flatLength(result), at);
  }
  return result;
}

function noteChange(run: Run, name: string, [target]: readonly Value[]): void {
  run.changes += 1;
  if (target === undefined) return;
  const isDeep = name !== "set" && name !== "unset";
  run.changed.set(target, isDeep || run.changed.get(target) === true);
}

/** `call` wants a value that is a function, and templates of Helm and Argo CD have none. */
function refuseCall([callee]: readonly Argument[], at: Location): never {
  if (callee === undefined) return refuse("wrong number of args for call: want at least 1 got 0", at);
  return refuse(`error calling call: non-function ${written(callee)}`, at);
}

/** `and` and `or` evaluate no more than they need (since Go 1.18), and give one of their arguments. */
function shortCircuit(
  frame: Frame,
  dot: Value,
  {
    name,
    rest,
    at,
  }: { readonly name: "and" | "or"; readonly rest: readonly Argument[]; readonly at: Location },
  final: Value | undefined,
): Value {
  let value: Value | undefined;
  for (const operand of rest) {
    value = asInterface(argumentValue(frame, dot, operand));
    const isLast = operand === rest.at(-1) && final === undefined;
    // The last one is the answer whatever it is: nobody asked yet whether it is true.
    if (!isLast && frame.run.world.isTrue(value, operand.at) === (name === "or")) return value;
  }
  if (final !== undefined) return asInterface(final);
  return value ?? refuse(`wrong number of args for ${name}: want at least 1 got 0`, at);
}
