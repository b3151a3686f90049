// Made by "npm run generate". Do not edit.
import type { AnyRule } from "../src/rule-api/rule.ts";
import configExpiredException from "./config/expired-exception.ts";
import configUnknownRule from "./config/unknown-rule.ts";
import configUnusedSuppression from "./config/unused-suppression.ts";
import gitopsMissingValueFile from "./gitops/missing-value-file.ts";
import gitopsNamespaceConflict from "./gitops/namespace-conflict.ts";
import identityAccessDenied from "./identity/access-denied.ts";
import identityAccountMismatch from "./identity/account-mismatch.ts";
import identityAudienceMismatch from "./identity/audience-mismatch.ts";
import identityDefaultServiceAccount from "./identity/default-service-account.ts";
import identityDocumentationAccount from "./identity/documentation-account.ts";
import identityEmptyRoleArn from "./identity/empty-role-arn.ts";
import identityIssuerMismatch from "./identity/issuer-mismatch.ts";
import identityMalformedRoleArn from "./identity/malformed-role-arn.ts";
import identityMisplacedAnnotation from "./identity/misplaced-annotation.ts";
import identityMissingRole from "./identity/missing-role.ts";
import identityOrphanSubject from "./identity/orphan-subject.ts";
import identityRoleNotFound from "./identity/role-not-found.ts";
import identityServiceAccountNotFound from "./identity/service-account-not-found.ts";
import identitySharedRole from "./identity/shared-role.ts";
import identitySubjectMismatch from "./identity/subject-mismatch.ts";
import identityTwoMechanisms from "./identity/two-mechanisms.ts";
import identityUnknownAnnotation from "./identity/unknown-annotation.ts";
import identityUnrenderedTemplate from "./identity/unrendered-template.ts";
import identityValuesNotRead from "./identity/values-not-read.ts";
import inputNotUnderstood from "./input/not-understood.ts";
import inputOutsideRoot from "./input/outside-root.ts";
import inputTooLarge from "./input/too-large.ts";
import inputUnparseable from "./input/unparseable.ts";
import oidcClientIdMissing from "./oidc/client-id-missing.ts";
import oidcMalformedUrl from "./oidc/malformed-url.ts";
import permissionMissingForController from "./permission/missing-for-controller.ts";
import permissionWildcardAction from "./permission/wildcard-action.ts";
import permissionWildcardResource from "./permission/wildcard-resource.ts";
import podIdentityAccountNotFound from "./pod-identity/account-not-found.ts";
import podIdentityMissingTagSession from "./pod-identity/missing-tag-session.ts";
import podIdentityTargetRole from "./pod-identity/target-role.ts";
import podIdentityUnrestricted from "./pod-identity/unrestricted.ts";
import podIdentityUnsupportedNode from "./pod-identity/unsupported-node.ts";
import podIdentityWrongTrust from "./pod-identity/wrong-trust.ts";
import secretStoreAccountNotFound from "./secret-store/account-not-found.ts";
import secretStoreCrossNamespaceAccount from "./secret-store/cross-namespace-account.ts";
import secretStoreUnknownAuth from "./secret-store/unknown-auth.ts";
import secretStoreUnknownStore from "./secret-store/unknown-store.ts";
import trustBroadSubject from "./trust/broad-subject.ts";
import trustCrossAccountProvider from "./trust/cross-account-provider.ts";
import trustDuplicateKey from "./trust/duplicate-key.ts";
import trustFailsOpen from "./trust/fails-open.ts";
import trustInvalidPolicy from "./trust/invalid-policy.ts";
import trustMalformedConditionKey from "./trust/malformed-condition-key.ts";
import trustMalformedSubject from "./trust/malformed-subject.ts";
import trustMissingAudience from "./trust/missing-audience.ts";
import trustMissingSubject from "./trust/missing-subject.ts";
import trustProviderMismatch from "./trust/provider-mismatch.ts";
import trustSwappedKeys from "./trust/swapped-keys.ts";
import trustTooLong from "./trust/too-long.ts";
import trustUndeclaredProvider from "./trust/undeclared-provider.ts";
import trustWildcardWithoutLike from "./trust/wildcard-without-like.ts";
import trustWrongAction from "./trust/wrong-action.ts";
import trustWrongAudience from "./trust/wrong-audience.ts";
import trustWrongPrincipal from "./trust/wrong-principal.ts";
import workloadOverridesWebhook from "./workload/overrides-webhook.ts";
import workloadSkipsWebhook from "./workload/skips-webhook.ts";
import workloadStaticAwsCredentials from "./workload/static-aws-credentials.ts";
import workloadTokenSecret from "./workload/token-secret.ts";

/** Every rule, in order of id. */
export const rules: readonly AnyRule[] = [
  configExpiredException,
  configUnknownRule,
  configUnusedSuppression,
  gitopsMissingValueFile,
  gitopsNamespaceConflict,
  identityAccessDenied,
  identityAccountMismatch,
  identityAudienceMismatch,
  identityDefaultServiceAccount,
  identityDocumentationAccount,
  identityEmptyRoleArn,
  identityIssuerMismatch,
  identityMalformedRoleArn,
  identityMisplacedAnnotation,
  identityMissingRole,
  identityOrphanSubject,
  identityRoleNotFound,
  identityServiceAccountNotFound,
  identitySharedRole,
  identitySubjectMismatch,
  identityTwoMechanisms,
  identityUnknownAnnotation,
  identityUnrenderedTemplate,
  identityValuesNotRead,
  inputNotUnderstood,
  inputOutsideRoot,
  inputTooLarge,
  inputUnparseable,
  oidcClientIdMissing,
  oidcMalformedUrl,
  permissionMissingForController,
  permissionWildcardAction,
  permissionWildcardResource,
  podIdentityAccountNotFound,
  podIdentityMissingTagSession,
  podIdentityTargetRole,
  podIdentityUnrestricted,
  podIdentityUnsupportedNode,
  podIdentityWrongTrust,
  secretStoreAccountNotFound,
  secretStoreCrossNamespaceAccount,
  secretStoreUnknownAuth,
  secretStoreUnknownStore,
  trustBroadSubject,
  trustCrossAccountProvider,
  trustDuplicateKey,
  trustFailsOpen,
  trustInvalidPolicy,
  trustMalformedConditionKey,
  trustMalformedSubject,
  trustMissingAudience,
  trustMissingSubject,
  trustProviderMismatch,
  trustSwappedKeys,
  trustTooLong,
  trustUndeclaredProvider,
  trustWildcardWithoutLike,
  trustWrongAction,
  trustWrongAudience,
  trustWrongPrincipal,
  workloadOverridesWebhook,
  workloadSkipsWebhook,
  workloadStaticAwsCredentials,
  workloadTokenSecret,
];
