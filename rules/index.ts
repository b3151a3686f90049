// Made by "npm run generate". Do not edit.
import type { AnyRule } from "../src/rule-api/rule.ts";
import configExpiredException from "./config/expired-exception.ts";
import configUnknownRule from "./config/unknown-rule.ts";
import configUnusedSuppression from "./config/unused-suppression.ts";
import identityAudienceMismatch from "./identity/audience-mismatch.ts";
import identityMalformedRoleArn from "./identity/malformed-role-arn.ts";
import identityRoleNotFound from "./identity/role-not-found.ts";
import identitySubjectMismatch from "./identity/subject-mismatch.ts";
import inputNotUnderstood from "./input/not-understood.ts";
import inputTooLarge from "./input/too-large.ts";
import inputUnparseable from "./input/unparseable.ts";
import permissionWildcardAction from "./permission/wildcard-action.ts";
import permissionWildcardResource from "./permission/wildcard-resource.ts";
import secretStoreCrossNamespaceAccount from "./secret-store/cross-namespace-account.ts";
import trustBroadSubject from "./trust/broad-subject.ts";
import trustMalformedConditionKey from "./trust/malformed-condition-key.ts";
import trustMalformedSubject from "./trust/malformed-subject.ts";
import trustMissingAudience from "./trust/missing-audience.ts";
import trustMissingSubject from "./trust/missing-subject.ts";
import trustProviderMismatch from "./trust/provider-mismatch.ts";
import trustWildcardWithoutLike from "./trust/wildcard-without-like.ts";
import trustWrongAction from "./trust/wrong-action.ts";

/** Every rule, in order of id. */
export const rules: readonly AnyRule[] = [
  configExpiredException,
  configUnknownRule,
  configUnusedSuppression,
  identityAudienceMismatch,
  identityMalformedRoleArn,
  identityRoleNotFound,
  identitySubjectMismatch,
  inputNotUnderstood,
  inputTooLarge,
  inputUnparseable,
  permissionWildcardAction,
  permissionWildcardResource,
  secretStoreCrossNamespaceAccount,
  trustBroadSubject,
  trustMalformedConditionKey,
  trustMalformedSubject,
  trustMissingAudience,
  trustMissingSubject,
  trustProviderMismatch,
  trustWildcardWithoutLike,
  trustWrongAction,
];
