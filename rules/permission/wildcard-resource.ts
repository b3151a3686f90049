import { exampleArn, mainType, whereResource } from "../../src/iam/permission/example-arn.ts";
import { takesResources } from "../../src/iam/permission/limitable.ts";
import {
  coversType,
  isEverything,
  makesUnnamed,
  wholeTypes,
} from "../../src/iam/permission/resource-breadth.ts";
import {
  isEveryAction,
  writtenActions,
  type WrittenAction,
} from "../../src/iam/permission/written-action.ts";
import type {
  ActionFact,
  ResourceType,
  ServiceReference,
} from "../../src/iam/service-reference/reference.ts";
import { missingNames } from "../../src/iam/trust/words.ts";
import type { Role } from "../../src/model/entities.ts";
import { print, type Text } from "../../src/model/text.ts";
import { examplePermissions } from "../../src/rule-api/examples.ts";
import { confidenceIn, distinct } from "../../src/rule-api/links.ts";
import {
  isModulesOwn,
  isHeldElsewhere,
  namesOfRoles,
  notesOnRoles,
  perPlace,
  permissionStatements,
  publishedFor,
  whereabouts,
  type InStatement,
  type PermissionStatement,
  type RoleChoice,
} from "../../src/rule-api/permission-statements.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

interface Options {
  readonly ignoreActions: readonly string[];
  readonly allOfType: "info" | "off";
  readonly roles: RoleChoice;
}

const defaults: Options = { ignoreActions: [], allOfType: "info", roles: "assumable" };

/** An action that could be held to some resources and is not, with the types that it could be held to. */
interface Unlimited {
  readonly name: string;
  readonly fact: ActionFact;
  readonly type: ResourceType;
}

interface Found extends InStatement {
  readonly resource: Text;
  readonly unlimited: readonly Unlimited[];
  /** The controller whose published policy grants the same as widely. */
  readonly publishedFor: string | undefined;
}

/** Of all that a pattern takes in, the first one of the type that most of it is about. */
function mostCommon(open: readonly Unlimited[]): readonly Unlimited[] {
  const named = open.filter(({ fact, type }) => !makesUnnamed(fact, type));
  const count = ({ type }: Unlimited): number => named.filter((other) => other.type.arn === type.arn).length;
  const [best] = [...named].sort((a, b) => count(b) - count(a));
  return best === undefined ? open.slice(0, 1) : [best];
}

/** What a statement leaves open on `*`. Of a pattern, most actions must be ones that could be held to a resource. */
function openOnEverything(action: WrittenAction, permission: PermissionStatement): readonly Unlimited[] {
  const limitable = action.facts.filter((fact) => takesResources(fact) && !isHeldElsewhere(permission, fact));
  if (action.isPattern && limitable.length * 2 < action.facts.length) return [];
  const open = limitable.flatMap((fact) => {
    const type = mainType(fact);
    return type === undefined ? [] : [{ name: action.name, fact, type }];
  });
  return action.isPattern ? mostCommon(open) : open;
}

/** What a statement leaves open on every resource of a type. */
function openOnTypes(
  action: WrittenAction,
  permission: PermissionStatement,
  resources: readonly Text[],
): readonly Unlimited[] {
  return action.facts.flatMap((fact) => {
    const [type] = wholeTypes(fact, resources);
    return type === undefined || !takesResources(fact) || isHeldElsewhere(permission, fact)
      ? []
      : [{ name: action.name, fact, type }];
  });
}

function inStatement(
  permission: PermissionStatement,
  services: ServiceReference,
  { ignoreActions, allOfType }: Options,
): readonly Found[] {
  const { role, statement } = permission;
  const { resources = [], moreConditions } = statement;
  if (moreConditions !== undefined) return [];
  const everything = resources.find(isEverything);
  if (everything === undefined && allOfType === "off") return [];
  const actions = writtenActions(statement, services, ignoreActions).filter(
    ({ name }) => !isEveryAction(name),
  );
  const unlimited = actions.flatMap((action) =>
    everything === undefined
      ? openOnTypes(action, permission, resources)
      : openOnEverything(action, permission),
  );
  const [first] = unlimited;
  const resource =
    everything ?? resources.find((text) => first !== undefined && coversType(text, first.type));
  if (first === undefined || resource === undefined) return [];
  const what = [...new Set(unlimited.map(({ name }) => name))].join(" ");
  return [
    {
      role,
      at: resource.at,
      what,
      resource,
      unlimited,
      publishedFor: publishedFor(
        permission,
        unlimited.map(({ name }) => name),
      ),
    },
  ];
}

/** The shapes to write instead, of the first types that the actions are about. */
function shapes({ unlimited, resource }: Found, roles: readonly Role[]): string {
  const where = whereResource(resource, whereabouts(roles));
  const arns = unlimited.map(({ fact, type }) => `"${exampleArn(fact, type, where)}"`);
  return [...new Set(arns)].slice(0, 2).join(" or ");
}

export default defineRule({
  id: "permission/wildcard-resource",
  meta: {
    summary: "A policy of a role for service accounts should name the resources of actions that take one",
    severity: "warning",
    since: "0.1.0",
    needs: "service-reference",
    messages: {
      everyResource: (d: { roles: string; actions: string; shapes: string }) =>
        `${d.roles} may use ${d.actions} on every resource; a policy can name which, as ${d.shapes}`,
      everyOfType: (d: { roles: string; actions: string; resource: string; type: string; shapes: string }) =>
        `"${d.resource}" lets ${d.roles} use ${d.actions} on every ${d.type}; a policy can name which, as ${d.shapes}`,
      published: (d: { roles: string; actions: string; resource: string; controller: string }) =>
        `"${d.resource}" lets ${d.roles} use ${d.actions}, as the policy that AWS publishes for ${d.controller} does`,
    },
    options: {
      schema: {
        type: "object",
        additionalProperties: false,
        properties: {
          ignoreActions: {
            description:
              "Actions to accept on any resource, as they are written or as patterns (`s3:List*`).",
            type: "array",
            items: { type: "string" },
            default: [],
          },
          allOfType: {
            description:
              "Whether an ARN that takes in every resource of a type (`arn:aws:s3:::*`) is told, as an info.",
            type: "string",
            enum: ["info", "off"],
            default: "info",
          },
          roles: {
            description: "`assumable`: roles that a service account can assume. `all`: every role.",
            type: "string",
            enum: ["assumable", "all"],
            default: "assumable",
          },
        },
      },
      defaults,
    },
    docs: {
      why: "A pod that needs one secret and may read all of them gives all of them away when it is broken into. Which actions can be held to a resource, and by what ARN, is in AWS's Service Authorization Reference.",
      fix: "Write the ARNs that the workload needs, a prefix with `*` at the end if there are many. Actions that only take `*` (`ec2:DescribeInstances`, `secretsmanager:ListSecrets`) go into a statement of their own.",
      quiet: [
        "The action only takes `*` by AWS's reference, as does most of what a pattern such as `ec2:Describe*` takes in.",
        "What it acts on has no ARN or a new one every time: metrics of a namespace, the changes of a hosted zone.",
        "A condition may hold the action to some resources: `aws:ResourceTag/…`, `ec2:ResourceTag/…`, `secretsmanager:SecretId`, `iam:PassedToService`, `kms:ViaService`, and `aws:RequestTag/…` on what makes resources. The region, the account, the address or the TLS version hold it to none.",
        "A Deny in the same role's policies takes it away from all but some resources.",
        "Every one of a type, when AWS chooses the identifier of what the action makes (`ec2:CreateVolume` on `volume/*`), or when another type that the action requires is named.",
        "The statement uses NotAction or NotResource, or is a Deny; the policy is a trust policy or belongs to a resource.",
        "The action is a bare `*`: permission/wildcard-action says so.",
        "The role is not one that a service account can assume, unless the option `roles` is `all`.",
        "The action or the resource is not wholly known.",
        "A policy that AWS publishes for one of its controllers is an info only, as is what a module of the catalogue grants by itself.",
      ],
      references: [
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
      ],
      bad: { "iam.tf": examplePermissions("reports", ["secretsmanager:GetSecretValue"], "*") },
      good: {
        "iam.tf": examplePermissions(
          "reports",
          ["secretsmanager:GetSecretValue"],
          "arn:aws:secretsmanager:eu-west-2:111122223333:secret:reports/*",
        ),
      },
    },
  },
  check({ model, options, services, report }) {
    const found = permissionStatements(model, options.roles).flatMap((each) =>
      inStatement(each, services, options),
    );
    for (const { first, roles, all } of perPlace(found)) {
      const { resource, unlimited, at } = first;
      const common = {
        at,
        related: distinct(notesOnRoles(roles, model), at),
        confidence: confidenceIn([], resource),
      };
      const data = {
        roles: namesOfRoles(roles),
        actions: missingNames(unlimited.map(({ name }) => name)),
        shapes: shapes(first, roles),
        resource: print(resource),
        type: unlimited[0]?.type.name ?? "",
      };
      const controller = all.every((each) => each.publishedFor !== undefined)
        ? first.publishedFor
        : undefined;
      const own = all.every((each) => isModulesOwn(each.resource, each.role));
      const info = { severity: "info" as const };
      if (controller !== undefined)
        report({ messageId: "published", data: { ...data, controller }, severity: "info", ...common });
      else if (isEverything(resource))
        report({ messageId: "everyResource", data, ...common, ...(own ? info : {}) });
      else report({ messageId: "everyOfType", data, severity: "info", ...common });
    }
  },
});
