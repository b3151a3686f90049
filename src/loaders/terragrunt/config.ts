import type { Location } from "../../model/location.ts";
import { flagOf, textOf, type Entry, type MapNode, type Node } from "../../model/node.ts";
import { isAbsent, known, type Hole } from "../../model/text.ts";
import { directoryOf } from "../paths.ts";
import { hclParser, locationIn } from "../terraform/configuration/hcl-parser.ts";
import { evaluate } from "../terraform/evaluate/evaluate.ts";
import { shortSource, unknown } from "../terraform/evaluate/identity.ts";
import type { Files, Scope } from "../terraform/evaluate/scope.ts";
import { lazy } from "../terraform/instances/lazy.ts";
import type { Attribute, Block, Body, Expression } from "../terraform/syntax/ast.ts";
import { resolvePath, ROOT } from "./absolute-paths.ts";
import { attributeIn, blocksIn, stringOfBlock } from "./blocks.ts";
import { terragruntFunctions } from "./functions.ts";
import { resolveName } from "./names-in-scope.ts";
import type { Config, Include, Opening, Session, Strategy } from "./reading.ts";

const STRATEGIES: readonly Strategy[] = ["no_merge", "shallow", "deep"];

function filesOf(session: Session): Files {
  return {
    read: (path) => {
      const file = session.ask.read(path);
      return "missing" in file ? undefined : file;
    },
    list: (directory) => session.ask.list(directory),
  };
}

/** The attributes of all `locals` blocks. */
function localsOf(body: Body): ReadonlyMap<string, Attribute> {
  const locals = new Map<string, Attribute>();
  for (const block of blocksIn(body, "locals")) {
    for (const item of block.body.items) {
      if (item.kind === "attribute" && !locals.has(item.name)) locals.set(item.name, item);
    }
  }
  return locals;
}

function readInclude(config: Config, block: Block): Include {
  const text = (name: string): string | undefined => stringOfBlock(config, block, name);
  const expose = attributeIn(block.body, "expose");
  const strategy = text("merge_strategy");
  const path = text("path");
  return {
    label: block.labels[0]?.value ?? "",
    block,
    path: path === undefined ? undefined : resolvePath(path, directoryOf(config.configPath)),
    isExposed: expose !== undefined && flagOf(config.evaluate(expose.value)) !== "no",
    strategy: STRATEGIES.find((candidate) => candidate === strategy) ?? "shallow",
  };
}

/**
 * Reads one of Terragrunt's files for the purpose that `opening` tells; undefined when there is none. Where a chain of
 * files leads back to a value that is being computed, that value is a hole.
 */
export function openConfig(opening: Opening, session: Session): Config | undefined {
  const parsed = session.ask.parse(opening.path, hclParser);
  if ("missing" in parsed) return undefined;
  const file = parsed.value;
  const { body } = file;
  const instance = `terragrunt:${opening.original}`;
  const values = lazy<Node>(session);
  const includes = lazy<readonly Include[]>(session);
  const locals = localsOf(body);
  const config: Config = {
    ...opening,
    file,
    session,
    instance,
    locals,
    includes: () =>
      includes.get("", () => blocksIn(body, "include").map((block) => readInclude(config, block))) ?? [],
    local: (name) => {
      const attribute = locals.get(name);
      return attribute && config.evaluate(attribute.value);
    },
    evaluate: (expression) => {
      const { start, end } = expression.span;
      const value = values.get(`${String(start)}-${String(end)}`, () => evaluateIn(expression, scope));
      return value ?? endless(expression, scope);
    },
    attribute: (name) => attributeIn(body, name),
    blocks: (type) => blocksIn(body, type),
    place: (span) => locationIn(file.file, span),
  };
  const functions = terragruntFunctions(config);
  const scope: Scope = {
    file: file.file,
    instance: `${instance}|${opening.path}`,
    names: new Map(),
    resolve: (root, steps, at) => resolveName(config, root, steps, at),
    files: filesOf(session),
    workingDirectory: directoryOf(opening.path),
    functions,
    absoluteRoot: ROOT,
  };
  return config;
}

/**
 * The value of an expression. The entries of an object, and the objects that `merge` takes, are evaluated each for
 * itself: where one of them is an error, the others are known.
 */
function evaluateIn(expression: Expression, scope: Scope): Node {
  if (expression.kind === "parentheses") return evaluateIn(expression.inner, scope);
  if (expression.kind === "object") {
    const at: Location = locationIn(scope.file, expression.span);
    const entries: Entry[] = [];
    let more: Hole | undefined;
    for (const { key, value } of expression.entries) {
      const name =
        key.kind === "name"
          ? nameKey(key.name, locationIn(scope.file, key.span))
          : evaluate(key.value, scope);
      const text = textOf(name, at);
      if (isAbsent(text))
        more = { kind: "hole", id: `${scope.instance}|key at ${String(key.span.start)}`, name: "a key" };
      else entries.push({ key: text, value: evaluateIn(value, scope) });
    }
    const map: MapNode = { kind: "map", flavour: "object", entries: lastOfEach(entries), at };
    return more === undefined ? map : { ...map, more };
  }
  if (expression.kind === "call" && expression.name === "merge" && !expression.expandLast) {
    const names = new Map(
      expression.args.map((argument, index) => [argumentName(index), evaluateIn(argument, scope)]),
    );
    const args = expression.args.map(({ span }, index) => {
      return { kind: "variable", name: argumentName(index), span } as const;
    });
    return evaluate({ ...expression, args }, { ...scope, names: new Map([...scope.names, ...names]) });
  }
  return evaluate(expression, scope);
}

/** What waits for itself, or for too much else. */
function endless({ span }: Expression, scope: Scope): Node {
  const at = locationIn(scope.file, span);
  const name = shortSource(scope.file.text.slice(span.start, span.end));
  return unknown(`${scope.instance}|endless at ${String(span.start)}`, `${name} (this waits for itself)`, at);
}

/** No name of the language. */
const argumentName = (index: number): string => `(argument ${String(index)})`;

function nameKey(name: string, at: Location): Node {
  return { kind: "text", parts: name === "" ? [] : [{ kind: "literal", value: name, at }], at };
}

function lastOfEach(entries: readonly Entry[]): readonly Entry[] {
  const last = new Map<string, Entry>();
  for (const [index, entry] of entries.entries()) last.set(known(entry.key) ?? `\0${String(index)}`, entry);
  return [...last.values()];
}
