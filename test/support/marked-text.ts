import type { SourceFile } from "../../src/model/location.ts";
import type { HoleShape, Part, Text } from "../../src/model/text.ts";

const MARK = /(⟦[^⟧]*⟧)/;

function holeOf(mark: string): Part {
  const [name = "", shape] = mark.slice(1, -1).split("!");
  return { kind: "hole", id: name, name, ...(shape === undefined ? {} : { shape: shape as HoleShape }) };
}

/**
 * A text in which `⟦name⟧` or `⟦name!shape⟧` is a hole. `${...}` stays what it is, since IAM has variables of that
 * form. Each literal stands at its own place in a file of that text.
 */
export function marked(value: string, path = "text"): Text {
  const file: SourceFile = { path, text: value };
  const parts: Part[] = [];
  let offset = 0;
  for (const piece of value.split(MARK)) {
    if (MARK.test(piece)) parts.push(holeOf(piece));
    else if (piece !== "") {
      const span = { start: offset, end: offset + piece.length };
      parts.push({ kind: "literal", value: piece, at: { file, span } });
    }
    offset += piece.length;
  }
  return { kind: "text", parts, at: { file, route: [], span: { start: 0, end: value.length } } };
}
