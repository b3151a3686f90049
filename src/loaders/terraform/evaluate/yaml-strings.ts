import { known, type Text } from "../../../model/text.ts";
import { flatten, holesThatMayTouch } from "../../../model/flat-text.ts";

/** Lines are folded at a blank behind this column. */
const BEST_WIDTH = 80;

const escapes: ReadonlyMap<string, string> = new Map([
  ["\0", "\\0"],
  ["\u0007", "\\a"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\v", "\\v"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ["\u001b", "\\e"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\u0085", "\\N"],
  ["\u2028", "\\L"],
  ["\u2029", "\\P"],
]);

/** What libyaml's emitter takes for printable. */
function isPrintable(code: number): boolean {
  if (code === 0x2028 || code === 0x2029 || code === 0xfeff) return false;
  return (
    (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd)
  );
}

function escapeYaml(char: string): string | undefined {
  const short = escapes.get(char);
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  if (isPrintable(code)) return undefined;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

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
    const escaped = hasHoles && /[\ue000-\uf8ff]/.test(char) ? undefined : escapeYaml(char);
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
    } else if (escaped === undefined) {
      column++;
    } else {
      flush();
      pieces.push(escaped);
      column += escaped.length;
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
  if (!Array.from(flat).every((char) => char === "\n" || isPrintable(char.codePointAt(0) ?? 0)))
    return undefined;
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
