import { wholeFile } from "../../model/location.ts";
import { textSource } from "../../model/source.ts";
import { concat, known, literal, unknownText } from "../../model/text.ts";
import { fromNode, truthOf, unknownResult, unknownString } from "../go-template/convert.ts";
import { TemplateError, type Call, type FunctionTable, type GoFunction } from "../go-template/function.ts";
import { helmFunctions } from "../go-template/functions/all.ts";
import type { GoMap, Value } from "../go-template/value.ts";
import { baseName, directoryOf, joinPath } from "../paths.ts";
import { parseYaml } from "../yaml/parse.ts";
import { withPlaceholders } from "../yaml/placeholders.ts";
import { asGoYaml } from "./nodes.ts";
import type { Run } from "./run.ts";

function refuse(message: string, { name, at }: Call): never {
  throw new TemplateError(`error calling ${name}: ${message}`, at);
}

/** A text argument; undefined when it is not wholly known. */
function stringOf(value: Value | undefined, call: Call): string | undefined {
  if (value === undefined) return refuse("an argument is missing", call);
  if (value.kind === "unknown") return undefined;
  return value.kind === "text" ? known(value) : refuse("wrong type for value; expected string", call);
}

/** An environment variable of whoever runs helmfile: the same wherever it is asked for in one run. */
function variable(run: Run): GoFunction {
  return ([name], call) => {
    const word = stringOf(name, call);
    if (word === undefined) return unknownString(call.name, name === undefined ? [] : [name], call.at);
    // Words that people write for accounts and regions say what stands there.
    const token = withPlaceholders(literal(`\${${word}}`, call.at), run.settings, run.id);
    const [part] = token.parts;
    const shape = part?.kind === "hole" ? part.shape : undefined;
    const id = `env|${run.id}|${word}`;
    return unknownText({ id, name: word, ...(shape === undefined ? {} : { shape }) }, call.at);
  };
}

/** What nobody runs here: commands and secret stores. */
const notRun: GoFunction = (args, call) => unknownString(call.name, args, call.at);
const notFetched: GoFunction = (args, call) => unknownResult(call.name, args, call.at);

/** The path of an argument; undefined when it is not known, or leads out of the input. */
function pathOf(base: string, value: Value | undefined, call: Call): string | undefined {
  const written = stringOf(value, call);
  return written === undefined ? undefined : joinPath(base, written);
}

function files(run: Run, base: string): Readonly<Record<string, GoFunction>> {
  const boolean = (value: boolean, { at }: Call): Value => ({
    kind: "boolean",
    value,
    raw: String(value),
    at,
  });
  const unlessOutside =
    (look: (path: string, call: Call, args: readonly Value[]) => Value): GoFunction =>
    (args, call) => {
      const path = pathOf(base, args[0], call);
      if (path === undefined) return unknownResult(call.name, args, call.at);
      return look(path, call, args);
    };
  return {
    isFile: unlessOutside((path, call) => boolean(!("missing" in run.ask.read(path)), call)),
    isDir: unlessOutside((path, call) => boolean(run.ask.list(path).length > 0, call)),
    readFile: unlessOutside((path, call, args) => {
      const file = run.ask.read(path);
      if ("missing" in file) {
        if (file.missing !== "not-found") return unknownString(call.name, args, call.at);
        return refuse(`open ${path}: no such file or directory`, call);
      }
      run.claims.add(path);
      return literal(file.text, wholeFile(file));
    }),
    readDir: unlessOutside((path, call, args) => {
      const written = stringOf(args[0], call) ?? "";
      const names = run.ask.list(path).filter((each) => directoryOf(each) === path);
      if (names.length === 0) return unknownResult(call.name, args, call.at);
      const shown = (each: string): string => joinPath(written, baseName(each)) ?? each;
      return { kind: "go-list", items: names.map((each) => literal(shown(each), call.at)), at: call.at };
    }),
    readDirEntries: notFetched,
  };
}

const fromYaml: GoFunction = ([value], call) => {
  if (value === undefined) return refuse("an argument is missing", call);
  if (value.kind !== "text") return unknownResult(call.name, [value], call.at);
  const only = value.parts.length === 1 ? value.parts[0] : undefined;
  if (only?.kind === "hole") return unknownResult(call.name, [value], call.at);
  const { documents, problems } = parseYaml(textSource(value));
  if (problems.length > 0) return refuse(problems[0]?.message ?? "not YAML", call);
  const node = documents[0]?.node;
  return node === undefined ? { kind: "null", at: call.at } : fromNode(asGoYaml(node));
};

/** go-yaml ends a document with a line break, which Helm's function takes away. */
function toYaml(helm: GoFunction | undefined): GoFunction {
  return (args, call) => {
    if (helm === undefined) return unknownString(call.name, args, call.at);
    const text = helm(args, call);
    return text.kind === "text" ? concat(text.at, text, literal("\n", call.at)) : text;
  };
}

interface Found {
  readonly value: Value | undefined;
}

/** The value under a dotted path: `undefined` inside says that there is none; no answer, that nobody knows. */
function valueAt(path: string, object: Value): Found | undefined {
  let current = object;
  for (const key of path === "" ? [] : path.split(".")) {
    if (current.kind === "unknown") return undefined;
    if (current.kind !== "go-map") return { value: undefined };
    const entry = current.entries.get(key);
    if (entry === undefined) return current.more === undefined ? { value: undefined } : undefined;
    current = entry.value;
  }
  return { value: current };
}

/** `get PATH [DEFAULT] OBJECT`: refuses what is not there, unless it is given a default. */
const get: GoFunction = (args, call) => {
  const object = args.at(-1);
  const path = stringOf(args[0], call);
  if (object === undefined || args.length < 2 || args.length > 3)
    return refuse("expected 1 or 2 arguments", call);
  const found = path === undefined ? undefined : valueAt(path, object);
  if (found === undefined) return unknownResult(call.name, args, call.at);
  const otherwise = args.length === 3 ? args[1] : undefined;
  return found.value ?? otherwise ?? refuse(`no value exist for key "${path ?? ""}"`, call);
};

const getOrNil: GoFunction = (args, call) => {
  const path = stringOf(args[0], call);
  const object = args[1];
  if (object === undefined) return refuse("an argument is missing", call);
  const found = path === undefined ? undefined : valueAt(path, object);
  if (found === undefined) return unknownResult(call.name, args, call.at);
  return found.value ?? { kind: "null", at: call.at };
};

const setValueAtPath: GoFunction = (args, call) => {
  const [path, value, values] = args;
  const name = stringOf(path, call);
  if (value === undefined || values === undefined) return refuse("an argument is missing", call);
  const keys = name?.split(".") ?? [];
  const key = keys.pop();
  const holder = key === undefined ? undefined : valueAt(keys.join("."), values)?.value;
  if (key === undefined || holder === undefined || holder.kind === "unknown") {
    return unknownResult(call.name, args, call.at);
  }
  if (holder.kind !== "go-map") return refuse(`value for key "${keys.at(-1) ?? ""}" was not a map`, call);
  setEntry(holder, key, value, call);
  return values;
};

function setEntry(map: GoMap, key: string, value: Value, { at }: Call): void {
  map.entries.set(key, { key: map.entries.get(key)?.key ?? literal(key, at), value });
}

const required: GoFunction = ([message, value], call) => {
  if (value === undefined) return refuse("an argument is missing", call);
  const isMissing = value.kind === "null" || (value.kind === "text" && known(value) === "");
  return isMissing ? refuse(stringOf(message, call) ?? "a value is required", call) : value;
};

/** Sprig's, but that a value which may be empty is not known, so that each variable does not double the worlds. */
function defaulted(sprig: GoFunction | undefined): GoFunction {
  return (args, call) => {
    const given = args[1];
    if (sprig === undefined) return unknownResult(call.name, args, call.at);
    if (given === undefined || truthOf(given) !== "maybe") return sprig(args, call);
    if (given.kind !== "text") return unknownResult(call.name, args, call.at);
    return isEmptyText(args[0]) ? given : unknownString(call.name, args, call.at);
  };
}

/** A default that is empty changes nothing of a text. */
function isEmptyText(fallback: Value | undefined): boolean {
  return fallback?.kind === "text" && known(fallback) === "";
}

/**
 * The functions of helmfile's templates (helmfile docs, "Template Functions"; pkg/tmpl/context_funcs.go) over Sprig's.
 * Nothing is run, and nothing outside of the input is read.
 */
export function helmfileFunctions(run: Run, base: string): FunctionTable {
  const environment = variable(run);
  const own: Readonly<Record<string, GoFunction>> = {
    ...files(run, base),
    env: environment,
    requiredEnv: environment,
    expandenv: notRun,
    exec: notRun,
    envExec: notRun,
    fetchSecretValue: notRun,
    expandSecretRefs: notFetched,
    fromYaml,
    toYaml: toYaml(helmFunctions.get("toYaml")),
    get,
    getOrNil,
    setValueAtPath,
    required,
    default: defaulted(helmFunctions.get("default")),
  };
  const sprigGet = helmFunctions.get("get");
  return new Map([
    ...helmFunctions,
    ...Object.entries(own),
    ...(sprigGet === undefined ? [] : [["sprigGet", sprigGet] as const]),
  ]);
}
