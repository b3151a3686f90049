import type { Location } from "../../model/location.ts";
import { entriesOf, get, stringAt, type MapNode } from "../../model/node.ts";
import { textSource } from "../../model/source.ts";
import { print, type Text } from "../../model/text.ts";
import type { Repeated, Repetition } from "../go-template/evaluate/output.ts";
import { objectsIn } from "../manifest-objects.ts";
import { parseYaml } from "../yaml/parse.ts";
import { withInsertions, type Insertion } from "./insertions.ts";
import { openObjectsIn } from "./open-objects.ts";
import { trackingSource, trimmed, withMoreMetadata, withRepetitions } from "./repetitions.ts";

/** The objects that a template printed, with those of no known kind, or why Helm would not take what it printed. */
export interface Output {
  readonly objects: readonly MapNode[];
  readonly failure?: {
    readonly kind: "refused" | "limit" | "yaml";
    readonly message: string;
    readonly at: Location;
  };
}

/** Characters that one template may print. */
const MAX_OUTPUT = 4_000_000;

/** What a template prints in one world. */
export interface Printed {
  readonly text: Text;
  readonly repetitions: readonly Repetition[];
  readonly elsewhere: readonly Repeated[];
}

/** Reads what a template printed as Helm does: documents, without those that are only there for `helm test`. */
export function readOutput({ text: printed, repetitions, elsewhere }: Printed): Output {
  const length = printed.parts.reduce(
    (sum, part) => sum + (part.kind === "literal" ? part.value.length : 1),
    0,
  );
  if (length > MAX_OUTPUT) {
    return { objects: [], failure: { kind: "limit", message: "it prints too much", at: printed.at } };
  }
  const marks = [...marksOfHoles(printed), ...marksOfDocuments(textSource(printed).text)];
  const { text, moved } = withInsertions(
    printed,
    marks.sort((a, b) => a.offset - b.offset),
  );
  const source = trackingSource(textSource(text));
  const { documents, problems } = parseYaml(source);
  const [problem] = problems;
  const stretches = repetitions.flatMap(
    (each) => trimmed({ ...each, start: moved(each.start), end: moved(each.end) }, source.text) ?? [],
  );
  const objects = documents
    .filter(({ broken }) => !broken)
    .flatMap(({ node }) => [...objectsIn(node), ...openObjectsIn(node)])
    .filter((object) => isInstalled(object))
    .map((object) => withRepetitions(object, stretches, source))
    .map((object) => (elsewhere[0] === undefined ? object : withMoreMetadata(object, elsewhere[0])));
  const wrong = objects.map(wrongAnnotation).find((each) => each !== undefined);
  if (wrong !== undefined) return { objects: [], failure: wrong };
  if (problem === undefined && documents.every(({ broken }) => !broken)) return { objects };
  const message = problem?.message ?? "it is no YAML";
  return { objects, failure: { kind: "yaml", message, at: problem?.at ?? printed.at } };
}

/** The events at which Helm 3 runs hooks; one with any other it leaves out (helm pkg/releaseutil/manifest_sorter.go). */
const EVENTS = new Set(
  ["install", "delete", "upgrade", "rollback"].flatMap((event) => [`pre-${event}`, `post-${event}`]),
);
/** Those of `helm test`, which neither `helm install` nor Argo CD answers (argo-cd docs/user-guide/helm.md). */
const TESTS = new Set(["test", "test-success"]);

function isInstalled(object: MapNode): boolean {
  const hooks = stringAt(object, "metadata", "annotations", "helm.sh/hook");
  if (hooks === undefined) return true;
  const events = hooks.split(",").map((event) => event.trim().toLowerCase());
  return (
    events.some((event) => EVENTS.has(event)) &&
    events.every((event) => EVENTS.has(event) || TESTS.has(event))
  );
}

/** An annotation that is no scalar, which Helm does not take. */
function wrongAnnotation(object: MapNode): Output["failure"] {
  const wrong = entriesOf(get(object, "metadata", "annotations")).find(
    ({ value }) => value.kind === "map" || value.kind === "list",
  );
  if (wrong === undefined) return undefined;
  const message = `the annotation "${print(wrong.key)}" is a ${wrong.value.kind}, not a text`;
  return { kind: "refused", message, at: wrong.key.at };
}

/** A line of the output: what stands in it, and what of it is known. */
interface Line {
  readonly indent: number;
  readonly isBlank: boolean;
  /** Ends a document, so that what stands behind it is beside nothing. */
  readonly isSeparator: boolean;
  /** The index of the part that is the whole line, if that is a hole. */
  readonly hole: number | undefined;
  readonly isItem: boolean;
  readonly inBlock: boolean;
}

/**
 * Where an unknown value stands alone on a line among the entries of a map, it is further entries; among the items of a
 * list, further items. Without a mark of that the YAML around it could not be read.
 */
function marksOfHoles(text: Text): readonly Insertion[] {
  if (!text.parts.some((part) => part.kind === "hole")) return [];
  const lines = linesOf(text);
  const marks = new Map<number, "entry" | "item">();
  lines.forEach((line, index) => {
    if (line.hole === undefined || line.inBlock) return;
    const before = neighbour(lines, index, -1);
    const after = neighbour(lines, index, 1);
    const beside = [before, after].filter(
      (other) => other?.indent === line.indent && other.hole === undefined,
    );
    const alone = [before, after].filter((other) => other?.indent === line.indent);
    if (beside.some((other) => other?.isItem === true)) marks.set(line.hole, "item");
    else if (alone.length > 0) marks.set(line.hole, "entry");
  });
  let offset = 0;
  return text.parts.flatMap((part, index): readonly Insertion[] => {
    const mark = marks.get(index);
    const before = offset;
    offset += part.kind === "hole" ? 1 : part.value.length;
    if (mark === undefined) return [];
    return [mark === "entry" ? { offset, value: ":" } : { offset: before, value: "- " }];
  });
}

/** Three dashes at the beginning of a line, which end a document for Helm whatever stands behind them. */
const SEPARATOR = /^---[ \t]*(?=[^\s-])/gm;

/** What Helm takes for the end of a document, and YAML only on a line of its own (helm pkg/releaseutil/manifest.go). */
function marksOfDocuments(flat: string): readonly Insertion[] {
  return Array.from(flat.matchAll(SEPARATOR), ({ index, 0: { length } }) => ({
    offset: index + length,
    value: "\n",
  }));
}

function neighbour(lines: readonly Line[], from: number, step: 1 | -1): Line | undefined {
  for (let at = from + step; at >= 0 && at < lines.length; at += step) {
    const line = lines[at];
    if (line?.isSeparator === true) return undefined;
    if (line?.isBlank === false) return line;
  }
  return undefined;
}

/** A header of a block scalar at the end of a line. */
const BLOCK = /(?:^|[:\-?]\s+|\s)[|>][-+0-9]{0,2}\s*$/;

function linesOf(text: Text): readonly Line[] {
  const lines: Line[] = [];
  let current = "";
  let holes: number[] = [];
  let block: number | undefined;
  const end = (): void => {
    const content = current.trim();
    const indent = current.length - current.trimStart().length;
    const isBlank = content === "";
    if (block !== undefined && !isBlank && indent <= block) block = undefined;
    const only = content === "\0" ? holes[0] : undefined;
    lines.push({
      indent,
      isBlank,
      isSeparator: current.startsWith("---") && block === undefined,
      hole: only,
      isItem: content.startsWith("-"),
      inBlock: block !== undefined,
    });
    if (block === undefined && BLOCK.test(current)) block = indent;
    current = "";
    holes = [];
  };
  text.parts.forEach((part, index) => {
    if (part.kind === "hole") {
      current += "\0";
      holes.push(index);
      return;
    }
    const pieces = part.value.split("\n");
    pieces.forEach((piece, at) => {
      if (at > 0) end();
      current += piece;
    });
  });
  end();
  return lines;
}
