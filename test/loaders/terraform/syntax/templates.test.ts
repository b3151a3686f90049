import { describe, expect, it } from "vitest";
import type { Template, TemplatePart } from "../../../../src/loaders/terraform/syntax/ast.ts";
import { parseHcl, parseTemplate } from "../../../../src/loaders/terraform/syntax/parser.ts";
import { expressionIn, showParts } from "./show.ts";

function templateIn(text: string): Template {
  const value = expressionIn(text);
  if (value.kind !== "template") throw new Error(`a ${value.kind}`);
  return value;
}

/** Every text part with what stands at its place. */
function texts(parts: readonly TemplatePart[], file: string): readonly (readonly [string, string])[] {
  return parts.flatMap((part): readonly (readonly [string, string])[] => {
    if (part.kind === "text") return [[part.value, file.slice(part.span.start, part.span.end)]];
    if (part.kind === "if") return [...texts(part.then, file), ...texts(part.otherwise, file)];
    return part.kind === "for" ? texts(part.body, file) : [];
  });
}

describe("strings", () => {
  it.each([
    ['"plain"', "'plain'"],
    ['""', "''"],
    ['"${x}"', "'${x}'"],
    ['"${"${x}"}"', "'${'${x}'}'"],
    ['"a${b}c${d}"', "'a|${b}|c|${d}'"],
    ['"a\\n\\"\\\\\\t\\r"', "'a|\\n|\\\"|\\\\|\\t|\\r'"],
    ['"\\u00e4\\U0001F600"', "'ä|😀'"],
    ['"$${a} %%{b}"', "'${|a} |%{|b}'"],
    ['"$$${a}"', "'$|${|a}'"],
    ['"$ % $$ 5% $x %x"', "'$ % $$ 5% $x %x'"],
    ['"a ${~ b ~} c"', "'a|${b}|c'"],
    ['" ${~ b}"', "'|${b}'"],
    ['"a\\n ${~ b}"', "'a|${b}'"],
    ['"%{ if a }b%{ else }c%{ endif }"', "'if a 'b' else 'c''"],
    ['"%{ if a }b%{ endif }"', "'if a 'b' else '''"],
    ['"%{ for k, v in m }${k}%{ endfor }"', "'for k,v m '${k}''"],
    ['"%{ if a }%{ for x in y }1%{ endfor }%{ else }2%{ endif }3"', "'if a 'for x y '1'' else '2'|3'"],
    ['"${ { a = 1 }["a"] }"', "'${([] {a: 1} 'a')}'"],
    ['"${\n a # b\n}"', "'${a}'"],
    ['"${f("}")}"', "'${(f '}')}'"],
  ])("%s", (text, expected) => {
    expect(showParts(templateIn(`a = ${text}\n`).parts)).toBe(expected);
  });

  it("keep each character at its own place, or apart when it is an escape", () => {
    const file = 'a = "x\\ty$${z}${b} \\u0041c"\n';
    expect(texts(templateIn(file).parts, file)).toEqual([
      ["x", "x"],
      ["\t", "\\t"],
      ["y", "y"],
      ["${", "$${"],
      ["z}", "z}"],
      [" ", " "],
      ["A", "\\u0041"],
      ["c", "c"],
    ]);
  });

  it("have a range with and one without their quotes", () => {
    const file = 'a = "x${b}"\n';
    const { span, innerSpan } = templateIn(file);
    expect(file.slice(span.start, span.end)).toBe('"x${b}"');
    expect(file.slice(innerSpan.start, innerSpan.end)).toBe("x${b}");
  });

  it.each([
    ['"abc', '"abc'],
    ['"a\nb"', '"a'],
    ['"\\x"', "\\x"],
    ['"\\u12"', "\\u12"],
    ['"\\ud800"', "\\ud800"],
    ['"\\U00110000"', "\\U00110000"],
    ['"${a"', "${a"],
    ['"${a b}"', "b"],
    ['"${}"', "}"],
    ['"%{ if a }"', "%{ if a }"],
    ['"%{ endif }"', "%{ endif }"],
    ['"%{ if a }%{ endfor }%{ endif }"', "%{ endfor }"],
    ['"%{ if a }%{ else }%{ else }%{ endif }"', "%{ else }"],
    ['"%{ for x in y }"', "%{ for x in y }"],
    ['"%{ while }%{ endif }"', "while"],
    ['"${ { a = 1 ~}"', "~}"],
  ])("refuse %j", (text, place) => {
    const file = `a = ${text}\n`;
    const [problem] = parseHcl(file).problems;
    expect(problem && file.slice(problem.span.start, problem.span.end)).toBe(place);
  });
});

describe("heredocs", () => {
  it.each([
    ["<<E\nx\ny\nE\n", "'x\\ny\\n'"],
    ["<<E\nE\n", "''"],
    ["<<E\n  E  \n", "''"],
    ["<<E\nE x\n E1\nE\n", "'E x\\n E1\\n'"],
    ['<<E\n\\n "q" $5 $${x} %%{y}\nE\n', "'\\\\n \\\"q\\\" $5 |${|x} |%{|y}\\n'"],
    ["<<E\r\nx\r\nE\r\n", "'x\\r\\n'"],
    ["<<-E\n    x\n      y\n    E\n", "'x\\n|  y\\n'"],
    ["<<-E\n  x\n\n   \n  y\nE\n", "'x\\n\\n   \\n|y\\n'"],
    ["<<-E\n  x\n ${y}\nE\n", "' x\\n|${y}|\\n'"],
    ["<<-E\n  x\n${y}\nE\n", "'  x\\n|${y}|\\n'"],
    ["<<-E\n\tx\n\t y\nE\n", "'x\\n| y\\n'"],
    ["<<E\n%{ if a ~}\nx\n%{ endif ~}\nE\n", "'if a 'x\\n' else '''"],
    ["<<E\n${<<F\nx\nF\n}\nE\n", "'${'x\\n'}|\\n'"],
  ])("%j", (text, expected) => {
    expect(showParts(templateIn(`a = ${text}`).parts)).toBe(expected);
  });

  it("stand as arguments and elements, since their last line ends with the marker alone", () => {
    const file = "a = f(<<A\n1\nA\n, [<<-B\n  2\n  B\n, 3])\nb = 1\n";
    const config = parseHcl(file);
    expect(config.problems).toEqual([]);
    expect(config.body.items).toHaveLength(2);
  });

  it("keep the place of every line whose indentation was stripped", () => {
    const file = "a = <<-E\n    x: ${y}\n      z\n    E\n";
    const template = templateIn(file);
    expect(texts(template.parts, file)).toEqual([
      ["x: ", "x: "],
      ["\n", "\n"],
      ["  z\n", "  z\n"],
    ]);
    expect(file.slice(template.innerSpan.start, template.innerSpan.end)).toBe("    x: ${y}\n      z\n");
    expect(file.slice(template.span.start, template.span.end)).toBe("<<-E\n    x: ${y}\n      z\n    E");
  });

  it.each(["<<E\nx\n", "<<E\nx\nE", "<<E\nx\nEE\n", "<<E\na\rb\nE\n"])("without an end: %j", (text) => {
    expect(parseHcl(`a = ${text}`).problems).toHaveLength(1);
  });
});

describe("files that are templates", () => {
  it("have parts with places in the file", () => {
    const file = 'kind: "x"\nname: ${name}-$${y}\n%{ for r in roles ~}\n- ${r}\n%{ endfor ~}\n';
    const { template, problems } = parseTemplate(file);
    expect(problems).toEqual([]);
    expect(template.form).toBe("bare");
    expect(showParts(template.parts)).toBe(
      "'kind: \\\"x\\\"\\nname: |${name}|-|${|y}\\n|for r roles '- |${r}|\\n''",
    );
    expect(texts(template.parts, file)[0]).toEqual(['kind: "x"\nname: ', 'kind: "x"\nname: ']);
  });

  it("have problems with places", () => {
    const file = "a\n${b c}\n";
    expect(parseTemplate(file).problems).toEqual([
      { message: 'expected "}" after the interpolation, found "c"', span: { start: 6, end: 7 } },
    ]);
  });

  it("may end with a dollar sign", () => {
    expect(showParts(parseTemplate("5$").template.parts)).toBe("'5$'");
  });
});
