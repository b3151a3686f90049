import type { Location, SourceFile } from "../../../model/location.ts";
import type { Problem } from "../../../model/problem.ts";
import type { Questions } from "../../loader.ts";
import type { Attribute, Block } from "../syntax/ast.ts";
import { configurationFilesIn, isOverrideFile } from "./config-files.ts";
import type { Declaration, Setting } from "./declaration.ts";
import { hclParser, locationIn, type ConfigFile } from "./hcl-parser.ts";

/** What a module's files declare together. */
export interface ModuleConfig {
  /** Relative to the root of the boundary. */
  readonly directory: string;
  readonly variables: ReadonlyMap<string, Declaration>;
  readonly outputs: ReadonlyMap<string, Declaration>;
  readonly locals: ReadonlyMap<string, Setting>;
  /** By `type.name`. */
  readonly resources: ReadonlyMap<string, Declaration>;
  /** By `type.name`. */
  readonly data: ReadonlyMap<string, Declaration>;
  readonly modules: ReadonlyMap<string, Declaration>;
  /** By `name`, or `name.alias`. */
  readonly providers: ReadonlyMap<string, Declaration>;
}

interface Draft {
  readonly variables: Map<string, Declaration>;
  readonly outputs: Map<string, Declaration>;
  readonly locals: Map<string, Setting>;
  readonly resources: Map<string, Declaration>;
  readonly data: Map<string, Declaration>;
  readonly modules: Map<string, Declaration>;
  readonly providers: Map<string, Declaration>;
}

/** The literal string of an attribute, read without evaluating: an alias, a module's source. */
export function literalString(attribute: Attribute | undefined): string | undefined {
  if (attribute?.value.kind !== "template") return undefined;
  let value = "";
  for (const part of attribute.value.parts) {
    if (part.kind !== "text") return undefined;
    value += part.value;
  }
  return value;
}

function attributeNamed(block: Block, name: string): Attribute | undefined {
  for (const item of block.body.items) if (item.kind === "attribute" && item.name === name) return item;
  return undefined;
}

function put(map: Map<string, Declaration>, key: string, added: Declaration, isOverride: boolean): void {
  const earlier = map.get(key);
  if (earlier === undefined) map.set(key, added);
  else if (isOverride) map.set(key, { ...earlier, overrides: [...earlier.overrides, added] });
}

function addBlock(draft: Draft, block: Block, file: SourceFile, isOverride: boolean): void {
  const declaration: Declaration = { block, file, overrides: [] };
  const [first, second] = block.labels.map(({ value }) => value);
  if (block.type === "locals") addLocals(draft, block, file, isOverride);
  if (first === undefined) return;
  switch (block.type) {
    case "variable":
      put(draft.variables, first, declaration, isOverride);
      break;
    case "output":
      put(draft.outputs, first, declaration, isOverride);
      break;
    case "module":
      put(draft.modules, first, declaration, isOverride);
      break;
    case "provider": {
      const alias = literalString(attributeNamed(block, "alias"));
      put(draft.providers, alias === undefined ? first : `${first}.${alias}`, declaration, isOverride);
      break;
    }
    case "resource":
    case "data": {
      const map = block.type === "data" ? draft.data : draft.resources;
      if (second !== undefined) put(map, `${first}.${second}`, declaration, isOverride);
      break;
    }
  }
}

function addLocals(draft: Draft, block: Block, file: SourceFile, isOverride: boolean): void {
  for (const item of block.body.items) {
    if (item.kind !== "attribute") continue;
    if (isOverride || !draft.locals.has(item.name)) draft.locals.set(item.name, { attribute: item, file });
  }
}

/** Joins a directory's files into one module; override files change what the others declare. */
export function moduleConfig(directory: string, files: readonly ConfigFile[]): ModuleConfig {
  const draft: Draft = {
    variables: new Map(),
    outputs: new Map(),
    locals: new Map(),
    resources: new Map(),
    data: new Map(),
    modules: new Map(),
    providers: new Map(),
  };
  const overrides = files.filter(({ file }) => isOverrideFile(file.path));
  const base = files.filter(({ file }) => !isOverrideFile(file.path));
  for (const { file, body } of [...base, ...overrides]) {
    const isOverride = isOverrideFile(file.path);
    for (const item of body.items) if (item.kind === "block") addBlock(draft, item, file, isOverride);
  }
  return { directory, ...draft };
}

/** What a block declares, as an override file has to name it: `resource aws_iam_role.x`; undefined for others. */
function declaredName({ type, labels }: Block): string | undefined {
  const names = labels.map(({ value }) => value);
  const expected = type === "resource" || type === "data" ? 2 : 1;
  const isNamed = ["variable", "output", "module", "resource", "data"].includes(type);
  return isNamed && names.length === expected ? `${type} ${names.join(".")}` : undefined;
}

/** What the items of a file declare, each with its place. */
function declarationsOf({ file, body }: ConfigFile): readonly (readonly [name: string, at: Location])[] {
  return body.items.flatMap((item): readonly (readonly [string, Location])[] => {
    if (item.kind !== "block") return [];
    const name = declaredName(item);
    if (name !== undefined) return [[name, locationIn(file, item.headSpan)]];
    if (item.type !== "locals") return [];
    return item.body.items.flatMap((local) =>
      local.kind === "attribute"
        ? [[`local value ${local.name}`, locationIn(file, local.nameSpan)] as const]
        : [],
    );
  });
}

/** What override files change although the others do not declare it: Terraform refuses the module. */
export function overrideProblems(files: readonly ConfigFile[]): readonly Problem[] {
  const overrides = files.filter(({ file }) => isOverrideFile(file.path));
  if (overrides.length === 0) return [];
  const base = files.filter((file) => !overrides.includes(file));
  const declared = new Set(base.flatMap(declarationsOf).map(([name]) => name));
  return overrides
    .flatMap(declarationsOf)
    .flatMap(([name, at]): readonly Problem[] =>
      declared.has(name)
        ? []
        : [{ code: "input/not-understood", message: `there is no ${name} for this file to override`, at }],
    );
}

/** The parsed configuration files of a directory. */
export function readConfigFiles(directory: string, ask: Questions): readonly ConfigFile[] {
  return configurationFilesIn(directory, ask).flatMap((path) => {
    const parsed = ask.parse(path, hclParser);
    return "missing" in parsed ? [] : [parsed.value];
  });
}
