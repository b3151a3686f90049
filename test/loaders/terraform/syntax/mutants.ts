import { createHash } from "node:crypto";
import { randomNumbers } from "../../../support/terraform-generator.ts";
import { CORPUS, JSON_CORPUS } from "./corpus.ts";

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

/** `count` mutants of each file, the same for the same seed. */
function mutantsOf(files: Readonly<Record<string, string>>, count: number, seed: number): readonly Mutant[] {
  const next = randomNumbers(seed);
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

/** The JSON texts whose verdicts are recorded: the corpus and 80 mutants of each of its files. */
export function recordedJsonMutants(seed = 20_241_124): readonly Mutant[] {
  const whole = Object.entries(JSON_CORPUS).map(([of, text]) => ({ of, text }));
  return [...whole, ...mutantsOf(JSON_CORPUS, 80, seed)];
}

/** Tells whether recorded answers belong to these texts. */
export function digestOf(mutants: readonly Mutant[]): string {
  return createHash("sha256").update(JSON.stringify(mutants)).digest("hex");
}
