import { isAddonAccount } from "../../src/catalogue/eks-addons.ts";
import { federatedPrincipals, isKubernetesIssuer } from "../../src/iam/issuer.ts";
import { parseProviderArn } from "../../src/iam/arn.ts";
import { didYouMean } from "../../src/iam/near-miss.ts";
import { couldBeSubject, parseSubject, subjectOf, type Subject } from "../../src/iam/subject.ts";
import { couldExist, isDescribed } from "../../src/model/absence.ts";
import { equals } from "../../src/model/compare.ts";
import type { Role, ServiceAccount } from "../../src/model/entities.ts";
import type { Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import type { Statement } from "../../src/model/policy.ts";
import { known, literal, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import {
  conditionsOn,
  hasLiteralWildcard,
  kubernetesStatements,
  operatorOf,
} from "../../src/rule-api/trust-statements.ts";
import { meant, nameOfRole } from "../../src/rule-api/wording.ts";

interface Trusted extends Subject {
  readonly text: Text;
}

/** The exact subjects that statements let in; undefined when there may be others. */
function exactSubjects(statements: readonly Statement[]): readonly Trusted[] | undefined {
  const found: Trusted[] = [];
  for (const statement of statements) {
    const conditions = conditionsOn(statement, "sub");
    if (conditions.length === 0 || statement.moreConditions !== undefined) return undefined;
    for (const condition of conditions) {
      const base = operatorOf(condition)?.base;
      if (base !== "stringequals" && base !== "stringlike") return undefined;
      for (const text of condition.values) {
        const subject = parseSubject(text);
        if (subject === undefined || hasLiteralWildcard(text) || couldBeSubject(text) !== "yes")
          return undefined;
        found.push({ ...subject, text });
      }
    }
  }
  return found;
}

/** Whether a statement may be for a cluster whose objects are not here. */
function isElsewhere(statement: Statement, { clusters }: Model): boolean {
  const issuers = clusters.flatMap(({ issuer }) => issuer ?? []);
  return federatedPrincipals(statement).some(({ value }) => {
    if (isKubernetesIssuer(value) === "no") return true;
    const issuer = parseProviderArn(value)?.issuer;
    if (issuer === undefined || issuers.length === 0) return false;
    return issuers.every((each) => equals(issuer, literal(each, value.at)) === "no");
  });
}

/** Whether nothing in the input can be this account, in a namespace that the input describes. */
function isMissing({ namespace, name }: Trusted, model: Model): boolean {
  if (isAddonAccount(print(namespace), print(name)) || known(name) === "default") return false;
  return (
    couldExist(model, { kind: "service-account", namespace, name }) === "no" && isDescribed(model, namespace)
  );
}

/** The account of the namespace that was probably meant; one that a role binds already is not. */
function nearAccount({ namespace, name }: Trusted, model: Model): ServiceAccount | undefined {
  const bound = new Set(model.links.map(({ serviceAccount }) => serviceAccount));
  const spelled = new Map<string, ServiceAccount>();
  for (const account of model.serviceAccounts) {
    const written = known(account.name);
    if (bound.has(account) || account.existence !== "created" || written === undefined) continue;
    if (equals(account.namespace, namespace) === "yes") spelled.set(written, account);
  }
  return spelled.get(didYouMean(print(name), spelled.keys()) ?? "");
}

/** The roles that trust accounts of clusters, with the statements by which they do; those that something uses are left out. */
function unusedRoles(model: Model): ReadonlyMap<Role, readonly Statement[]> {
  const used = new Set(model.links.map(({ role }) => role));
  const byRole = new Map<Role, Statement[]>();
  for (const { role, statement, effect } of kubernetesStatements(model)) {
    if (effect !== "Allow" || used.has(role)) continue;
    byRole.set(role, [...(byRole.get(role) ?? []), statement]);
  }
  return byRole;
}

/** A place as a key: instances of one module share it. */
const placeOf = ({ file, span }: Location): string => `${file.path}:${String(span.start)}`;

/** The first subject of a role whose subjects are all missing. */
function orphan(statements: readonly Statement[], model: Model): Trusted | undefined {
  if (statements.some((statement) => isElsewhere(statement, model))) return undefined;
  const subjects = exactSubjects(statements) ?? [];
  return subjects.every((subject) => isMissing(subject, model)) ? subjects[0] : undefined;
}

const role = { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "report") }) };
const bare = (name: string): string =>
  exampleAccount("reports", name, "x").replace(/ {2}annotations:\n.*\n/, "");

export default defineRule({
  id: "identity/orphan-subject",
  meta: {
    summary: "A role that trusts one service account should trust one that exists",
    severity: "info",
    since: "0.1.0",
    messages: {
      orphan: (d: { role: string; subject: string; namespace: string; hint: string }) =>
        `${d.role} trusts "${d.subject}", but nothing here makes that account, though namespace "${d.namespace}" is described here${d.hint}`,
    },
    docs: {
      why: "A role that trusts an account which does not exist is of no use to the workload it was made for, and whoever makes an account of that name gets the role.",
      fix: "Write the account's namespace and name as they are in the cluster, or remove the role.",
      quiet: [
        "Something that is not read may make the account: a chart, a generator, an overlay, a name that is not wholly known.",
        "The namespace is not described here, or the statement is for another cluster.",
        "Another subject of the role exists, or may exist: a pattern, a part that is not known.",
        "EKS makes the account for an add-on; every namespace has `default`.",
        "An account here names the role: identity/subject-mismatch tells.",
        "Without a similar account it is only info, with one a warning.",
      ],
      references: ["https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"],
      bad: { ...role, "sa.yaml": bare("reports") },
      good: { ...role, "sa.yaml": bare("report") },
    },
  },
  check({ model, report }) {
    const told = new Set<string>();
    for (const [unused, statements] of unusedRoles(model)) {
      const subject = orphan(statements, model);
      if (subject === undefined || told.has(placeOf(subject.text.at))) continue;
      told.add(placeOf(subject.text.at));
      const near = nearAccount(subject, model);
      const hint = near && print(subjectOf(near.namespace, near.name));
      report({
        messageId: "orphan",
        data: {
          role: nameOfRole(unused),
          subject: print(subject.text),
          namespace: print(subject.namespace),
          hint: meant(hint),
        },
        at: subject.text.at,
        related: near === undefined ? [] : [{ at: near.name.at, message: "a similar account" }],
        ...(near === undefined ? {} : { severity: "warning" }),
      });
    }
  },
});
