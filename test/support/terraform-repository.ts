import { expand, type Expanded } from "../../src/expand/expand.ts";
import type { LoaderSettings } from "../../src/loaders/loader.ts";
import { terraform } from "../../src/loaders/terraform/index.ts";
import type { Fact, Role } from "../../src/model/entities.ts";
import { textAt } from "../../src/model/location.ts";
import type { PolicyDocument, Statement } from "../../src/model/policy.ts";
import { isAbsent, print, type Absent, type Text } from "../../src/model/text.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

export const noSettings: LoaderSettings = { placeholders: [], accountOf: () => undefined, varFiles: [] };

/** What the Terraform loader finds in a small repository. */
export function readTerraform(
  files: Readonly<Record<string, string>>,
  settings: LoaderSettings = noSettings,
): Expanded {
  return expand([terraform], memoryWorkspace(files), settings);
}

/** The facts of one kind. */
export function factsOf<K extends Fact["kind"]>(
  { facts }: Expanded,
  kind: K,
): readonly Extract<Fact, { kind: K }>[] {
  return facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);
}

export const rolesOf = (expanded: Expanded): readonly Role[] => factsOf(expanded, "role");

/** The only role of a repository. */
export function onlyRole(files: Readonly<Record<string, string>>, settings?: LoaderSettings): Role {
  const roles = rolesOf(readTerraform(files, settings));
  const [role] = roles;
  if (role === undefined || roles.length > 1) throw new Error(`${roles.length} roles`);
  return role;
}

/** The trust policy of a role that has a known one. */
export function trustOf(role: Role): PolicyDocument {
  if (role.trust.state !== "known") throw new Error(`the trust policy is ${role.trust.state}`);
  return role.trust.value;
}

/** A statement in one line, for comparing. */
export function statementLine(statement: Statement): string {
  const texts = (values: readonly Text[] | undefined): string => (values ?? []).map(print).join("|");
  const principals = (statement.principals ?? []).map(({ type, value }) => `${print(type)}=${print(value)}`);
  const conditions = statement.conditions.map(
    ({ operator, key, values }) => `${print(operator)} ${print(key)}=${texts(values)}`,
  );
  return [
    print(statement.effect),
    principals.join("|"),
    texts(statement.actions),
    texts(statement.resources),
    ...conditions,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

export const statementLines = (policy: PolicyDocument): readonly string[] =>
  policy.statements.map(statementLine);

/** The text of the file that a value stands at. */
export function covers(text: Text | Absent): string {
  return isAbsent(text) ? "" : textAt(text.at);
}
