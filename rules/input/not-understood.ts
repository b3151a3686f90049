import { exactly, exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

export default defineRule({
  id: "input/not-understood",
  meta: {
    summary: "What was recognised but could not be modelled is said, with what follows from it",
    severity: "info",
    since: "0.1.0",
    from: "engine",
    messages: { notUnderstood: (d: { words: string }) => d.words },
    docs: {
      why: "Unknown is not fine. A module that is not here or a chart in nobody's catalogue may make the role or the service account that a link needs; what depends on it stays unknown, and rules about missing things stay quiet.",
      fix: "Bring the missing part into the input: run `terraform init` so that modules are there, describe the chart or the module in the configuration, or read another repository beside this one. Under `--strict` this is an error.",
      quiet: ["Nothing about identity depends on the part."],
      references: ["https://developer.hashicorp.com/terraform/language/modules/sources"],
      bad: {
        "iam.tf": `module "reports_role" {
  source = "git::https://git.example.com/modules/irsa-role.git"

  name            = "prod-reports"
  namespace       = "reports"
  service_account = "reports"
}
`,
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  // The engine turns the model's gaps and problems into findings.
  check: () => undefined,
});
