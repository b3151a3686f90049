import { describe, expect, it } from "vitest";
import { readDirective } from "../../src/engine/directives.ts";
import { applyDirectives } from "../../src/engine/suppressions.ts";
import type { Comment } from "../../src/loaders/loader.ts";
import type { SourceFile } from "../../src/model/location.ts";
import { findingAt, placeOf } from "../support/findings.ts";

/** The `#` comments of a text, as a parser would hand them over. */
function commentsOf(file: SourceFile): readonly Comment[] {
  return [...file.text.matchAll(/#(.*)|\/\*([\s\S]*?)\*\//g)].map((match) => ({
    file,
    start: match.index,
    end: match.index + match[0].length,
    text: match[1] ?? match[2] ?? "",
  }));
}

function suppress(text: string, covers: string, rule = "trust/missing-subject") {
  const file = { path: "sa.yaml", text };
  return applyDirectives([findingAt(placeOf(file, covers), { rule })], commentsOf(file));
}

describe("a comment that speaks to irsa-lint", () => {
  const comment = (text: string): Comment => ({ file: { path: "a.tf", text: "" }, start: 0, end: 0, text });

  it.each([
    ["one rule", " irsa-lint-disable-line a/b", ["a/b"], ""],
    ["several rules", "irsa-lint-disable-line a/b, c/d,e/f", ["a/b", "c/d", "e/f"], ""],
    ["a glob", "irsa-lint-disable-line trust/*", ["trust/*"], ""],
    ["a reason", "irsa-lint-disable-line a/b -- known -- since May", ["a/b"], "known -- since May"],
    ["a rule with a double hyphen in its name", "irsa-lint-disable-line a/b--c", ["a/b--c"], ""],
  ])("names %s", (_, text, rules, justification) => {
    expect(readDirective(comment(text))).toMatchObject({ kind: "disable-line", rules, justification });
  });

  it.each([
    ["without a rule", "irsa-lint-disable-next-line", "names no rule"],
    ["with only a reason", "irsa-lint-disable -- because", "names no rule"],
    ["with a word that does not exist", "irsa-lint-disable-nextline a/b", "is no directive"],
  ])("is broken %s", (_, text, message) => {
    const directive = readDirective(comment(text));
    expect(directive?.kind === "broken" ? directive.message : directive).toContain(message);
  });

  it.each(["see irsa-lint-disable-line a/b", "irsa-linted", "a note"])("is not %j", (text) => {
    expect(readDirective(comment(text))).toBeUndefined();
  });
});

describe("a suppressed finding", () => {
  it.each([
    ["on the next line", "# irsa-lint-disable-next-line trust/missing-subject\nHERE\n"],
    ["on its own line", "HERE # irsa-lint-disable-line trust/*\n"],
    ["below a disable", "# irsa-lint-disable trust/missing-subject\n\n\nHERE\n"],
    [
      "below a disable that another rule's enable does not end",
      "# irsa-lint-disable trust/*, a/b\n# irsa-lint-enable a/b\nHERE\n",
    ],
    [
      "under a block comment of two lines",
      "/* irsa-lint-disable-next-line trust/missing-subject\n   */\nHERE\n",
    ],
    ["with a Windows line end", "# irsa-lint-disable-next-line trust/missing-subject\r\nHERE\r\n"],
  ])("%s is taken away", (_, text) => {
    const { kept, suppressed } = suppress(text, "HERE");
    expect(kept).toHaveLength(0);
    expect(suppressed).toHaveLength(1);
  });

  it.each([
    ["two lines below", "# irsa-lint-disable-next-line trust/missing-subject\n\nHERE\n"],
    ["of another rule", "# irsa-lint-disable-next-line trust/missing-audience\nHERE\n"],
    [
      "after an enable",
      "# irsa-lint-disable trust/missing-subject\n# irsa-lint-enable trust/missing-subject\nHERE\n",
    ],
    ["after an enable of everything", "# irsa-lint-disable trust/*\n# irsa-lint-enable\nHERE\n"],
    ["above the disable", "HERE\n# irsa-lint-disable trust/missing-subject\n"],
  ])("%s is kept", (_, text) => {
    const { kept, unused } = suppress(text, "HERE");
    expect(kept).toHaveLength(1);
    expect(unused).toHaveLength(1);
  });

  it("may be suppressed at its related place, in another file", () => {
    const role = { path: "role.tf", text: "# irsa-lint-disable-next-line identity/* -- moved\nsub\n" };
    const account = { path: "sa.yaml", text: "annotation" };
    const finding = findingAt(placeOf(account, "annotation"), {
      rule: "identity/subject-mismatch",
      related: [{ at: placeOf(role, "# irsa"), message: "wanted" }],
    });
    const moved = { ...finding, related: [{ at: placeOf(role, "sub"), message: "wanted" }] };
    expect(applyDirectives([finding], commentsOf(role)).kept).toHaveLength(1);
    expect(applyDirectives([moved], commentsOf(role)).suppressed).toMatchObject([{ justification: "moved" }]);
  });

  it("leaves over the pattern that did nothing", () => {
    const { unused } = suppress(
      "HERE # irsa-lint-disable-line trust/missing-subject, trust/missing-audience\n",
      "HERE",
    );
    expect(unused.map(({ pattern }) => pattern)).toEqual(["trust/missing-audience"]);
  });
});
