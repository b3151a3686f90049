import { didYouMean } from "../../src/iam/near-miss.ts";
import { listed } from "../../src/iam/trust/words.ts";
import { federatedPrincipals } from "../../src/iam/issuer.ts";
import { equals } from "../../src/model/compare.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Location } from "../../src/model/location.ts";
import type { Statement } from "../../src/model/policy.ts";
import { known, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleRole } from "../../src/rule-api/examples.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfRole } from "../../src/rule-api/wording.ts";
import {
  elementOf,
  kubernetesStatements,
  takesIn,
  WEB_IDENTITY,
  type TrustStatement,
} from "../../src/rule-api/trust-statements.ts";

const OTHER_ACTIONS = ["sts:AssumeRole", "sts:AssumeRoleWithSAML"];

/** Actions that mean to let somebody in, but no token. */
function meansToLetIn(statement: Statement): boolean {
  if (OTHER_ACTIONS.some((action) => takesIn(statement, action) === "yes")) return true;
  const written = (statement.actions ?? []).map((action) => known(action) ?? "");
  return written.some((action) => didYouMean(action, [WEB_IDENTITY]) !== undefined);
}

/** The OIDC providers of a statement: people's federation through SAML is somebody else's business. */
function oidcProviders(statement: Statement): readonly Text[] {
  return federatedPrincipals(statement)
    .map(({ value }) => value)
    .filter((value) => !print(value).includes(":saml-provider/"));
}

/** Whether another statement of the policy lets tokens of one of these providers in. */
function letInElsewhere({ policy, statement }: TrustStatement, providers: readonly Text[]): boolean {
  return policy.statements.some(
    (other) =>
      other !== statement &&
      takesIn(other, WEB_IDENTITY) !== "no" &&
      oidcProviders(other).some((value) => providers.some((mine) => equals(value, mine) !== "no")),
  );
}

/** Principals that can never be whose token it is; ARNs of providers under a wrong type are another rule's. */
function strangers(statement: Statement): readonly Text[] {
  const principals = statement.principals ?? [];
  const isStranger = ({ type, value }: { readonly type: Text; readonly value: Text }): boolean =>
    ["AWS", "Service"].includes(known(type) ?? "") &&
    known(value) !== undefined &&
    !/oidc-provider|oidc[.-]eks|^\*$|^https?:/.test(print(value));
  return principals.every(isStranger) ? principals.map(({ value }) => value) : [];
}

function actionPlace(statement: Statement): Location {
  const [only, ...more] = statement.actions ?? [];
  return only === undefined || more.length > 0 ? elementOf(statement, "Action") : only.at;
}

/**
 * The right action in place of the one that is wrong. A statement that lets others in as well needs a second one, and
 * that is for somebody to decide.
 */
function repair(
  { actions = [] }: Statement,
  wanted: string,
  wrong: readonly string[],
): readonly Suggestion[] {
  const found = actions.filter((action) => {
    const written = known(action) ?? "";
    return wrong.includes(written) || didYouMean(written, [...wrong, wanted]) !== undefined;
  });
  const [action] = found;
  return action === undefined || found.length > 1 ? [] : rewrite(action, wanted, "unsafe");
}

const isMixed = (statement: Statement, providers: readonly Text[]): boolean =>
  (statement.principals ?? []).length > providers.length;

export default defineRule({
  id: "trust/wrong-action",
  meta: {
    summary:
      "A Federated principal needs sts:AssumeRoleWithWebIdentity, and that action a Federated principal",
    severity: "error",
    since: "0.1.0",
    messages: {
      noWebIdentity: (d: { role: string; actions: string; provider: string }) =>
        `${d.actions} lets no token of "${d.provider}" assume ${d.role}: a Federated principal needs "sts:AssumeRoleWithWebIdentity"`,
      noFederated: (d: { role: string; principals: string }) =>
        `"sts:AssumeRoleWithWebIdentity" never matches for ${d.principals} in the trust policy of ${d.role}: only a Federated principal comes with a token`,
    },
    docs: {
      why: "Each way into a role has its own action. A pod's token is exchanged by `AssumeRoleWithWebIdentity`; `sts:AssumeRole` is for AWS principals and for EKS Pod Identity.",
      fix: "Write `sts:AssumeRoleWithWebIdentity` beside a Federated principal, `sts:AssumeRole` and `sts:TagSession` beside `pods.eks.amazonaws.com`.",
      quiet: [
        "The provider is a SAML provider.",
        "Another statement of the same policy lets the provider's tokens in.",
        "An action or a principal is not known.",
      ],
      references: [
        "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
      ],
      bad: {
        "iam.tf": exampleRole("reports", {
          action: "sts:AssumeRole",
          conditions: exactly("reports", "reports"),
        }),
      },
      good: { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) },
    },
  },
  check({ model, report }) {
    for (const found of kubernetesStatements(model)) {
      const { role, statement, effect } = found;
      if (effect !== "Allow") continue;
      const [provider, ...others] = oidcProviders(statement);
      const webIdentity = takesIn(statement, WEB_IDENTITY);
      if (provider !== undefined) {
        if (webIdentity !== "no" || !meansToLetIn(statement)) continue;
        if (letInElsewhere(found, [provider, ...others])) continue;
        report({
          messageId: "noWebIdentity",
          data: {
            role: nameOfRole(role),
            actions: listed(statement.actions ?? []),
            provider: print(provider),
          },
          at: actionPlace(statement),
          related: [{ at: provider.at, message: "the Federated principal" }],
          suggestions: isMixed(statement, [provider, ...others])
            ? []
            : repair(statement, WEB_IDENTITY, OTHER_ACTIONS),
        });
        continue;
      }
      const principals = strangers(statement);
      if (principals.length === 0 || webIdentity !== "yes" || takesIn(statement, "sts:AssumeRole") !== "no")
        continue;
      report({
        messageId: "noFederated",
        data: { role: nameOfRole(role), principals: listed(principals) },
        at: actionPlace(statement),
        related: principals.map(({ at }) => ({ at, message: "the principal" })),
        suggestions: repair(statement, "sts:AssumeRole", [WEB_IDENTITY]),
      });
    }
  },
});
