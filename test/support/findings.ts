import type { Finding } from "../../src/model/finding.ts";
import type { Location, SourceFile } from "../../src/model/location.ts";
import { defineRule, type AnyRule, type RuleMeta } from "../../src/rule-api/rule.ts";

/** The place of the first occurrence of `covers` in a file. */
export function placeOf(file: SourceFile, covers: string): Location {
  const start = file.text.indexOf(covers);
  if (start === -1) throw new Error(`"${covers}" does not stand in ${file.path}`);
  return { file, route: [], span: { start, end: start + covers.length } };
}

/** A finding with what a test does not care about filled in. */
export function findingAt(at: Location, more: Partial<Finding> = {}): Finding {
  return {
    rule: "trust/missing-subject",
    messageId: "missing",
    severity: "error",
    confidence: "high",
    message: "there is no condition on the subject",
    at,
    related: [],
    suggestions: [],
    ...more,
  };
}

type ProbeMessages = { readonly found: (data: { readonly what: string }) => string };

/** A rule that reports at one place, for tests of what becomes of a rule's reports. */
export function probeRule(
  id: string,
  at: Location,
  meta: Partial<Pick<RuleMeta<ProbeMessages, { readonly limit: number }>, "severity">> = {},
  check?: (limit: number) => void,
): AnyRule {
  return defineRule<ProbeMessages, { readonly limit: number }>({
    id,
    meta: {
      summary: `A probe called ${id}`,
      severity: meta.severity ?? "warning",
      since: "0.1.0",
      messages: { found: ({ what }) => `found ${what}` },
      options: { schema: { type: "object" }, defaults: { limit: 1 } },
      docs: { why: "To test.", fix: "Nothing to repair.", references: [], bad: {}, good: {} },
    },
    check({ options, report }) {
      check?.(options.limit);
      report({ messageId: "found", data: { what: `limit ${options.limit}` }, at });
    },
  });
}
