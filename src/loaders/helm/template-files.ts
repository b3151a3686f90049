import { textAt } from "../../model/location.ts";
import { fileSource } from "../../model/source.ts";
import { knownString } from "../go-template/convert.ts";
import { parseTemplate, type ParsedTemplate } from "../go-template/parse.ts";
import type { Argument, Block, Command, Pipeline } from "../go-template/syntax/ast.ts";
import type { Parser, Questions } from "../loader.ts";
import { baseName } from "../paths.ts";
import { holdsIdentity } from "../template-kinds.ts";
import type { ActiveChart } from "./take-part.ts";

/** A template of a release, by the name that Helm gives it: `shop/charts/cache/templates/sa.yaml`. */
export interface TemplateFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly chart: ActiveChart;
  readonly parsed: ParsedTemplate;
}

/** A chart and the way to it: what templates' names begin with. */
export interface PlacedChart {
  readonly chart: ActiveChart;
  /** `shop/charts/cache`. */
  readonly fullPath: string;
}

const templateParser: Parser<ParsedTemplate> = {
  name: "go-template",
  parse: (file) => ({ value: parseTemplate(file.path, fileSource(file)), comments: [], problems: [] }),
};

/**
 * The templates of charts in the order in which Helm reads them: the deepest first, so that of two templates of one
 * name the outer chart's counts (helm pkg/engine/engine.go, sortTemplates). A library gives only its partials.
 */
export function templateFiles(charts: readonly PlacedChart[], ask: Questions): readonly TemplateFile[] {
  const files = charts.flatMap(({ chart, fullPath }) =>
    chart.source.templates.flatMap(({ name, path }): readonly TemplateFile[] => {
      if (chart.source.isLibrary && !isPartial(name)) return [];
      const file = ask.read(path);
      if (!("missing" in file) && isOnlyDefinitions(file.text)) return [];
      const parsed = "missing" in file ? undefined : ask.parse(path, templateParser);
      if ("missing" in file || parsed === undefined || "missing" in parsed) return [];
      const full = `${fullPath}/${name}`;
      return [{ name: full, path, text: file.text, chart, parsed: { ...parsed.value, name: full } }];
    }),
  );
  const depth = (name: string): number => name.split("/").length;
  return files.sort((a, b) => depth(b.name) - depth(a.name) || (a.name < b.name ? 1 : -1));
}

/** A kind at the beginning of a line: that of an object and of nothing inside one. */
const KIND = /^kind:[ \t]*(\S+)/gm;

/**
 * Whether a template holds nothing but definitions of custom resources: they say nothing of identities, and are most
 * of what there is to read.
 */
function isOnlyDefinitions(text: string): boolean {
  if (!text.includes("CustomResourceDefinition") || /\{\{-?\s*(?:define|block)\b/.test(text)) return false;
  const kinds = Array.from(text.matchAll(KIND), ([, kind]) => kind);
  return kinds.length > 0 && kinds.every((kind) => kind === "CustomResourceDefinition");
}

/** Whether what a template prints is no manifest: it is only there to be included. */
export function isPartial(name: string): boolean {
  return baseName(name).startsWith("_");
}

/** What the code of a template names. */
interface Mentions {
  readonly names: ReadonlySet<string>;
  /** Set when it includes what a value names. */
  readonly dynamic: boolean;
}

const remembered = new WeakMap<Block, Mentions>();

function mentionsOf(block: Block): Mentions {
  const before = remembered.get(block);
  if (before !== undefined) return before;
  const names = new Set<string>();
  let dynamic = false;
  const inArgument = (argument: Argument): void => {
    if (argument.kind === "pipeline") inPipeline(argument);
    if (argument.kind === "chain") inArgument(argument.of);
  };
  const inCommand = ({ first, rest }: Command): void => {
    if (first.kind === "function" && first.name === "include") {
      const [name] = rest;
      const written =
        name?.kind === "constant" && name.value !== undefined ? knownString(name.value) : undefined;
      if (written === undefined) dynamic = true;
      else names.add(written);
    }
    for (const argument of [first, ...rest]) inArgument(argument);
  };
  const inPipeline = (pipeline: Pipeline | undefined): void => {
    pipeline?.commands.forEach(inCommand);
  };
  const inBlock = (items: Block): void => {
    for (const item of items) {
      if (item.kind === "action") inPipeline(item.pipeline);
      else if (item.kind === "template") {
        names.add(item.name);
        inPipeline(item.pipeline);
      } else if (item.kind === "range") {
        inPipeline(item.pipeline);
        inBlock(item.body);
        inBlock(item.otherwise ?? []);
      } else if (item.kind === "if" || item.kind === "with") {
        for (const { pipeline, body } of item.branches) {
          inPipeline(pipeline);
          inBlock(body);
        }
        inBlock(item.otherwise ?? []);
      }
    }
  };
  inBlock(block);
  const mentions = { names, dynamic };
  remembered.set(block, mentions);
  return mentions;
}

/** A template's text and what it includes. */
interface Named {
  readonly text: string;
  readonly body: Block;
}

/** What a template does that may refuse the values. */
const REFUSES = /\{\{[^}]*\b(?:fail|required)\b/;

/** The templates to render, in their order. */
export interface WantedTemplates {
  /**
   * Those that may make something of interest: their text or that of a template which they include has one of the words,
   * or says of no object what kind it is, or they include what only a value names.
   */
  readonly interesting: readonly TemplateFile[];
  /** Others that Helm executes and that may refuse the values (`fail`, `required`): notes and checks. */
  readonly refusing: readonly TemplateFile[];
}

export function wantedTemplates(files: readonly TemplateFile[]): WantedTemplates {
  const named = new Map<string, Named>();
  for (const { name, text, parsed } of files) {
    named.set(name, { text, body: parsed.body });
    for (const { name: defined, body, at } of parsed.defines) named.set(defined, { text: textAt(at), body });
  }
  const executed = files.filter(isExecuted);
  const interesting = executed.filter(({ name }) => !isNotes(name) && isInteresting(name, named));
  const makers = new Set(interesting);
  const refusing = executed.filter(
    (file) => !makers.has(file) && reachedFrom(file.name, named).some(({ text }) => REFUSES.test(text)),
  );
  return { interesting, refusing };
}

const isNotes = (name: string): boolean => baseName(name) === "NOTES.txt";

/** Whether Helm executes a template for itself, notes among them. */
export function isExecuted({ name }: TemplateFile): boolean {
  return !isPartial(name);
}

/** A template and all that it includes by names that are written there. */
function reachedFrom(start: string, named: ReadonlyMap<string, Named>): readonly Named[] {
  const seen = new Set([start]);
  const reached: Named[] = [];
  for (const name of seen) {
    const template = named.get(name);
    if (template === undefined) continue;
    reached.push(template);
    for (const inner of mentionsOf(template.body).names) seen.add(inner);
  }
  return reached;
}

function isInteresting(start: string, named: ReadonlyMap<string, Named>): boolean {
  const reached = reachedFrom(start, named);
  return (
    reached.some(({ text, body }) => holdsIdentity(text) || mentionsOf(body).dynamic) ||
    !reached.some(({ text }) => /\bkind["']?:/.test(text))
  );
}
