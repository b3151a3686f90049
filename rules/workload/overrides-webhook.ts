import { SKIP_CONTAINERS_ANNOTATION, TOKEN_FILE } from "../../src/iam/webhook.ts";
import { equals } from "../../src/model/compare.ts";
import type { Container, EnvironmentVariable, ServiceAccount, Workload } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, literal, print, type Text } from "../../src/model/text.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { annotated } from "../../src/rule-api/links.ts";
import { together } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";
import { accountsOfWorkload, nameOfWorkload } from "../../src/rule-api/workloads.ts";

const ROLE = "AWS_ROLE_ARN";
const TOKEN = "AWS_WEB_IDENTITY_TOKEN_FILE";

/** An account whose annotation counts. */
type Bound = ServiceAccount & { readonly roleArn: Text };

/** The accounts of a workload when each of them has a role by its annotation, else none. */
function boundAccounts(
  workload: Workload,
  model: Model,
  bound: ReadonlySet<ServiceAccount>,
): readonly Bound[] {
  const accounts = accountsOfWorkload(workload, model);
  const withRole = accounts.filter(
    (account): account is Bound => bound.has(account) && !isAbsent(account.roleArn),
  );
  return withRole.length === accounts.length ? withRole : [];
}

/** What a container sets itself; `imports` when a ConfigMap or Secret that is imported whole may set more. */
interface Own {
  readonly role: EnvironmentVariable | undefined;
  readonly token: EnvironmentVariable | undefined;
  readonly imports: boolean;
}

function ownOf({ env, envFrom }: Container): Own {
  const named = (wanted: string): EnvironmentVariable | undefined =>
    env.findLast(({ name }) => known(name) === wanted);
  return { role: named(ROLE), token: named(TOKEN), imports: envFrom.length > 0 };
}

interface ContainerWithRole {
  /** `Pod "nightly"`. */
  readonly object: string;
  readonly account: Bound;
  /** The role of each instance of the account. */
  readonly roles: readonly Text[];
  readonly own: Own;
}

/** Whether a pod has the webhook's work done otherwise: by a token volume of its own, or kept away from containers. */
function isOnItsOwn({ tokenVolumes, annotations }: Workload): boolean {
  return tokenVolumes.length > 0 || annotations.some(({ key }) => known(key) === SKIP_CONTAINERS_ANNOTATION);
}

/** The containers that the webhook would give a role. */
function containersWithRole(model: Model): readonly ContainerWithRole[] {
  const bound = new Set(annotated(model).map(({ serviceAccount }) => serviceAccount));
  return model.workloads.flatMap((workload) => {
    const accounts = boundAccounts(workload, model, bound);
    const [account] = accounts;
    if (account === undefined || isOnItsOwn(workload)) return [];
    const roles = accounts.map(({ roleArn }) => roleArn);
    const object = nameOfWorkload(workload);
    return workload.containers.map((container) => ({ object, account, roles, own: ownOf(container) }));
  });
}

const isEmpty = ({ value }: EnvironmentVariable): boolean => !isAbsent(value) && known(value) === "";

/** The one variable of the two that is set, where nothing can set the other. */
function halfOf({
  role,
  token,
  imports,
}: Own):
  { readonly variable: EnvironmentVariable; readonly set: string; readonly missing: string } | undefined {
  if (imports) return undefined;
  if (role !== undefined && token === undefined && !isEmpty(role)) {
    return { variable: role, set: ROLE, missing: TOKEN };
  }
  if (token !== undefined && role === undefined && !isEmpty(token)) {
    return { variable: token, set: TOKEN, missing: ROLE };
  }
  return undefined;
}

/** Whether a known value is certainly another one than these. */
function isOther({ value }: EnvironmentVariable, wanted: readonly Text[]): boolean {
  return !isAbsent(value) && wanted.every((text) => equals(value, text) === "no");
}

/** Pods of Windows nodes have the token elsewhere; which nodes a pod gets is not looked at. */
function isOtherFile(variable: EnvironmentVariable): boolean {
  if (isAbsent(variable.value) || print(variable.value).includes("\\")) return false;
  return isOther(variable, [literal(TOKEN_FILE, variable.at)]);
}

/** Without both variables the webhook does its work. It gives the container another role. */
function repair({ role, token }: Own): readonly Suggestion[] {
  const variables = [role, token].filter((variable) => variable !== undefined);
  return together(
    variables.length === 1 ? "Remove the variable" : "Remove both variables",
    "unsafe",
    variables.map(({ at }) => ({ kind: "remove-item", at })),
  );
}

const pod = (env: string): string => `---
apiVersion: v1
kind: Pod
metadata:
  name: nightly
  namespace: reports
spec:
  serviceAccountName: reports
  containers:
    - name: nightly
      image: registry.example.com/reports:1.4.2
${env}`;

const account = exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports");

export default defineRule({
  id: "workload/overrides-webhook",
  meta: {
    summary: "A container should not set what the webhook sets",
    severity: "error",
    since: "0.1.0",
    messages: {
      half: (d: { set: string; missing: string; object: string }) =>
        `${d.object} sets ${d.set} itself, so that the webhook adds neither it nor ${d.missing}: the container gets no role`,
      otherRole: (d: { value: string; role: string; account: string; object: string }) =>
        `${d.object} sets ${ROLE} to "${d.value}", so that the role "${d.role}" of service account "${d.account}" does not count`,
      otherFile: (d: { value: string; object: string }) =>
        `${d.object} sets ${TOKEN} to "${d.value}", where the webhook mounts no token`,
    },
    docs: {
      why: `The webhook looks at each container's \`env\` first. When one of \`${ROLE}\` and \`${TOKEN}\` stands there, it adds neither: what the container says counts, and what it leaves out is missing.`,
      fix: "Remove both variables; the service account's annotation is enough.",
      quiet: [
        "Both are set to what the webhook would set.",
        "The pod mounts a projected token of its own, or keeps the webhook away with `eks.amazonaws.com/skip-containers`.",
        "A value is not known, or what the container imports with `envFrom` may complete it.",
        "The account has no role by its annotation.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html",
        "https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/pkg/handler/handler.go",
      ],
      bad: {
        "reports.yaml":
          account +
          pod(`      env:
        - name: AWS_ROLE_ARN
          value: arn:aws:iam::111122223333:role/prod-reports
`),
      },
      good: { "reports.yaml": account + pod("") },
    },
  },
  check({ model, report }) {
    for (const { object, account, roles, own } of containersWithRole(model)) {
      const related = [{ at: account.roleArn.at, message: `the role of "${nameOfAccount(account)}"` }];
      const half = halfOf(own);
      if (half !== undefined) {
        const { variable, ...data } = half;
        report({
          messageId: "half",
          data: { ...data, object },
          at: variable.name.at,
          related,
          suggestions: repair(own),
        });
      }
      const { role, token } = own;
      if (role === undefined || token === undefined || isEmpty(role) || isEmpty(token)) continue;
      if (isOther(role, roles)) {
        const names = { role: print(account.roleArn), account: nameOfAccount(account), object };
        const data = { value: print(role.value), ...names };
        report({ messageId: "otherRole", data, at: role.value.at, related, suggestions: repair(own) });
      } else if (isOtherFile(token)) {
        const data = { value: print(token.value), object };
        report({ messageId: "otherFile", data, at: token.value.at, related, suggestions: repair(own) });
      }
    }
  },
});
