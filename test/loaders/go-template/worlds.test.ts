import { describe, expect, it } from "vitest";
import { textAt } from "../../../src/model/location.ts";
import { print } from "../../../src/model/text.ts";
import { World, explore } from "../../../src/loaders/go-template/worlds.ts";
import { goList } from "../../../src/loaders/go-template/convert.ts";
import { printedWorlds, render, valuesFrom } from "../../support/render-template.ts";

const open = valuesFrom("known: true\nlist: [a, b]\nmap: {k: v}\n", ["u", "w"]);

describe("what is not known", () => {
  it.each([
    // Asked twice, answered alike.
    ["{{ if .u }}1{{ end }}{{ if .u }}2{{ else }}3{{ end }}", ["12", "3"]],
    ["{{ if .u }}1{{ end }}{{ if not .u }}2{{ end }}", ["1", "2"]],
    ["{{ if .u }}1{{ else if .w }}2{{ else }}3{{ end }}", ["1", "2", "3"]],
    ["{{ if .u.a }}1{{ end }}{{ if .u.b }}2{{ end }}", ["12", "", "2", "1"].sort()],
    ["{{ with .u }}[{{ . }}]{{ else }}none{{ end }}", ["[${var.u}]", "none"]],
    ["{{ with .u.name }}{{ . }}{{ end }}", ["${var.u.name}", ""]],
    ["{{ and .u `x` }}", ["x", "${var.u}"]],
    ["{{ or .u `x` }}", ["${var.u}", "x"]],
    ["{{ or .known .u }}", ["true"]],
    ["{{ and .u .w | print }}", ["${var.w}", "${var.u}"]],
    ["{{ .u.a.b }}", ["${var.u.a.b}"]],
    ["{{ $x := .u }}{{ $x.a }}{{ (index .u `a`) }}", ["${var.u.a}${index(var.u)}"]],
    ["{{ .u | default `d` }}", ["${var.u}", "d"]],
    ["{{ if eq .u `a` }}1{{ end }}{{ if ne .u `a` }}2{{ end }}", ["1", "2"]],
    ["{{ if .known }}1{{ end }}", ["1"]],
    ["{{ range .u }}<{{ .name }}>{{ else }}none{{ end }}", ["<${element(var.u).name}>", "none"]],
    ["{{ if .u }}{{ range .u }}x{{ end }}{{ else }}none{{ end }}", ["x", "none"]],
    ["{{ range .list }}{{ . }}{{ if $.u }}{{ break }}{{ end }}{{ end }}", ["a", "ab"]],
    // One world stops, the other does not.
    ["{{ if .u }}{{ fail `no` }}{{ end }}ok", ["error: no", "ok"]],
  ])("%s", (template, expected) => {
    const rendering = render(template, open);
    expect(rendering.complete).toBe(true);
    const printed = printedWorlds(rendering);
    expect(expected.join() === [...expected].sort().join() ? [...printed].sort() : printed).toEqual(expected);
  });

  it("is decided, and the decisions are told", () => {
    const { outputs } = render("{{ if .u }}1{{ end }}{{ if .w }}2{{ end }}", open);
    const told = outputs.map(({ decisions }) =>
      decisions.map(({ name, holds }) => `${name}=${String(holds)}`).join(),
    );
    expect(told[0]).toBe("var.u=true,var.w=true");
    expect([...told].sort()).toEqual([
      "var.u=false,var.w=false",
      "var.u=false,var.w=true",
      "var.u=true,var.w=false",
      "var.u=true,var.w=true",
    ]);
    expect(outputs[0]?.decisions.map(({ at }) => textAt(at))).toEqual([".u", ".w"]);
  });

  it("makes no more worlds than are allowed", () => {
    const template = Array.from({ length: 12 }, (_, at) => `{{ if .u.k${at} }}${at}{{ end }}`).join("");
    const rendering = render(template, open);
    expect(rendering.complete).toBe(false);
    expect(rendering.outputs).toHaveLength(64);
    expect(new Set(printedWorlds(rendering)).size).toBe(64);
    expect(render(template, open, { limits: { worlds: 3 } }).outputs).toHaveLength(3);
  });

  it("covers every way when there are few enough", () => {
    const template = Array.from({ length: 6 }, (_, at) => `{{ if .u.k${at} }}${at}{{ end }}`).join("");
    const rendering = render(template, open);
    expect(rendering.complete).toBe(true);
    expect(new Set(printedWorlds(rendering)).size).toBe(64);
  });
});

describe("lists and maps that are known in part", () => {
  const several = (): ReturnType<typeof valuesFrom> => {
    const dot = valuesFrom("list: [a, b]\nmap: {k: v}\n", ["u"]);
    const [list, map, unknown] = ["list", "map", "u"].map((name) => dot.entries.get(name)?.value);
    if (list?.kind !== "go-list" || map?.kind !== "go-map" || unknown?.kind !== "unknown")
      throw new Error("?");
    const [a, b] = list.items;
    if (a === undefined || b === undefined) throw new Error("?");
    const entry = dot.entries.get("list");
    if (entry === undefined) throw new Error("?");
    dot.entries.set("list", { ...entry, value: goList([a, { ...unknown, several: true }, b], list.at) });
    map.more = { kind: "hole", id: "test|more", name: "var.more" };
    return dot;
  };

  it.each([
    ["{{ range .list }}{{ . }},{{ end }}", ["a,${element(var.u)},b,", "a,b,"]],
    ["{{ range $i, $e := .list }}{{ $i }}{{ end }}", ["0${…}${…}", "0${…}"]],
    ["{{ range $k, $v := .map }}{{ $k }}={{ $v }},{{ end }}", ["k=v,${…}=${…},", "k=v,"]],
    ["{{ .map.k }}{{ .map.x }}", ["v${var.more.x}"]],
    ["{{ range .map.x }}x{{ end }}", ["x", ""]],
    ["{{ if .map.x }}x{{ end }}", ["x", ""]],
    ["{{ if .map }}x{{ end }}{{ if .list }}y{{ end }}", ["xy"]],
  ])("%s", (template, expected) => {
    const printed = printedWorlds(render(template, several()));
    const short = expected.some((text) => text.includes("…"))
      ? printed.map((text) => text.replaceAll(/\$\{[^}]*\}/g, "${…}"))
      : printed;
    expect(short).toEqual(expected);
  });

  it("mark what stands for any number of stretches", () => {
    const template = "items:\n{{ range .u }}- {{ . }}\n{{ end }}rest: 1\n";
    const [one, none] = render(template, open).outputs;
    if (one === undefined || none === undefined || "error" in one || "error" in none)
      throw new Error("error");
    expect(one.repetitions.map(({ start, end, over }) => [start, end, over.name])).toEqual([
      [7, 11, "var.u"],
    ]);
    expect(one.repetitions.map(({ at }) => textAt(at))).toEqual(["{{ range .u }}- {{ . }}\n{{ end }}"]);
    expect([none.repetitions, one.elsewhere, none.elsewhere]).toEqual([[], [], []]);
  });

  it("mark what an action includes from them, and everything when it has no place", () => {
    const define = '{{ define "l" }}{{ range .u }}x{{ end }}{{ end }}';
    const [included] = render(`${define}ab{{ include "l" . | upper }}cd`, open).outputs;
    if (included === undefined || "error" in included) throw new Error("error");
    expect(included.repetitions.map(({ start, end }) => [start, end])).toEqual([[2, 3]]);
    const [kept] = render(`${define}{{ $l := include "l" . }}{{ if $l }}y{{ end }}`, open).outputs;
    if (kept === undefined || "error" in kept) throw new Error("error");
    expect([kept.repetitions.length, kept.elsewhere.map(({ over }) => over.name)]).toEqual([0, ["var.u"]]);
  });

  it("make unknown what one turn puts into a variable outside", () => {
    const [one, none] = printedWorlds(
      render("{{ $x := 1 }}{{ range .u }}{{ $x = .name }}{{ end }}{{ $x }}", open),
    );
    expect(one).toMatch(/^\$\{range\(/);
    expect(none).toBe("1");
  });

  it("say that what one turn puts into a map has no place", () => {
    const template = '{{ $m := dict }}{{ range .u }}{{ $_ := set $m "a" 1 }}{{ end }}{{ $m.a }}';
    const [one] = render(template, open).outputs;
    if (one === undefined || "error" in one) throw new Error("error");
    expect(one.elsewhere.map(({ over }) => over.name)).toEqual(["var.u"]);
  });
});

describe("explore", () => {
  it("goes through each way once, and asks nothing twice", () => {
    const seen: string[] = [];
    const nowhere = { file: { path: "", text: "" }, route: [], span: { start: 0, end: 0 } };
    const run = (world: World): string => {
      const ask = (id: string): boolean => world.decide(id, id, nowhere);
      const way = ask("a") ? (ask("b") ? "ab" : "a") : ask("c") ? "c" : "";
      seen.push(way);
      return way;
    };
    expect(explore(run, () => true).complete).toBe(true);
    expect([...seen].sort()).toEqual(["", "a", "ab", "c"]);
    expect(explore(run, (worlds) => worlds < 2)).toMatchObject({ complete: false, results: { length: 2 } });
  });

  it("takes a text for true when it has a character, and asks when it is holes alone", () => {
    const hole = { kind: "hole", id: "h", name: "h" } as const;
    const nowhere = { file: { path: "", text: "" }, route: [], span: { start: 0, end: 0 } };
    const world = new World();
    expect(
      world.isTrue({ kind: "text", parts: [{ kind: "literal", value: "x" }, hole], at: nowhere }, nowhere),
    ).toBe(true);
    expect(world.decisions).toEqual([]);
    world.isTrue({ kind: "text", parts: [hole], at: nowhere }, nowhere);
    expect(world.decisions.map(({ name }) => name)).toEqual(["h"]);
    expect(print({ kind: "text", parts: [hole], at: nowhere })).toBe("${h}");
  });
});
