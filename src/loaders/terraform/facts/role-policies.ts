import { equals } from "../../../model/compare.ts";
import type { RolePolicy } from "../../../model/entities.ts";
import type { Location } from "../../../model/location.ts";
import { itemsOf, textOf, type Node } from "../../../model/node.ts";
import type { PolicyDocument, Tracked } from "../../../model/policy.ts";
import { isAbsent, print, type Absent, type Answer, type Hole, type Text } from "../../../model/text.ts";
import { policyFromText } from "../../iam-policy/read-policy-document.ts";
import type { BlockView, Resource } from "../instances/instance.ts";
import { textKey } from "../instances/unknown.ts";
import { asRole, ROLE_TYPES } from "../resources/awscc.ts";
import { iamName } from "../resources/iam-names.ts";
import { argument, attributeHole, filledArgument } from "../resources/resource-text.ts";
import type { Inventory } from "./inventory.ts";

/** The resources of a root module that make roles, as the AWS provider would have them. */
export function rolesIn(inventory: Inventory): readonly Resource[] {
  return ROLE_TYPES.flatMap((type) => (inventory.resources.get(type) ?? []).map(asRole));
}

/** A policy that some resource gives to a role, or may give. */
interface Grant {
  readonly resource: Resource;
  /** The role's name as the resource has it. */
  readonly role: Text;
  readonly policies: () => readonly RolePolicy[];
}

/** What a role holds. */
export interface HeldPolicies {
  readonly policies: readonly RolePolicy[];
  /** Set when it may hold others. */
  readonly more?: Hole;
}

/** Resource types that give policies to roles (AWS provider documentation). */
export const POLICY_TYPES = [
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_policy_attachment",
  "aws_iam_role_policy_attachments_exclusive",
] as const;

/** Finds the policies of any role of one root module. */
export interface PolicyIndex {
  /** `own` is the role's resource, `name` its name. */
  readonly of: (own: Resource, name: Text) => HeldPolicies;
}

/** The document that an argument holds in JSON; a missing one is absent. */
function documentIn(block: BlockView, name: string): Tracked<PolicyDocument> {
  const text = argument(block, name);
  return isAbsent(text) ? { state: "absent", at: text.at } : policyFromText(text).policy;
}

/** The texts in an argument that is a list of strings. An unknown list is one unknown text. */
function texts(node: Node | undefined, at: Location): readonly Text[] {
  const items =
    node?.kind === "list" ? itemsOf(node) : node === undefined || node.kind === "null" ? [] : [node];
  return items.flatMap((item) => {
    const text = textOf(item, at);
    return isAbsent(text) ? [] : [text];
  });
}

/** The document of a managed policy that is made in the same root module; otherwise it is not known. */
type FindManaged = (arn: Text) => Tracked<PolicyDocument>;

function managedPolicies(inventory: Inventory): FindManaged {
  const byArn = new Map<string, Resource>();
  for (const policy of inventory.resources.get("aws_iam_policy") ?? []) {
    const arn = policy.attribute("arn");
    if (arn.kind === "text") byArn.set(textKey(arn), policy);
  }
  return (arn) => {
    const policy = byArn.get(textKey(arn));
    if (policy !== undefined) return documentIn(policy, "policy");
    const hole: Hole = { kind: "hole", id: `policy ${textKey(arn)}`, name: `policy ${print(arn)}` };
    return { state: "unknown", hole, at: arn.at };
  };
}

function attached(arn: Text, at: Location, find: FindManaged): RolePolicy {
  return { kind: "managed", name: arn, document: find(arn), at };
}

/** What `aws_iam_role_policy` and the attachments give, with the role each one names. */
function grantsIn(inventory: Inventory, find: FindManaged): readonly Grant[] {
  const of = (type: (typeof POLICY_TYPES)[number]): readonly Resource[] =>
    inventory.resources.get(type) ?? [];
  const withRole = (
    resource: Resource,
    name: string,
    policies: () => readonly RolePolicy[],
  ): readonly Grant[] =>
    texts(resource.setting(name), resource.at).map((role) => ({ resource, role, policies }));
  return [
    ...of("aws_iam_role_policy").flatMap((resource) =>
      withRole(resource, "role", () => [
        {
          kind: "inline",
          name: iamName(resource),
          document: documentIn(resource, "policy"),
          at: resource.at,
        },
      ]),
    ),
    ...of("aws_iam_role_policy_attachment").flatMap((resource) =>
      withRole(resource, "role", () => oneAttached(resource, find)),
    ),
    ...of("aws_iam_policy_attachment").flatMap((resource) =>
      withRole(resource, "roles", () => oneAttached(resource, find)),
    ),
    ...of("aws_iam_role_policy_attachments_exclusive").flatMap((resource) =>
      withRole(resource, "role_name", () =>
        texts(resource.setting("policy_arns"), resource.at).map((arn) => attached(arn, resource.at, find)),
      ),
    ),
  ];
}

function oneAttached(resource: Resource, find: FindManaged): readonly RolePolicy[] {
  const arn = filledArgument(resource, "policy_arn");
  return arn === undefined ? [] : [attached(arn, resource.at, find)];
}

/** The policies that are written in the role's own block. */
function ownPolicies(role: Resource, find: FindManaged): readonly RolePolicy[] {
  const inline = role.blocks("inline_policy").items.flatMap((block): readonly RolePolicy[] => {
    const name: Text | Absent = argument(block, "name");
    const document = documentIn(block, "policy");
    // An empty block means that the role holds no inline policy.
    return document.state === "absent" ? [] : [{ kind: "inline", name, document, at: block.at }];
  });
  const managed = texts(role.setting("managed_policy_arns"), role.at).map((arn) =>
    attached(arn, arn.at, find),
  );
  return [...inline, ...managed];
}

/** Whether a grant that names a role certainly gives: it may not exist although the role does. */
function given(grant: Grant, own: Resource): Answer {
  return own.exists === "yes" && grant.resource.exists === "maybe" ? "maybe" : "yes";
}

/** Module calls that are not here and are given a role may give it further policies. */
function mayGrant(inventory: Inventory, name: Text, own: Resource): Hole | undefined {
  for (const { call } of inventory.unread) {
    const isGiven = call.inputs.some((input) => {
      const value = call.input(input);
      return value !== undefined && holdsRole(value, name, own);
    });
    if (isGiven) return { kind: "hole", id: call.identity, name: call.localAddress };
  }
  return undefined;
}

function holdsRole(node: Node, name: Text, own: Resource): boolean {
  if (node.kind === "list") return node.items.some((item) => holdsRole(item, name, own));
  if (node.kind === "map") return node.entries.some(({ value }) => holdsRole(value, name, own));
  if (node.kind !== "text" || node.parts.length === 0) return false;
  const arn = own.attribute("arn");
  return equals(node, name) === "yes" || (arn.kind === "text" && equals(node, arn) === "yes");
}

function oncePerArn(policies: readonly RolePolicy[]): readonly RolePolicy[] {
  const seen = new Set<string>();
  return policies.filter(({ kind, name }) => {
    if (kind === "inline" || isAbsent(name)) return true;
    const key = textKey(name);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** The grants that name a role for certain, and those that name no known role for certain and may name any. */
interface Named {
  readonly byRole: ReadonlyMap<string, readonly Grant[]>;
  readonly loose: readonly Grant[];
}

/** Roles are named by `name` or `id`, which are the same. */
function sortGrants(grants: readonly Grant[], inventory: Inventory): Named {
  const names = new Set(rolesIn(inventory).map((role) => textKey(iamName(role))));
  const byRole = new Map<string, Grant[]>();
  const loose: Grant[] = [];
  for (const grant of grants) {
    const key = textKey(grant.role);
    const list = byRole.get(key) ?? [];
    if (names.has(key)) byRole.set(key, [...list, grant]);
    else loose.push(grant);
  }
  return { byRole, loose };
}

/** Joins roles with the resources that give them policies, within one root module. */
export function policyIndex(inventory: Inventory): PolicyIndex {
  const find = managedPolicies(inventory);
  const { byRole, loose } = sortGrants(grantsIn(inventory, find), inventory);
  return {
    of: (own, name) => {
      const named = byRole.get(textKey(name)) ?? [];
      const perhaps =
        named.find((grant) => given(grant, own) === "maybe") ??
        loose.find((grant) => equals(grant.role, name) !== "no");
      const sure = named.filter((grant) => given(grant, own) === "yes");
      const policies = oncePerArn([...ownPolicies(own, find), ...sure.flatMap((grant) => grant.policies())]);
      const more =
        own.blocks("inline_policy").more ??
        (perhaps && attributeHole(perhaps.resource, "role")) ??
        openGrants(inventory, own) ??
        mayGrant(inventory, name, own);
      return { policies, ...(more === undefined ? {} : { more }) };
    },
  };
}

/** A resource that gives policies to roles an unknown number of times, in the role's own module. */
function openGrants(inventory: Inventory, own: Resource): Hole | undefined {
  return inventory.open.find(
    ({ type, module }) => module === own.module && POLICY_TYPES.some((known) => known === type),
  )?.hole;
}
