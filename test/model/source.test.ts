import { describe, expect, it } from "vitest";
import { lineColumn, textAt, wholeFile, type SourceFile } from "../../src/model/location.ts";
import { fileSource, textSource } from "../../src/model/source.ts";
import { concat, literal, print, split, stripPrefix, stripSuffix, type Text } from "../../src/model/text.ts";

const file: SourceFile = { path: "main.tf", text: 'name = "prod-eso"\r\nother = "ä${x}b"\n' };

function piece(value: string): Text {
  const start = file.text.indexOf(value);
  return literal(value, { file, route: [], span: { start, end: start + value.length } });
}

const hole: Text = {
  kind: "text",
  parts: [{ kind: "hole", id: "x", name: "var.x", at: piece("${x}").at }],
  at: piece("${x}").at,
};

describe("a source made of a text with holes", () => {
  const whole = concat(wholeFile(file), '{"a": "', piece("prod-eso"), "-", hole, '"}');
  const source = textSource(whole);

  it("gives a hole one character, which leads back to it", () => {
    const inner = source.text.slice(7, -2);
    expect(inner.slice(0, -1)).toBe("prod-eso-");
    expect(source.holeAt(inner.slice(-1))?.name).toBe("var.x");
  });

  it("gives a slice of a literal its exact place", () => {
    const start = source.text.indexOf("eso");
    expect(textAt(source.locate(start, start + 3))).toBe("eso");
  });

  it("puts holes back into a scalar and keeps the places of its characters", () => {
    const start = 6;
    const end = source.text.length - 1;
    const parts = source.parts(source.text.slice(start + 1, end - 1), start, end);
    expect(print({ kind: "text", parts, at: whole.at })).toBe("prod-eso-${var.x}");
    expect(parts.flatMap((part) => (part.at ? [textAt(part.at)] : []))).toEqual(["prod-eso", "${x}"]);
  });

  it("gives a decoded scalar the place of the whole", () => {
    const escaped = textSource(concat(wholeFile(file), piece("prod-eso"), hole));
    const parts = escaped.parts("PROD" + escaped.text.slice(-1), 0, escaped.text.length);
    expect(print({ kind: "text", parts, at: whole.at })).toBe("PROD${var.x}");
  });
});

describe("a file as a source", () => {
  it("finds a quoted scalar without its quotes", () => {
    const source = fileSource(file);
    const start = file.text.indexOf('"prod');
    const [part] = source.parts("prod-eso", start, start + 10);
    expect(part?.at && textAt(part.at)).toBe("prod-eso");
  });
});

describe("cutting texts", () => {
  it("splits at a separator and keeps each piece's place", () => {
    const pieces = split(piece("prod-eso"), "-");
    expect(pieces.map(print)).toEqual(["prod", "eso"]);
    expect(pieces.map((text) => textAt(text.at))).toEqual(["prod", "eso"]);
  });

  it("strips a prefix that spans two literals", () => {
    const text = concat(wholeFile(file), "https://", piece("prod-eso"), hole);
    const rest = stripPrefix(text, "https://prod-");
    expect(rest && print(rest)).toBe("eso${var.x}");
    expect(rest?.parts[0]?.at && textAt(rest.parts[0].at)).toBe("eso");
  });

  it("does not strip what a hole may or may not hold", () => {
    expect(stripPrefix(concat(wholeFile(file), hole, "a"), "a")).toBeUndefined();
    expect(stripSuffix(concat(wholeFile(file), "a", hole), "a")).toBeUndefined();
  });

  it("strips a suffix", () => {
    const rest = stripSuffix(concat(wholeFile(file), hole, piece("prod-eso")), "-eso");
    expect(rest && print(rest)).toBe("${var.x}prod");
  });
});

describe("line and column", () => {
  it("count from one, in UTF-16 units, across CRLF", () => {
    expect(lineColumn(file, 0)).toEqual({ line: 1, column: 1 });
    expect(lineColumn(file, file.text.indexOf("other"))).toEqual({ line: 2, column: 1 });
    expect(lineColumn(file, file.text.indexOf("${x}"))).toEqual({ line: 2, column: 11 });
    expect(lineColumn(file, file.text.length)).toEqual({ line: 3, column: 1 });
  });
});
