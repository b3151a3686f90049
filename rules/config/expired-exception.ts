import { exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

const role = exampleRole("reports", { conditions: {} });

const exception = (expires: string): string => `exceptions:
  - rule: trust/missing-subject
    files: [iam.tf]
    reason: the cluster moves in winter
    expires: ${expires}
`;

export default defineRule({
  id: "config/expired-exception",
  meta: {
    summary: "An exception whose day has passed should be settled",
    severity: "warning",
    since: "0.1.0",
    from: "engine",
    messages: { expired: (d: { words: string }) => d.words },
    docs: {
      why: "Somebody accepted a finding until a day. The day has passed: the finding is reported again, and the entry only misleads.",
      fix: "Repair what the exception is about and remove it, or give it another day.",
      references: [],
      bad: { ".irsa-lint.yaml": exception("2024-12-31"), "iam.tf": role },
      good: { ".irsa-lint.yaml": exception("2999-12-31"), "iam.tf": role },
    },
  },
  // The engine compares the day with today's.
  check: () => undefined,
});
