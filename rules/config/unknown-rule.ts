import { exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

const role = exampleRole("reports", { conditions: {} });

export default defineRule({
  id: "config/unknown-rule",
  meta: {
    summary: "A comment must name a rule that exists",
    severity: "error",
    since: "0.1.0",
    from: "engine",
    messages: { unknown: (d: { words: string }) => d.words },
    docs: {
      why: "A comment that names no existing rule suppresses nothing. In the configuration a rule that does not exist ends the run; a comment stands in a file of somebody else, so it is a finding there.",
      fix: "Write the id as `irsa-lint rules` prints it.",
      references: [],
      bad: { "iam.tf": `# irsa-lint-disable trust/mising-subject\n${role}` },
      good: { "iam.tf": `# irsa-lint-disable trust/missing-subject\n${role}` },
    },
  },
  // The engine reads the comments.
  check: () => undefined,
});
