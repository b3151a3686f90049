import type { Location } from "../../model/location.ts";
import { literal, type Text } from "../../model/text.ts";
import { RefusedByTemplate, type FunctionTable, type TemplateError } from "../go-template/function.ts";
import { mayChange, renderInOrder, TemplateSet, type Rendering, type Step } from "../go-template/render.ts";
import { helmFunctions } from "../go-template/functions/index.ts";
import type { GoMap, Value } from "../go-template/value.ts";
import type { Decision } from "../go-template/worlds.ts";
import type { Questions } from "../loader.ts";
import { capabilities, withVersionSets } from "./capabilities.ts";
import { chartObject, goBoolean, goTable } from "./chart-objects.ts";
import { filesObject } from "./files-object.ts";
import { mergeWorlds, type Decided, type MergedObject } from "./merge-worlds.ts";
import { readOutput } from "./read-output.ts";
import { valueAt, type ActiveChart } from "./take-part.ts";
import {
  isExecuted,
  templateFiles,
  wantedTemplates,
  type PlacedChart,
  type TemplateFile,
} from "./template-files.ts";

/** What templates see of a release. */
export interface ReleaseFacts {
  readonly name: Text;
  readonly namespace: Text;
}

/** What became of a template. */
export interface RenderedTemplate {
  readonly file: TemplateFile;
  readonly objects: readonly MergedObject[];
  /** Set for one that is not looked at for its objects, but for the values that it refuses. */
  readonly isCheck?: true;
  /** Why what it makes is not known, or not wholly. */
  readonly failure?: Failure;
}

/** Why what a template makes is not known. */
interface Failure {
  /** `refused`: Helm stops here too. */
  readonly kind: "refused" | "limit" | "yaml";
  readonly message: string;
  readonly at: Location;
  /** Set when the chart itself refuses the release, whatever of that is not known: its own words. */
  readonly said?: string;
}

const functions = withVersionSets(helmFunctions);

/** More templates than this are not rendered: the largest public charts have a third of it. */
const MAX_TEMPLATES = 2_000;

/**
 * Renders those templates of a release that may make something of interest, and tells which others refuse it. `values`
 * are the outermost chart's.
 */
export function renderRelease(
  root: ActiveChart,
  values: GoMap,
  release: ReleaseFacts,
  ask: Questions,
): readonly RenderedTemplate[] {
  const dots = new Map<ActiveChart, GoMap>();
  const placed: PlacedChart[] = [];
  const common = commonObjects(root, release);
  dotOf(root, root.name, values, { common, functions, ask, dots, placed, isRoot: true });
  const files = templateFiles(placed, ask);
  const set = new TemplateSet();
  for (const { parsed } of files) set.add(parsed);
  const refused = files.find(({ parsed }) => parsed.problem !== undefined);
  const { interesting, refusing } = wantedTemplates(files);
  const isRendered = refused === undefined && files.length <= MAX_TEMPLATES;
  const renderings = isRendered ? renderFiles(files, [...interesting, ...refusing], set, dots) : undefined;
  const refusals = refusing.flatMap((file): readonly RenderedTemplate[] => {
    const rendering = renderings?.get(file);
    const failure = rendering && refusalOf(rendering);
    return failure === undefined ? [] : [{ file, objects: [], isCheck: true, failure }];
  });
  const made = interesting.map((file): RenderedTemplate => {
    if (files.length > MAX_TEMPLATES) {
      const message = `its chart has more than ${String(MAX_TEMPLATES)} templates`;
      return { file, objects: [], failure: { kind: "limit", message, at: root.written.at } };
    }
    const { problem } = refused?.parsed ?? file.parsed;
    if (problem !== undefined) return { file, objects: [], failure: failureOf(problem) };
    return fromRendering(file, renderings?.get(file) ?? { outputs: [], complete: false });
  });
  return [...made, ...refusals];
}

/**
 * The wanted templates, each after those that may change what it sees: Helm executes all of them on the same values,
 * one after another.
 */
function renderFiles(
  files: readonly TemplateFile[],
  wanted: readonly TemplateFile[],
  set: TemplateSet,
  dots: ReadonlyMap<ActiveChart, GoMap>,
): ReadonlyMap<TemplateFile, Rendering> {
  const isWanted = new Set(wanted);
  const steps = files.flatMap((file) => {
    const isStep = isWanted.has(file) || (isExecuted(file) && mayChange(set, file.name));
    const step = isStep ? stepOf(file, dots) : undefined;
    return step === undefined ? [] : [{ file, step }];
  });
  const options = { functions, missingKey: "zero", dropNoValue: true } as const;
  const rendered = renderInOrder(
    set,
    steps.map(({ step }) => step),
    options,
  );
  return new Map(
    steps.flatMap(({ file }, index) => {
      const rendering = rendered[index];
      return rendering === undefined ? [] : [[file, rendering] as const];
    }),
  );
}

interface Dots {
  readonly common: readonly (readonly [string, Value])[];
  readonly functions: FunctionTable;
  readonly ask: Questions;
  readonly dots: Map<ActiveChart, GoMap>;
  readonly placed: PlacedChart[];
  readonly isRoot: boolean;
}

/** `.Release` and `.Capabilities`, which all charts see alike (helm pkg/chartutil/values.go, ToRenderValues). */
function commonObjects({ source }: ActiveChart, { name, namespace }: ReleaseFacts): Dots["common"] {
  const { at } = source.node;
  const release = goTable(
    [
      ["Name", name],
      ["Namespace", namespace],
      ["Service", literal("Helm", at)],
      ["IsInstall", goBoolean(true, at)],
      ["IsUpgrade", goBoolean(false, at)],
      ["Revision", { kind: "number", go: "int", value: 1, raw: "1", at }],
    ],
    at,
  );
  return [
    ["Release", release],
    ["Capabilities", capabilities(at)],
  ];
}

/** What a chart's templates see, and those inside theirs (helm pkg/engine/engine.go, recAllTpls). */
function dotOf(chart: ActiveChart, fullPath: string, values: GoMap, dots: Dots): GoMap {
  const { source, written } = chart;
  const { at } = source.node;
  const inner = goTable([], at);
  const dot = goTable(
    [
      ["Chart", chartObject(source.node, written, dots.isRoot)],
      ["Files", filesObject({ files: source.files, ask: dots.ask, functions: dots.functions, at })],
      ...dots.common,
      ["Values", values],
      ["Subcharts", inner],
    ],
    at,
  );
  for (const each of chart.charts) {
    const table = valueAt(values, [each.name]);
    const own = table?.kind === "go-map" ? table : goTable([], at);
    const path = `${fullPath}/charts/${each.name}`;
    const value = dotOf(each, path, own, { ...dots, isRoot: false });
    inner.entries.set(each.name, { key: literal(each.name, at), value });
  }
  dots.dots.set(chart, dot);
  dots.placed.push({ chart, fullPath });
  return dot;
}

/** The execution of a file on what its chart sees, which `.Template` tells of. */
function stepOf(
  { chart, name, parsed }: TemplateFile,
  dots: ReadonlyMap<ActiveChart, GoMap>,
): Step | undefined {
  const dot = dots.get(chart);
  if (dot === undefined) return undefined;
  const { at } = parsed;
  const base = name.slice(0, name.indexOf("/templates/") + "/templates".length);
  const template = goTable(
    [
      ["Name", literal(name, at)],
      ["BasePath", literal(base, at)],
    ],
    at,
  );
  return { name, dot, entries: [["Template", template]] };
}

function failureOf({ reason, message, at }: TemplateError): Failure {
  return { kind: reason, message, at };
}

/** What a template itself says when it stops at the release, whatever of that is not known. */
function refusalOf({ outputs: [output, ...others], complete }: Rendering): Failure | undefined {
  if (output === undefined || !("error" in output) || others.length > 0 || !complete) return undefined;
  const { error, decisions } = output;
  if (!(error instanceof RefusedByTemplate) || decisions.length > 0) return undefined;
  return { ...failureOf(error), said: error.said };
}

/**
 * The objects of all worlds together. A world in which Helm stops is none in which the release is installed; when it
 * stops in all of them, there is no release.
 */
function fromRendering(file: TemplateFile, rendering: Rendering): RenderedTemplate {
  const { outputs, complete } = rendering;
  const limit = outputs.flatMap((output) =>
    "error" in output && output.error.reason === "limit" ? [output.error] : [],
  )[0];
  const texts = outputs.flatMap((output) => ("text" in output ? [output] : []));
  const refused = outputs.flatMap((output) => ("error" in output ? [output.error] : []))[0];
  if (texts.length === 0 && refused !== undefined) {
    return { file, objects: [], failure: refusalOf(rendering) ?? failureOf(limit ?? refused) };
  }
  if (limit !== undefined) return { file, objects: [], failure: failureOf(limit) };
  const at = file.parsed.at;
  if (!complete) {
    const message = "it depends on too many values that are not known";
    return { file, objects: [], failure: { kind: "limit", message, at } };
  }
  const worlds = texts.map((output) => ({ ...readOutput(output), decisions: output.decisions }));
  const read = worlds.filter(({ failure }) => failure === undefined);
  const failure = worlds.find((world) => world.failure !== undefined)?.failure;
  const objects = mergeWorlds(
    read.map((world) => world.objects),
    decidedBy(read.flatMap(({ decisions }) => decisions)),
  );
  // Helm would stop where what is printed is no YAML: that is no world in which there is a release.
  return failure === undefined || read.length > 0 ? { file, objects } : { file, objects, failure };
}

/** What the worlds of a template differ by. */
function decidedBy(decisions: readonly Decision[]): Decided {
  const byId = new Map(decisions.map(({ id, name }) => [id, name] as const));
  return { id: [...byId.keys()].sort().join("&"), name: [...new Set(byId.values())].join(", ") };
}
