import { describe, expect, it } from "vitest";
import type { Entry, MapNode } from "../../../src/model/node.ts";
import { literal } from "../../../src/model/text.ts";
import { copyOf, fromNode, toNode } from "../../../src/loaders/go-template/convert.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import { fileSource } from "../../../src/model/source.ts";
import { printedWorlds, render, valuesFrom } from "../../support/render-template.ts";

describe("templates that never end", () => {
  it.each([
    ["an include cycle", '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}'],
    [
      "a cycle of two",
      '{{ define "a" }}{{ include "b" . }}{{ end }}{{ define "b" }}{{ template "a" . }}{{ end }}{{ template "a" . }}',
    ],
    ["a template that calls itself", '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}'],
    ["a text of tpl that calls itself", '{{ $x := dict "t" "{{ tpl .t . }}" }}{{ tpl $x.t $x }}'],
    [
      "a cycle below conditions",
      '{{ define "a" }}{{ if true }}{{ with . }}{{ range list 1 }}{{ include "a" . }}{{ end }}{{ end }}{{ end }}{{ end }}{{ include "a" 1 }}',
    ],
    [
      "a cycle below parentheses",
      `{{ define "a" }}{{ ${"(".repeat(60)}include "a" .${")".repeat(60)} }}{{ end }}{{ include "a" . }}`,
    ],
    [
      "includes that multiply",
      '{{ define "a" }}{{ range until 30 }}{{ include "b" . }}{{ end }}{{ end }}{{ define "b" }}{{ range until 300 }}{{ include "c" . }}{{ end }}{{ end }}{{ define "c" }}{{ range until 300 }}{{ . }}{{ end }}{{ end }}{{ include "a" . }}',
    ],
    [
      "a text that doubles",
      "{{ $x := `abcdefgh` }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}{{ $x }}",
    ],
    ["a long range", "{{ range 1000000000000 }}{{ end }}"],
    [
      "ranges in ranges",
      "{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}x{{ end }}{{ end }}{{ end }}",
    ],
  ])("%s", (_, template) => {
    const [output] = render(template).outputs;
    if (output === undefined || !("error" in output)) throw new Error("it ended");
    expect(output.error.reason).toBe("limit");
  });

  it("print a value that holds itself as unknown", () => {
    const [text = ""] = printedWorlds(render('{{ $m := dict }}{{ $_ := set $m "a" $m }}{{ $m }}'));
    expect(text).toMatch(/\$\{print/);
  });

  it("do not print what grows out of all proportion", () => {
    const doubling =
      '{{ $m := dict "a" 1 }}{{ range until 60 }}{{ $m = dict "a" $m "b" $m }}{{ end }}{{ $m }}';
    const [text = ""] = printedWorlds(render(doubling));
    expect(text).toMatch(/^\$\{print|^error/);
  });
});

describe("deep and large input", () => {
  it("is refused or read, but never overflows the stack", () => {
    const deep = [
      "{{ if 1 }}".repeat(100_000),
      `{{ ${"(".repeat(100_000)} }}`,
      `{{ if 1 }}a${"{{ else if 1 }}b".repeat(20_000)}{{ end }}`,
      `{{ .${"a.".repeat(20_000)}a }}`,
      `{{ 1${" | print".repeat(5_000)} }}`,
      `{{ print ${"1 ".repeat(50_000)} }}`,
    ];
    for (const template of deep) expect(render(template, valuesFrom("a: 1")).outputs).toHaveLength(1);
  });

  it("keeps what nests as people nest it", () => {
    const depth = 60;
    const template = `${"{{ if true }}".repeat(depth)}x${"{{ end }}".repeat(depth)}`;
    expect(printedWorlds(render(template))).toEqual(["x"]);
    const include =
      '{{ define "a" }}{{ if gt . 0 }}{{ include "a" (sub . 1) }}{{ end }}.{{ end }}{{ include "a" 40 }}';
    expect(printedWorlds(render(include))).toEqual([".".repeat(41)]);
  });

  it("costs what is read of it", () => {
    const at = { file: { path: "values.yaml", text: "" }, route: [], span: { start: 0, end: 0 } };
    const huge: MapNode = {
      kind: "map",
      get entries(): readonly Entry[] {
        throw new Error("nobody asked for these");
      },
      more: { kind: "hole", id: "more", name: "more" },
      at,
    };
    const root: MapNode = {
      kind: "map",
      entries: [
        { key: literal("huge", at), value: huge },
        { key: literal("name", at), value: literal("x", at) },
      ],
      at,
    };
    const value = copyOf(fromNode(root));
    if (value.kind !== "go-map") throw new Error("no map");
    expect(printedWorlds(render("{{ .name }}", value))).toEqual(["x"]);
    expect(() => printedWorlds(render("{{ .huge.a }}", value))).toThrow("nobody asked");
  });

  it("becomes the same nodes again", () => {
    const [document] = parseYaml(
      fileSource({ path: "values.yaml", text: "a: [1, x, {b: null}]\nc: {d: true}\n" }),
    ).documents;
    if (document?.node === undefined) throw new Error("no document");
    const again = toNode(copyOf(fromNode(document.node)));
    expect(JSON.stringify(again, plain)).toBe(JSON.stringify(document.node, plain));
  });
});

/** Leaves out what only templates know of a value. */
const plain = (key: string, value: unknown): unknown => (key === "go" || key === "file" ? undefined : value);
