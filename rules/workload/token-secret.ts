import { equals } from "../../src/model/compare.ts";
import { isAbsent, known, print } from "../../src/model/text.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

/** core/v1 SecretTypeServiceAccountToken. */
const TOKEN_TYPE = "kubernetes.io/service-account-token";

const bad = `apiVersion: v1
kind: Secret
metadata:
  name: reports-token
  namespace: reports
  annotations:
    kubernetes.io/service-account.name: reports
type: kubernetes.io/service-account-token
`;

const good = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reports
  namespace: reports
`;

export default defineRule({
  id: "workload/token-secret",
  meta: {
    summary: "A Secret with a service account's token never expires",
    severity: "info",
    since: "0.1.0",
    messages: {
      token: (d: { secret: string }) =>
        `Secret "${d.secret}" holds a service account's token that never expires`,
    },
    docs: {
      why: "Kubernetes fills a Secret of this type with a token of the account that stays good as long as the Secret exists, for whoever reads it. Pods get tokens of their own, which expire and are bound to the pod.",
      fix: "Leave the Secret out. Outside the cluster, ask for a token when one is needed (`kubectl create token`), or use an identity of the other side.",
      quiet: ["The Secret's type is not known, or another one."],
      references: [
        "https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets",
        "https://kubernetes.io/docs/concepts/security/service-accounts/#get-a-token",
      ],
      bad: { "token.yaml": bad },
      good: { "account.yaml": good },
    },
  },
  check({ model, report }) {
    for (const { objectKind, type, namespace, name } of model.configurationSources) {
      if (objectKind !== "Secret" || isAbsent(type) || known(type) !== TOKEN_TYPE) continue;
      const secret = known(namespace) === undefined ? print(name) : `${print(namespace)}/${print(name)}`;
      const related = model.workloads
        .filter((workload) => equals(workload.namespace, namespace) === "yes")
        .flatMap(({ containers }) => containers.flatMap(({ env }) => env))
        .filter(
          ({ from }) => from?.kind === "secret" && !isAbsent(from.name) && equals(from.name, name) === "yes",
        )
        .slice(0, 3)
        .map(({ at }) => ({ at, message: "a container takes it from here" }));
      report({ messageId: "token", data: { secret }, at: type.at, related });
    }
  },
});
