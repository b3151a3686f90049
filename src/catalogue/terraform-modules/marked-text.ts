import { allowedBy, compareVersions, type Version, type VersionInterval } from "./versions.ts";

/** What begins a mark in a row's text: a comment of HCL, so that a text with marks is HCL, too. */
const MARK = "#@";
const GIVEN = "given ";

/** A module call, as far as a row's text depends on it. */
export interface MarkedFor {
  /** The version that is just too new: the text is that of the newest version below it. */
  readonly below: Version;
  /** The names of the inputs that the call gives; undefined when they are not known: any may be given. */
  readonly inputs: ReadonlySet<string> | undefined;
}

/**
 * A row's text as it is for one call. A line that ends in `#@ RANGE` is there only in those versions of the module, one
 * that ends in `#@ given INPUT` only when the call gives that input. A line that is nothing but such a mark holds for
 * the lines after it, up to the line that is nothing but `#@`; these may stand in each other. Lines that are not there
 * are empty, so that the others keep their numbers.
 */
export function unmarked(text: string, call: MarkedFor): string {
  if (!text.includes(MARK)) return text;
  const open: boolean[] = [];
  return text
    .split("\n")
    .map((line) => {
      const mark = markIn(line);
      const isOff = open.includes(false);
      if (mark === undefined) return isOff ? "" : line;
      if (mark.code !== "") return !isOff && holds(mark.condition, call) ? mark.code : "";
      if (mark.condition === "") open.pop();
      else open.push(!isOff && holds(mark.condition, call));
      return "";
    })
    .join("\n");
}

/** The mark of a line: what stands before it, and what it says; nothing for the end of a block. */
function markIn(line: string): { readonly code: string; readonly condition: string } | undefined {
  const at = line.indexOf(MARK);
  if (at === -1) return undefined;
  return { code: line.slice(0, at).trimEnd(), condition: line.slice(at + MARK.length).trim() };
}

function holds(condition: string, { below, inputs }: MarkedFor): boolean {
  if (condition.startsWith(GIVEN)) return inputs === undefined || inputs.has(condition.slice(GIVEN.length));
  const { from, to } = rangeOf(condition);
  return compareVersions(from, below) < 0 && compareVersions(to, below) >= 0;
}

/** Ranges that were read before: a text says the same few of them many times. */
const ranges = new Map<string, VersionInterval>();

function rangeOf(condition: string): VersionInterval {
  const earlier = ranges.get(condition);
  if (earlier !== undefined) return earlier;
  const range = allowedBy(condition);
  ranges.set(condition, range);
  return range;
}

/** What is wrong with the marks of a text, each with its line counted from 1. */
export function markProblems(text: string): readonly { readonly line: number; readonly message: string }[] {
  const problems: { line: number; message: string }[] = [];
  const open: number[] = [];
  for (const [index, content] of text.split("\n").entries()) {
    const mark = markIn(content);
    if (mark === undefined) continue;
    const line = index + 1;
    if (mark.condition === "") {
      const ends = mark.code === "" && open.pop() !== undefined;
      if (!ends) problems.push({ line, message: `"${MARK}" ends nothing here` });
      continue;
    }
    if (!isCondition(mark.condition)) problems.push({ line, message: complaint(mark.condition) });
    if (mark.code === "") open.push(line);
  }
  return [...problems, ...open.map((line) => ({ line, message: `no line "${MARK}" ends this` }))];
}

function complaint(condition: string): string {
  return `"${condition}" is neither a range of versions (>=1.2.0 <2.0.0) nor "given" and an input`;
}

/** One or two bounds, each a whole version; or an input. */
function isCondition(condition: string): boolean {
  return /^(?:>=\d+\.\d+\.\d+(?: <\d+\.\d+\.\d+)?|<\d+\.\d+\.\d+|given [a-z]\w*)$/.test(condition);
}
