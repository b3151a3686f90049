import type { SourceFile } from "../../../model/location.ts";
import type { MapNode, Node } from "../../../model/node.ts";
import type { Text } from "../../../model/text.ts";
import type { Resource, ResourceInstance } from "../instances/instance.ts";
import { mapOf } from "../instances/unknown.ts";
import { parseExpressionText } from "../syntax/parser.ts";

/** Whether a resource was read from a configuration, so that its module's files can be read. */
export function isConfigured(resource: Resource): resource is ResourceInstance {
  return "declaration" in resource;
}

/** Calls of Terraform's functions that stand for what a data source does with its arguments. */
const calls = {
  file: parseExpressionText("file(path)").expression,
  templatefile: parseExpressionText("templatefile(path, vars)").expression,
  templatestring: parseExpressionText("templatestring(source.template, vars)").expression,
};

/** The text that a function gives for these arguments; undefined where it is not known or fails. */
export function callFor(
  resource: ResourceInstance,
  name: keyof typeof calls,
  names: Readonly<Record<string, Node>>,
): Text | undefined {
  const file: SourceFile = { path: resource.at.file.path, text: `${name}()` };
  const value = resource.module.evaluate(calls[name], file, new Map(Object.entries(names)));
  if (value.kind !== "text") return undefined;
  const [only] = value.parts;
  return value.parts.length === 1 && only?.kind === "hole" ? undefined : value;
}

/** The variables of a template: the maps of some arguments, the later over the earlier. */
export function templateVariables(resource: Resource, argumentNames: readonly string[]): Node {
  const { at } = resource;
  let all: MapNode = { kind: "map", flavour: "map", entries: [], at };
  for (const name of argumentNames) {
    const node = resource.setting(name);
    if (node === undefined || node.kind === "null") continue;
    if (node.kind !== "map") return node;
    const more = all.more ?? node.more;
    all = { ...all, entries: [...all.entries, ...node.entries], ...(more === undefined ? {} : { more }) };
  }
  return all;
}

/** `rendered` of `data.template_file`: its `template` with its `vars` put in (template provider, deprecated). */
export function renderedTemplate(resource: Resource): Node | undefined {
  const template = resource.setting("template");
  if (!isConfigured(resource) || template?.kind !== "text") return undefined;
  // The function takes a reference to what is written elsewhere, and nothing else.
  const source = mapOf(resource.at, { template });
  return callFor(resource, "templatestring", { source, vars: templateVariables(resource, ["vars"]) });
}

/** `content` of `data.local_file`: the file that `filename` names (local provider). */
export function localFile(resource: Resource): Node | undefined {
  const path = resource.setting("filename");
  if (!isConfigured(resource) || path?.kind !== "text") return undefined;
  return callFor(resource, "file", { path });
}
