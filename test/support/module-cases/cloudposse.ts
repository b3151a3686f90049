import type { ModuleCase } from "../module-outcome.ts";
import { eachOf, PROVIDER, since, type ModulePart, type RecordedModule } from "./module-cases.ts";

const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/AAAA";
const POLICY = 'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })';

/** The labels of a module, and of the modules in it. */
const labels = (...calls: readonly string[]): readonly ModulePart[] =>
  calls.map((call) => ({ call, repository: "cloudposse/terraform-null-label", revision: "0.25.0" }));

const PLACE = 'namespace = "eg"\nenvironment = "ue2"\nstage = "prod"';
const OIDC = `eks_cluster_oidc_issuer_url = "https://${ISSUER}"`;
const ACCOUNT = 'aws_account_number = "111122223333"';
const context = (changes: string): string =>
  `context = merge({
    enabled = true, namespace = "cp", tenant = "core", environment = "use1", stage = "auto", name = "eks"
    delimiter = null, attributes = ["blue"], tags = {}, additional_tag_map = {}, regex_replace_chars = null
    label_order = null, id_length_limit = null, label_key_case = null, label_value_case = null
    descriptor_formats = {}, labels_as_tags = ["unset"]
  }, ${changes})`;

/** Ways of naming something, as every module of Cloud Posse's takes them. */
const naming: Readonly<Record<string, string>> = {
  place: PLACE,
  named: `${PLACE}\nname = "app"\nattributes = ["x", "Y_z"]`,
  disabled: `${PLACE}\nenabled = false`,
  tenant: `${PLACE}\ntenant = "plat"\nname = "APP"\nlabel_order = ["tenant", "name", "attributes"]`,
  upper: `${PLACE}\nname = "app"\nlabel_value_case = "upper"\ndelimiter = "_"`,
  title: `${PLACE}\nname = "app"\nlabel_value_case = "title"\ndelimiter = ""`,
  none: `${PLACE}\nname = "aPP"\nlabel_value_case = "none"`,
  context: context("{}"),
  context_order: `${context('{ label_order = ["namespace", "tenant", "environment", "stage", "name", "attributes"] }')}\nname = "other"`,
  limited: `${PLACE}\nname = "a-name-that-is-long-enough"\nid_length_limit = 20`,
  open: 'namespace = module.nowhere.namespace\nstage = "prod"',
};

/** The same cases with what the module needs besides. */
const named = (more: string): readonly ModuleCase[] => eachOf(naming, more);

const account = `${OIDC}\n${ACCOUNT}\nservice_account_name = "eso"\nservice_account_namespace = "external-secrets"`;
const accounts: readonly ModuleCase[] = eachOf(
  {
    same: account.replace("external-secrets", "eso"),
    long: account.replace('"eso"', '"the-service-account-of-a-controller-with-a-long-name"'),
    list: `${account}\nservice_account_namespace_name_list = ["a:b", "c:*"]`,
    wildcard: account.replace('"eso"', '"*"'),
    boundary: `${account}\npermissions_boundary = "arn:aws:iam::111122223333:policy/b"`,
    managed: `${account}\nmanaged_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]`,
    partition: `${account}\naws_partition = "aws-us-gov"`,
  },
  `${PLACE}\naws_iam_policy_document = [${POLICY}]`,
  "account_",
);

const OUTPUTS = ["service_account_role_name", "service_account_role_arn", "service_account_policy_arn"];

export const cloudposseModules: readonly RecordedModule[] = [
  {
    name: "cloudposse-label",
    repository: "cloudposse/terraform-null-label",
    directory: "",
    source: "cloudposse/label/null",
    from: "0.24.0",
    below: "1.0.0",
    outputs: ["id", "id_full", "enabled", "namespace", "name", "stage", "delimiter", "id_length_limit"],
    cases: since(named(""), { context_order: "0.25.0" }),
  },
  {
    name: "cloudposse-eks-iam-role",
    repository: "cloudposse/terraform-aws-eks-iam-role",
    directory: "",
    source: "cloudposse/eks-iam-role/aws",
    from: "0.11.0",
    below: "3.0.0",
    outputs: ["service_account_name", ...OUTPUTS],
    parts: labels("this", "service_account_label"),
    // A role with a name that is not known could be any of the others: before 1.0 the name is its key.
    cases: since([...named(`${account}\naws_iam_policy_document = [${POLICY}]`), ...accounts], {
      open: "1.0.0",
    }),
  },
  {
    name: "cloudposse-eks-iam-role-0",
    repository: "cloudposse/terraform-aws-eks-iam-role",
    directory: "",
    source: "cloudposse/eks-iam-role/aws",
    from: "0.3.0",
    below: "0.11.0",
    outputs: OUTPUTS,
    parts: labels("this", "service_account_label"),
    cases: eachOf(
      { place: PLACE, disabled: `${PLACE}\nenabled = false`, same: `${PLACE}\nname = "app"` },
      `${account}\naws_iam_policy_document = ${POLICY}`,
    ),
  },
  {
    name: "cloudposse-iam-policy",
    repository: "cloudposse/terraform-aws-iam-policy",
    directory: "",
    source: "cloudposse/iam-policy/aws",
    from: "0.4.0",
    below: "3.0.0",
    outputs: ["json"],
    policy: "policy_arn",
    parts: labels("this"),
    cases: eachOf(
      {
        map: 'iam_policy_statements = { List = { effect = "Allow", actions = ["s3:*"], resources = ["*"] } }',
        sources: `iam_policy_statements = { List = { effect = "Allow", actions = ["s3:*"], resources = ["*"] } }
          iam_source_policy_documents = [${POLICY}]`,
        override: `iam_policy_statements = { List = { effect = "Allow", actions = ["s3:*"], resources = ["*"] } }
          iam_override_policy_documents = [jsonencode({ Statement = [{ Sid = "List", Effect = "Deny", Action = "s3:*", Resource = "*" }] })]`,
      },
      `${PLACE}\niam_policy_enabled = true`,
    ),
  },
  {
    name: "cloudposse-iam-role",
    repository: "cloudposse/terraform-aws-iam-role",
    directory: "",
    source: "cloudposse/iam-role/aws",
    from: "0.16.0",
    below: "2.0.0",
    outputs: ["name", "arn", "policy"],
    parts: labels("this", "role_name"),
    cases: [
      ...named(
        `role_description = "x"\nprincipals = { Service = ["ec2.amazonaws.com"], AWS = ["arn:aws:iam::111122223333:root"] }\npolicy_documents = [${POLICY}]`,
      ),
      ...eachOf(
        {
          web: `principals = { Federated = ["${PROVIDER}"] }
            assume_role_actions = ["sts:AssumeRoleWithWebIdentity"]
            assume_role_conditions = [{ test = "StringEquals", variable = "${ISSUER}:sub", values = ["system:serviceaccount:a:b"] }]
            policy_document_count = 0`,
          short: `principals = { Service = ["ec2.amazonaws.com"] }\nuse_fullname = false\nname = "exact"\npolicy_documents = [${POLICY}]\npolicy_name = "own"`,
          inline: `principals = { Service = ["ec2.amazonaws.com"] }\ninline_policy_enabled = true\npolicy_documents = [${POLICY}]`,
          managed:
            'policy_document_count = 0\nmanaged_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]\nmanaged_policy_arns_map = { a = "arn:aws:iam::aws:policy/SecurityAudit" }',
          written: `assume_role_policy = ${POLICY}\npolicy_document_count = 0\npermissions_boundary = "arn:aws:iam::111122223333:policy/b"\npath = "/p/"`,
        },
        `${PLACE}\nrole_description = "x"`,
        "role_",
      ),
    ],
  },
  {
    name: "cloudposse-eks-cluster",
    repository: "cloudposse/terraform-aws-eks-cluster",
    directory: "",
    source: "cloudposse/eks-cluster/aws",
    from: "0.45.0",
    below: "5.0.0",
    outputs: [
      "eks_cluster_id",
      "eks_cluster_arn",
      "eks_cluster_identity_oidc_issuer_arn",
      "eks_cluster_role_arn",
    ],
    untoldPolicies: true,
    parts: labels("this", "label"),
    cases: eachOf(
      {
        defaults: "",
        provider: "oidc_provider_enabled = true",
        none: "oidc_provider_enabled = false",
        disabled: "enabled = false\noidc_provider_enabled = true",
        own_role:
          'create_eks_service_role = false\neks_cluster_service_role_arn = "arn:aws:iam::111122223333:role/eks"',
        attributes: 'cluster_attributes = ["x"]\npermissions_boundary = "arn:aws:iam::111122223333:policy/b"',
        pods: `addons = [{ addon_name = "vpc-cni", pod_identity_association = { aws-node = "arn:aws:iam::111122223333:role/cni" } }]`,
        addon: `addons = [{
            addon_name = "vpc-cni", addon_version = "x", resolve_conflicts = null, service_account_role_arn = "arn:aws:iam::111122223333:role/cni"
          }]`,
      },
      `${PLACE}\nname = "eks"`,
    ),
  },
  ...[
    { name: "0", from: "0.3.0", below: "0.5.0", role: "0.11.1", policy: "0.3.0" },
    { name: "5", from: "0.5.0", below: "0.10.0", role: "1.1.0", policy: "0.4.0" },
    { name: "10", from: "0.10.0", below: "1.0.0", role: "2.1.1", policy: "2.0.1" },
  ].map(({ name, from, below, role, policy }): RecordedModule => ({
    name: `cloudposse-helm-release-${name}`,
    repository: "cloudposse/terraform-aws-helm-release",
    directory: "",
    source: "cloudposse/helm-release/aws",
    from,
    below,
    outputs: OUTPUTS,
    parts: [
      ...labels("this", "eks_iam_policy.this", "eks_iam_role.this", "eks_iam_role.service_account_label"),
      { call: "eks_iam_policy", repository: "cloudposse/terraform-aws-iam-policy", revision: policy },
      { call: "eks_iam_role", repository: "cloudposse/terraform-aws-eks-iam-role", revision: role },
    ],
    cases: eachOf(
      {
        release: "",
        role: `iam_role_enabled = true\n${ACCOUNT}\nservice_account_name = "external-dns"\nservice_account_namespace = "dns"
          iam_policy_statements = { List = { effect = "Allow", actions = ["s3:*"], resources = ["*"] } }`,
        no_policy: `iam_role_enabled = true\niam_policy_enabled = false\n${ACCOUNT}\nservice_account_name = "external-dns"\nservice_account_namespace = "dns"`,
        boundary: `iam_role_enabled = true\n${ACCOUNT}\nservice_account_name = "external-dns"\nservice_account_namespace = "dns"
          iam_policy_statements = { List = { effect = "Allow", actions = ["s3:*"], resources = ["*"] } }
          permissions_boundary = "arn:aws:iam::111122223333:policy/b"`,
        disabled: "enabled = false\niam_role_enabled = true",
      },
      `${PLACE}\nname = "dns"\n${OIDC}\nchart = "external-dns"\nkubernetes_namespace = "dns"`,
    ),
  })),
];
