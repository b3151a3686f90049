import rule from "../../../rules/identity/shared-role.ts";
import {
  exampleAssociation,
  exampleIssuer,
  examplePodRole,
  exampleRole,
} from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, provider } from "../../support/trust-repositories.ts";

const trusting = (...subjects: readonly string[]): string =>
  provider +
  exampleRole("shop", {
    conditions: {
      StringEquals: {
        [`${exampleIssuer}:sub`]: subjects.map((subject) => `system:serviceaccount:${subject}`),
        [`${exampleIssuer}:aud`]: "sts.amazonaws.com",
      },
    },
  });
const orders = account("orders", "api", "prod-shop");
const invoices = account("invoices", "api", "prod-shop");
const both = { "orders.yaml": orders, "invoices.yaml": invoices };

testRule(rule, {
  valid: [
    {
      name: "two accounts of one namespace",
      files: { "a.yaml": orders, "b.yaml": account("orders", "worker", "prod-shop") },
    },
    { name: "two roles", files: { "a.yaml": orders, "b.yaml": account("invoices", "api", "prod-invoices") } },
    {
      name: "a namespace that the role refuses",
      files: { ...both, "iam.tf": trusting("orders:api") },
    },
    { name: "a role that may be shared", files: both, options: { allow: ["*-shop"] } },
    {
      name: "an annotation that an association shadows",
      files: {
        ...both,
        "iam.tf": `${provider}${examplePodRole("api")}${exampleAssociation("invoices", "api")}`,
      },
    },
  ],
  unknown: [
    {
      name: "a namespace that Flux fills in",
      files: { "a.yaml": orders, "b.yaml": account('"${NAMESPACE}"', "api", "prod-shop") },
    },
    {
      name: "an account id that Flux fills in",
      files: {
        "a.yaml": orders.replace("111122223333", "${ACCOUNT}"),
        "b.yaml": invoices.replace("111122223333", "${ACCOUNT}"),
      },
    },
  ],
  invalid: [
    {
      name: "a role that is defined elsewhere",
      files: both,
      findings: [
        {
          messageId: "shared",
          at: "invoices.yaml:7",
          covers: "arn:aws:iam::111122223333:role/prod-shop",
          severity: "info",
          says: 'the namespaces "invoices" and "orders"',
          related: ["arn:aws:iam::111122223333:role/prod-shop"],
        },
      ],
    },
    {
      name: "a role that is defined here",
      files: { ...both, "iam.tf": trusting("orders:api", "invoices:api") },
      findings: [
        {
          messageId: "shared",
          at: "iam.tf:6",
          covers: "prod-shop",
          related: ["arn:aws:iam::111122223333:role/prod-shop"],
        },
      ],
    },
    {
      name: "two associations",
      files: {
        "iam.tf":
          provider +
          examplePodRole("api") +
          exampleAssociation("orders", "api") +
          exampleAssociation("invoices", "api").replace('association" "api"', 'association" "second"'),
      },
      findings: [{ messageId: "shared", at: "iam.tf:6", covers: "prod-api" }],
    },
  ],
});
