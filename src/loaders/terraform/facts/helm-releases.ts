import type { Location } from "../../../model/location.ts";
import { entriesOf, textOf, type MapNode, type Node } from "../../../model/node.ts";
import type { Problem } from "../../../model/problem.ts";
import { textSource } from "../../../model/source.ts";
import { absent, concat, isAbsent, known, literal, type Absent, type Text } from "../../../model/text.ts";
import { helmReleaseUnit, isHelmRelease, type HelmRelease, type ValuesLayer } from "../../helm-release.ts";
import { embeddedValues } from "../../helm-values.ts";
import type { Comment, LoaderSettings, Unit } from "../../loader.ts";
import { parseYaml } from "../../yaml/parse.ts";
import type { BlockView, Resource } from "../instances/instance.ts";
import { joinPath } from "../../paths.ts";
import { isConfigured } from "../resources/rendered-files.ts";
import { argument, attributeHole, filledArgument } from "../resources/resource-text.ts";
import { factId } from "./identity.ts";
import type { Inventory } from "./inventory.ts";

/** The releases of a root module as units, and what came up while their values were read. */
export interface Releases {
  readonly units: readonly Unit[];
  /** Files of values that releases read (`file()`, `templatefile()`). */
  readonly claims: readonly string[];
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
}

/** A chart by its directory, by an OCI address, or by its name in a repository. */
function chartOf(resource: Resource, chart: Text): HelmRelease["chart"] {
  const repository: Text | Absent = filledArgument(resource, "repository") ?? absent(resource.at);
  const version: Text | Absent = filledArgument(resource, "version") ?? absent(resource.at);
  const named = isConfigured(resource) ? resource.module.world.pathOf?.(chart) : undefined;
  if (named !== undefined) return { repository, name: chart, version, directory: named };
  const written = known(chart);
  if (written === undefined || !isAbsent(repository)) return { repository, name: chart, version };
  const slash = written.lastIndexOf("/");
  if (written.startsWith("oci://")) {
    const name = literal(written.slice(slash + 1), chart.at);
    return { repository: literal(written.slice(0, slash), chart.at), name, version };
  }
  const path = joinPath(resource.module.world.directory, written);
  const directory =
    written.includes("/") || (path !== undefined && isHere(path, resource)) ? path : undefined;
  return { repository, name: chart, version, ...(directory === undefined ? {} : { directory }) };
}

/** Helm takes a directory of the chart's name before any repository (`LocateChart`). */
function isHere(directory: string, resource: Resource): boolean {
  if (!isConfigured(resource)) return false;
  return resource.module.world.files.read(`${directory}/Chart.yaml`) !== undefined;
}

function unread(resource: Resource, name: string, at: Location): ValuesLayer {
  return { kind: "unread", hole: attributeHole(resource, name), at };
}

/** `values`: YAML texts, each over those before it. */
function valuesOf(
  resource: Resource,
  settings: Pick<LoaderSettings, "placeholders">,
  found: { readonly problems: Problem[]; readonly comments: Comment[] },
): readonly ValuesLayer[] {
  const node = resource.setting("values");
  if (node === undefined || node.kind === "null") return [];
  const items: readonly Node[] = node.kind === "list" ? node.items : [node];
  return items.flatMap((item, index): readonly ValuesLayer[] => {
    if (item.kind !== "text") {
      return item.kind === "null" ? [] : [unread(resource, `values[${index}]`, item.at)];
    }
    const [only] = item.parts;
    if (item.encodes !== undefined) return [{ kind: "values", node: item.encodes.node }];
    if (item.parts.length === 1 && only?.kind === "hole")
      return [{ kind: "unread", hole: only, at: item.at }];
    const read = embeddedValues(item, settings);
    found.problems.push(...read.problems);
    found.comments.push(...read.comments);
    return read.layers;
  });
}

/** `type` of a setting: `auto` as `--set`, `string` as `--set-string`, `literal` as YAML under one key. */
function kindOf(block: BlockView): "typed" | "string" | "literal" {
  const type = argument(block, "type");
  const word = isAbsent(type) ? undefined : known(type);
  return word === "string" || word === "literal" ? word : "typed";
}

/** `set_list`: `name={a,b}`, as the provider writes it. */
function listValue(block: BlockView): Text {
  const node = block.setting("value");
  const items = node?.kind === "list" ? node.items : [];
  const texts = items.flatMap((item, index) => {
    const text = textOf(item, block.at);
    return isAbsent(text) ? [] : index === 0 ? [text] : [",", text];
  });
  return concat(node?.at ?? block.at, "{", ...texts, "}");
}

/** The blocks of one type of settings, or the list of objects that newer versions of the provider take. */
function settingsOf(
  resource: Resource,
  type: "set" | "set_list" | "set_sensitive" | "set_wo",
  valueOf: (block: BlockView, index: number) => Text,
): readonly ValuesLayer[] {
  const { items, more } = resource.blocks(type);
  const layers = items.flatMap((block, index): readonly ValuesLayer[] => {
    const name = filledArgument(block, "name");
    if (name === undefined) return [];
    const value = valueOf(block, index);
    const as = kindOf(block);
    if (as === "literal") return [literalSetting(name, value)];
    return [{ kind: "set", name, value, as, commas: "separate" }];
  });
  return more === undefined ? layers : [...layers, { kind: "unread", hole: more, at: resource.at }];
}

function plainValue(block: BlockView): Text {
  const value = argument(block, "value");
  return isAbsent(value) ? literal("", value.at) : value;
}

/** Settings that are no secret, whatever they are set by: what a chart's account is called and annotated with. */
const PUBLIC = /serviceAccount|annotations/i;

/** A secret is nobody's business: its value is a hole. */
function secretValue(resource: Resource, type: string) {
  return (block: BlockView, index: number): Text => {
    const name = filledArgument(block, "name");
    if (name !== undefined && PUBLIC.test(known(name) ?? "")) return plainValue(block);
    return { kind: "text", parts: [attributeHole(resource, `${type}[${index}].value`)], at: block.at };
  };
}

/** Version 3 of the provider hands `type = "literal"` to YAML, under the name as one key, dots and all. */
function literalSetting(name: Text, value: Text): ValuesLayer {
  const parsed = parseYaml(textSource(value)).documents[0]?.node;
  const node: MapNode = { kind: "map", entries: [{ key: name, value: parsed ?? value }], at: name.at };
  return { kind: "values", node };
}

/** Whether a `helm_release` says which chart it installs; otherwise there is nothing to expand. */
export function hasChart(resource: Resource): boolean {
  return filledArgument(resource, "chart") !== undefined && filledArgument(resource, "name") !== undefined;
}

/**
 * The releases of a root module (`helm_release`). Weakest first: `values`, `set`, `set_list`, `set_sensitive`, `set_wo`
 * (terraform-provider-helm, `getValues`); without a namespace a release is in `default`.
 */
export function helmReleases(inventory: Inventory, settings: Pick<LoaderSettings, "placeholders">): Releases {
  const found = { problems: new Array<Problem>(), comments: new Array<Comment>() };
  const units = (inventory.resources.get("helm_release") ?? []).flatMap((resource): readonly Unit[] => {
    const chart = filledArgument(resource, "chart");
    const name = filledArgument(resource, "name");
    if (chart === undefined || name === undefined) return [];
    const release: Omit<HelmRelease, "kind"> = {
      chart: chartOf(resource, chart),
      name,
      namespace: filledArgument(resource, "namespace") ?? literal("default", resource.at),
      values: [
        ...valuesOf(resource, settings, found),
        ...settingsOf(resource, "set", plainValue),
        ...settingsOf(resource, "set_list", listValue),
        ...settingsOf(resource, "set_sensitive", secretValue(resource, "set_sensitive")),
        ...settingsOf(resource, "set_wo", secretValue(resource, "set_wo")),
      ],
      ...(resource.exists === "maybe" ? { installed: "maybe" } : {}),
    };
    return [helmReleaseUnit(factId(resource.module, resource.address), release, resource.module.origin)];
  });
  return { units, claims: valuesFiles(units), ...found };
}

/** The YAML files that values of releases stand in. */
function valuesFiles(units: readonly Unit[]): readonly string[] {
  const layers = units.flatMap(({ input }) => (isHelmRelease(input) ? input.values : []));
  // What a template of a file printed stands in two files: each of its keys says where.
  const paths = layers
    .flatMap((layer) =>
      layer.kind === "values" ? [layer.node, ...entriesOf(layer.node).map(({ key }) => key)] : [],
    )
    .map(({ at }) => at.file.path);
  return [...new Set(paths.filter((path) => /\.ya?ml$/.test(path)))].sort();
}
