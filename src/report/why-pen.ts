import pico from "picocolors";
import wrapAnsi from "wrap-ansi";
import type { Verdict } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import { print, type Answer, type Text } from "../model/text.ts";
import { printLocation, type FileNames } from "./report.ts";
import { visible } from "./visible.ts";

/** Where a text goes and how it looks there. */
export interface Paper {
  readonly files: FileNames;
  readonly color: boolean;
  /** Columns of the terminal; undefined when the text goes to a file or a pipe. */
  readonly width?: number | undefined;
}

/** The hands that draw: colors, places, and rows under a heading. */
export interface Pen {
  readonly colors: ReturnType<typeof pico.createColors>;
  readonly place: (at: Location) => string;
  /** A row with its indent; further lines of it stand under its first word. */
  readonly row: (indent: number, text: string, hanging?: number) => string;
}

/** A pen for a paper. */
export function penOf({ files, color, width }: Paper): Pen {
  const colors = pico.createColors(color);
  return {
    colors,
    place: (at) => colors.dim(printLocation(at, files)),
    row: (indent, text, hanging = 0) => {
      const room = width === undefined ? Infinity : Math.max(40, width - indent - hanging);
      const [first = "", ...more] = room === Infinity ? [text] : wrapAnsi(text, room).split("\n");
      return [" ".repeat(indent) + first, ...more.map((line) => " ".repeat(indent + hanging) + line)].join(
        "\n",
      );
    },
  };
}

export const show = (text: Text): string => visible(print(text));
export const quoted = (text: Text): string => `"${show(text)}"`;

const words: Readonly<Record<Verdict, string>> = { allowed: "allowed", denied: "denied", unknown: "unknown" };

export function paintVerdict(verdict: Verdict, text: string, { colors }: Pen): string {
  const paint = { allowed: colors.green, denied: colors.red, unknown: colors.yellow };
  return paint[verdict](text);
}

export function sign(answer: Answer, { colors }: Pen): string {
  if (answer === "yes") return colors.green("✔");
  return answer === "no" ? colors.red("✖") : colors.yellow("?");
}

/** The word for a verdict in its color. */
export function verdictWord(verdict: Verdict, pen: Pen): string {
  return paintVerdict(verdict, words[verdict], pen);
}

/** A heading of a block and its rows, the headings in one column. */
export function field(name: string, rows: readonly string[], pen: Pen): readonly string[] {
  const [first = "", ...more] = rows;
  const lead = name.padEnd(10);
  return [pen.row(2, `${pen.colors.bold(lead)} ${first}`, 11), ...more.map((row) => pen.row(13, row))];
}
