import { exampleAccount } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

const account = exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports");

/** Aliases of aliases: a few lines that stand for a hundred million values. */
const bomb = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reports
x0: &x0 [a, a, a, a, a, a, a, a, a, a]
${Array.from({ length: 7 }, (_, at) => `x${at + 1}: &x${at + 1} [${Array.from({ length: 10 }, () => `*x${at}`).join(", ")}]`).join("\n")}
`;

export default defineRule({
  id: "input/too-large",
  meta: {
    summary: "A file that matters must keep to the limits of size, depth and aliases",
    severity: "warning",
    since: "0.1.0",
    from: "engine",
    messages: { tooLarge: (d: { words: string }) => d.words },
    docs: {
      why: "A file over the limits is skipped, or read in part, so that one hostile or generated file cannot stop the whole check. What it says about identity stays unknown.",
      fix: "Split the file, or name it under `ignore` in the configuration if it says nothing that matters.",
      quiet: ["The file holds no word that irsa-lint looks for."],
      references: ["https://yaml.org/spec/1.2.2/#71-alias-nodes"],
      bad: { "sa.yaml": bomb },
      good: { "sa.yaml": account },
    },
  },
  // The engine turns the model's problems into findings.
  check: () => undefined,
});
