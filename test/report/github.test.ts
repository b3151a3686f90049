import { describe, expect, it } from "vitest";
import { formatGithub } from "../../src/report/github.ts";
import { formatMarkdown, formatStepSummary } from "../../src/report/markdown.ts";
import type { Report } from "../../src/report/report.ts";
import { findingAt, placeOf } from "../support/findings.ts";
import { cleanReport, sampleReport } from "../support/reports.ts";

const text = "a: 1\nb: 2\n";

function saying(message: string, path = "a.yaml", covers = "b"): Report {
  return { ...cleanReport, findings: [findingAt(placeOf({ path, text }, covers), { message })] };
}

describe("github", () => {
  it("is a workflow command for each finding, the most severe first", () => {
    expect(formatGithub(sampleReport)).toMatchSnapshot();
  });

  it("says nothing of nothing", () => {
    expect(formatGithub(cleanReport)).toBe("");
  });

  it.each<[string, Report, string]>([
    [
      "a message that would begin another command",
      saying("x\r\n::add-mask::y"),
      "::error title=trust/missing-subject,file=a.yaml,line=2,endLine=2,col=1,endColumn=2::x%0D%0A::add-mask::y\n",
    ],
    [
      "a percent sign, which is the escape itself",
      saying("100%0A"),
      "::error title=trust/missing-subject,file=a.yaml,line=2,endLine=2,col=1,endColumn=2::100%250A\n",
    ],
    [
      "a path with what ends a property",
      saying("x", "a,line=9:%\n.yaml"),
      "::error title=trust/missing-subject,file=a%2Cline=9%3A%25%0A.yaml,line=2,endLine=2,col=1,endColumn=2::x\n",
    ],
    [
      "a place of several lines, which has no columns for GitHub",
      saying("x", "a.yaml", "1\nb"),
      "::error title=trust/missing-subject,file=a.yaml,line=1,endLine=2::x\n",
    ],
  ])("escapes %s", (_, report, expected) => {
    expect(formatGithub(report)).toBe(expected);
  });
});

describe("markdown", () => {
  it("is a table with the most severe first, and the summary", () => {
    expect(formatMarkdown(sampleReport)).toMatchSnapshot();
  });

  it("has no table when there is nothing to say", () => {
    expect(formatMarkdown(cleanReport)).toMatchSnapshot();
  });

  it.each([
    ["a | b", "a \\| b"],
    ["<img src=x> & `code`", "&lt;img src=x&gt; &amp; \\`code\\`"],
    ["*a* _b_ [c](d) @team", "\\*a\\* \\_b\\_ \\[c\\](d) \\@team"],
    ["one\n  two", "one<br>two"],
  ])("shows %j as it stands", (message, expected) => {
    expect(formatMarkdown(saying(message))).toContain(`| ${expected} |`);
  });

  it("keeps a bar and a backtick in a path inside of their cell", () => {
    expect(formatMarkdown(saying("x", "a|b`c.yaml"))).toContain("| `` a\\|b`c.yaml:2:1 `` |");
  });

  it("stays below a megabyte where GitHub takes no more, and says what was left out", () => {
    const finding = findingAt(placeOf({ path: "a.yaml", text }, "b"), { message: "ü".repeat(500) });
    const report = { ...cleanReport, findings: Array.from({ length: 2000 }, () => finding) };
    const summary = formatStepSummary(report);
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toMatch(/\nand \d+ more findings: see the log of the run\.\n/);
    expect(formatMarkdown(report)).not.toContain("more findings");
  });
});

describe("the picture of the broken chains", () => {
  const chain = {
    nodes: [
      { id: "account-1", kind: "account", name: "a/`b`\n```", detail: "", at: undefined, verdict: "denied" },
      { id: "role-1", kind: "role", name: "r", detail: "", at: undefined },
    ],
    edges: [{ from: "account-1", to: "role-1", label: "", verdict: "denied" }],
  } as const;
  const drawn = { ...sampleReport, brokenChains: () => chain };

  it.each([
    ["the report", formatMarkdown],
    ["the summary of a step", formatStepSummary],
  ])("stands in %s, in a block that nothing in it ends", (_name, format) => {
    const text = format(drawn);
    const [, picture = ""] = /### Broken chains\n\n```mermaid\n([^]*?)```\n/.exec(text) ?? [];
    expect(picture).toMatch(/^flowchart LR\n/);
    expect(picture).toContain("account1 --x");
    expect(text.match(/^```/gm)).toHaveLength(2);
  });

  it("is not asked for when nothing is denied", () => {
    const brokenChains = (): never => {
      throw new Error("asked for");
    };
    const verdicts = { allowed: 3, denied: 0, unknown: 1 };
    expect(formatMarkdown({ ...sampleReport, verdicts, brokenChains })).not.toContain("mermaid");
  });

  it("is left out when no chain is in scope", () => {
    const brokenChains = () => ({ nodes: [], edges: [] });
    expect(formatMarkdown({ ...sampleReport, brokenChains })).not.toContain("mermaid");
  });
});

describe("github with more findings than GitHub shows", () => {
  const many = (severity: "error" | "warning", number: number) =>
    Array.from({ length: number }, (_, index) =>
      findingAt(placeOf({ path: "::error::x.yaml", text }, "b"), {
        severity,
        message: `${severity} ##[add-mask]${index}`,
      }),
    );

  it("prints ten commands of a kind and folds the rest where no line is a command", () => {
    const text = formatGithub({ ...cleanReport, findings: [...many("error", 12), ...many("warning", 3)] });
    const lines = text.trimEnd().split("\n");
    expect(lines.filter((line) => line.startsWith("::error "))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith("::warning "))).toHaveLength(3);
    expect(lines.slice(13)).toEqual([
      "::group::irsa-lint: 2 more findings",
      "- ::error::x.yaml:2:1: error error ## [add-mask]10 [trust/missing-subject]",
      "- ::error::x.yaml:2:1: error error ## [add-mask]11 [trust/missing-subject]",
      "::endgroup::",
    ]);
  });
});
