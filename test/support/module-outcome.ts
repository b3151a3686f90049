import type { Fact, Role, RolePolicy } from "../../src/model/entities.ts";
import type { PolicyDocument, Principal, Statement, Tracked } from "../../src/model/policy.ts";
import { isAbsent, print as printAll, type Absent, type Part, type Text } from "../../src/model/text.ts";
import { factsOf, readTerraform } from "./terraform-repository.ts";

/** One way of calling a module: the arguments in HCL, without source and version. `CASE` stands for the case's name. */
export interface ModuleCase {
  readonly name: string;
  readonly inputs: string;
  /** The first version that can be called like this, besides what the names of its inputs tell. */
  readonly from?: string;
}

/** What a module makes for one call, in a form that two tellings of the module can be compared in: JSON, in order. */
export type Outcome = Readonly<Record<string, unknown>>;

/** Holes whose names are facts; others are named after an expression, and two tellings of a module write it differently. */
const NAMED = /^(?:suffix of|issuer of|module\.nowhere)/;

function anonymous(part: Part): Part {
  return part.kind === "hole" && !NAMED.test(part.name) ? { ...part, name: "?" } : part;
}

const print = (value: Text): string => printAll({ ...value, parts: value.parts.map(anonymous) });

const text = (value: Text | Absent): string | undefined => (isAbsent(value) ? undefined : print(value));

/** In order and once each; nothing for a list that is empty, as an empty element grants nothing. */
function sorted(values: readonly string[] | undefined): readonly string[] | undefined {
  return values === undefined || values.length === 0 ? undefined : [...new Set(values)].sort();
}

const texts = (values: readonly Text[] | undefined): readonly string[] | undefined =>
  sorted(values?.map(print));

const principals = (values: readonly Principal[] | undefined): readonly string[] | undefined =>
  sorted(values?.map(({ type, value }) => `${print(type)}: ${print(value)}`));

/** A statement in one line: what it allows or denies, on what, to whom, when. */
function statementOutcome(statement: Statement): string {
  const conditions = statement.conditions.map(
    ({ operator, key, values }) => `${print(operator)} ${print(key)} = ${(texts(values) ?? []).join(" | ")}`,
  );
  const list = (values: readonly string[] | undefined): string | undefined => values?.join(", ");
  const parts: Readonly<Record<string, string | undefined>> = {
    sid: text(statement.sid),
    "": text(statement.effect),
    do: list(texts(statement.actions)),
    "not do": list(texts(statement.notActions)),
    on: list(texts(statement.resources)),
    "not on": list(texts(statement.notResources)),
    by: list(principals(statement.principals)),
    "not by": list(principals(statement.notPrincipals)),
    when: sorted(conditions)?.join(" and "),
    more: statement.moreConditions === undefined ? undefined : "conditions",
  };
  return Object.entries(parts)
    .flatMap(([word, value]) => (value === undefined || value === "" ? [] : [`${word} ${value}`.trim()]))
    .join(" ");
}

const byJson = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function documentOutcome(document: Tracked<PolicyDocument>): unknown {
  if (document.state !== "known") return document.state;
  const { statements, moreStatements } = document.value;
  const told = statements.map(statementOutcome).sort(byJson);
  return moreStatements === undefined ? told : [...told, "more"];
}

function policyOutcome({ kind, name, document }: RolePolicy): Outcome {
  return { kind, name: text(name), document: documentOutcome(document) };
}

function roleOutcome(role: Role): Outcome {
  return {
    name: print(role.name),
    path: print(role.path),
    boundary: text(role.permissionsBoundary),
    exists: role.exists,
    trust: documentOutcome(role.trust),
    policies: role.policies.map(policyOutcome).sort(byJson),
    ...(role.morePolicies === undefined ? {} : { morePolicies: true }),
  };
}

/** Facts by what a comparison needs of them; undefined for those that say nothing of a module. */
function factOutcome(fact: Fact): readonly [string, unknown] | undefined {
  switch (fact.kind) {
    case "role":
      return ["roles", roleOutcome(fact)];
    case "oidc-provider": {
      const { issuer, account, clientIds } = fact;
      const audiences = clientIds.state === "known" ? texts(clientIds.value) : clientIds.state;
      return ["providers", { issuer: print(issuer), account: print(account), audiences }];
    }
    case "pod-identity-association": {
      const { clusterName, namespace, serviceAccount, roleArn, targetRoleArn } = fact;
      const where = [clusterName, namespace, serviceAccount].map(print).join(" ");
      return ["associations", { where, role: print(roleArn), target: text(targetRoleArn) }];
    }
    default:
      return undefined;
  }
}

const addressOf = (fact: Fact): string => ("address" in fact ? (fact.address ?? "") : fact.id);

/** A case's root module: one account, one cluster that is written here, and the call. Cases see nothing of each other. */
function caller(source: string, version: string | undefined, { name, inputs }: ModuleCase): string {
  return [
    `provider "aws" {\nregion = "eu-west-1"\nallowed_account_ids = ["111122223333"]\n}`,
    `resource "aws_eks_cluster" "main" {\nname = "prod"\n}`,
    `module "${name}" {`,
    `source = "${source}"`,
    ...(version === undefined ? [] : [`version = "${version}"`]),
    inputs.replaceAll("CASE", name),
    "}",
  ].join("\n");
}

/** A role that holds the policy whose ARN an output is. */
function holder(name: string, output: string): string {
  return `resource "aws_iam_role" "${name}__holder" {
name = "${name}-holder"
}
resource "aws_iam_role_policy_attachment" "${name}" {
role = aws_iam_role.${name}__holder.name
policy_arn = module.${name}.${output}
}`;
}

/** An output is read as the name of a role beside the call. */
function reader(name: string, output: string): string {
  return `resource "aws_iam_role" "${name}__${output}" {\nname = "is \${try(coalesce(tostring(module.${name}.${output})), "")}"\n}`;
}

/**
 * What a module makes and returns for each case. `files` holds what the source names, when it is a directory here: a case's root module is a directory called like the case.
 * Names of holes begin with the case: the same call has the same ones whichever way the module is told.
 */
export function moduleOutcomes(
  module: {
    readonly source: string;
    readonly version?: string | undefined;
    readonly files?: Readonly<Record<string, string>>;
    /** What to tell; everything when it is left out. */
    readonly kinds?: readonly string[] | undefined;
    /** An output with the ARN of a policy, to see what that holds. */
    readonly policy?: string | undefined;
    /** Leaves out what policies hold. */
    readonly untoldPolicies?: boolean | undefined;
  },
  cases: readonly ModuleCase[],
  outputs: readonly string[],
): ReadonlyMap<string, Outcome> {
  const { policy } = module;
  const roots = cases.map((each): [string, string] => [
    `${each.name}/main.tf`,
    [
      caller(module.source, module.version, each),
      ...outputs.map((output) => reader(each.name, output)),
      ...(policy === undefined ? [] : [holder(each.name, policy)]),
    ].join("\n"),
  ]);
  const expanded = readTerraform({ ...Object.fromEntries(roots), ...module.files });
  const found = new Map(cases.map(({ name }) => [name, new Map<string, unknown[]>()]));
  for (const fact of expanded.facts) {
    const name = /^(?:module\.(\w+)\.|aws_iam_role\.(\w+)__holder$)/
      .exec(addressOf(fact))
      ?.slice(1)
      .find(Boolean);
    const told = name === undefined ? undefined : factOutcome(fact);
    const kinds = name === undefined ? undefined : found.get(name);
    if (told === undefined || kinds === undefined) continue;
    if (module.kinds !== undefined && !module.kinds.includes(told[0])) continue;
    kinds.set(told[0], [...(kinds.get(told[0]) ?? []), told[1]].sort(byJson));
  }
  const values = new Map(factsOf(expanded, "role").map(({ address, name }) => [address, print(name)]));
  return new Map(
    [...found].map(([name, kinds]): [string, Outcome] => {
      const returned = outputs.map((output): [string, string | undefined] => [
        output,
        values.get(`aws_iam_role.${name}__${output}`)?.slice("is ".length),
      ]);
      const outcome = {
        ...Object.fromEntries([...kinds].sort(byJson)),
        outputs: Object.fromEntries(returned),
      };
      const isKept = (key: string): boolean => key !== "document" || module.untoldPolicies !== true;
      const kept = JSON.stringify(outcome, (key, value: unknown) => (isKept(key) ? value : undefined));
      return [name, JSON.parse(kept) as Outcome];
    }),
  );
}
