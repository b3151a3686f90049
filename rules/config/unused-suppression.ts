import { exactly, exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

const role = exampleRole("reports", { conditions: exactly("reports", "reports") });

export default defineRule({
  id: "config/unused-suppression",
  meta: {
    summary: "A comment or an exception that suppresses nothing should go",
    severity: "warning",
    since: "0.1.0",
    from: "engine",
    messages: { unused: (d: { words: string }) => d.words },
    docs: {
      why: "A suppression outlives what it was written for. One day the same mistake comes back at the same place, and nobody hears of it. A comment that names no rule, or is misspelt, suppresses nothing at all.",
      fix: "Remove the comment or the exception, or move it to the line that the finding names.",
      quiet: ["The rule did not run.", "An exception, when only a part of the repository was asked about."],
      references: [],
      bad: { "iam.tf": `# irsa-lint-disable-next-line trust/missing-subject -- moved long ago\n${role}` },
      good: { "iam.tf": role },
    },
  },
  // The engine knows what every comment and every exception has suppressed.
  check: () => undefined,
});
