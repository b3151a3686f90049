import { describe, expect, it } from "vitest";
import { yamlParser, parseYaml, type YamlStream } from "../../../src/loaders/yaml/parse.ts";
import { textAt, type SourceFile } from "../../../src/model/location.ts";
import { get, type Node } from "../../../src/model/node.ts";
import { fileSource, textSource } from "../../../src/model/source.ts";
import { concat, known, literal, print, type Part, type Text } from "../../../src/model/text.ts";

function parse(text: string, path = "a.yaml"): YamlStream {
  return parseYaml(fileSource({ path, text }));
}

function only(text: string): Node {
  const { documents, problems } = parse(text);
  expect(problems).toEqual([]);
  const [document] = documents;
  if (document === undefined || documents.length !== 1) throw new Error("not one document");
  return document.node;
}

/** A node as plain data, with holes as `${name}`. */
function plain(node: Node): unknown {
  switch (node.kind) {
    case "text":
      return print(node);
    case "number":
      return `number ${node.raw}`;
    case "boolean":
      return node.value;
    case "null":
      return null;
    case "list":
      return node.items.map(plain);
    case "map":
      return node.entries.map(({ key, value }) => [print(key), plain(value)]);
    case "unknown":
      return `unknown ${node.hole.name}`;
  }
}

function textOf(node: Node | undefined): Text {
  if (node?.kind !== "text") throw new Error(`not a text: ${node?.kind ?? "missing"}`);
  return node;
}

/** What each part says, and the characters in the file that it stands at. */
function pieces(text: Text): readonly (readonly [string, string | undefined])[] {
  return text.parts.map((part: Part) => [
    part.kind === "literal" ? part.value : `\${${part.name}}`,
    part.at && textAt(part.at),
  ]);
}

describe("scalars", () => {
  it.each([
    ["012345678901", "number 012345678901"],
    ["0x1F", "number 0x1F"],
    ["1.5e3", "number 1.5e3"],
    ["true", true],
    ["yes", true],
    ["Off", false],
    ["n", false],
    ['"yes"', "yes"],
    ["!!str yes", "yes"],
    ["!!str 12", "12"],
    ["~", null],
    ["null", null],
    ["'null'", "null"],
    ["2012-10-17", "2012-10-17"],
    ["arn:aws:iam::111122223333:role/x", "arn:aws:iam::111122223333:role/x"],
    ["!Sub arn:${X}", "unknown !Sub arn:${X}"],
    ["!!python/name:x.y", "unknown !!python/name:x.y"],
    ["!vault |\n  abc", "unknown !vault | abc"],
    ["{{ .Values.x }}", "unknown {{ .Values.x }}"],
    ["ENC[AES256_GCM,data:x,type:str]", "${value encrypted with SOPS}"],
  ])("reads %s", (written, expected) => {
    expect(plain(only(`a: ${written}\n`))).toEqual([["a", expected]]);
  });

  it("counts an octal number as YAML 1.1 does, but keeps how it was written", () => {
    expect(get(only("mode: 0644"), "mode")).toMatchObject({ kind: "number", value: 0o644, raw: "0644" });
  });

  it("reads a missing value as null at the place where it would stand", () => {
    const node = get(only("a:\nb: 1\n"), "a");
    expect(node).toMatchObject({ kind: "null", at: { route: ["a"], span: { start: 2 } } });
  });
});

describe("the places of a scalar's characters", () => {
  it.each([
    ["plain", "a: x-y # c", [["x-y", "x-y"]]],
    [
      "plain over two lines",
      "a: x\n  y\n\n  z",
      [
        ["x", "x"],
        [" ", " "],
        ["y", "y"],
        ["\n", "\n\n  "],
        ["z", "z"],
      ],
    ],
    [
      "single-quoted",
      "a: 'it''s'",
      [
        ["it'", "it'"],
        ["s", "s"],
      ],
    ],
    ["double-quoted", 'a: "x"', [["x", "x"]]],
    [
      "with escapes",
      'a: "x\\ty\\u0041z"',
      [
        ["x", "x"],
        ["\t", "\\t"],
        ["y", "y"],
        ["A", "\\u0041"],
        ["z", "z"],
      ],
    ],
    [
      "folded in quotes",
      'a: "x  \n  y\\\n  z"',
      [
        ["x", "x"],
        [" ", "  \n  "],
        ["y", "y"],
        ["z", "z"],
      ],
    ],
    [
      "literal",
      "a: |\n  x\n   y\n\n  z\n",
      [
        ["x\n", "x\n"],
        [" y\n", " y\n"],
        ["\n", "\n"],
        ["z\n", "z\n"],
      ],
    ],
    [
      "literal without line end",
      "a: |-\n  x\n  y\n",
      [
        ["x\n", "x\n"],
        ["y", "y"],
      ],
    ],
    [
      "literal with CRLF",
      "a: |\r\n  x\r\n  y\r\n",
      [
        ["x", "x"],
        ["\n", "\r\n"],
        ["y", "y"],
        ["\n", "\r\n"],
      ],
    ],
    [
      "literal with an indentation of its own",
      "a: |2\n    x\n  y\n",
      [
        ["  x\n", "  x\n"],
        ["y\n", "y\n"],
      ],
    ],
    [
      "literal with kept line ends",
      "a: |+\n  x\n\n",
      [
        ["x\n", "x\n"],
        ["\n", "\n"],
      ],
    ],
    [
      "folded",
      "a: >-\n  x\n  y\n\n  z\n",
      [
        ["x", "x"],
        [" ", " "],
        ["y", "y"],
        ["\n", "\n\n  "],
        ["z", "z"],
      ],
    ],
  ])("%s", (_, text, expected) => {
    const value = textOf(get(only(text), "a"));
    expect(pieces(value).filter(([piece]) => piece !== "")).toEqual(expected);
  });

  it("gives a quoted text the place between its quotes, and an empty one its quotes", () => {
    const node = only("a: \"x\"\nb: ''\n");
    expect(textAt(textOf(get(node, "a")).at)).toBe("x");
    expect(textAt(textOf(get(node, "b")).at)).toBe("''");
  });

  it("gives a block scalar the place of its lines", () => {
    expect(textAt(textOf(get(only("a: |\n  x\n  y\n"), "a")).at)).toBe("x\n  y");
  });
});

describe("collections", () => {
  it("keeps the order of entries and repeated keys", () => {
    expect(plain(only("b: x\na: w\nb: z\n"))).toEqual([
      ["b", "x"],
      ["a", "w"],
      ["b", "z"],
    ]);
  });

  it("gives every value its route", () => {
    const node = get(only("a:\n  - b: {c: x}\n"), "a");
    const inner = node?.kind === "list" ? get(node.items[0], "b", "c") : undefined;
    expect(inner?.at.route).toEqual(["a", 0, "b", "c"]);
  });

  it("reads several documents and leaves empty ones out", () => {
    const { documents } = parse("---\n# nothing\n---\na: 1\n---\nb: 2\n...\n");
    expect(documents.map(({ node }) => plain(node))).toEqual([[["a", "number 1"]], [["b", "number 2"]]]);
  });

  it("reads JSON", () => {
    expect(plain(only('{\n\t"a": ["x\\/y", null, {}],\n\t"b": true\n}'))).toEqual([
      ["a", ["x/y", null, []]],
      ["b", true],
    ]);
  });
});

describe("anchors, aliases and merge keys", () => {
  it("puts an alias's value at the place of its anchor", () => {
    const node = only("arn: &arn role-x\nother: *arn\n");
    const value = textOf(get(node, "other"));
    expect(known(value)).toBe("role-x");
    expect(value.at.route).toEqual(["arn"]);
    expect(textAt(value.at)).toBe("role-x");
  });

  it("merges maps: own keys win, then the earlier map of a list", () => {
    const node = only("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2, d: 2}\nz:\n  <<: [*x, *y]\n  d: 3\n");
    expect(plain(get(node, "z") ?? node)).toEqual([
      ["c", "number 2"],
      ["a", "number 1"],
      ["b", "number 1"],
      ["d", "number 3"],
    ]);
  });

  it("takes a quoted << as a key like any other", () => {
    expect(plain(only('"<<": x\n'))).toEqual([["<<", "x"]]);
  });

  it("uses the anchor that was last defined", () => {
    expect(plain(only("a: &x 1\nb: *x\nc: &x 2\nd: *x\n"))).toMatchObject([
      {},
      ["b", "number 1"],
      {},
      ["d", "number 2"],
    ]);
  });

  it.each([
    ["an alias without anchor", "a: *nowhere\n", 'unknown anchor "nowhere"'],
    ["an anchor that contains itself", "a: &x\n  b: *x\n", 'anchor "x" contains itself'],
    ["a merge of a string", "<<: x\n", 'the value of the merge key "<<" must be a map or a list of maps'],
  ])("says what is wrong with %s", (_, text, message) => {
    expect(parse(text).problems).toMatchObject([{ code: "input/unparseable", message }]);
  });

  it("stops at aliases that stand for too much", () => {
    const rows = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let at = 1; at < 12; at++) {
      const [name, before] = [String.fromCharCode(97 + at), String.fromCharCode(96 + at)];
      rows.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(", ")}]`);
    }
    const { problems, documents } = parse(rows.join("\n"));
    expect(problems).toMatchObject([{ code: "input/too-large" }]);
    expect(documents).toHaveLength(1);
  });
});

describe("texts inside other files", () => {
  const file: SourceFile = {
    path: "app.yaml",
    text: 'spec:\n  values: |\n    serviceAccount:\n      # keep\n      name: eso # no\n      role: "a${X}b"\n',
  };

  it("places values and comments in the file that holds them", () => {
    const [outer] = yamlParser.parse(file).value.documents;
    const values = textOf(get(outer?.node, "spec", "values"));
    const inner = parseYaml(textSource(values));
    const name = textOf(get(inner.documents[0]?.node, "serviceAccount", "name"));
    expect(textAt(name.at)).toBe("eso");
    expect(name.at.route).toEqual(["spec", "values", "serviceAccount", "name"]);
    expect(inner.comments.map((comment) => file.text.slice(comment.start, comment.end))).toEqual([
      "# keep",
      "# no",
    ]);
    expect(inner.comments.map((comment) => comment.text)).toEqual([" keep", " no"]);
  });

  it("places a parse error in the file that holds it", () => {
    const broken: SourceFile = { path: "a.yaml", text: "values: |\n  a: 1\n  b: 'x\n" };
    const values = textOf(get(yamlParser.parse(broken).value.documents[0]?.node, "values"));
    const [problem] = parseYaml(textSource(values)).problems;
    expect(problem?.message).toContain("Missing closing 'quote");
    expect(problem?.at.span.start).toBeGreaterThan(broken.text.indexOf("'x"));
  });

  it("keeps holes: whole values are unknown, parts of a text are holes", () => {
    const at = { file, route: [], span: { start: 0, end: 0 } };
    const hole = (name: string): Text => ({ kind: "text", parts: [{ kind: "hole", id: name, name }], at });
    const text = concat(
      at,
      literal("a: ", at),
      hole("x"),
      "\nb: arn:",
      hole("y"),
      ":z\nc: '",
      hole("z"),
      "'\n",
      hole("k"),
      ": 1\n",
    );
    const [document] = parseYaml(textSource(text)).documents;
    expect(document && plain(document.node)).toEqual([
      ["a", "unknown x"],
      ["b", "arn:${y}:z"],
      ["c", "${z}"],
      ["${k}", "number 1"],
    ]);
  });
});

describe("what is not YAML", () => {
  it.each([
    ["an unclosed quote", "a: 'x\n", "Missing closing 'quote"],
    ["a tab for indentation", "a:\n\tb: 1\n", "Tabs are not allowed as indentation"],
    ["a colon in a plain value", "a: b: c\n", "Nested mappings are not allowed in compact mappings"],
  ])("says so in the parser's words: %s", (_, text, message) => {
    const stream = parse(text);
    expect(stream.kind).toBe("yaml");
    expect(stream.problems).toHaveLength(1);
    expect(stream.problems[0]?.message).toContain(message);
    expect(stream.documents.every(({ broken }) => broken)).toBe(true);
  });

  it("still reads the other documents of a stream", () => {
    const stream = parse("a: 'x'y\n---\nb: 1\n");
    expect(stream.documents.map(({ broken }) => broken)).toEqual([true, false]);
  });

  it.each([
    ["a Helm template", "{{- if .Values.x }}\na: 1\n{{- end }}\n", "x.yaml"],
    ["a value that a template gives", "a: {{ .x }}\n", "x.yaml"],
    ["a value that a template continues", "a: {{ .x }}-b\n", "x.yaml"],
    ["a Helm template's include", "a:\n  {{- toYaml .x | nindent 2 }}\n", "x.yaml"],
    ["a Jinja template", "{% for x in y %}\na: {{ x }}\n{% endfor %}\n", "x.yaml"],
    ["a templatefile directive", "%{ for x in y ~}\n- ${x}\n%{ endfor ~}\n", "x.yaml"],
    ["a substitution that brings lines", "a: 1\n${more}\nb: 2\n", "x.yaml"],
    ["broken text in a template directory", "a: '{{ x }}\n", "chart/templates/x.yaml"],
    ["a template by its ending", "a: 'x\n", "x.yaml.j2"],
  ])("takes %s for a template, not for an error", (_, text, path) => {
    expect(parse(text, path)).toMatchObject({ kind: "template", problems: [] });
  });

  it("does not take a brace in a quoted text or a comment for a template", () => {
    expect(parse("# {{ x }}\na: '{{ y }}'\nb: 'x\n").kind).toBe("yaml");
    expect(parse("a: '{{ y }}'\n").kind).toBe("yaml");
  });

  it("knows an encrypted and a binary file", () => {
    expect(parse("a: ENC[AES256_GCM,data:x]\nsops:\n  mac: x\n").kind).toBe("sops");
    expect(parse("a\0b").kind).toBe("binary");
  });

  it("does not read what is nested too deep", () => {
    const { problems, documents } = parse("[".repeat(50_000));
    expect(problems).toMatchObject([{ code: "input/too-large" }]);
    expect(documents).toEqual([]);
  });
});
