import type { Location } from "../../model/location.ts";
import type { PolicyDocument, Statement } from "../../model/policy.ts";
import { isAbsent, known, print } from "../../model/text.ts";
import { didYouMean } from "../near-miss.ts";
import { isNoOperator, operatorNames } from "./operators.ts";
import { invalid, misspelt, type Refusal } from "./refusal.ts";
import { refusedPrincipals } from "./valid-principals.ts";

const VERSIONS = ["2012-10-17", "2008-10-17"];

/** The elements of a statement (IAM User Guide, "Grammar of the IAM JSON policy language"). */
const ELEMENTS: readonly string[] = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/** The place of an element's key, whatever its case. */
function elementAt(statement: Statement, name: string): Location {
  const entry = [...statement.elements].find(([key]) => key.toLowerCase() === name.toLowerCase());
  return entry?.[1] ?? statement.at;
}

/** Elements that no statement has: IAM's grammar is closed. */
function unknownElements(statement: Statement): readonly Refusal[] {
  const documented = new Set(ELEMENTS.map((name) => name.toLowerCase()));
  return [...statement.elements].flatMap(([name, at]) =>
    documented.has(name.toLowerCase())
      ? []
      : [misspelt(`IAM knows no element "${name}" in a statement`, at, didYouMean(name, ELEMENTS))],
  );
}

/** Elements that a trust policy's statement may not have: the role itself is the resource. */
function prohibited(statement: Statement): readonly Refusal[] {
  const found: Refusal[] = [];
  if (statement.resources !== undefined) {
    const message = 'IAM refuses Resource in a trust policy: "Has prohibited field Resource"';
    found.push(invalid(message, elementAt(statement, "Resource")));
  }
  if (statement.notResources !== undefined) {
    found.push(invalid("IAM refuses NotResource in a trust policy", elementAt(statement, "NotResource")));
  }
  return found;
}

/** What IAM says of an action of another service, or of a pattern that reaches past STS. */
const ONLY_STS = '"AssumeRole policy may only specify STS AssumeRole actions"';

function refusedActions(statement: Statement): readonly Refusal[] {
  const { actions, notActions } = statement;
  if (actions === undefined && notActions === undefined) {
    const message = 'IAM refuses a statement without an Action: "Missing required field Action"';
    return [invalid(message, statement.at, "action")];
  }
  const both =
    actions !== undefined && notActions !== undefined
      ? [
          invalid(
            "IAM refuses Action and NotAction in one statement",
            elementAt(statement, "NotAction"),
            "action",
          ),
        ]
      : [];
  const foreign = (actions ?? []).filter((text) => !/^sts:/i.test(known(text) ?? "sts:"));
  return [
    ...both,
    ...foreign.map((text) =>
      invalid(`IAM refuses "${print(text)}" in a trust policy: ${ONLY_STS}`, text.at, "action"),
    ),
  ];
}

function refusedEffect({ effect, at }: Statement): readonly Refusal[] {
  if (isAbsent(effect)) {
    return [
      invalid('IAM refuses a statement without an Effect: "Missing required field Effect"', at, "effect"),
    ];
  }
  const value = known(effect);
  if (value === undefined || value === "Allow" || value === "Deny") return [];
  const found = invalid(`IAM refuses the effect "${value}": it is Allow or Deny`, effect.at, "effect");
  const near = ["Allow", "Deny"].find((each) => each.toLowerCase() === value.toLowerCase());
  return [near === undefined ? found : { ...found, meant: near }];
}

/** The operator that was meant, with the prefix and the suffix that the name has. */
function nearOperator(name: string): string | undefined {
  const [, prefix = "", base = "", suffix = ""] = /^([^:]*:)?(.*?)(IfExists)?$/i.exec(name) ?? [];
  const near = didYouMean(base, operatorNames);
  return near === undefined ? undefined : `${prefix}${near}${suffix}`;
}

function refusedOperators({ conditions }: Statement): readonly Refusal[] {
  const seen = new Set<string>();
  return conditions.flatMap(({ operator }) => {
    const name = known(operator);
    if (name === undefined || seen.has(name) || !isNoOperator(name)) return [];
    seen.add(name);
    const near = nearOperator(name);
    return [misspelt(`IAM has no condition operator "${name}"`, operator.at, near)];
  });
}

function malformed(statement: Statement): readonly Refusal[] {
  return (statement.malformed ?? []).map(({ problem, name, at }) =>
    invalid(`IAM refuses the policy: "${name}" ${problem}`, at, "form"),
  );
}

/**
 * Why IAM refuses a statement of a trust policy when the role is made or changed; nothing when nothing certain speaks
 * against it (IAM User Guide, "Grammar of the IAM JSON policy language"; in quotation marks what IAM answers).
 */
export function refusedStatement(statement: Statement): readonly Refusal[] {
  const shape = malformed(statement);
  // What is no object has no elements: the one reason says it.
  if (shape.some(({ at }) => at === statement.at)) return shape;
  return [
    ...refusedEffect(statement),
    ...unknownElements(statement),
    ...prohibited(statement),
    ...refusedActions(statement),
    ...refusedPrincipals(statement, (name) => elementAt(statement, name)),
    ...refusedOperators(statement),
    ...shape,
  ];
}

/** Statement ids that an earlier statement has (IAM User Guide, "Sid"). */
function repeatedSids({ statements }: PolicyDocument): readonly Refusal[] {
  const seen = new Set<string>();
  return statements.flatMap(({ sid }) => {
    const name = isAbsent(sid) ? undefined : known(sid);
    if (name === undefined || name === "") return [];
    if (seen.has(name) && !isAbsent(sid)) {
      return [invalid(`IAM refuses the policy: two statements have the Sid "${name}"`, sid.at)];
    }
    seen.add(name);
    return [];
  });
}

/** Why IAM refuses a trust policy as a whole, apart from its single statements. */
export function refusedDocument(policy: PolicyDocument): readonly Refusal[] {
  if (policy.statements.length === 0 && policy.moreStatements === undefined) {
    const what = policy.unreadable === true ? "IAM refuses a policy that is no JSON" : undefined;
    return [invalid(what ?? "IAM refuses a trust policy without a statement", policy.at, "form")];
  }
  const version = isAbsent(policy.version) ? undefined : known(policy.version);
  const wrongVersion =
    version === undefined || VERSIONS.includes(version)
      ? []
      : [
          invalid(
            `IAM refuses the policy version "${version}": it is ${VERSIONS.join(" or ")}`,
            policy.version.at,
          ),
        ];
  return [...wrongVersion, ...repeatedSids(policy)];
}

/** Everything for which IAM refuses a trust policy, in the order in which it is written. */
export function refusals(policy: PolicyDocument): readonly Refusal[] {
  return [...refusedDocument(policy), ...policy.statements.flatMap(refusedStatement)];
}
