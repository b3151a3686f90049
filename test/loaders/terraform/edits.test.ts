import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hclEdits } from "../../../src/loaders/terraform/edits/index.ts";
import { parseHcl } from "../../../src/loaders/terraform/syntax/parser.ts";
import type { EditIntent } from "../../../src/model/finding.ts";
import type { Location, SourceFile } from "../../../src/model/location.ts";

/** The place of the n-th occurrence of some text of a file. */
function placeIn(file: SourceFile, text: string, nth = 0): Location {
  let start = file.text.indexOf(text);
  for (let count = 0; count < nth; count++) start = file.text.indexOf(text, start + 1);
  if (start === -1) throw new Error(`"${text}" is not in ${file.path}`);
  return { file, route: [], span: { start, end: start + text.length } };
}

/** The file's text after the edits of intents; undefined when there are none. */
function edited(file: SourceFile, ...intents: readonly EditIntent[]): string | undefined {
  const edits = [...hclEdits(file, intents)].sort((a, b) => b.at.span.start - a.at.span.start);
  if (edits.length === 0) return undefined;
  return edits.reduce(
    (text, edit) => text.slice(0, edit.at.span.start) + edit.text + text.slice(edit.at.span.end),
    file.text,
  );
}

const tf = (text: string): SourceFile => ({ path: "main.tf", text });
const replace = (file: SourceFile, old: string, value: string, nth?: number): string | undefined =>
  edited(file, { kind: "replace-value", at: placeIn(file, old, nth), value });

const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

/** Which of some texts `terraform fmt` would change. */
function unformatted(texts: readonly string[]): ReadonlySet<number> {
  const directory = mkdtempSync(join(tmpdir(), "irsa-lint-fmt-"));
  try {
    texts.forEach((text, index) => {
      writeFileSync(join(directory, `${String(index)}.tf`), text);
    });
    const { stdout } = spawnSync("terraform", ["fmt", "-write=false", directory], { encoding: "utf8" });
    return new Set(
      stdout.split("\n").flatMap((line) => (/(\d+)\.tf$/.exec(line) ?? []).slice(1).map(Number)),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Texts that edits left, for `terraform fmt` to look at: those that were formatted before. */
const results: [before: string, after: string][] = [];
function expectEdit(file: SourceFile, after: string | undefined, expected: string): void {
  expect(after).toBe(expected);
  expect(parseHcl(expected).problems).toEqual(parseHcl(file.text).problems);
  results.push([file.text, expected]);
}

describe("replacing a value in HCL", () => {
  it.each([
    ['a = "x"\n', "x", "y", 'a = "y"\n'],
    ['a = "x"\n', "x", 'say "hi"\\\n', 'a = "say \\"hi\\"\\\\\\n"\n'],
    ['a = "x"\n', "x", "${b} %{c} $d", 'a = "$${b} %%{c} $d"\n'],
    ['a = ""\n', '""', "y", 'a = "y"\n'],
    ['a = "p-${var.x}:sub"\n', ":sub", ":aud", 'a = "p-${var.x}:aud"\n'],
    ['a = "p-${var.x}:sub"\n', "p-", "q-", 'a = "q-${var.x}:sub"\n'],
    ["a = <<EOT\np ${var.x} sub\nEOT\n", "sub", "aud ${b}", "a = <<EOT\np ${var.x} aud $${b}\nEOT\n"],
    ['a = "😀 x 😀"\n', " x ", " y ", 'a = "😀 y 😀"\n'],
    ['a = "x"\r\nb = 1\r\n', "x", "y", 'a = "y"\r\nb = 1\r\n'],
  ])("%j: %j by %j", (text, old, value, expected) => {
    expectEdit(tf(text), replace(tf(text), old, value), expected);
  });

  it.each([
    ["a number", "a = 12\n", "12"],
    ["a reference", "a = var.x\n", "var.x"],
    ["an interpolation", 'a = "x-${var.y}"\n', "${var.y}"],
    ["more than a text", 'a = "x-${var.y}"\n', "x-${var"],
    ["a block's type", "a {\n}\n", "a"],
  ])("does not touch %s", (_, text, old) => {
    expect(replace(tf(text), old, "z")).toBeUndefined();
  });

  it("does not make an interpolation of what stands around it", () => {
    expect(replace(tf('a = "$xy"\n'), "x", "{")).toBeUndefined();
    expect(replace(tf('a = "xy{z}"\n'), "y", "$")).toBeUndefined();
  });

  it("does not write a line end into a heredoc's part", () => {
    expect(replace(tf("a = <<EOT\np x\nEOT\n"), "x", "y\nEOT")).toBeUndefined();
  });

  it("writes any string so that HCL reads it back", () => {
    const pieces = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("$", "%", "{", "}", "${", "\\", '"'),
    );
    fc.assert(
      fc.property(fc.array(pieces), (list) => {
        const value = list.join("");
        const after = replace(tf('a = "x"\n'), "x", value) ?? "";
        const { body, problems } = parseHcl(after);
        const [item] = body.items;
        expect(problems).toEqual([]);
        const parts = item?.kind === "attribute" && item.value.kind === "template" ? item.value.parts : [];
        expect(parts.map((part) => (part.kind === "text" ? part.value : "?")).join("")).toBe(value);
      }),
    );
  });
});

const trust = `resource "aws_iam_role" "a" {
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect = "Allow"
        Condition = {
          StringEquals = {
            "\${local.issuer}:sub" = "system:serviceaccount:a:b"
          }
        }
      }
    ]
  })
}
`;

const heredoc = `resource "aws_iam_role" "a" {
  assume_role_policy = <<-EOT
    {
      "Condition": {
        "StringEquals": {
          "\${local.issuer}:sub": "system:serviceaccount:a:b"
        }
      }
    }
  EOT
}
`;

const document = `data "aws_iam_policy_document" "a" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    condition {
      test     = "StringEquals"
      variable = "\${local.issuer}:sub"
      values   = ["system:serviceaccount:a:b"] # the account
    }
  }
}
`;

describe("keys in HCL", () => {
  it("are renamed bare, or quoted where they have to be", () => {
    const file = tf(trust);
    expectEdit(
      file,
      replace(file, "StringEquals", "StringLike"),
      trust.replace("StringEquals", "StringLike"),
    );
    expectEdit(file, replace(file, "StringEquals", "a:b"), trust.replace("StringEquals", '"a:b"'));
  });

  it("keep their quotes", () => {
    const file = tf('a = { "StringEquals" = 1 }\n');
    expectEdit(file, replace(file, "StringEquals", "StringLike"), 'a = { "StringLike" = 1 }\n');
  });

  it("take what stands below one another with them", () => {
    const text = 'a = {\n  long_name = "1" # x\n  b         = "2" # y\n}\n';
    const after = 'a = {\n  c = "1" # x\n  b = "2" # y\n}\n';
    expectEdit(tf(text), replace(tf(text), "long_name", "c"), after);
    expectEdit(tf(after), replace(tf(after), "c", "long_name"), text);
  });

  it("take what stands behind a heredoc with them: it is one line to terraform fmt", () => {
    const text = "a = {\n  long_name = <<-EOT\n    x\n  EOT\n  b         = 1\n}\n";
    expectEdit(
      tf(text),
      replace(tf(text), "long_name", "c"),
      "a = {\n  c = <<-EOT\n    x\n  EOT\n  b = 1\n}\n",
    );
  });

  it("leave lines alone that were not aligned before", () => {
    const text = 'a = {\n  long_name = "1"\n  b = "2"\n  cc = "3"\n}\n';
    expect(replace(tf(text), "long_name", "n")).toBe(text.replace("long_name", "n"));
  });
});

describe("comments behind values", () => {
  it("stay below one another", () => {
    const text = 'a = "1"   # x\nb = "345" # y\n';
    expectEdit(tf(text), replace(tf(text), "1", "56789"), 'a = "56789" # x\nb = "345"   # y\n');
  });
});

describe("adding an entry in HCL", () => {
  const add = (text: string, map: string, inside?: string): string | undefined =>
    edited(tf(text), {
      kind: "add-entry",
      map: placeIn(tf(text), map),
      key: "k/x",
      value: "v",
      ...(inside === undefined ? {} : { inside }),
    });

  it.each([
    ["a = {}\n", "{}", 'a = { "k/x" = "v" }\n'],
    ["a = { b = 1 }\n", "{ b = 1 }", 'a = { b = 1, "k/x" = "v" }\n'],
    ["a = {\n  b = 1\n}\n", "{\n  b = 1\n}", 'a = {\n  b     = 1\n  "k/x" = "v"\n}\n'],
    ["a = {\n  b = 1,\n}\n", "{\n  b = 1,\n}", 'a = {\n  b     = 1,\n  "k/x" = "v",\n}\n'],
    ["a = { b : 1 }\n", "{ b : 1 }", 'a = { b : 1, "k/x" : "v" }\n'],
    ["a = {\r\n  b = 1\r\n}\r\n", "{\r\n  b = 1\r\n}", 'a = {\r\n  b     = 1\r\n  "k/x" = "v"\r\n}\r\n'],
  ])("%j", (text, map, expected) => {
    expectEdit(tf(text), add(text, map), expected);
  });

  it("makes a map for it where one is missing", () => {
    expectEdit(
      tf("a = {\n  b = 1\n}\n"),
      add("a = {\n  b = 1\n}\n", "{\n  b = 1\n}", "m"),
      'a = {\n  b = 1\n  m = { "k/x" = "v" }\n}\n',
    );
  });

  it("works in YAML in an indented heredoc, at the end and between", () => {
    const text = "a = <<-EOT\n    m:\n      b: 1\n    n: 2\n  EOT\n";
    const file = tf(text);
    const at = { ...placeIn(file, "b: 1\n"), route: ["m"] };
    const intent = (map: Location): EditIntent => ({ kind: "add-entry", map, key: "k", value: "v w" });
    expectEdit(
      file,
      edited(file, intent(at)),
      'a = <<-EOT\n    m:\n      b: 1\n      k: "v w"\n    n: 2\n  EOT\n',
    );
    const all = placeIn(file, "m:\n      b: 1\n    n: 2\n");
    expectEdit(file, edited(file, intent(all)), text.replace("n: 2\n", 'n: 2\n    k: "v w"\n'));
  });

  it("puts an attribute before nested blocks", () => {
    const text = 'resource "a" "b" {\n  name = "x"\n\n  c {\n  }\n}\n';
    const after = edited(tf(text), {
      kind: "add-entry",
      map: placeIn(tf(text), 'resource "a" "b"'),
      key: "longer",
      value: "v",
    });
    expectEdit(tf(text), after, 'resource "a" "b" {\n  name   = "x"\n  longer = "v"\n\n  c {\n  }\n}\n');
  });
});

describe("removing from HCL", () => {
  const remove = (text: string, at: string, kind: "remove-entry" | "remove-item"): string | undefined =>
    edited(tf(text), { kind, at: placeIn(tf(text), at) });

  it.each([
    ['a = { b = "1", c = "2" }\n', '"1"', 'a = { c = "2" }\n'],
    ['a = { b = "1", c = "2" }\n', '"2"', 'a = { b = "1" }\n'],
    ['a = { b = "1" }\n', '"1"', "a = {}\n"],
    ['a = {\n  b    = "1"\n  long = "2" # x\n}\n', '"2"', 'a = {\n  b = "1"\n}\n'],
    ['a {\n  b    = "1"\n  long = "2"\n}\n', '"2"', 'a {\n  b = "1"\n}\n'],
  ])("an entry of %j", (text, at, expected) => {
    expectEdit(tf(text), remove(text, at, "remove-entry"), expected);
  });

  it.each([
    ['a = ["1", "2"]\n', '"1"', 'a = ["2"]\n'],
    ['a = ["1", "2"]\n', '"2"', 'a = ["1"]\n'],
    ['a = ["1"]\n', '"1"', "a = []\n"],
    ['a = [\n  "1",\n  "2",\n]\n', '"2"', 'a = [\n  "1",\n]\n'],
    ['a = [\n  "1",\n  "2"\n]\n', '"1"', 'a = [\n  "2"\n]\n'],
  ])("an item of %j", (text, at, expected) => {
    expectEdit(tf(text), remove(text, at, "remove-item"), expected);
  });
});

describe("adding a value in HCL", () => {
  const add = (text: string, at: string): string | undefined =>
    edited(tf(text), { kind: "add-value", beside: placeIn(tf(text), at), value: "n" });

  it.each([
    ['a = ["1", "2"]\n', '"1"', 'a = ["1", "n", "2"]\n'],
    ['a = [\n  "1",\n  "2",\n]\n', '"2"', 'a = [\n  "1",\n  "2",\n  "n",\n]\n'],
    ['a = [\n  "1"\n]\n', '"1"', 'a = [\n  "1",\n  "n"\n]\n'],
    ['a = { "b:c" = "1" }\n', '"1"', 'a = { "b:c" = ["1", "n"] }\n'],
  ])("beside %j", (text, at, expected) => {
    expectEdit(tf(text), add(text, at), expected);
  });

  it("does not make a list of an attribute that wants a string", () => {
    expect(add('a = "1"\n', '"1"')).toBeUndefined();
    expect(add('a = { b = "1" }\n', '"1"')).toBeUndefined();
  });

  it("works in JSON in a heredoc", () => {
    expectEdit(
      tf(heredoc),
      add(heredoc, "system:serviceaccount:a:b"),
      heredoc.replace('"system:serviceaccount:a:b"', '["system:serviceaccount:a:b", "n"]'),
    );
  });
});

describe("copying an entry", () => {
  const copy = (text: string): string | undefined =>
    edited(tf(text), {
      kind: "copy-entry",
      part: placeIn(tf(text), ":sub"),
      text: ":aud",
      value: "sts.amazonaws.com",
    });

  it("keeps what is interpolated into an object's key", () => {
    const line = '"${local.issuer}:sub" = "system:serviceaccount:a:b"\n';
    expectEdit(
      tf(trust),
      copy(trust),
      trust.replace(line, `${line}            "\${local.issuer}:aud" = "sts.amazonaws.com"\n`),
    );
  });

  it("keeps it in JSON in a heredoc", () => {
    const entry = '"${local.issuer}:sub":';
    expectEdit(
      tf(heredoc),
      copy(heredoc),
      heredoc.replace(entry, `"\${local.issuer}:aud": "sts.amazonaws.com",\n          ${entry}`),
    );
  });

  it("makes another condition block of a policy document", () => {
    const block = `    condition {
      test     = "StringEquals"
      variable = "\${local.issuer}:aud"
      values   = ["sts.amazonaws.com"] # the account
    }
`;
    expectEdit(tf(document), copy(document), document.replace("    }\n  }", `    }\n\n${block}  }`));
  });
});

describe("documents inside templates", () => {
  it("are escaped for both languages", () => {
    const file = tf(heredoc);
    expectEdit(
      file,
      replace(file, "system:serviceaccount:a:b", 'say "${x}"'),
      heredoc.replace("system:serviceaccount:a:b", () => 'say \\"$${x}\\"'),
    );
  });

  it("are escaped for both languages between quotes", () => {
    const file = tf('a = "{\\"b\\": \\"x\\"}"\n');
    expectEdit(file, replace(file, "x", 'y"'), 'a = "{\\"b\\": \\"y\\\\\\"\\"}"\n');
  });

  it("are quoted as YAML wants", () => {
    const file = tf("a = <<-EOT\n  b: x\n  c: ${var.d}\nEOT\n");
    expectEdit(file, replace(file, "x", "yes"), 'a = <<-EOT\n  b: "yes"\n  c: ${var.d}\nEOT\n');
  });

  it("stand in files that templatefile reads", () => {
    const file = { path: "trust.json.tpl", text: '{\n  "${issuer}:sub": "x"\n}\n' };
    expect(replace(file, "x", "${y}")).toBe('{\n  "${issuer}:sub": "$${y}"\n}\n');
  });

  it("lose a whole line with its indentation", () => {
    const text = "a = <<-EOT\n    b: 1\n    c: 2\n    d: 3\n  EOT\n";
    const remove = (value: string): string | undefined =>
      edited(tf(text), { kind: "remove-entry", at: { ...placeIn(tf(text), value), route: ["c"] } });
    expectEdit(tf(text), remove("2"), "a = <<-EOT\n    b: 1\n    d: 3\n  EOT\n");
  });
});

describe("several intents", () => {
  it("are all done or none", () => {
    const file = tf('a = "x"\nb = 1\n');
    const one: EditIntent = { kind: "replace-value", at: placeIn(file, "x"), value: "y" };
    expect(edited(file, one, { kind: "replace-value", at: placeIn(file, "1"), value: "2" })).toBeUndefined();
    expect(edited(file, one, one)).toBeUndefined();
  });
});

describe.runIf(hasTerraform)("terraform fmt", () => {
  it("has nothing to add to what edits leave of formatted files", () => {
    const texts = results.filter(([before]) => !before.includes("\r"));
    const before = unformatted(texts.map(([text]) => text));
    const after = unformatted(texts.map(([, text]) => text));
    expect(texts.length - before.size).toBeGreaterThan(25);
    expect([...after].filter((index) => !before.has(index)).map((index) => texts[index])).toEqual([]);
  }, 30_000);
});
