import { Minimatch } from "minimatch";
import { wholeFile, type SourceFile } from "../../../../model/location.ts";
import type { MapNode, Node } from "../../../../model/node.ts";
import { fileSource, textSource, type Source } from "../../../../model/source.ts";
import { concat, known, literal, type Text } from "../../../../model/text.ts";
import type { Call as CallExpression, Expression, ParsedTemplate } from "../../syntax/ast.ts";
import { parseTemplate } from "../../syntax/parser.ts";
import { toBase64 } from "../../../digest/bytes.ts";
import { sortedEntries, toSet } from "../collections.ts";
import type { Context } from "../context.ts";
import { booleanNode, computedText } from "../convert.ts";
import { utf8 } from "../../../digest/hashes.ts";
import { derivedId, unknown, unknownString } from "../identity.ts";
import type { Scope } from "../scope.ts";
import { collect, failure, isFailure, stopped, type Failure, type Value } from "../value.ts";
import { binary, mapping, string, text, unary, type Call, type FunctionGroup } from "./function.ts";
import { evaluateTemplate } from "../templates.ts";

/** Go's path.Clean. */
function clean(path: string): string {
  const rooted = path.startsWith("/");
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!rooted) kept.push("..");
  }
  const joined = kept.join("/");
  if (rooted) return `/${joined}`;
  return joined === "" ? "." : joined;
}

/** A path as seen from the root of the boundary, or undefined when it leads out of it or is absolute. */
function insideRoot(path: string, scope: Scope): string | undefined {
  const { absoluteRoot } = scope;
  if (absoluteRoot !== undefined && `${path}/`.startsWith(`${absoluteRoot}/`)) {
    return insideRoot(`.${path.slice(absoluteRoot.length)}`, { ...scope, workingDirectory: "" });
  }
  if (path.startsWith("/") || path.startsWith("~")) return undefined;
  const joined = clean(`${scope.workingDirectory === "" ? "." : scope.workingDirectory}/${path}`);
  if (joined.startsWith("/") || joined === ".." || joined.startsWith("../")) return undefined;
  return joined === "." ? "" : joined;
}

/** A file that an argument names: undefined when it lies outside of what may be read. */
function fileAt(path: string, call: Call): SourceFile | Failure | undefined {
  const inside = insideRoot(path, call.context.scope);
  if (inside === undefined) return undefined;
  const { files } = call.context.scope;
  const found = files.read(inside);
  if (found !== undefined) return found;
  return files.isThere?.(inside) === true ? undefined : failure(`there is no file "${path}"`, call.at);
}

/** A hole for what depends on the machine or on files out of reach: the same in one instance only. */
function elsewhere(path: string, call: Call): Value {
  const id = `${call.context.scope.instance}|${call.name}(${JSON.stringify(path)})`;
  return unknownString(id, call.label, call.at);
}

function file(path: string, call: Call): Value {
  const found = fileAt(path, call);
  if (found === undefined) return elsewhere(path, call);
  return isFound(found) ? literal(found.text, wholeFile(found)) : found;
}

/** A file's content, when its bytes are those of its text; else what a function of them gives. */
export function fileContent(path: string, call: Call): string | Value {
  const found = fileAt(path, call);
  if (found === undefined) return elsewhere(path, call);
  if (!isFound(found)) return found;
  // Bytes that are not UTF-8 stand in the text as replacement characters.
  return found.text.includes("\ufffd") ? elsewhere(path, call) : found.text;
}

const isFound = (found: SourceFile | Failure): found is SourceFile => "text" in found;

function fileExists(path: string, call: Call): Value {
  const inside = insideRoot(path, call.context.scope);
  if (inside !== undefined && call.context.scope.files.isThere?.(inside) === true) {
    return booleanNode(true, call.at);
  }
  const found = fileAt(path, call);
  if (found === undefined || inside === undefined) {
    const id = `${call.context.scope.instance}|fileexists(${JSON.stringify(path)})`;
    return unknown(id, call.label, call.at);
  }
  if (isFound(found)) return booleanNode(true, call.at);
  const isDirectory = call.context.scope.files.list(inside).length > 0;
  return isDirectory ? failure(`"${path}" is a directory`, call.at) : booleanNode(false, call.at);
}

/** Files below a directory by a pattern of Go's doublestar, relative to it. */
function fileSet(path: string, pattern: string, call: Call): Value | undefined {
  const directory = insideRoot(path, call.context.scope);
  if (directory === undefined || clean(pattern).startsWith("..") || pattern.length > 1000) return undefined;
  const matcher = new Minimatch(clean(pattern), { dot: true, noext: true, nonegate: true, nocomment: true });
  const prefix = directory === "" ? "" : `${directory}/`;
  const names = call.context.scope.files
    .list(directory)
    .flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))
    .filter((name) => matcher.match(name));
  return toSet(
    names.map((name) => computedText(name, call.at)),
    call.at,
  );
}

const templates = new WeakMap<SourceFile, ParsedTemplate>();

function parsedTemplate(source: SourceFile): ParsedTemplate {
  const cached = templates.get(source) ?? parseTemplate(source.text);
  templates.set(source, cached);
  return cached;
}

/** The template's literal text stands in the template file; what is put in keeps the places of the variables' values. */
function templateFile(path: string, variables: MapNode, call: Call): Value | undefined {
  const found = fileAt(path, call);
  if (found === undefined) return undefined;
  if (!isFound(found)) return found;
  const context = insideTemplate(fileSource(found), { ...call.context.scope, file: found }, variables, call);
  return isFailure(context) ? context : render(parsedTemplate(found), context, call);
}

/** `templatestring(reference, variables)`: the template must not be written in the call itself. */
function renderString({ args }: CallExpression, call: Call): Value {
  const [template, variables, ...rest] = args;
  if (template === undefined || variables === undefined || rest.length > 0) {
    return failure("templatestring takes two arguments", call.at);
  }
  if (!isReference(template)) {
    return failure("the template must be a reference to a value that is defined elsewhere", call.at);
  }
  const values = collect([template, variables], (argument) => call.context.evaluate(argument, call.context));
  if (stopped(values)) return values;
  const [content] = values;
  if (content?.kind !== "text" && content?.kind !== "unknown") {
    return failure("the template is not a string", call.at);
  }
  const row = binary("string", text, mapping, templateString);
  const result = row.run(values, call);
  if (result !== undefined) return result;
  call.context.doubts.raised = true;
  return unknownString(derivedId(call.name, values), call.label, call.at);
}

function isReference(expression: Expression): boolean {
  let base = expression;
  while (base.kind === "get-attribute" || base.kind === "index") base = base.on;
  return base.kind === "variable" && base !== expression;
}

function templateString(template: Text, variables: MapNode, call: Call): Value | undefined {
  const content = known(template);
  if (content === undefined) return undefined;
  const context = insideTemplate(textSource(template), call.context.scope, variables, call);
  return isFailure(context) ? context : render(parseTemplate(content), context, call);
}

function render({ template, problems }: ParsedTemplate, context: Context, call: Call): Value {
  const [problem] = problems;
  if (problem !== undefined) return failure(`the template cannot be parsed: ${problem.message}`, call.at);
  const result = evaluateTemplate(template, context);
  return result.kind === "null" ? failure("the template gives null", call.at) : result;
}

/** A template sees its variables and nothing else of the configuration. */
function insideTemplate(source: Source, outer: Scope, variables: MapNode, call: Call): Context | Failure {
  if (call.context.scope.names.has(INSIDE_TEMPLATE)) {
    return failure("a template cannot call templatefile or templatestring", call.at);
  }
  const names = new Map<string, Node>([[INSIDE_TEMPLATE, { kind: "null", at: call.at }]]);
  for (const { key, value } of sortedEntries(variables)) {
    const name = known(key);
    if (name === undefined) continue;
    if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name))
      return failure(`"${name}" is not a name for a variable`, call.at);
    names.set(name, value);
  }
  const partial =
    variables.more !== undefined || variables.entries.some(({ key }) => known(key) === undefined);
  const scope: Scope = {
    ...outer,
    isTemplate: true,
    names,
    resolve: (root, _steps, at) => {
      if (!partial) return undefined;
      const id = derivedId("template variable", [variables, computedText(root, at)]);
      return { value: unknown(id, root, at), used: 0 };
    },
  };
  return { ...call.context, scope, names, source };
}

/** What is known of a path from its last slash on; undefined when a hole may stand there. */
function endOf(path: Text): string | undefined {
  const whole = known(path);
  if (whole !== undefined) return whole;
  const last = path.parts.at(-1);
  return last?.kind === "literal" && /\/[^/]+$/.test(last.value) ? last.value : undefined;
}

/** No name of the language: marks the scope of a template. */
const INSIDE_TEMPLATE = "(template)";

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  if (trimmed === "") return path === "" ? "." : "/";
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** Of a path into the boundary only the beginning is the machine's. */
function absolutePath(path: string, call: Call): Value {
  if (path.startsWith("/")) return computedText(clean(path), call.at);
  const inside = insideRoot(path, call.context.scope);
  if (inside === undefined || inside === "") return elsewhere(path, call);
  const id = `${call.context.scope.instance}|abspath of the root`;
  return concat(call.at, unknownString(id, call.label, call.at), `/${inside}`);
}

export const files: FunctionGroup = {
  abspath: unary("string", string, absolutePath),
  basename: unary("string", text, (path, call) => {
    const end = endOf(path);
    return end === undefined ? undefined : computedText(baseName(end), call.at);
  }),
  dirname: unary("string", string, (path, call) =>
    computedText(clean(path.slice(0, path.lastIndexOf("/") + 1)), call.at),
  ),
  file: unary("string", string, file),
  filebase64: unary("string", string, (path, call) => {
    const content = fileContent(path, call);
    return typeof content === "string" ? computedText(toBase64(utf8(content)), call.at) : content;
  }),
  fileexists: unary("any", string, fileExists),
  fileset: binary("any", string, string, fileSet),
  pathexpand: unary("string", string, (path, call) =>
    path.startsWith("~") ? elsewhere(path, call) : computedText(path, call.at),
  ),
  templatefile: binary("string", string, mapping, templateFile),
  templatestring: { kind: "lazy", run: renderString },
};
