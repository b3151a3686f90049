import type { AnyRule } from "../../src/rule-api/rule.ts";

const text = { type: "string" };
const counter = { type: "integer", minimum: 0 };
const position = { type: "integer", minimum: 1 };
const lines = { line: position, column: position, endLine: position, endColumn: position };

/** An object that has exactly these keys. */
function exactly(properties: Readonly<Record<string, object>>): object {
  return { type: "object", additionalProperties: false, required: Object.keys(properties), properties };
}

const listOf = (items: object): object => ({ type: "array", items });

const edit = exactly({
  filePath: text,
  range: {
    description: "UTF-16 units of the file's text: start, and end exclusive.",
    type: "array",
    minItems: 2,
    maxItems: 2,
    items: [counter, counter],
  },
  text,
});

const suggestion = exactly({ desc: text, safety: { enum: ["safe", "unsafe"] }, edits: listOf(edit) });

function messageFields(rules: readonly AnyRule[]): Readonly<Record<string, object>> {
  return {
    ruleId: { enum: rules.map(({ id }) => id) },
    severity: { description: "2 error, 1 warning, 0 info.", enum: [0, 1, 2] },
    message: text,
    ...lines,
    confidence: { enum: ["high", "medium"] },
    related: listOf(exactly({ filePath: text, ...lines, message: text })),
    suggestions: listOf(suggestion),
  };
}

/** `schemas/report.schema.json`: what `--format json` prints, ESLint's LintResult[] and more. */
export function reportSchema(rules: readonly AnyRule[]): string {
  const fields = messageFields(rules);
  const suppression = exactly({
    kind: { enum: ["directive", "exception", "baseline"] },
    justification: text,
  });
  const result = exactly({
    filePath: { description: "Absolute.", ...text },
    messages: listOf({ $ref: "#/definitions/message" }),
    errorCount: counter,
    fatalErrorCount: counter,
    warningCount: counter,
    fixableErrorCount: counter,
    fixableWarningCount: counter,
    suppressedMessages: listOf({ $ref: "#/definitions/suppressedMessage" }),
    usedDeprecatedRules: { type: "array", maxItems: 0 },
  });
  return JSON.stringify({
    $comment: 'Made by "npm run generate". Do not edit.',
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "irsa-lint report",
    description: "What irsa-lint --format json prints. Lines and columns count from 1, ends are exclusive.",
    ...listOf({ $ref: "#/definitions/result" }),
    definitions: {
      result,
      message: exactly(fields),
      suppressedMessage: exactly({ ...fields, suppressions: listOf(suppression) }),
    },
  });
}
