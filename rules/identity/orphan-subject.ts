import { federatedPrincipals, isKubernetesIssuer } from "../../src/iam/issuer.ts";
import { parseProviderArn } from "../../src/iam/arn.ts";
import { couldBeSubject, parseSubject, subjectOf, type Subject } from "../../src/iam/subject.ts";
import { equals } from "../../src/model/compare.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import type { Statement } from "../../src/model/policy.ts";
import { literal, print, type Text } from "../../src/model/text.ts";
import {
  differenceTo,
  ignoreOption,
  isIgnored,
  missedAccount,
  type IgnoreOption,
  type NearAccount,
} from "../../src/rule-api/absent-accounts.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { trustInstead } from "../../src/rule-api/subject-repairs.ts";
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

interface Orphan extends Trusted {
  readonly near: NearAccount | undefined;
}

/** The subject to tell of for a role whose subjects are all missed: one that has a near miss, else the first. */
function orphan(statements: readonly Statement[], model: Model, options: IgnoreOption): Orphan | undefined {
  if (statements.some((statement) => isElsewhere(statement, model))) return undefined;
  const found: Orphan[] = [];
  for (const subject of exactSubjects(statements) ?? []) {
    const missed = isIgnored(subject, options) ? undefined : missedAccount(subject, model);
    if (missed === undefined) return undefined;
    found.push({ ...subject, near: missed.near });
  }
  return found.find(({ near }) => near !== undefined) ?? found[0];
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
      orphan: (d: { role: string; subject: string; namespace: string }) =>
        `${d.role} trusts "${d.subject}", but nothing here makes that account, though namespace "${d.namespace}" is described here`,
      near: (d: { role: string; subject: string; difference: string; hint: string }) =>
        `${d.role} trusts "${d.subject}", but nothing here makes that account${d.difference}${d.hint}`,
    },
    options: ignoreOption,
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
        "The option `ignore` says that the account is made elsewhere.",
      ],
      references: ["https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"],
      bad: { ...role, "sa.yaml": bare("reports") },
      good: { ...role, "sa.yaml": bare("report") },
    },
  },
  check({ model, options, report }) {
    const told = new Set<string>();
    for (const [unused, statements] of unusedRoles(model)) {
      const subject = orphan(statements, model, options);
      if (subject === undefined || told.has(placeOf(subject.text.at))) continue;
      told.add(placeOf(subject.text.at));
      const { near } = subject;
      const names = { role: nameOfRole(unused), subject: print(subject.text) };
      const at = subject.text.at;
      if (near === undefined) {
        report({ messageId: "orphan", data: { ...names, namespace: print(subject.namespace) }, at });
        continue;
      }
      const hint = print(subjectOf(near.account.namespace, near.account.name));
      report({
        messageId: "near",
        data: { ...names, difference: differenceTo(near), hint: meant(hint) },
        at,
        related: [{ at: near.account.name.at, message: "a similar account" }],
        suggestions: trustInstead(subject.text, near.account),
        severity: "warning",
      });
    }
  },
});
