import { didYouMean } from "../../src/iam/near-miss.ts";
import type { SecretStore } from "../../src/model/entities.ts";
import { print, type Text } from "../../src/model/text.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";

/** The fields of the AWS provider's `auth` (external-secrets, apis/externalsecrets/v1/secretstore_aws_types.go). */
const FIELDS = ["jwt", "secretRef"];

/** A field's name; what else stands for a key is filled in later (`${FIELD}`, `{{ ... }}`). */
const WORD = /^[A-Za-z][\w-]*$/;

/** The field that a key was meant to be, when only its case or a letter is wrong. */
function misspelt(key: Text): string | undefined {
  const written = print(key);
  const sameLetters = FIELDS.find((field) => field.toLowerCase() === written.toLowerCase());
  return sameLetters ?? didYouMean(written, FIELDS);
}

/** Where what stands under the key belongs. */
function belongs(key: Text): string {
  const written = print(key);
  const near = misspelt(key);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (/service-?account|irsa/i.test(written))
    return 'a service account stands under "auth.jwt.serviceAccountRef"';
  if (/secret|access-?key/i.test(written)) return 'access keys stand under "auth.secretRef"';
  return 'it has "auth.jwt" and "auth.secretRef"';
}

/** What the operator does instead, since it knows nothing of the field. */
function instead({ auth }: SecretStore): string {
  return auth.kind === "controller" ? ", and the operator falls back to its own identity" : "";
}

const store = (auth: string): string => `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-2
      auth:
${auth}`;

export default defineRule({
  id: "secret-store/unknown-auth",
  meta: {
    summary: "The AWS provider's auth holds jwt or secretRef and nothing else",
    severity: "error",
    since: "0.1.0",
    messages: {
      unknown: (d: { kind: string; store: string; key: string; belongs: string; instead: string }) =>
        `the AWS provider of ${d.kind} "${d.store}" has no field "auth.${d.key}": ${d.belongs}${d.instead}`,
    },
    docs: {
      why: "The API server refuses the field, or drops it where validation is off. The store is then without credentials of its own, and the operator takes the identity of its own pod.",
      fix: "Write the service account as `auth.jwt.serviceAccountRef` with its `name`, and with its `namespace` in a ClusterSecretStore.",
      quiet: ["The store is of another provider, whose `auth` has other fields.", "The key is not known."],
      references: [
        "https://external-secrets.io/latest/provider/aws-access/",
        "https://external-secrets.io/latest/api/spec/#external-secrets.io/v1.AWSAuth",
      ],
      bad: {
        "store.yaml": store(`        serviceAccount:
          name: external-secrets
          namespace: external-secrets
`),
      },
      good: {
        "store.yaml": store(`        jwt:
          serviceAccountRef:
            name: external-secrets
            namespace: external-secrets
`),
      },
    },
  },
  check({ model, report }) {
    for (const store of model.secretStores) {
      if (store.provider !== "aws") continue;
      for (const { key, at } of store.unknownAuth.filter((field) => WORD.test(print(field.key)))) {
        const near = misspelt(key);
        report({
          messageId: "unknown",
          data: {
            kind: store.storeKind,
            store: print(store.name),
            key: print(key),
            belongs: belongs(key),
            instead: instead(store),
          },
          at,
          related: [{ at: store.name.at, message: "the store" }],
          suggestions: near === undefined ? [] : rewrite(key, near, "unsafe"),
        });
      }
    }
  },
});
