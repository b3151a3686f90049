/** Attributes that are handed on as they are. */
const NAME = ["name", "id"];
const ARN = ["arn"];
const ARN_OR_ID = ["arn", "id"];
const DOCUMENT = ["json", "minified_json"];

/**
 * Arguments that take another resource's attribute as it is, and which attributes. A plan's configuration says what an
 * expression refers to, not what it does with it: for these arguments nothing else than handing it on is ever meant.
 */
const passed: Readonly<Record<string, readonly string[]>> = {
  role: NAME,
  roles: NAME,
  role_name: NAME,
  policy_arn: ARN_OR_ID,
  policy_arns: ARN_OR_ID,
  managed_policy_arns: ARN_OR_ID,
  permissions_boundary: ARN_OR_ID,
  role_arn: ARN,
  target_role_arn: ARN,
  service_account_role_arn: ARN,
  identifiers: ARN_OR_ID,
  policy: DOCUMENT,
  assume_role_policy: DOCUMENT,
  source_policy_documents: DOCUMENT,
  override_policy_documents: DOCUMENT,
  url: ["url", "issuer"],
  cluster_name: NAME,
  namespace: NAME,
  service_account: NAME,
  "eks.amazonaws.com/role-arn": ARN,
  annotations: ARN,
  // Of `set` of a Helm release.
  value: ARN,
};

/** Whether an argument that refers to one attribute has that attribute's value. */
export function isPassed(argument: string, attribute: string): boolean {
  return Object.hasOwn(passed, argument) && (passed[argument] ?? []).includes(attribute);
}
