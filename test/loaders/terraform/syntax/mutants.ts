import { createHash } from "node:crypto";
import { CORPUS } from "./corpus.ts";

/** A file with one thing wrong with it, perhaps: some changes leave it right. */
export interface Mutant {
  readonly of: string;
  readonly text: string;
}

/** What is put in: characters that mean something in one place and nothing in another. */
const PIECES = [
  ...Array.from("${}[]()\"'\\%~=:,.-+*/<>!?&|^;`#@\n\r\t 0aé"),
  ...[
    "${",
    "%{",
    "$${",
    "%%{",
    "~}",
    "${~",
    "...",
    "=>",
    "::",
    "==",
    "&&",
    "||",
    "<<EOT\n",
    "<<-EOT\n",
    "\nEOT\n",
  ],
  ...[
    "\r\n",
    "\\u12",
    "\\x",
    "//",
    "/*",
    "*/",
    "for",
    "in",
    "if",
    "true",
    "[*]",
    ".*",
    ".0",
    "1.2",
    "1e",
    "\u00a0",
  ],
  ...[
    "%{ if a }",
    "%{ endif }",
    "%{ else }",
    "%{ endfor }",
    "{ a = 1 }",
    " b = 2",
    ".",
    "$",
    "\n\n",
    "\uFEFF",
    "“",
  ],
];

/** A small generator of numbers that is the same everywhere (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** `count` mutants of each file, the same for the same seed. */
function mutantsOf(files: Readonly<Record<string, string>>, count: number, seed: number): readonly Mutant[] {
  const next = generator(seed);
  return Object.entries(files).flatMap(([of, text]) =>
    Array.from({ length: count }, () => {
      const once = mutate(text, next);
      return { of, text: next(4) === 0 ? mutate(once, next) : once };
    }),
  );
}

/** Words, numbers, white space, and single characters for the rest. */
function tokensOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_-]+|[ \t]+|\r\n|[^]/gu) ?? [];
}

function mutate(text: string, next: (below: number) => number): string {
  const whole = next(2) === 0 ? tokensOf(text) : Array.from(text);
  const at = next(whole.length + 1);
  const before = whole.slice(0, at).join("");
  const here = whole[at] ?? "";
  const after = whole.slice(at + 1);
  const rest = after.join("");
  switch (next(7)) {
    case 0:
      return before + rest;
    case 1:
      return before + here + here + rest;
    case 2:
      return before + (after[0] ?? "") + here + after.slice(1).join("");
    case 3:
      return before;
    case 4:
      return before + (whole[next(whole.length + 1)] ?? "") + rest;
    default:
      return before + (PIECES[next(PIECES.length)] ?? "") + here + rest;
  }
}

/** The texts whose verdicts are recorded: the corpus itself and 150 mutants of each of its files. */
export function recordedMutants(seed = 20_240_501): readonly Mutant[] {
  const whole = Object.entries(CORPUS).map(([of, text]) => ({ of, text }));
  return [...whole, ...mutantsOf(CORPUS, 150, seed)];
}

/** Tells whether recorded answers belong to these texts. */
export function digestOf(mutants: readonly Mutant[]): string {
  return createHash("sha256").update(JSON.stringify(mutants)).digest("hex");
}
