import { resourcesOf } from "../../src/iam/permission/allowed-anywhere.ts";
import type { ServiceReference } from "../../src/iam/service-reference/reference.ts";
import { listed } from "../../src/iam/trust/words.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Related, Suggestion } from "../../src/model/finding.ts";
import type { Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import type { Statement } from "../../src/model/policy.ts";
import { known, literal, print } from "../../src/model/text.ts";
import {
  additions,
  controllersIn,
  missingActions,
  placeToAllow,
  reaches,
  resourcesIn,
  statementOn,
  type Controller,
  type MissingAction,
} from "../../src/rule-api/controller-permissions.ts";
import { exampleApplication, exactly, exampleRole } from "../../src/rule-api/examples.ts";
import { confidenceIn, distinct } from "../../src/rule-api/links.ts";
import { namesOfRoles, perPlace, type InStatement } from "../../src/rule-api/permission-statements.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { elementOf } from "../../src/rule-api/trust-statements.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

/**
 * Services whose resources have policies of their own, which may let a role in though its policies say nothing of it
 * (IAM User Guide, "AWS services that work with IAM": resource-based policies).
 */
const WITH_RESOURCE_POLICIES: ReadonlySet<string> = new Set([
  "dynamodb",
  "ecr",
  "elasticfilesystem",
  "kms",
  "lambda",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
]);

const mayBeAllowedElsewhere = ({ action }: MissingAction): boolean =>
  WITH_RESOURCE_POLICIES.has(action.slice(0, action.indexOf(":")));

/** Actions that are missing for one reason, at one place. */
interface Found extends InStatement {
  readonly controller: Controller;
  readonly messageId: "missing" | "pointless" | "denied";
  readonly missing: readonly MissingAction[];
  /** The statement that names them in vain. */
  readonly statement?: Statement;
}

/** Where and why one action is missing: denied, allowed where it is never asked for, or allowed nowhere. */
function whyMissing(
  role: Role,
  { action }: MissingAction,
  services: ServiceReference,
): Pick<Found, "messageId" | "at" | "statement"> {
  const allowing = statementOn(role, action, "Allow");
  if (allowing === undefined) return { messageId: "missing", at: placeToAllow(role, action) };
  const denying = statementOn(role, action, "Deny");
  if (denying !== undefined && reaches(allowing, action, services))
    return { messageId: "denied", at: elementOf(denying, "Action", "actions"), statement: denying };
  const [resource, ...more] = resourcesIn(allowing);
  const at =
    resource === undefined || more.length > 0
      ? elementOf(allowing, "Resource", "resources", "NotResource", "not_resources")
      : resource.at;
  return { messageId: "pointless", at, statement: allowing };
}

const keyOf = ({ file, span }: Location, word: string): string =>
  `${file.path}:${String(span.start)}:${word}`;

/** What a controller misses, together where one edit would answer it. */
function foundFor(controller: Controller, model: Model, services: ServiceReference): readonly Found[] {
  const [role] = controller.roles;
  if (role === undefined) return [];
  const groups = new Map<string, Found & { readonly missing: MissingAction[] }>();
  for (const missing of missingActions(controller, model, services)) {
    const why = whyMissing(role, missing, services);
    const sure = mayBeAllowedElsewhere(missing) ? "perhaps" : "certain";
    // What is allowed nowhere is told at once, wherever it would be added.
    const key = why.messageId === "missing" ? `missing ${sure}` : keyOf(why.at, `${why.messageId} ${sure}`);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { controller, role, what: "", ...why, missing: [missing] });
    else group.missing.push(missing);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    what: [group.messageId, print(controller.release.chart.name), ...actionsOf(group)].join(" "),
  }));
}

const actionsOf = ({ missing }: Pick<Found, "missing">): readonly string[] =>
  missing.map(({ action }) => action);

/** The actions in a sentence, the first of many. */
const named = (found: Found): string =>
  listed(
    actionsOf(found).map((action) => literal(action, found.at)),
    "and",
  );

/** Whether AWS holds an action to no resource, so that only `*` allows it. */
const takesOnlyStar = (action: string, services: ServiceReference, at: Location): boolean =>
  resourcesOf(action, services, at).every((resource) => known(resource) === "*");

/** `*` in place of the one resource of a statement all of whose actions only take that. */
function widening({ statement, at }: Found, services: ServiceReference): readonly Suggestion[] {
  const [resource, ...more] = statement?.resources ?? [];
  const actions = (statement?.actions ?? []).map((text) => known(text) ?? "*");
  if (resource === undefined || more.length > 0) return [];
  const isFor = actions.every((action) => takesOnlyStar(action, services, at));
  return isFor ? rewrite(resource, "*", "unsafe") : [];
}

function suggestionsFor(found: Found, services: ServiceReference): readonly Suggestion[] {
  switch (found.messageId) {
    case "missing":
      return additions(found.role, actionsOf(found), services);
    case "pointless":
      return widening(found, services);
    case "denied":
      return [];
  }
}

function notes({ controller, missing, at }: Found): readonly Related[] {
  const { release, account, roles } = controller;
  return distinct(
    [
      ...missing.flatMap(({ shown }) => shown ?? []),
      ...roles.slice(0, 3).map((role) => ({
        at: role.name.at,
        message: `service account "${nameOfAccount(account)}" of the controller has this role`,
      })),
      { at: release.chart.name.at, message: `the chart of release "${print(release.name)}"` },
    ],
    at,
  );
}

const files = (resource: string): Readonly<Record<string, string>> => ({
  "apps/external-dns.yaml": exampleApplication(`      valuesObject:
        serviceAccount:
          annotations:
            eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-dns
`),
  "iam.tf": `${exampleRole("dns", { conditions: exactly("external-dns", "external-dns") })}
resource "aws_iam_role_policy" "dns" {
  role = aws_iam_role.dns.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
        Resource = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"
      },
      {
        Effect   = "Allow"
        Action   = "route53:ListHostedZones"
        Resource = "${resource}"
      }
    ]
  })
}
`,
});

export default defineRule({
  id: "permission/missing-for-controller",
  meta: {
    summary: "A controller's role must allow what the controller cannot work without",
    severity: "error",
    since: "0.1.0",
    needs: "service-reference",
    messages: {
      missing: (d: { chart: string; actions: string; roles: string }) =>
        `the controller of chart "${d.chart}" needs ${d.actions}, which no policy of ${d.roles} allows`,
      pointless: (d: { chart: string; actions: string; roles: string; resources: string; star: boolean }) =>
        `the controller of chart "${d.chart}" needs ${d.actions}, which ${d.roles} allows only on ${d.resources}${d.star ? ', but AWS takes it on "*" only' : ", which it is never about"}`,
      denied: (d: { chart: string; actions: string; roles: string }) =>
        `the controller of chart "${d.chart}" needs ${d.actions}, which a policy of ${d.roles} denies`,
    },
    docs: {
      why: "The controller starts, gets its role, and fails at its first call with `AccessDenied`: no record is written, no node launched, no volume attached. Only actions are asked for without which the controller cannot do what its values ask of it; its own documentation lists more.",
      fix: "Allow the action in the role's policy, on resources that it can be about: AWS's Service Authorization Reference says which, and which actions only take `*`.",
      quiet: [
        "A policy of the role is not known, or one may be attached that is not here: by a module that is not read, by an ARN alone.",
        "A condition, a variable or a resource with holes may let the action through; so may one of several roles that the annotation may mean.",
        "The role may assume another role, or the values tell the controller to.",
        "The values give the pods credentials of another kind, or a value file is not here.",
        "The values turn the feature off that needs the action, or do not turn it on.",
        "The chart is in no catalogue. Rows of your own (`charts`) may say what a chart needs.",
        "For Amazon S3, SQS and other services whose resources have policies of their own, it is a warning: such a policy may let the role in.",
      ],
      references: [
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html",
      ],
      bad: files("arn:aws:route53:::hostedzone/*"),
      good: files("*"),
    },
  },
  check({ model, services, report }) {
    const all = controllersIn(model).flatMap((controller) => foundFor(controller, model, services));
    for (const { first, roles } of perPlace(all)) {
      const { controller, messageId, at, missing, statement } = first;
      const data = {
        chart: print(controller.release.chart.name),
        actions: named(first),
        roles: namesOfRoles(roles),
      };
      const isPerhaps = missing.some(mayBeAllowedElsewhere);
      const { namespace, name } = controller.account;
      const finding = {
        at,
        related: notes(first),
        suggestions: suggestionsFor(first, services),
        confidence: isPerhaps ? "medium" : confidenceIn(controller.links, namespace, name),
        severity: isPerhaps ? "warning" : "error",
      } as const;
      if (messageId === "pointless" && statement !== undefined) {
        const star = actionsOf(first).every((action) => takesOnlyStar(action, services, at));
        const resources = listed(resourcesIn(statement));
        report({ ...finding, messageId, data: { ...data, resources, star } });
      } else if (messageId !== "pointless") {
        report({ ...finding, messageId, data });
      }
    }
  },
});
