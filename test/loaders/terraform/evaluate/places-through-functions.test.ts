import { describe, expect, it } from "vitest";
import { lineColumn, textAt, type SourceFile } from "../../../../src/model/location.ts";
import { get, type Node } from "../../../../src/model/node.ts";
import { parseExpression, scopeOf } from "../../../support/terraform-scope.ts";
import { evaluate } from "../../../../src/loaders/terraform/evaluate/evaluate.ts";

/** The word whose place is looked for; it stands once in the expression and its files together. */
const TARGET = "s3:TargetAction";

/** Every text in a value. */
function textsOf(node: Node): readonly Node[] {
  if (node.kind === "list") return node.items.flatMap(textsOf);
  if (node.kind === "map") return node.entries.flatMap(({ key, value }) => [key, ...textsOf(value)]);
  return node.kind === "text" ? [node] : [];
}

/** Where the parts that spell the word stand, joined where they stand next to each other. */
function placesOfTarget(
  node: Node,
): readonly { readonly file: SourceFile; readonly start: number; readonly end: number }[] {
  return textsOf(node).flatMap((text) => {
    if (text.kind !== "text") return [];
    const whole = text.parts.map((part) => (part.kind === "literal" ? part.value : "\0")).join("");
    const from = whole.indexOf(TARGET);
    if (from === -1) return [];
    let offset = 0;
    const places: { file: SourceFile; start: number; end: number }[] = [];
    for (const part of text.parts) {
      const length = part.kind === "literal" ? part.value.length : 1;
      const [start, end] = [Math.max(from - offset, 0), Math.min(from + TARGET.length - offset, length)];
      offset += length;
      if (start >= end || part.at === undefined) continue;
      const { span, file } = part.at;
      const isVerbatim = span.end - span.start === length;
      places.push({
        file,
        start: isVerbatim ? span.start + start : span.start,
        end: isVerbatim ? span.start + end : span.end,
      });
    }
    return places;
  });
}

interface Case {
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  /** The way to the value in the result. */
  readonly route?: readonly string[];
}

function placed({ source, files = {}, route = [] }: Case): {
  readonly node: Node;
  readonly sources: readonly SourceFile[];
} {
  const { file, expression } = parseExpression(source);
  const whole = evaluate(expression, scopeOf(file, { files }));
  const node = get(whole, ...route);
  if (node === undefined) throw new Error(`nothing at ${route.join(".")} of ${whole.kind}`);
  const others = Object.entries(files).map(([path, text]): SourceFile => ({ path, text }));
  return { node, sources: [file, ...others] };
}

/** `file:line:column` of the word where it is written. */
function written(sources: readonly SourceFile[]): string {
  const found = sources.filter(({ text }) => text.includes(TARGET));
  const [file] = found;
  if (file === undefined || found.length > 1 || file.text.indexOf(TARGET) !== file.text.lastIndexOf(TARGET)) {
    throw new Error("the word must be written exactly once");
  }
  const { line, column } = lineColumn(file, file.text.indexOf(TARGET));
  return `${file.path}:${line}:${column} ${TARGET}`;
}

const shown = (node: Node): readonly string[] =>
  placesOfTarget(node).map(({ file, start, end }) => {
    const { line, column } = lineColumn(file, start);
    return `${file.path}:${line}:${column} ${textAt({ file, span: { start, end } })}`;
  });

const policy = (action: string): string =>
  `{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": ["sts:Get*", ${action}] }\n  ]\n}`;

describe("a word stands where it is written", () => {
  it.each<[situation: string, given: Case]>([
    ["in a quoted string", { source: `"a ${TARGET} b"` }],
    ["in a string behind escapes", { source: `"\${"x"}${TARGET}\${"y"}\\n"` }],
    ["in a heredoc", { source: `<<EOT\nfirst\n  ${TARGET}\nlast\nEOT` }],
    ["in an indented heredoc", { source: `<<-EOT\n    first\n      ${TARGET} x\n    last\n  EOT` }],
    ["in an indented heredoc of tabs", { source: `<<-EOT\n\t\tfirst\n\t\t${TARGET}\n\tEOT` }],
    ["in a heredoc of Windows lines", { source: `<<-EOT\r\n    first\r\n    ${TARGET}\r\n    EOT\r\n` }],
    [
      "in a heredoc with interpolations",
      { source: `<<-EOT\n  \${var.a} \${upper("x")}\n  \${var.b}-${TARGET}-\${var.c}\n  EOT` },
    ],
    [
      "in a heredoc behind trimmed space",
      { source: `<<-EOT\n  %{ if true ~}\n    x\n  %{~ endif ~}\n  ${TARGET} \${~ "y" }\n  EOT` },
    ],
    ["in an interpolation of a heredoc", { source: `<<-EOT\n  a\n  \${"${TARGET}"}\n  EOT` }],
    ["in a branch of a directive", { source: `"%{ if true }${TARGET}%{ else }b%{ endif }"` }],
    ["in a loop of a directive", { source: `"%{ for x in ["a"] }${TARGET}%{ endfor }"` }],
    [
      "in an element of a loop of a directive",
      { source: `"%{ for x in ["${TARGET}"] ~}\\n- \${x}\\n%{ endfor ~}"` },
    ],
    ["through replace", { source: `replace("https://x/${TARGET}/y", "https://", "")` }],
    ["as what replace puts in", { source: `replace("a-NAME-b", "NAME", "${TARGET}")` }],
    ["around what replace puts in", { source: `replace("ab ${TARGET} ab", "ab", "longer")` }],
    ["through format, as an argument", { source: `format("%s/%s", "x", "${TARGET}")` }],
    ["through format, as the format", { source: `format("%s-${TARGET}-%d", "x", 3)` }],
    ["through formatlist", { source: `formatlist("%s:%s", ["a"], "${TARGET}")` }],
    ["through join", { source: `join(", ", ["a", "${TARGET}", "b"])` }],
    ["as a separator", { source: `join("${TARGET}", ["a", "b"])` }],
    ["through indent", { source: `indent(4, <<EOT\nfirst\n${TARGET}\nEOT\n)` }],
    ["through trimspace", { source: `trimspace(<<EOT\n\n   ${TARGET}   \n\nEOT\n)` }],
    ["through chomp", { source: `chomp(<<EOT\nfirst\n${TARGET}\nEOT\n)` }],
    ["through trim", { source: `trim("//${TARGET}//", "/")` }],
    [
      "through trimprefix and trimsuffix",
      { source: `trimsuffix(trimprefix("pre-${TARGET}-post", "pre-"), "-post")` },
    ],
    ["through split", { source: `split(",", "a,${TARGET},b")[1]` }],
    ["through split and join", { source: `join("-", split(",", "a,${TARGET},b"))` }],
    ["through substr", { source: `substr("abc${TARGET}def", 3, ${TARGET.length})` }],
    [
      "through coalesce, try and a condition",
      { source: `coalesce("", try({}.x, true ? "${TARGET}" : "b"))` },
    ],
    [
      "through concat, flatten and compact",
      { source: `compact(flatten([concat(["a", ""], [["${TARGET}"]])]))` },
    ],
    ["through distinct, sort and toset", { source: `toset(sort(distinct(["b", "${TARGET}", "b"])))` }],
    ["through for", { source: `[for k, v in { a = "x", b = "${TARGET}" } : "<\${k}=\${v}>" if k == "b"]` }],
    ["through for with grouping", { source: `{ for v in ["${TARGET}"] : "k" => v... }` }],
    ["as a key of for", { source: `{ for v in ["${TARGET}"] : v => 1 }` }],
    ["through a splat", { source: `[{ a = { b = "${TARGET}" } }][*].a.b` }],
    ["through merge", { source: `merge({ a = "x" }, { a = "${TARGET}" })` }],
    ["through lookup and zipmap", { source: `lookup(zipmap(["k"], ["${TARGET}"]), "k", "d")` }],
    ["through values and element", { source: `element(values({ k = "${TARGET}" }), 0)` }],
    ["through setproduct", { source: `[for p in setproduct(["a"], ["${TARGET}"]) : p[1]]` }],
    ["through tostring and sensitive", { source: `tostring(sensitive("${TARGET}"))` }],
    ["through jsonencode", { source: `jsonencode({ Statement = [{ Action = ["${TARGET}"] }] })` }],
    [
      "through jsonencode of merge",
      {
        source: `jsonencode(merge({ Version = "1" }, { Statement = [merge({ Effect = "Allow" }, { Action = "${TARGET}" })] }))`,
      },
    ],
    ["as a key of jsonencode", { source: `jsonencode({ "${TARGET}" = 1 })` }],
    [
      "through jsonencode and jsondecode",
      { source: `jsondecode(jsonencode({ a = ["${TARGET}"] }))`, route: ["a"] },
    ],
    ["through jsonencode in a string", { source: `jsondecode("[1, \${jsonencode({ a = "${TARGET}" })}]")` }],
    ["through yamlencode", { source: `yamlencode({ a = { b = ["${TARGET}"] } })` }],
    [
      "through yamlencode and yamldecode",
      { source: `yamldecode(yamlencode({ a = "${TARGET}" }))`, route: ["a"] },
    ],
    [
      "through yamlencode in a heredoc",
      {
        source: `yamldecode(<<EOT\nx:\n  \${indent(2, yamlencode({ a = "${TARGET}" }))}\nEOT\n)`,
        route: ["x", "a"],
      },
    ],
    [
      "in JSON of a heredoc",
      { source: `jsondecode(<<EOT\n${policy(`"${TARGET}"`)}\nEOT\n)`, route: ["Statement"] },
    ],
    [
      "in JSON of an indented heredoc with a variable",
      {
        source: `jsondecode(<<-EOT\n    { "a": "\${var.x}", "b": [\n        "${TARGET}"\n    ] }\n  EOT\n)`,
        route: ["b"],
      },
    ],
    [
      "in YAML of a heredoc",
      { source: `yamldecode(<<-EOT\n    a:\n      - x\n      - "${TARGET}"\n  EOT\n)`, route: ["a"] },
    ],
    [
      "in a block scalar of YAML of a heredoc",
      { source: `yamldecode(<<-EOT\n    a: |\n      one\n      ${TARGET}\n  EOT\n)`, route: ["a"] },
    ],
    [
      "in JSON in YAML of a heredoc",
      {
        source: `jsondecode(yamldecode(<<-EOT\n    a: |\n      {"k": "${TARGET}"}\n  EOT\n).a)`,
        route: ["k"],
      },
    ],
    ["in a file", { source: `file("a.txt")`, files: { "a.txt": `one\n ${TARGET}\n` } }],
    [
      "in a JSON file",
      {
        source: `jsondecode(file("p.json"))`,
        files: { "p.json": policy(`"${TARGET}"`) },
        route: ["Statement"],
      },
    ],
    [
      "in a YAML file",
      {
        source: `yamldecode(file("v.yaml"))`,
        files: { "v.yaml": `a:\n  b: ${TARGET} # why\n` },
        route: ["a", "b"],
      },
    ],
    [
      "in a file, replaced around",
      {
        source: `jsondecode(replace(file("p.json"), "ACCOUNT", "111122223333"))`,
        files: { "p.json": `{"r": "arn:aws:iam::ACCOUNT:role/x", "a": "${TARGET}"}` },
        route: ["a"],
      },
    ],
    [
      "in a template file",
      { source: `templatefile("t.tftpl", { x = 1 })`, files: { "t.tftpl": `\${x}\n  ${TARGET}\n` } },
    ],
    [
      "in a JSON template file",
      {
        source: `jsondecode(templatefile("p.tftpl", { actions = ["x"], account = "1" }))`,
        files: { "p.tftpl": policy(`\${jsonencode(actions)}, "${TARGET}", "\${account}"`) },
        route: ["Statement"],
      },
    ],
    [
      "as a variable of a template file",
      {
        source: `jsondecode(templatefile("p.tftpl", { action = "${TARGET}" }))`,
        files: { "p.tftpl": policy('"${action}"') },
        route: ["Statement"],
      },
    ],
    [
      "as a part of a variable of a template file",
      {
        source: `jsondecode(templatefile("p.tftpl", { arn = "arn:aws:s3:::x/${TARGET}" }))`,
        files: { "p.tftpl": policy('"pre-${arn}/*"') },
        route: ["Statement"],
      },
    ],
    [
      "as a list variable of a template file",
      {
        source: `jsondecode(templatefile("p.tftpl", { actions = ["a", "${TARGET}"] }))`,
        files: { "p.tftpl": '{"a": ${jsonencode([for a in actions : a])}}' },
        route: ["a"],
      },
    ],
    [
      "in a loop of a template file",
      {
        source: `yamldecode(templatefile("v.tftpl", { items = ["x", "${TARGET}"] }))`,
        files: { "v.tftpl": "list:\n%{ for i in items ~}\n  - ${i}\n%{ endfor ~}\n" },
        route: ["list"],
      },
    ],
    [
      "in a template file of Helm values",
      {
        source: `yamldecode(templatefile("v.tftpl", { role = "x" }))`,
        files: { "v.tftpl": `serviceAccount:\n  annotations:\n    role: \${role}\n    other: "${TARGET}"\n` },
        route: ["serviceAccount", "annotations", "other"],
      },
    ],
  ])("%s", (_, given) => {
    const { node, sources } = placed(given);
    const expected = written(sources);
    const found = shown(node);
    expect(found.length).toBeGreaterThan(0);
    expect([...new Set(found)]).toEqual([expected]);
  });
});

describe("what cannot be told apart stands at the nearest text", () => {
  it.each<[situation: string, source: string, at: readonly string[]]>([
    ["behind an escape", `"a\\n${TARGET}"`, [`main.tf:1:9 ${TARGET}`]],
    ["turned round twice", `strrev(strrev("${TARGET}"))`, [`main.tf:1:5 strrev(strrev("${TARGET}"))`]],
    [
      "a match",
      `regex("[a-z0-9]+:Target.*", "x ${TARGET}")`,
      [`main.tf:1:5 regex("[a-z0-9]+:Target.*", "x ${TARGET}")`],
    ],
    ["base64", `base64decode("czM6VGFyZ2V0QWN0aW9u")`, ['main.tf:1:5 base64decode("czM6VGFyZ2V0QWN0aW9u")']],
    ["CSV", `csvdecode("a\\n${TARGET}\\n")[0].a`, [`main.tf:1:5 csvdecode("a\\n${TARGET}\\n")`]],
  ])("%s", (_, source, at) => {
    expect(shown(placed({ source }).node)).toEqual(at);
  });
});
