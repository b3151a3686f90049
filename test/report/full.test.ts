import { describe, expect, it } from "vitest";
import { formatFull } from "../../src/report/full.ts";
import { findingAt, placeOf } from "../support/findings.ts";
import { cleanReport, sampleReport } from "../support/reports.ts";

const withFinding = (...findings: readonly Parameters<typeof findingAt>[]) => ({
  ...cleanReport,
  findings: findings.map(([at, more]) => findingAt(at, more)),
});

describe("full", () => {
  it("shows the source at every place, the repair and what helps", () => {
    expect(formatFull(sampleReport)).toMatchSnapshot();
  });

  it("fits a narrow terminal", () => {
    const text = formatFull({ ...sampleReport, width: 60 });
    expect(text).toMatchSnapshot();
    expect(
      Math.max(
        ...text
          .split("\n")
          .filter((line) => !/^ +[-+] /.test(line))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(60);
  });

  it("puts the marks under the text although tabs and wide characters stand before it", () => {
    const file = { path: "a.yaml", text: "\tname: 日本 reports\n" };
    const rows = formatFull(withFinding([placeOf(file, "reports")])).split("\n");
    const source = rows.findIndex((row) => row.startsWith("1 |"));
    // A tab is drawn as four columns, each of the two characters as two.
    expect(rows[source]).toBe("1 |     name: 日本 reports");
    expect(rows[source + 1]).toBe(`  | ${" ".repeat(4 + 6 + 4 + 1)}${"^".repeat(7)}`);
  });

  it("cuts a minified line around the place", () => {
    const file = {
      path: "a.json",
      text: `{${'"x":1,'.repeat(400)}"sub":"here",${'"y":2,'.repeat(400)}"z":3}`,
    };
    const rows = formatFull({ ...withFinding([placeOf(file, '"here"')]), width: 80 }).split("\n");
    const source = rows.find((row) => row.startsWith("1 |")) ?? "";
    const marks = rows[rows.indexOf(source) + 1] ?? "";
    expect(source.length).toBeLessThanOrEqual(80);
    expect(source.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1)).toBe('"here"');
    expect([source[4], source.at(-1)]).toEqual(["…", "…"]);
  });

  it("draws a bar beside a place of several lines and leaves out the middle of a long one", () => {
    const file = {
      path: "a.tf",
      text: Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join("\n"),
    };
    const at = { file, route: [], span: { start: 0, end: file.text.length } };
    const rows = formatFull(withFinding([at, { related: [] }])).split("\n");
    expect(rows.slice(3, 11)).toEqual([
      " 1 | / line 1",
      " 2 | | line 2",
      " 3 | | line 3",
      " 4 | | line 4",
      "...",
      "12 | | line 12",
      "   | |_^",
      "   |",
    ]);
  });

  it("obeys nothing that a scanned file says", () => {
    const file = { path: "a.yaml", text: "name: \u001b[31mred\u202e\n" };
    const text = formatFull(withFinding([placeOf(file, "name"), { message: "it is \u001b[2J\nforged" }]));
    expect(text).not.toContain("\u001b");
    expect(text).toContain("\\u001b[31mred\\u202e");
    expect(text).toContain("it is \\u001b[2J forged");
  });

  it("holds what the token says against what the policy wants", () => {
    const file = { path: "a.yaml", text: "name: a\n" };
    const contrast = {
      got: "system:serviceaccount:a:b",
      wanted: ["system:serviceaccount:a:c", "system:serviceaccount:a:d"],
    };
    const text = formatFull(withFinding([placeOf(file, "a"), { contrast }]));
    expect(text).toContain("= token: system:serviceaccount:a:b\n");
    expect(text).toContain("= policy: system:serviceaccount:a:c or system:serviceaccount:a:d\n");
  });

  it("shows of a change only the lines that change", () => {
    const file = { path: "a.yaml", text: "kind: SecretStore\nmetadata:\n  namespace: a\n  name: b\n" };
    const start = file.text.indexOf("  namespace");
    const at = { file, route: [], span: { start, end: start + "  namespace: a\n".length } };
    const report = {
      ...withFinding([
        placeOf(file, "SecretStore"),
        { suggestions: [{ description: "Drop it", safety: "safe" as const, intents: [] }] },
      ]),
      editsOf: () => [{ at, text: "" }],
    };
    const rows = formatFull(report).split("\n");
    expect(rows.filter((row) => /^ +[-+] /.test(row))).toEqual(["    -   namespace: a"]);
  });

  it("is the summary when there is nothing to say", () => {
    expect(formatFull(cleanReport)).toMatch(/^read 64 of 812 files .*\n$/);
  });
});
