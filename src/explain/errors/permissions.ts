import { wildcardMatches } from "../../iam/wildcard.ts";
import { equals } from "../../model/compare.ts";
import type { Role, ServiceAccount, Workload } from "../../model/entities.ts";
import type { Model } from "../../model/model.ts";
import type { Statement } from "../../model/policy.ts";
import { isAbsent, known, literal, print, type Answer } from "../../model/text.ts";
import { accountName } from "../named.ts";
import { nodeRoleCauses, type Cause, type Findings } from "./causes.ts";
import type { ReportedError } from "./read-errors.ts";

function rolesNamed(name: string, model: Model): readonly Role[] {
  return model.roles.filter((role) => equals(role.name, literal(name, role.at)) === "yes");
}

/** Whether a statement allows an action, as far as it is written; its resources and conditions are not looked at. */
function allows({ effect, actions, notActions }: Statement, action: string): Answer {
  if (isAbsent(effect) || known(effect) === "Deny") return "no";
  if (actions === undefined) return notActions === undefined ? "no" : "maybe";
  const answers = actions.map((text): Answer => {
    const pattern = known(text);
    if (pattern === undefined) return "maybe";
    return wildcardMatches(pattern.toLowerCase(), action.toLowerCase()) ? "yes" : "no";
  });
  return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}

/** Where a role's policies allow an action; undefined when some of them are not known. */
function allowing(role: Role, action: string): readonly Statement[] | undefined {
  const statements = role.policies.map(({ document }) =>
    document.state === "known" && document.value.moreStatements === undefined
      ? document.value.statements
      : undefined,
  );
  const all = statements.flatMap((each) => each ?? []);
  const answers = all.map((statement) => ({ statement, answer: allows(statement, action) }));
  const found = answers.filter(({ answer }) => answer === "yes").map(({ statement }) => statement);
  if (found.length > 0) return found;
  const open = role.morePolicies !== undefined || statements.includes(undefined);
  return open || answers.some(({ answer }) => answer === "maybe") ? undefined : [];
}

function roleCause(role: Role, { action, resource }: ReportedError): Cause {
  const name = `role "${print(role.name)}"`;
  const place = [{ at: role.at, message: "the role" }];
  if (action === undefined || !action.includes(":"))
    return {
      state: "likely",
      words: `${name} is defined here: irsa-lint why lists what it may do`,
      places: place,
    };
  const found = allowing(role, action);
  if (found === undefined)
    return {
      state: "likely",
      words: `not all policies of ${name} are known: whether one allows ${action} is not to be seen here`,
      places: place,
    };
  if (found.length === 0)
    return { state: "responsible", words: `no policy of ${name} allows ${action}`, places: place };
  const words = `${name} has statements that allow ${action}, but not on ${resource ?? "this resource"}, or only under a condition, or they were not applied yet`;
  return { state: "likely", words, places: found.map(({ at }) => ({ at, message: `allows ${action}` })) };
}

const withRole = ({ roleArn }: ServiceAccount): boolean => !isAbsent(roleArn) && known(roleArn) !== "";

/** A pod that runs as an account without a role, where an account of its namespace has one. */
function wrongAccount(workload: Workload, model: Model): readonly Cause[] {
  const { namespace, serviceAccountName, at } = workload;
  const name = isAbsent(serviceAccountName) ? literal("default", at) : serviceAccountName;
  const here = model.serviceAccounts.filter((account) => equals(account.namespace, namespace) === "yes");
  const [other] = here.filter(withRole);
  if (other === undefined || here.some((account) => withRole(account) && equals(account.name, name) !== "no"))
    return [];
  return [
    {
      state: "responsible",
      words: `${workload.workloadKind} "${print(workload.name)}" runs as "${print(name)}", which has no role; "${accountName(other)}" has one`,
      places: [
        { at: isAbsent(serviceAccountName) ? at : serviceAccountName.at, message: "the pod's account" },
        { at: other.name.at, message: "the account with a role" },
      ],
    },
  ];
}

const ANNOTATION = "eks.amazonaws.com/role-arn";

function misplaced({ workloadKind, name, annotations }: Workload): readonly Cause[] {
  return annotations
    .filter(({ key }) => known(key) === ANNOTATION)
    .map(({ key }) => ({
      state: "responsible",
      words: `${workloadKind} "${print(name)}" carries ${ANNOTATION}, which the webhook reads on service accounts only`,
      places: [{ at: key.at, message: "the annotation" }],
    }));
}

const WEBHOOK = ["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ACCESS_KEY_ID"];

function overriding({ workloadKind, name, containers }: Workload): readonly Cause[] {
  const set = containers.flatMap(({ env }) =>
    env.filter((variable) => WEBHOOK.includes(known(variable.name) ?? "")),
  );
  return set.map(({ name: variable, at }) => ({
    state: "likely",
    words: `${workloadKind} "${print(name)}" sets ${print(variable)} itself, which comes before what the webhook adds`,
    places: [{ at, message: "the variable" }],
  }));
}

function emptyAccounts(model: Model): readonly Cause[] {
  return model.serviceAccounts
    .filter(({ roleArn }) => !isAbsent(roleArn) && known(roleArn) === "")
    .map((account) => ({
      state: "likely",
      words: `the annotation of service account "${accountName(account)}" is empty`,
      places: [{ at: account.roleArn.at, message: "the annotation" }],
    }));
}

/** Causes for which a pod has no identity of its own, found in the files. */
function withoutIdentity(model: Model): readonly Cause[] {
  return [
    ...model.workloads.flatMap((workload) => [
      ...misplaced(workload),
      ...wrongAccount(workload, model),
      ...overriding(workload),
    ]),
    ...emptyAccounts(model),
  ];
}

function calledAsNode(error: ReportedError, model: Model): Findings {
  const role = error.caller === undefined ? "the node's role" : `"${error.caller}", the role of the node`;
  const head: Cause = {
    state: "likely",
    words: `the call was made as ${role}: the pod got no credentials of its own`,
    places: [],
  };
  const general = nodeRoleCauses.map((words): Cause => ({ state: "possible", words, places: [] }));
  const missing: Cause = {
    state: "possible",
    words:
      "the service account of the pod has no annotation and no Pod Identity association, or the pod runs as another account",
    places: [],
  };
  return { causes: [head, ...withoutIdentity(model), missing, ...general] };
}

/** AccessDenied of a service: the role that called and what it lacks, or that it was the node's role. */
export function investigatePermission(error: ReportedError, model: Model): Findings {
  const { caller, onNode } = error;
  const roles = caller === undefined ? [] : rolesNamed(caller, model);
  const forPods = roles.filter((role) => model.links.some((link) => link.role === role));
  if (onNode === true || (caller !== undefined && /node/i.test(caller) && forPods.length === 0))
    return calledAsNode(error, model);
  if (roles.length > 0) return { causes: roles.map((role) => roleCause(role, error)) };
  if (caller !== undefined)
    return {
      causes: [
        { state: "likely", words: `nothing here defines the role "${caller}" that called`, places: [] },
      ],
    };
  return { causes: [...byAction(error, model), ...withoutIdentity(model), unsaid] };
}

const unsaid: Cause = {
  state: "possible",
  words:
    "the error does not say as whom the call was made: aws sts get-caller-identity in the pod, or CloudTrail, tells; if it is the node's role, the pod got no credentials of its own",
  places: [],
};

/** How many roles are told of one by one. */
const SHOWN_ROLES = 5;

function onlyOn(role: Role, action: string, { resources = [], conditions, at }: Statement): Cause {
  const where = resources.map((text) => print(text)).join(", ");
  const when = conditions.length === 0 ? "" : " and under a condition";
  return {
    state: "likely",
    words: `role "${print(role.name)}" allows ${action} on ${where === "" ? "some resources" : where} only${when}`,
    places: [{ at, message: "the statement" }],
  };
}

/** For an error that names no caller: what the roles that pods here can have say of the action. */
function byAction({ action }: ReportedError, model: Model): readonly Cause[] {
  if (action?.includes(":") !== true) return [];
  const roles = new Set(
    model.links.flatMap(({ role, verdict }) => (role === undefined || verdict === "denied" ? [] : [role])),
  );
  const found = [...roles].map((role) => ({ role, statements: allowing(role, action) }));
  const limited = found.flatMap(({ role, statements = [] }) =>
    statements
      .filter(({ resources = [] }) => !resources.some((text) => known(text) === "*"))
      .map((statement) => onlyOn(role, action, statement)),
  );
  const lacking = found.filter(({ statements }) => statements?.length === 0).map(({ role }) => role);
  const shown = lacking.slice(0, SHOWN_ROLES);
  const names = shown.map(({ name }) => `"${print(name)}"`).join(", ");
  const more = lacking.length > shown.length ? ` and ${lacking.length - shown.length} more` : "";
  const none: Cause = {
    state: "likely",
    words: `no policy of these roles that pods here can have allows ${action}: ${names}${more}`,
    places: shown.map((role) => ({ at: role.at, message: print(role.name) })),
  };
  return [...limited.slice(0, SHOWN_ROLES), ...(lacking.length === 0 ? [] : [none])];
}

/** The pod has its first role; whether the second is here, and what it trusts. */
export function investigateHop({ caller, resource }: ReportedError, model: Model): Findings {
  const target = model.roles.filter(
    ({ arn }) => resource !== undefined && equals(arn, literal(resource, arn.at)) === "yes",
  );
  const first = caller === undefined ? [] : rolesNamed(caller, model);
  return {
    causes: [
      ...first.map((role) =>
        roleCause(role, { kind: "second-hop-denied", said: "", action: "sts:AssumeRole" }),
      ),
      ...target.map((role): Cause => ({
        state: "likely",
        words: `role "${print(role.name)}" must name the first role among its AWS principals`,
        places: [{ at: role.trust.at, message: "its trust policy" }],
      })),
    ],
  };
}

export function investigateNoCredentials(_error: ReportedError, model: Model): Findings {
  return { causes: withoutIdentity(model) };
}
