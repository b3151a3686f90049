import { parseRoleArn } from "../../src/iam/arn.ts";
import { equals } from "../../src/model/compare.ts";
import type { ClusterSettings } from "../../src/model/cluster.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, literal, print, type Text } from "../../src/model/text.ts";
import { exampleAccount, exampleIssuer } from "../../src/rule-api/examples.ts";
import { annotated } from "../../src/rule-api/links.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

/** Whether the account of an ARN may trust the cluster: a role or the issuer's provider is there, or may be. */
function maySpanAccounts(model: Model, account: Text, { issuer }: ClusterSettings): boolean {
  const isThere = model.roles.some((role) => equals(role.account, account) === "yes");
  const isTrusted = model.oidcProviders.some((provider) => {
    if (equals(provider.account, account) === "no") return false;
    return issuer === undefined || equals(provider.issuer, literal(issuer, provider.at)) !== "no";
  });
  const isUnread = model.gaps.some(
    ({ may, account: where }) =>
      (may.includes("role") || may.includes("oidc-provider")) &&
      (isAbsent(where) || equals(where, account) !== "no"),
  );
  return isThere || isTrusted || isUnread;
}

interface Mismatch {
  readonly written: string;
  readonly cluster: ClusterSettings;
  readonly expected: string;
}

/** The account that an annotation names and the one that its cluster is in, where they certainly differ. */
function mismatch({ roleArn, cluster, role }: Link, model: Model): Mismatch | undefined {
  const account = parseRoleArn(roleArn)?.account;
  const written = account === undefined ? undefined : known(account);
  const expected = cluster?.account;
  if (cluster === undefined || expected === undefined || role !== undefined) return undefined;
  if (account === undefined || written === undefined || written === expected) return undefined;
  return maySpanAccounts(model, account, cluster) ? undefined : { written, cluster, expected };
}

/** The same ARN in the cluster's account. It gives the account another role, so nobody may apply it unasked. */
function repair(roleArn: Text, { written, expected }: Mismatch): readonly Suggestion[] {
  return rewrite(roleArn, print(roleArn).replace(written, expected), "unsafe");
}

const configuration = `clusters:
  - name: prod
    account: "111122223333"
    issuer: https://${exampleIssuer}
    paths: ["**"]
`;

export default defineRule({
  id: "identity/account-mismatch",
  meta: {
    summary: "A service account's role should be in the account of its cluster",
    severity: "error",
    since: "0.1.0",
    messages: {
      mismatch: (d: {
        arn: string;
        serviceAccount: string;
        written: string;
        cluster: string;
        expected: string;
      }) =>
        `service account "${d.serviceAccount}" wants "${d.arn}" of account ${d.written}, but cluster "${d.cluster}" is in account ${d.expected}, and nothing here says that ${d.written} trusts it`,
    },
    docs: {
      why: "A role of another account can be assumed only when that account has an OIDC provider for this cluster's issuer. An ARN that came along from another environment has none, and STS answers `InvalidIdentityToken: No OpenIDConnect provider found in your account`.",
      fix: "Write the account of the cluster. If the role is in another account on purpose, describe that account's provider here, or make an exception.",
      quiet: [
        "The configuration does not say which account the service account's cluster is in (`clusters`).",
        "A role or the issuer's provider of that account is known here: access across accounts is meant.",
        "Something that is not read may make either.",
        "A Pod Identity association shadows the annotation.",
      ],
      references: ["https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html"],
      bad: {
        ".irsa-lint.yaml": configuration,
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::444455556666:role/prod-reports"),
      },
      good: {
        ".irsa-lint.yaml": configuration,
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
      },
    },
  },
  check({ model, report }) {
    for (const { serviceAccount, links } of annotated(model)) {
      const [link] = links;
      const found = mismatch(link, model);
      if (found === undefined) continue;
      const { roleArn } = link;
      report({
        messageId: "mismatch",
        data: {
          arn: print(roleArn),
          serviceAccount: nameOfAccount(serviceAccount),
          written: found.written,
          cluster: found.cluster.name,
          expected: found.expected,
        },
        at: roleArn.at,
        suggestions: repair(roleArn, found),
      });
    }
  },
});
