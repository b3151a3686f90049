import { ROLE_ARN_ANNOTATION } from "../../src/iam/webhook.ts";
import type { ServiceAccount } from "../../src/model/entities.ts";
import type { Model } from "../../src/model/model.ts";
import { known, type Text } from "../../src/model/text.ts";
import { readAccountOf } from "../../src/rule-api/releases.ts";
import { exampleApplication } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

/** What only Helm can fill in: its built-in objects and functions. Other programs have other names in their braces. */
const HELM_EXPRESSION =
  /\{\{-?\s*(?:[^{}]*[\s(])?(?:\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|(?:include|tpl|lookup)\s)/;

function annotationOf({ annotations }: ServiceAccount): Text | undefined {
  return annotations.findLast(({ key }) => known(key) === ROLE_ARN_ANNOTATION)?.value;
}

function printsAsIs(account: ServiceAccount, model: Model): boolean {
  const read = readAccountOf(account, model);
  return read?.templated === "no" && !read.unsure;
}

const application = (arn: string): string =>
  exampleApplication(`      values: |
        account: "111122223333"
        serviceAccount:
          annotations:
            eks.amazonaws.com/role-arn: ${arn}
`);

export default defineRule({
  id: "identity/unrendered-template",
  meta: {
    summary:
      "Values of a Helm release must not hold template expressions where the chart does not render them",
    severity: "error",
    since: "0.1.0",
    messages: {
      unrendered: (d: { value: string; account: string; chart: string }) =>
        `"${d.value}" reaches the annotation of service account "${d.account}" as it is: values are no template, and chart "${d.chart}" does not render this one`,
    },
    docs: {
      why: "Helm does not evaluate expressions in values. Unless the chart runs the value through `tpl`, the braces themselves end up in the annotation, and the pods get no credentials.",
      fix: "Write the value itself, or set it from where it is known: a value file for each environment, a parameter, an ApplicationSet.",
      quiet: [
        "The chart runs its annotations through `tpl`, or nobody knows whether it does.",
        "The expression is another program's: an ApplicationSet's, Jinja's, a pipeline's.",
        "The file is a template of a chart.",
      ],
      references: [
        "https://helm.sh/docs/howto/charts_tips_and_tricks/#using-the-tpl-function",
        "https://helm.sh/docs/chart_template_guide/values_files/",
      ],
      bad: {
        "apps/external-dns.yaml": application('"arn:aws:iam::{{ .Values.account }}:role/prod-external-dns"'),
      },
      good: { "apps/external-dns.yaml": application("arn:aws:iam::111122223333:role/prod-external-dns") },
    },
  },
  check({ model, report }) {
    for (const account of model.serviceAccounts) {
      const value = annotationOf(account);
      const written = value === undefined ? undefined : known(value);
      if (value === undefined || written === undefined || !HELM_EXPRESSION.test(written)) continue;
      // Of a chart that was rendered, the braces are what is left when it has filled in all that it fills in.
      if (account.madeBy?.rendered !== true && !printsAsIs(account, model)) continue;
      report({
        messageId: "unrendered",
        data: {
          value: written.replace(/\s+/g, " ").trim(),
          account: nameOfAccount(account),
          chart: account.madeBy?.row ?? "",
        },
        at: value.at,
        related: [
          {
            at: account.name.at,
            message: `the annotation is of service account "${nameOfAccount(account)}"`,
          },
        ],
      });
    }
  },
});
