import { parseArn } from "../../src/iam/arn.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, print, type Absent, type Text } from "../../src/model/text.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount, nameOfRole } from "../../src/rule-api/wording.ts";

/** The account that AWS's own examples have most often. */
const DOCUMENTATION = "123456789012";

/** Folders and files whose objects show something and are not deployed. */
const SHOWN =
  /(?:^|[/._-])(?:docs?|documentation|examples?|samples?|tests?|testdata|testing|fixtures?|e2e|specs?|demos?|tutorials?|workshops?|lessons?|labs?|templates?|website|blog|snippets?|mocks?)(?=$|[/._-])/i;

interface Named {
  readonly arn: Text;
  /** Whose ARN it is: `service account "a/b"`. */
  readonly owner: string;
}

const present = (arn: Text | Absent, owner: string): readonly Named[] =>
  isAbsent(arn) ? [] : [{ arn, owner }];

/** The principals of a role's trust policy. */
function principalsOf(role: Role): readonly Named[] {
  if (role.trust.state !== "known") return [];
  return role.trust.value.statements.flatMap(({ principals = [] }) =>
    principals.map(({ value }) => ({ arn: value, owner: `the trust policy of ${nameOfRole(role)}` })),
  );
}

/** Every ARN by which a live object names a role or a provider. */
function namedArns(model: Model): readonly Named[] {
  return [
    ...model.serviceAccounts.flatMap((account) =>
      present(account.roleArn, `service account "${nameOfAccount(account)}"`),
    ),
    ...model.associations.map(({ roleArn, serviceAccount }) => {
      return { arn: roleArn, owner: `the association of "${print(serviceAccount)}"` };
    }),
    ...model.secretStores.flatMap(({ role, storeKind, name }) =>
      present(role, `${storeKind} "${print(name)}"`),
    ),
    ...model.roles.flatMap(principalsOf),
  ];
}

/** Whether an ARN is that of the documentation's account, as something that is deployed would have it. */
function isFromDocumentation({ arn }: Named): boolean {
  const account = parseArn(arn)?.account;
  if (account === undefined || known(account) !== DOCUMENTATION) return false;
  // A default is what somebody is to replace.
  if (arn.assumed?.some((name) => name.startsWith("default:")) === true) return false;
  return ![arn.at, account.at].some(({ file }) => SHOWN.test(file.path));
}

export default defineRule({
  id: "identity/documentation-account",
  meta: {
    summary: "An ARN should not name the account of AWS's examples",
    severity: "warning",
    since: "0.1.0",
    messages: {
      documentation: (d: { arn: string; owner: string }) =>
        `"${d.arn}" of ${d.owner} names account ${DOCUMENTATION}, which AWS uses in its examples`,
    },
    docs: {
      why: "The number comes along when an example is copied. No role of yours is in that account, so that nothing can assume it.",
      fix: "Write your own account's id.",
      quiet: [
        "The file is an example, a test or documentation, by its path.",
        "The value is a default that something may replace, or its account is not known.",
        "The configuration says that a cluster is in that account.",
      ],
      references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"],
      bad: {
        "sa.yaml": exampleAccount("reports", "reports", `arn:aws:iam::${DOCUMENTATION}:role/prod-reports`),
      },
      good: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
      },
    },
  },
  check({ model, report }) {
    if (model.clusters.some(({ account }) => account === DOCUMENTATION)) return;
    for (const named of namedArns(model).filter(isFromDocumentation)) {
      const { arn, owner } = named;
      report({ messageId: "documentation", data: { arn: print(arn), owner }, at: arn.at });
    }
  },
});
