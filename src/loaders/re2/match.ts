import type { CharTest } from "./character-classes.ts";
import { parsePattern, type Assertion, type Pattern, type PatternError } from "./syntax.ts";

/** One step of a compiled pattern; numbers are positions in the program. */
type Instruction =
  | { readonly op: "char"; readonly test: CharTest }
  | { readonly op: "assert"; readonly what: Assertion }
  | { readonly op: "save"; readonly slot: number }
  | { op: "split"; first: number; second: number }
  | { op: "jump"; to: number }
  | { readonly op: "match" };

/** A pattern ready to be searched for. */
export interface Program {
  readonly instructions: readonly Instruction[];
  /** The names of the groups, from the first on. */
  readonly groups: readonly (string | undefined)[];
}

/** A match: code point offsets; groups that took no part are undefined. The first is the whole. */
export type Match = readonly (readonly [start: number, end: number] | undefined)[];

const MAX_PROGRAM = 20_000;
/** Program length times text length: the states that one search may visit. */
const MAX_STATES = 8_000_000;

/** Compiles a pattern; "too big" when its repetitions unfold to more than is sensible. */
export function compilePattern(source: string): Program | PatternError | "too big" {
  const parsed = parsePattern(source);
  if ("error" in parsed) return parsed;
  const instructions: Instruction[] = [];
  const fits = emit(parsed.pattern, instructions);
  if (!fits) return "too big";
  instructions.push({ op: "match" });
  return { instructions, groups: parsed.groups };
}

function emit(pattern: Pattern, out: Instruction[]): boolean {
  if (out.length > MAX_PROGRAM) return false;
  switch (pattern.kind) {
    case "empty":
      return true;
    case "char":
      out.push({ op: "char", test: pattern.test });
      return true;
    case "assert":
      out.push({ op: "assert", what: pattern.what });
      return true;
    case "sequence":
      return pattern.items.every((item) => emit(item, out));
    case "alternatives":
      return emitAlternatives(pattern.items, out);
    case "group": {
      out.push({ op: "save", slot: pattern.index * 2 });
      const fits = emit(pattern.inner, out);
      out.push({ op: "save", slot: pattern.index * 2 + 1 });
      return fits;
    }
    case "repeat":
      return emitRepeat(pattern, out);
  }
}

function emitAlternatives(items: readonly Pattern[], out: Instruction[]): boolean {
  const exits: { to: number }[] = [];
  for (const [index, item] of items.entries()) {
    if (index === items.length - 1) {
      if (!emit(item, out)) return false;
      continue;
    }
    const split = { op: "split" as const, first: out.length + 1, second: 0 };
    out.push(split);
    if (!emit(item, out)) return false;
    const exit = { op: "jump" as const, to: 0 };
    out.push(exit);
    exits.push(exit);
    split.second = out.length;
  }
  for (const exit of exits) exit.to = out.length;
  return true;
}

function emitRepeat(pattern: Extract<Pattern, { kind: "repeat" }>, out: Instruction[]): boolean {
  const { inner, min, max, greedy } = pattern;
  for (let count = 0; count < min; count++) if (!emit(inner, out)) return false;
  const splits: { split: { first: number; second: number }; body: number }[] = [];
  const optional = (): boolean => {
    const split = { op: "split" as const, first: 0, second: 0 };
    out.push(split);
    splits.push({ split, body: out.length });
    return emit(inner, out);
  };
  if (max === Infinity) {
    const start = out.length;
    if (!optional()) return false;
    out.push({ op: "jump", to: start });
  } else {
    for (let count = min; count < max; count++) if (!optional()) return false;
  }
  for (const { split, body } of splits) {
    split.first = greedy ? body : out.length;
    split.second = greedy ? out.length : body;
  }
  return true;
}

const isWord = (code: number | undefined): boolean =>
  code !== undefined && /[0-9A-Za-z_]/.test(String.fromCodePoint(code));

function holds(what: Assertion, codes: readonly number[], at: number): boolean {
  switch (what) {
    case "text-start":
      return at === 0;
    case "text-end":
      return at === codes.length;
    case "line-start":
      return at === 0 || codes[at - 1] === 10;
    case "line-end":
      return at === codes.length || codes[at] === 10;
    case "word-boundary":
      return isWord(codes[at - 1]) !== isWord(codes[at]);
    case "no-word-boundary":
      return isWord(codes[at - 1]) === isWord(codes[at]);
  }
}

type Task =
  | { readonly kind: "run"; readonly pc: number; readonly at: number }
  | { readonly kind: "restore"; readonly slot: number; readonly value: number };

interface Search {
  readonly program: Program;
  readonly codes: readonly number[];
  /** By state, the number of the search that was there last: so that a new search need not clear it. */
  readonly visited: Uint32Array;
  readonly round: number;
}

/**
 * The leftmost match at or after `from`, preferring alternatives as Perl does. Every pair of instruction and position
 * is visited once (RE2's BitState), so the time is at most their product.
 */
function search(searching: Search, from: number): Match | undefined {
  for (let start = from; start <= searching.codes.length; start++) {
    const match = matchAt(searching, start);
    if (match !== undefined) return match;
  }
  return undefined;
}

function matchAt(searching: Search, start: number): Match | undefined {
  const { program } = searching;
  const slots = new Array<number>((program.groups.length + 1) * 2).fill(-1);
  slots[0] = start;
  const stack: Task[] = [{ kind: "run", pc: 0, at: start }];
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    if (task.kind === "restore") {
      slots[task.slot] = task.value;
      continue;
    }
    const end = run(task.pc, task.at, searching, slots, stack);
    if (end === undefined) continue;
    slots[1] = end;
    return matchFrom(slots);
  }
  return undefined;
}

/** Follows one thread until it fails or matches; what is left to try goes onto the stack. */
function run(
  startPc: number,
  startAt: number,
  { program, codes, visited, round }: Search,
  slots: number[],
  stack: Task[],
): number | undefined {
  let [pc, at] = [startPc, startAt];
  for (;;) {
    const state = pc * (codes.length + 1) + at;
    if (visited[state] === round) return undefined;
    visited[state] = round;
    const instruction = program.instructions[pc];
    if (instruction === undefined) return undefined;
    switch (instruction.op) {
      case "match":
        return at;
      case "char": {
        const code = codes[at];
        if (code === undefined || !instruction.test(code)) return undefined;
        at++;
        pc++;
        break;
      }
      case "assert":
        if (!holds(instruction.what, codes, at)) return undefined;
        pc++;
        break;
      case "save":
        stack.push({ kind: "restore", slot: instruction.slot, value: slots[instruction.slot] ?? -1 });
        slots[instruction.slot] = at;
        pc++;
        break;
      case "split":
        stack.push({ kind: "run", pc: instruction.second, at });
        pc = instruction.first;
        break;
      case "jump":
        pc = instruction.to;
        break;
    }
  }
}

function matchFrom(slots: readonly number[]): Match {
  return Array.from({ length: slots.length / 2 }, (_, index) => {
    const [start = -1, end = -1] = [slots[index * 2], slots[index * 2 + 1]];
    return start === -1 || end === -1 ? undefined : ([start, end] as const);
  });
}

/** All matches from left to right that do not overlap, as Go's FindAll has them; undefined when the text is too long. */
export function findAll(
  program: Program,
  codes: readonly number[],
  limit = Infinity,
): readonly Match[] | undefined {
  if (program.instructions.length * (codes.length + 1) > MAX_STATES) return undefined;
  const visited = new Uint32Array(program.instructions.length * (codes.length + 1));
  const matches: Match[] = [];
  let round = 0;
  let from = 0;
  let lastEnd = -1;
  while (from <= codes.length && matches.length < limit) {
    round++;
    const match = search({ program, codes, visited, round }, from);
    const [start, end] = match?.[0] ?? [];
    if (match === undefined || start === undefined || end === undefined) break;
    // An empty match right after a match does not count.
    if (start !== end || start !== lastEnd) matches.push(match);
    lastEnd = end;
    from = end > start ? end : end + 1;
  }
  return matches;
}
