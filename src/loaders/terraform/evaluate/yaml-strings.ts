import { known, type Text } from "../../../model/text.ts";
import { flatten, holesThatMayTouch } from "../../../model/flat-text.ts";
import { escaped, isPrintable } from "../../yaml/escapes.ts";

/** Lines are folded at a blank behind this column. */
const BEST_WIDTH = 80;

/** Where a quoted text begins, and what further lines of it are indented with. */
export interface Folding {
  readonly column: number;
  readonly indentation: string;
}

/** A text in double quotes as libyaml's emitter writes it, folded when `folding` is given and the text is known. */
export function quoteYaml(text: Text, folding: Folding | undefined): readonly (Text | string)[] {
  const { flat, slice } = flatten(text);
  const hasHoles = known(text) === undefined;
  const pieces: (Text | string)[] = ['"'];
  let from = 0;
  let at = 0;
  let column = (folding?.column ?? 0) + 1;
  let afterBlank = false;
  const flush = (): void => {
    if (at > from) pieces.push(slice(from, at));
  };
  for (const char of flat) {
    const end = at + char.length;
    const written = hasHoles && /[\ue000-\uf8ff]/.test(char) ? undefined : escaped(char);
    const folds =
      char === " " &&
      !afterBlank &&
      folding !== undefined &&
      !hasHoles &&
      column > BEST_WIDTH &&
      at > 0 &&
      end < flat.length;
    if (folds) {
      flush();
      pieces.push(`\n${folding.indentation}${flat[end] === " " ? "\\" : ""}`);
      column = folding.indentation.length;
      from = end;
    } else if (written === undefined) {
      column++;
    } else {
      flush();
      pieces.push(written);
      column += written.length;
      from = end;
    }
    afterBlank = char === " ";
    at = end;
  }
  flush();
  pieces.push('"');
  return pieces;
}

/**
 * A text of several lines as a literal block, or undefined when it must be quoted: with one line, with characters that
 * are not printable, or with blanks at a line's end. What may have several lines is taken to have one.
 */
export function blockYaml(text: Text, indentation: string): readonly (Text | string)[] | undefined {
  const { flat, slice } = flatten(text);
  if (!flat.includes("\n") || / (?:\n|$)/.test(flat)) return undefined;
  if (!Array.from(flat).every(isPrintable)) return undefined;
  if (holesThatMayTouch(text, "\n").length > 0) return undefined;
  const ending = /\n*$/.exec(flat)?.[0].length ?? 0;
  // A block of line ends only keeps them all.
  const chomping = ending === 0 ? "-" : ending === 1 && flat.length > 1 ? "" : "+";
  const hint = flat.startsWith(" ") || flat.startsWith("\n") ? "2" : "";
  const pieces: (Text | string)[] = [`|${hint}${chomping}`];
  let from = 0;
  const end = ending > 0 ? flat.length - 1 : flat.length;
  for (const line of flat.slice(0, end).split("\n")) {
    pieces.push("\n");
    if (line !== "") pieces.push(indentation, slice(from, from + line.length));
    from += line.length + 1;
  }
  return pieces;
}
