import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../src/loaders/go-template/parse.ts";
import { goMap, goNumber } from "../../../src/loaders/go-template/convert.ts";
import {
  inHelmsOrder,
  mayChange,
  renderInOrder,
  renderWorlds,
  templateSet,
  type TemplateSet,
} from "../../../src/loaders/go-template/render.ts";
import { helmFunctions } from "../../../src/loaders/go-template/functions/index.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import { textAt } from "../../../src/model/location.ts";
import { get } from "../../../src/model/node.ts";
import { fileSource, textSource } from "../../../src/model/source.ts";
import { print, type Text } from "../../../src/model/text.ts";
import { printedWorlds, render, sourceWithHoles, valuesFrom } from "../../support/render-template.ts";

/** The text of the only world. */
function only(rendering: ReturnType<typeof render>): Text {
  const [output] = rendering.outputs;
  if (rendering.outputs.length !== 1 || output === undefined || "error" in output) {
    throw new Error(printedWorlds(rendering).join(" / "));
  }
  return output.text;
}

function parsedSet(texts: Readonly<Record<string, string>>): TemplateSet {
  return templateSet(
    Object.entries(texts).map(([name, text]) => parseTemplate(name, fileSource({ path: name, text }))),
  );
}

describe("places", () => {
  it("are the template's for its own text and constants, and the value's for what is printed", () => {
    const text = only(render('name: {{ .name }}-{{ "x" }}\n', valuesFrom("name: loki\n")));
    const places = text.parts.map((part) => part.at && [part.at.file.path, textAt(part.at)]);
    expect(print(text)).toBe("name: loki-x\n");
    expect(places).toEqual([
      ["main.yaml", "name: "],
      ["values.yaml", "loki"],
      ["main.yaml", "-"],
      ["main.yaml", "x"],
      ["main.yaml", "\n"],
    ]);
  });

  it("lead from the rendered document to the line of the values file", () => {
    const template =
      '{{ define "name" }}{{ .account.name }}{{ end }}metadata:\n  name: {{ include "name" . | trunc 63 }}\n';
    const text = only(render(template, valuesFrom("account:\n  name: loki\n")));
    const [document] = parseYaml(textSource(text)).documents;
    const name = get(document?.node, "metadata", "name");
    expect(name && [name.at.file.path, textAt(name.at)]).toEqual(["values.yaml", "loki"]);
  });

  it("of a value that is nowhere written are the action's", () => {
    const text = only(render("a: {{ .missing }}", valuesFrom("b: 1")));
    expect(text.parts.map((part) => part.at && textAt(part.at))).toEqual(["a: ", ".missing"]);
  });

  it("stay in a template that is a text with holes", () => {
    const parsed = parseTemplate("main.yaml", sourceWithHoles('a<one>b{{ print "c<two>d" }}'));
    const { outputs } = renderWorlds(templateSet([parsed]), "main.yaml", valuesFrom("{}"), {
      functions: helmFunctions,
    });
    expect(printedWorlds({ outputs, complete: true })).toEqual(["a${one}bc${two}d"]);
  });
});

describe("templates that call one another", () => {
  it.each([
    ['{{ define "a" }}{{ . }}{{ end }}[{{ include "a" 1 }}]', "[1]"],
    ['{{ define "a" }} x {{ end }}[{{ include "a" . | trim | nindent 2 }}]', "[\n  x]"],
    ['{{ include "none" . }}', 'error: template: no template "none"'],
    ['{{ template "none" . }}', 'error: template "none" not defined'],
    ['{{ tpl "{{ .a }}-{{ .gone }}" . }}', "1-"],
    ['{{ define "a" }}A{{ end }}{{ tpl "{{ include \\"a\\" . }}" . }}', "A"],
    // What a text of tpl defines, it sees itself, and what it calls; nobody else.
    ['{{ tpl "{{ define \\"b\\" }}B{{ end }}{{ include \\"b\\" . }}" . }}', "B"],
    ['{{ tpl "{{ define \\"b\\" }}B{{ end }}" . }}{{ include "b" . }}', 'error: template: no template "b"'],
    [
      '{{ define "b" }}old{{ end }}{{ define "c" }}{{ include "b" . }}{{ end }}{{ tpl "{{ define \\"b\\" }}new{{ end }}{{ include \\"c\\" . }}" . }}',
      "new",
    ],
    ['{{ tpl "no action" . }}', "no action"],
    ['{{ tpl "" . }}', ""],
    ['{{ tpl "{{ define \\"x\\" }}x{{ end }} " . }}', " "],
  ])("%s", (template, expected) => {
    const rendering = render(template, valuesFrom("a: 1"), { missingKey: "zero", dropNoValue: true });
    expect(printedWorlds(rendering)).toEqual([expected]);
  });

  it("say where a text of tpl is wrong", () => {
    const [printed] = printedWorlds(render('{{ tpl "{{ .a" . }}'));
    expect(printed).toBe("error: cannot parse template: unclosed action");
  });

  it("have variables of their own", () => {
    const template = '{{ $x := 1 }}{{ define "a" }}{{ $ }}{{ end }}{{ include "a" 2 }}{{ $x }}';
    expect(printedWorlds(render(template))).toEqual(["21"]);
  });

  it("replace one another in the order in which Helm reads them", () => {
    const paths = [
      "c/templates/b.yaml",
      "c/templates/a.yaml",
      "c/charts/d/templates/_x.tpl",
      "c/templates/_h.tpl",
    ];
    expect(inHelmsOrder(paths)).toEqual([
      "c/charts/d/templates/_x.tpl",
      "c/templates/b.yaml",
      "c/templates/a.yaml",
      "c/templates/_h.tpl",
    ]);
  });

  it("are refused as a whole when their text cannot be read", () => {
    const broken = parseTemplate(
      "broken",
      fileSource({ path: "broken", text: '{{ define "a" }}x{{ end }}{{ if }}' }),
    );
    expect(broken.problem?.message).toBe("missing value for if");
    expect(broken.problem && textAt(broken.problem.at)).toBe("}}");
    const { outputs } = renderWorlds(templateSet([broken]), "broken", valuesFrom("{}"), {
      functions: helmFunctions,
    });
    expect(printedWorlds({ outputs, complete: true })).toEqual(["error: missing value for if"]);
  });
});

const manyNames = ["p", "q", "r", "s", "t", "v", "w"];
/** More worlds than are looked at. */
const manyWorlds = manyNames.map((name) => `{{ if .${name} }}{{ end }}`).join("");
const shortened = (text: string): string =>
  text.replace(manyNames.map((name) => `var.${name}`).join(", "), "MANY");

describe("values", () => {
  it("that a template changes are the next rendering's as they were", () => {
    const dot = valuesFrom("m: {a: 1}");
    const template = '{{ $_ := set .m "a" 2 }}{{ .m.a }}';
    expect(printedWorlds(render(template, dot))).toEqual(["2"]);
    expect(printedWorlds(render("{{ .m.a }}", dot))).toEqual(["1"]);
  });

  it.each([
    ['{{ $_ := set .m "a" 2 }}', "2", true],
    ['{{ $_ := set $ "m" (dict "a" 3) }}', "3", true],
    ['{{ define "h" }}{{ $_ := set .m "a" 4 }}{{ end }}{{ include "h" . }}', "4", true],
    ['{{ $own := deepCopy .m }}{{ $_ := set $own "a" 2 }}', "1", true],
    ['{{ $_ := merge (dict "a" 9) .m }}', "1", false],
    ["{{ .m.a }}", "1", false],
  ])("that %s changes are changed for the templates after it", (text, expected, changes) => {
    const set = parsedSet({ one: text, two: "{{ .m.a }}", three: "{{ .own }}{{ .m.a }}" });
    const dot = valuesFrom("m: {a: 1}");
    const steps = ["one", "two", "three"].map((name) => ({
      name,
      dot,
      entries: name === "three" ? [["own", goNumber("int", 7, dot.at)] as const] : [],
    }));
    const renderings = renderInOrder(set, steps, { functions: helmFunctions });
    expect(renderings.slice(1).map(printedWorlds)).toEqual([[expected], [`7${expected}`]]);
    expect(renderings.every(({ complete }) => complete)).toBe(true);
    expect(mayChange(set, "one")).toBe(changes);
    expect(printedWorlds(render("{{ .m.a }}", dot))).toEqual(["1"]);
  });

  it.each([
    ["a key that only some worlds change", '{{ if .u }}{{ $_ := set .m "a" 2 }}{{ end }}', "${var.u} 8"],
    ["a key that all worlds change alike", '{{ if .u }}x{{ end }}{{ $_ := set .m "a" 2 }}', "2 8"],
    ["a key that worlds change each", '{{ $_ := set .m "a" (ternary 2 3 (empty .u)) }}', "${var.u} 8"],
    ["a key that worlds without end change", `${manyWorlds}{{ $_ := set .m "a" 2 }}`, "${MANY} 8"],
    ["nothing, where Helm stops", '{{ $_ := set .m "a" 2 }}{{ fail "no" }}', "1 8"],
    [
      "nothing in a world where Helm stops",
      '{{ $_ := set .m "a" 2 }}{{ if .u }}{{ fail "" }}{{ end }}',
      "2 8",
    ],
  ])("are unknown to later templates only where they differ: %s", (_, text, expected) => {
    const set = parsedSet({ one: text, two: "{{ .m.a }} {{ .m.b }}" });
    const dot = valuesFrom("m: {a: 1, b: 8}", ["u", ...manyNames]);
    const steps = ["one", "two"].map((name) => ({ name, dot, entries: [] }));
    const [, second] = renderInOrder(set, steps, { functions: helmFunctions });
    expect(second && [second.complete, printedWorlds(second).map(shortened)]).toEqual([true, [expected]]);
  });

  it("that only some worlds have may be there for later templates", () => {
    const set = parsedSet({
      one: '{{ if .u }}{{ $_ := set .m "new" 2 }}{{ end }}',
      two: '{{ if hasKey .m "new" }}has{{ else }}has not{{ end }}',
    });
    const dot = valuesFrom("m: {a: 1}", ["u"]);
    const steps = ["one", "two"].map((name) => ({ name, dot, entries: [] }));
    const [, second] = renderInOrder(set, steps, { functions: helmFunctions });
    expect(second && printedWorlds(second)).toEqual(["has", "has not"]);
  });

  it("that several dots share are changed in all of them", () => {
    const set = parsedSet({
      inner: '{{ $_ := set .Values "a" 2 }}{{ $_ := merge .Values.deep (dict "more" (dict "x" 5)) }}',
      again: '{{ $_ := set .Values.deep.more "x" 6 }}{{ $_ := set . "Values" (deepCopy .Values) }}',
      outer: "{{ .Values.sub.a }} {{ .Values.sub.deep.more.x }}",
      last: '{{ .Values.a }} {{ $_ := set .Values "a" 3 }}{{ .Values.a }}',
    });
    const outer = valuesFrom("Values: {sub: {a: 1, deep: {more: {y: 1}}}}");
    const values = outer.entries.get("Values")?.value;
    const sub = values?.kind === "go-map" ? values.entries.get("sub") : undefined;
    if (sub === undefined) throw new Error("no values");
    const inner = goMap([["Values", sub]], outer.at);
    const steps = (["inner", "again", "outer", "last", "outer"] as const).map((name) => ({
      name,
      dot: name === "outer" ? outer : inner,
      entries: [],
    }));
    const renderings = renderInOrder(set, steps, { functions: helmFunctions });
    expect(renderings.slice(2).flatMap(printedWorlds)).toEqual(["2 6", "2 3", "2 6"]);
  });

  it.each(["deepCopy", "mustDeepCopy"])("that %s copied stay as they were", (name) => {
    const template = `{{ $copy := ${name} . }}{{ $_ := set .m "a" 2 }}{{ $_ := set . "b" 7 }}{{ $copy.m.a }} {{ $copy.b }}`;
    expect(printedWorlds(render(template, valuesFrom("m: {a: 1}\nb: 3")))).toEqual(["1 3"]);
  });

  it("that repeat stand where they stood, without what Helm takes out before them", () => {
    const template = "{{ .none }}a: {{ .none }}\nb:\n{{ range .u }}{{ $.none }}- x{{ end }}\n{{ .none }}";
    const [output] = render(template, valuesFrom("none: null", ["u"]), { dropNoValue: true }).outputs;
    if (output === undefined || "error" in output) throw new Error("no text");
    const { text } = textSource(output.text);
    expect(output.repetitions.map(({ start, end }) => text.slice(start, end))).toEqual(["- x"]);
  });

  it("carry what they assume into the text", () => {
    const dot = valuesFrom("a: x");
    const entry = dot.entries.get("a");
    if (entry?.value.kind !== "text") throw new Error("no text");
    dot.entries.set("a", { ...entry, value: { ...entry.value, assumed: ["default:var.a"] } });
    expect(only(render('{{ define "t" }}{{ .a }}{{ end }}{{ include "t" . }}', dot)).assumed).toEqual([
      "default:var.a",
    ]);
  });
});

describe("errors", () => {
  it.each([
    ["{{ .a.b.c }}", "nil pointer evaluating interface {}.c", ".a.b.c"],
    ["{{ .s.x }}", "can't evaluate field x in type interface {}", ".s.x"],
    ["{{ noSuch 1 }}", 'function "noSuch" not defined', "noSuch 1"],
    ["{{ range 1.5 }}{{ end }}", "range can't iterate over 1.5", "1.5"],
    ['{{ fail "stop" }}', "stop", 'fail "stop"'],
  ])("%s is refused at its place", (template, message, at) => {
    const [output] = render(template, valuesFrom("a: {}\ns: x"), { missingKey: "zero" }).outputs;
    if (output === undefined || !("error" in output)) throw new Error("no error");
    expect(output.error.message).toContain(message);
    expect(output.error.reason).toBe("refused");
    expect(textAt(output.error.at)).toBe(at);
  });
});
