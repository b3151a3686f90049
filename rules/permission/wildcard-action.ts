import { countLevel, isEveryAction, writtenActions } from "../../src/iam/permission/written-action.ts";
import type { WrittenAction } from "../../src/iam/permission/written-action.ts";
import { isAbsent } from "../../src/model/text.ts";
import { examplePermissions } from "../../src/rule-api/examples.ts";
import { confidenceIn, distinct } from "../../src/rule-api/links.ts";
import {
  isModulesOwn,
  namesOfRoles,
  notesOnRoles,
  perPlace,
  permissionStatements,
  publishedFor,
  type InStatement,
  type PermissionStatement,
  type RoleChoice,
} from "../../src/rule-api/permission-statements.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import type { ServiceReference } from "../../src/iam/service-reference/reference.ts";

interface Options {
  readonly ignoreActions: readonly string[];
  readonly roles: RoleChoice;
}

const defaults: Options = { ignoreActions: [], roles: "assumable" };

interface Found extends InStatement {
  readonly worst: WrittenAction;
  readonly others: readonly WrittenAction[];
  /** A permissions boundary may hold it to less. */
  readonly bounded: boolean;
  /** The controller whose published policy has these very wildcards. */
  readonly publishedFor: string | undefined;
}

/** How wide an action is: every action, a whole service, a pattern that takes in changes, or none of these. */
function width({ name, isPattern, facts }: WrittenAction): number {
  if (isEveryAction(name)) return 3;
  if (!isPattern || facts.length === 0) return 0;
  if (/:\*+$/.test(name)) return 2;
  return countLevel(facts, "write") + countLevel(facts, "permissions-management") > 0 ? 1 : 0;
}

function inStatement(
  permission: PermissionStatement,
  services: ServiceReference,
  ignored: readonly string[],
): readonly Found[] {
  const { role, statement } = permission;
  const wide = writtenActions(statement, services, ignored)
    .filter((action) => width(action) > 0)
    .sort((a, b) => width(b) - width(a));
  const [worst, ...others] = wide;
  if (worst === undefined) return [];
  const names = wide.map(({ name }) => name);
  return [
    {
      role,
      at: worst.text.at,
      what: names.join(" "),
      worst,
      others,
      bounded: !isAbsent(role.permissionsBoundary),
      publishedFor: publishedFor(permission, names),
    },
  ];
}

/** `164 actions, of which 78 write and 14 manage permissions`. */
function counted({ facts }: WrittenAction): string {
  const kinds = [
    [countLevel(facts, "write"), "write"] as const,
    [countLevel(facts, "permissions-management"), "manage permissions"] as const,
  ].flatMap(([count, kind]) => (count === 0 ? [] : [`${String(count)} ${kind}`]));
  const total = `${String(facts.length)} ${facts.length === 1 ? "action" : "actions"}`;
  return `${total}, of which ${kinds.length === 0 ? "none writes" : kinds.join(" and ")}`;
}

export default defineRule({
  id: "permission/wildcard-action",
  meta: {
    summary:
      "A policy of a role for service accounts should name its actions, not take in whole services or all that changes things",
    severity: "warning",
    since: "0.1.0",
    needs: "service-reference",
    messages: {
      everything: (d: { roles: string; pattern: string }) =>
        `"${d.pattern}" allows ${d.roles} every action of every service`,
      wildcard: (d: { roles: string; pattern: string; counts: string }) =>
        `"${d.pattern}" allows ${d.roles} ${d.counts}`,
      published: (d: { roles: string; pattern: string; counts: string; controller: string }) =>
        `"${d.pattern}" allows ${d.roles} ${d.counts}, as the policy that AWS publishes for ${d.controller} does`,
    },
    options: {
      schema: {
        type: "object",
        additionalProperties: false,
        properties: {
          ignoreActions: {
            description: "Actions to accept, as they are written or as patterns (`s3:*`).",
            type: "array",
            items: { type: "string" },
            default: [],
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
      why: "Whoever gets into the pod gets all of it, and more with every action that AWS adds: `s3:*` takes in deleting buckets and making them public, not only reading and writing objects. A bare `*` is an administrator.",
      fix: "List the actions that the workload calls. `irsa-lint` counts what a pattern takes in by AWS's own Service Authorization Reference.",
      quiet: [
        "A pattern takes in nothing that writes or manages permissions (`s3:Get*`, `ec2:Describe*`).",
        "The role is not one that a service account can assume, unless the option `roles` is `all`.",
        "The statement is a Deny, or uses NotAction.",
        "The action is not wholly known.",
        "A bare `*` on a role with a permissions boundary is a warning only; a policy that AWS publishes for one of its controllers, or that a module of the catalogue grants by itself, is an info.",
      ],
      references: [
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
      ],
      bad: { "iam.tf": examplePermissions("reports", ["s3:*"], "arn:aws:s3:::reports/*") },
      good: {
        "iam.tf": examplePermissions("reports", ["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::reports/*"),
      },
    },
  },
  check({ model, options, services, report }) {
    const found = permissionStatements(model, options.roles).flatMap((each) =>
      inStatement(each, services, options.ignoreActions),
    );
    for (const { first, all, roles } of perPlace(found)) {
      const { worst, others, at } = first;
      const also = others.map((action) => ({
        at: action.text.at,
        message: `"${action.name}" takes in ${counted(action)}`,
      }));
      const common = {
        at,
        related: distinct([...also, ...notesOnRoles(roles, model)], at),
        confidence: confidenceIn([], worst.text),
      };
      const data = { roles: namesOfRoles(roles), pattern: worst.name, counts: counted(worst) };
      const controller = all.every((each) => each.publishedFor !== undefined)
        ? first.publishedFor
        : undefined;
      const own = all.every((each) => isModulesOwn(each.worst.text, each.role));
      const info = { severity: "info" as const };
      const severity = all.some(({ bounded }) => !bounded) ? "error" : "warning";
      if (isEveryAction(worst.name)) report({ messageId: "everything", data, severity, ...common });
      else if (controller === undefined)
        report({ messageId: "wildcard", data, ...common, ...(own ? info : {}) });
      else report({ messageId: "published", data: { ...data, controller }, severity: "info", ...common });
    }
  },
});
