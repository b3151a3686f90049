/** Lines around a change that a diff shows. */
const CONTEXT = 3;

/** A line of a diff: kept, taken away or put in. */
interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** The lines of a text, each with its line's end. */
function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/** How many lines two texts have in common at their beginning. */
function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

/**
 * The furthest x on each diagonal k = x - y, for every number of edits until the end is reached (Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986).
 */
function frontiers(a: readonly string[], b: readonly string[]): readonly ReadonlyMap<number, number>[] {
  const history: ReadonlyMap<number, number>[] = [];
  let reached: ReadonlyMap<number, number> = new Map([[1, 0]]);
  for (let edits = 0; edits <= a.length + b.length; edits++) {
    const next = new Map(reached);
    history.push(reached);
    for (let k = -edits; k <= edits; k += 2) {
      let x = goesDown(k, edits, reached) ? (reached.get(k + 1) ?? 0) : (reached.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return history;
    }
    reached = next;
  }
  return history;
}

function goesDown(k: number, edits: number, reached: ReadonlyMap<number, number>): boolean {
  return k === -edits || (k !== edits && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1));
}

/** The shortest way from one list of lines to the other. */
function compare(a: readonly string[], b: readonly string[]): readonly Line[] {
  const history = frontiers(a, b);
  const lines: Line[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = history.length - 1; edits >= 0; edits--) {
    const reached = history[edits] ?? new Map<number, number>();
    const k = x - y;
    const down = goesDown(k, edits, reached);
    const fromX = edits === 0 ? 0 : (reached.get(down ? k + 1 : k - 1) ?? 0);
    const fromY = edits === 0 ? 0 : fromX - (down ? k + 1 : k - 1);
    for (; x > fromX && y > fromY; x--, y--) lines.push({ mark: " ", text: a[x - 1] ?? "" });
    if (edits === 0) break;
    if (down) lines.push({ mark: "+", text: b[fromY] ?? "" });
    else lines.push({ mark: "-", text: a[fromX] ?? "" });
    [x, y] = [fromX, fromY];
  }
  return lines.reverse();
}

/** Lines with as much context as a diff shows: the ranges of changes that are near each other, as one. */
function hunks(lines: readonly Line[]): readonly (readonly [start: number, end: number])[] {
  const found: [number, number][] = [];
  lines.forEach(({ mark }, index) => {
    if (mark === " ") return;
    const start = Math.max(0, index - CONTEXT);
    const end = Math.min(lines.length, index + CONTEXT + 1);
    const last = found.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else found.push([start, end]);
  });
  return found;
}

function range(before: number, count: number): string {
  const start = count === 0 ? before : before + 1;
  return count === 1 ? String(start) : `${start},${count}`;
}

function printHunk(lines: readonly Line[], start: number, end: number): string {
  const count = (from: number, to: number, mark: Line["mark"]): number =>
    lines.slice(from, to).filter((line) => line.mark !== mark).length;
  const old = range(count(0, start, "+"), count(start, end, "+"));
  const own = range(count(0, start, "-"), count(start, end, "-"));
  const body = lines.slice(start, end).map(({ mark, text }) => {
    const ended = text.endsWith("\n") ? text : `${text}\n\\ No newline at end of file\n`;
    return `${mark}${ended}`;
  });
  return `@@ -${old} +${own} @@\n${body.join("")}`;
}

/**
 * The change of a file as `diff -u` prints it (GNU diffutils, "Unified Format"), with git's `a/` and `b/` before the
 * path, so that `git apply` and `patch -p1` take it; empty when nothing changed.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const [a, b] = [linesOf(before), linesOf(after)];
  const start = commonStart(a, b);
  const end = Math.min(commonStart([...a].reverse(), [...b].reverse()), Math.min(a.length, b.length) - start);
  const kept = (lines: readonly string[]): readonly Line[] => lines.map((text) => ({ mark: " ", text }));
  const lines = [
    ...kept(a.slice(0, start)),
    ...compare(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...kept(a.slice(a.length - end)),
  ];
  const shown = hunks(lines).map(([from, to]) => printHunk(lines, from, to));
  return `--- a/${path}\n+++ b/${path}\n${shown.join("")}`;
}
