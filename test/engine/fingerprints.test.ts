import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fingerprintsOf } from "../../src/engine/fingerprints.ts";
import type { Finding } from "../../src/model/finding.ts";
import { findingAt, placeOf } from "../support/findings.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

const text = 'resource "aws_iam_role" "x" {\n  name = "x"\n}\n';

/** A finding at the first `covers` of a text. */
function found(covers: string, more: Partial<Finding> = {}, whole = text, path = "a.tf"): Finding {
  return findingAt(placeOf({ path, text: whole }, covers), more);
}

function nameOf(finding: Finding): string {
  return fingerprintsOf([finding], hash)(finding);
}

describe("the fingerprint of a finding", () => {
  it.each<[string, Finding]>([
    ["lines were put before it", found('"x"', {}, `# a comment\n\n${text}`)],
    ["its block was indented", found('"x"', {}, text.replaceAll(/^/gm, "    "))],
    ["its message is worded otherwise", found('"x"', { message: "said better" })],
    ["its severity was changed", found('"x"', { severity: "info" })],
  ])("stays when %s", (_, later) => {
    expect(nameOf(later)).toBe(nameOf(found('"x"')));
  });

  it("of a whole block stays when something inside of it changes", () => {
    const longer = text.replace("\n}", "\n  path = 1\n}");
    expect(nameOf(found(longer, {}, longer))).toBe(nameOf(found(text)));
  });

  it.each<[string, Finding]>([
    ["another text", found("name")],
    ["another rule", found('"x"', { rule: "trust/broad-subject" })],
    ["another message id", found('"x"', { messageId: "other" })],
    ["another file", found('"x"', {}, text, "b.tf")],
  ])("differs for %s", (_, other) => {
    expect(nameOf(other)).not.toBe(nameOf(found('"x"')));
  });

  it("counts findings that are alike", () => {
    const [first, second] = [found('"x"'), found('"x"')];
    const names = fingerprintsOf([first, second], hash);
    expect(names(first)).toMatch(/^[0-9a-f]{32}:1$/);
    expect(names(second)).toBe(names(first).replace(/1$/, "2"));
  });
});
