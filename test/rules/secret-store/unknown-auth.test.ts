import rule from "../../../rules/secret-store/unknown-auth.ts";
import { testRule } from "../../support/rule-tester.ts";

const store = (auth: string, provider = "aws"): string => `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
  namespace: shop
spec:
  provider:
    ${provider}:
      service: SecretsManager
      region: eu-west-2
      auth:
${auth}`;

const account = (field: string): string => `        ${field}:
          name: reader
`;
const jwt = (field: string): string => `        ${field}:
          serviceAccountRef:
            name: reader
`;

testRule(rule, {
  valid: [
    { name: "jwt", files: { "store.yaml": store(jwt("jwt")) } },
    {
      name: "secretRef",
      files: {
        "store.yaml": store(`        secretRef:
          accessKeyIDSecretRef:
            name: keys
            key: id
`),
      },
    },
    { name: "a field that a template fills in", files: { "store.yaml": store(account('"${FIELD}"')) } },
    { name: "no fields at all", files: { "store.yaml": store("        {}\n") } },
    { name: "another provider's field", files: { "store.yaml": store(account("serviceAccount"), "vault") } },
  ],
  unknown: [
    {
      name: "an account that a template fills in",
      files: { "store.yaml": store(jwt("jwt")).replace("name: reader", 'name: "${READER}"') },
    },
  ],
  invalid: [
    {
      name: "the account without jwt",
      files: { "store.yaml": store(account("serviceAccount")) },
      findings: [
        {
          messageId: "unknown",
          at: "store.yaml:12",
          covers: "serviceAccount",
          severity: "error",
          says: '"auth.jwt.serviceAccountRef", and the operator falls back to its own identity',
          related: ["aws"],
          suggests: [],
        },
      ],
    },
    {
      name: "jwt in capitals",
      files: { "store.yaml": store(jwt("JWT")) },
      findings: [
        {
          messageId: "unknown",
          at: "store.yaml:12",
          covers: "JWT",
          says: 'did you mean "jwt"?',
          suggests: [/^unsafe: Write "jwt"/],
          repaired: { "store.yaml": store(jwt("jwt")) },
        },
      ],
    },
    {
      name: "access keys under a field of another name, beside jwt",
      files: { "store.yaml": store(jwt("jwt") + account("accessKey")) },
      findings: [
        { messageId: "unknown", at: "store.yaml:15", covers: "accessKey", says: '"auth.secretRef"' },
      ],
    },
    {
      name: "a field that tells nothing of what was meant",
      files: { "store.yaml": store(account("podIdentity")) },
      findings: [
        { messageId: "unknown", at: "store.yaml:12", covers: "podIdentity", says: 'it has "auth.jwt" and' },
      ],
    },
  ],
});
