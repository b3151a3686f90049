import { exampleAccount } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

export default defineRule({
  id: "input/unparseable",
  meta: {
    summary: "A file that is read must parse",
    severity: "warning",
    since: "0.1.0",
    from: "engine",
    messages: { unparseable: (d: { words: string }) => d.words },
    docs: {
      why: "What cannot be parsed cannot be checked, and Kubernetes or Terraform will not take it either. The message is the parser's own; the rest of the input is checked all the same. Where a deployed object refers to the part (a role's policy, a release's values) it is an error.",
      fix: "Repair the syntax at the place. A file that is no YAML, JSON or HCL at all belongs under `ignore` in the configuration.",
      quiet: [
        "The file is a template: of Helm, templatefile, Jinja, Go templates or mkdocs.",
        "The file holds no word that irsa-lint looks for.",
      ],
      references: [
        "https://yaml.org/spec/1.2.2/",
        "https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md",
      ],
      bad: {
        "sa.yaml": exampleAccount("reports", "reports", '"arn:aws:iam::111122223333:role/prod-reports'),
      },
      good: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
      },
    },
  },
  // The engine turns the model's problems into findings: no file was understood that a check could look at.
  check: () => undefined,
});
