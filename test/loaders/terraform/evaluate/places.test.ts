import { describe, expect, it } from "vitest";
import { textAt } from "../../../../src/model/location.ts";
import { get, itemsOf, type Node } from "../../../../src/model/node.ts";
import type { Text } from "../../../../src/model/text.ts";
import { valueOf } from "../../../support/terraform-scope.ts";

function asText(node: Node | undefined): Text {
  if (node?.kind !== "text") throw new Error(`not a text: ${node?.kind ?? "nothing"}`);
  return node;
}

/** The source under every literal part, or the part itself when it has no place. */
function covered(node: Node | undefined): readonly string[] {
  return asText(node).parts.map((part) => {
    if (part.kind === "hole") return `{${part.name}}`;
    return part.at === undefined ? `(${part.value})` : textAt(part.at);
  });
}

/** Every literal that is as long as its place must say the same as the file does there. */
function misplaced(node: Node): readonly string[] {
  return asText(node).parts.flatMap((part) => {
    if (part.kind === "hole" || part.at === undefined) return [];
    const written = textAt(part.at);
    return written.length === part.value.length && written !== part.value
      ? [`${part.value} at ${written}`]
      : [];
  });
}

describe("places", () => {
  it.each<[situation: string, source: string, at: string, parts: readonly string[]]>([
    ["a quoted string", '"reader"', "reader", ["reader"]],
    ["an empty string", '""', '""', []],
    ["an interpolated string", '"arn:${var.p}:x"', "arn:${var.p}:x", ["arn:", "{var.p}", ":x"]],
    ["an escape", '"a\\nb"', "a\\nb", ["a", "\\n", "b"]],
    ["the chosen side of a condition", 'true ? "yes" : "no"', "yes", ["yes"]],
    ["an element", '["a", "b"][1]', "b", ["b"]],
    ["an attribute", '{a = "x"}.a', "x", ["x"]],
    ["the first value of try", 'try({}.a, "x")', "x", ["x"]],
    ["the first given value", 'coalesce("", "x")', "x", ["x"]],
    ["a looked up value", 'lookup({a = "x"}, "a", "y")', "x", ["x"]],
    ["a merged value", 'merge({a = "x"}, {a = "y"}).a', "y", ["y"]],
    ["a joined list", 'join("-", ["ab", "cd"])', 'join("-", ["ab", "cd"])', ["ab", "-", "cd"]],
    ["a formatted string", 'format("%s/x", "ab")', 'format("%s/x", "ab")', ["ab", "/x"]],
    ["what is left of a prefix", 'trimprefix("https://host", "https://")', "host", ["host"]],
    ["what is left of white space", 'trimspace("  x ")', "x", ["x"]],
    ["a piece of a split string", 'split("/", "ab/cd")[1]', "cd", ["cd"]],
    ["a cut string", 'substr("abcdef", 1, 2)', "bc", ["bc"]],
    ["around a replaced string", 'replace("a.b", ".", "-")', 'replace("a.b", ".", "-")', ["a", "-", "b"]],
    ["in lower case", 'lower("AB")', "AB", ["AB"]],
    ["out of a loop", '[for x in ["a", "b"] : "<${x}>"][1]', "<${x}>", ["<", "b", ">"]],
  ])("%s", (_, source, at, parts) => {
    const text = asText(valueOf(source));
    expect({ at: textAt(text.at), parts: covered(text) }).toEqual({ at, parts });
  });

  it("the place of a condition's side is that of the value, the place of a call is the call", () => {
    expect(textAt(valueOf('["a", upper("b")][1]').at)).toBe("b");
    expect(textAt(valueOf("merge({a = 1}, {b = 2})").at)).toBe("merge({a = 1}, {b = 2})");
  });

  it("a heredoc's lines", () => {
    const text = valueOf("<<-EOT\n    one ${var.x}\n    two\n  EOT");
    expect(covered(text).join("|")).toBe("one |{var.x}|\n|two\n");
    expect(misplaced(text)).toEqual([]);
  });

  it("jsonencode keeps the places of keys and values", () => {
    const source = 'jsonencode({ Action = "s3:Get*", "Sid" = "a\\"b", Resource = [var.arn] })';
    expect(covered(valueOf(source)).filter((part) => !part.startsWith("("))).toEqual([
      "Action",
      "s3:Get*",
      "Resource",
      "{var.arn}",
      "Sid",
      "a",
      '\\"',
      "b",
    ]);
    expect(misplaced(valueOf(source))).toEqual([]);
  });

  it("jsondecode of jsonencode is the very node", () => {
    const node = valueOf('jsondecode(jsonencode({ a = { b = ["x", var.y] } }))');
    const [first, second] = itemsOf(get(node, "a", "b"));
    expect(first && textAt(first.at)).toBe("x");
    expect(second).toMatchObject({ kind: "unknown", hole: { name: "var.y" } });
  });

  it("jsondecode of a heredoc points into the heredoc", () => {
    const node = valueOf('jsondecode(<<EOT\n{"a": "x-${var.y}", "b": ${var.z}}\nEOT\n)');
    expect(covered(get(node, "a"))).toEqual(["x-", "{var.y}"]);
    expect(get(node, "b")).toMatchObject({ kind: "unknown", hole: { name: "var.z" } });
  });

  it("yamldecode of a heredoc points into the heredoc", () => {
    const node = valueOf("yamldecode(<<EOT\nmetadata:\n  name: eso-${var.env}\nEOT\n)");
    expect(covered(get(node, "metadata", "name"))).toEqual(["eso-", "{var.env}"]);
  });

  it("a template file's text stands in the template, its variables where they were given", () => {
    const files = { "policy.tftpl": '{"Action": "${action}", "Sid": "x"}' };
    const node = valueOf('jsondecode(templatefile("policy.tftpl", { action = "s3:Get" }))', { files });
    const [action] = asText(get(node, "Action")).parts;
    const [sid] = asText(get(node, "Sid")).parts;
    expect(action?.at?.file.path).toBe("main.tf");
    expect(action?.at && textAt(action.at)).toBe("s3:Get");
    expect(sid?.at?.file.path).toBe("policy.tftpl");
    expect(sid?.at && textAt(sid.at)).toBe("x");
  });

  it("file() stands in the file", () => {
    const node = valueOf('jsondecode(file("sub/p.json")).a', {
      files: { "mod/sub/p.json": '{"a": "b"}' },
      workingDirectory: "mod",
    });
    expect(node.at.file.path).toBe("mod/sub/p.json");
    expect(covered(node)).toEqual(["b"]);
  });

  it("templatestring keeps the places of the string", () => {
    const locals = { path: "locals.tf", text: 'locals {\n  t = "a $${x} b"\n}\n' };
    const node = valueOf('templatestring(local.t, { x = "y" })', { locals });
    expect(node).toMatchObject({ kind: "text" });
    expect(misplaced(node)).toEqual([]);
  });

  it.each([
    "tostring(12345)",
    'join(",", [1, 22, true])',
    'format("%05d", 42)',
    'jsonencode("tab\\there")',
    'base64encode("abcdef")',
    'md5("x")',
    'cidrhost("10.0.0.0/8", 1)',
    '"${12}34"',
    'regex("[a-z]+", "12ab")',
    'replace("aab", "/a+/", "x")',
    'strrev("abc")',
    'formatdate("YYYY", "2020-01-01T00:00:00Z")',
  ])("a computed string never pretends to stand verbatim: %s", (source) => {
    expect(misplaced(valueOf(source))).toEqual([]);
  });
});

describe("Unicode's normal form C", () => {
  it.each<[situation: string, source: string, value: string, parts: readonly string[]]>([
    ["a letter and a mark", '"x-e\u0301-y"', "x-\u00e9-y", ["x-e\u0301-y"]],
    ["what is in normal form already", '"x-\u00e9-y"', "x-\u00e9-y", ["x-\u00e9-y"]],
    ["two literals that meet", '"e${"\u0301"}"', "\u00e9", ['e${"\u0301']],
    ["a mark behind a hole", '"${var.x}\u0301"', "\0\u0301", ["{var.x}", "\u0301"]],
  ])("%s", (_, source, value, parts) => {
    const text = asText(valueOf(source));
    const spelt = text.parts.map((part) => (part.kind === "literal" ? part.value : "\0")).join("");
    expect({ spelt, parts: covered(text) }).toEqual({ spelt: value, parts });
  });

  it("is that of attribute names, too", () => {
    expect(valueOf('{ e\u0301 = "x" }.\u00e9')).toMatchObject({ parts: [{ value: "x" }] });
  });
});
