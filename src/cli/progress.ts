import type { Workspace } from "../workspace/workspace.ts";

/** What a progress line needs of the world. */
export interface ProgressWorld {
  /** Milliseconds since the program began. */
  readonly now: () => number;
  /** Writes to the terminal at once. */
  readonly write: (text: string) => void;
  readonly columns: number;
}

/** One line that says what a long run is doing, overwritten in place. */
export interface Progress {
  /** What is being done from now on. */
  readonly step: (what: string) => void;
  /** Something was done; the number is what the step counts, such as files. Cheap: the clock is read now and then. */
  readonly tick: (count: number) => void;
  /** Takes the line away before something else is printed; it may come back when the run goes on. */
  readonly erase: () => void;
}

/** A run that takes less than a second shows nothing. */
const QUIET_FOR = 1000;
/** The line changes at most ten times a second. */
const PAUSE = 100;
/** How many ticks pass between two looks at the clock. */
const TICKS = 32;

/** The beginning of the line, and everything right of the cursor gone (ECMA-48: CR, EL). */
const ERASE = "\r\u001b[K";

/** A progress line on a terminal. */
export function createProgress({ now, write, columns }: ProgressWorld): Progress {
  let what = "";
  let count = 0;
  let ticks = 0;
  let last = -Infinity;
  let isShown = false;
  const show = (): void => {
    const time = now();
    if (time < QUIET_FOR || time - last < PAUSE) return;
    last = time;
    isShown = true;
    const files = count === 0 ? "" : `, ${count} ${count === 1 ? "file" : "files"} so far`;
    // The last column stays free: a character in it makes some terminals go to the next line.
    write(ERASE + `irsa-lint: ${what}${files} ...`.slice(0, Math.max(0, columns - 1)));
  };
  return {
    step: (next) => {
      what = next;
      count = 0;
      last = -Infinity;
      show();
    },
    tick: (number) => {
      count = number;
      ticks += 1;
      if (ticks % TICKS === 0) show();
    },
    erase: () => {
      if (isShown) write(ERASE);
      isShown = false;
      last = -Infinity;
    },
  };
}

const silent: Progress = { step: () => undefined, tick: () => undefined, erase: () => undefined };

/** What decides whether there is a line. */
export interface Surroundings {
  /** Whether standard error is a terminal. */
  readonly terminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly quiet: boolean;
}

/** Only a person in front of a terminal that can overwrite a line is shown progress. */
export function wantsProgress({ terminal, env, quiet }: Surroundings): boolean {
  const ci = env["CI"] ?? "";
  const inCi = ci !== "" && ci !== "0" && ci !== "false";
  return terminal && !quiet && !inCi && env["TERM"] !== "dumb";
}

/** The terminal has one line to write on, so the program has one progress line. */
let current: Progress = silent;

/** Begins to show progress where that is wanted. */
export function startProgress(quiet: boolean): Progress {
  const { stderr, env } = process;
  if (!wantsProgress({ terminal: stderr.isTTY, env, quiet })) return current;
  current = createProgress({
    now: () => performance.now(),
    write: (text) => stderr.write(text),
    // A terminal that does not know its size says 0.
    columns: stderr.columns || 80,
  });
  return current;
}

/** The line of this run, or one that shows nothing. */
export function progress(): Progress {
  return current;
}

/** The same workspace, which counts the files that were opened. */
export function counted(workspace: Workspace, { tick }: Progress): Workspace {
  if (current === silent) return workspace;
  const opened = new Set<string>();
  const open = (path: string): void => {
    opened.add(path);
    tick(opened.size);
  };
  return {
    paths: workspace.paths,
    unreadable: workspace.unreadable,
    list: (directory) => workspace.list(directory),
    read: (path) => {
      const file = workspace.read(path);
      open(path);
      return file;
    },
    holds: (path, words) => {
      const answer = workspace.holds(path, words);
      open(path);
      return answer;
    },
  };
}
