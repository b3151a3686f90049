import { exactly, exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

const role = exampleRole("reports", { conditions: exactly("reports", "reports") });

const calling = (source: string): string => `${role}
module "more_roles" {
  source = "${source}"
}
`;

export default defineRule({
  id: "input/outside-root",
  meta: {
    summary: "What is referred to should lie inside of what is read",
    severity: "info",
    since: "0.1.0",
    from: "engine",
    messages: { outsideRoot: (d: { words: string }) => d.words },
    docs: {
      why: "Nothing beyond the boundary is read: the repository, or the directory whose configuration says `root: true`, or the paths themselves under `--isolated`. A module that lies outside of it may make roles and policies that nobody here sees, so what depends on it stays unknown.",
      fix: "Name the other directory as a second path (`irsa-lint . ../modules`), or put `root: true` further up. Leave it when the module has nothing to do with identity.",
      quiet: ["The source is a registry's, a URL or another that is no path."],
      references: ["https://developer.hashicorp.com/terraform/language/modules/sources#local-paths"],
      bad: { "main.tf": calling("../modules/roles") },
      good: {
        "main.tf": calling("./modules/roles"),
        "modules/roles/main.tf": exampleRole("billing", { conditions: exactly("billing", "billing") }),
      },
    },
  },
  // The engine turns the model's problems into findings: what lies outside is not in the model.
  check: () => undefined,
});
