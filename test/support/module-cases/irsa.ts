import { eachOf, OTHER_PROVIDER, PROVIDER, since, type RecordedModule } from "./module-cases.ts";

const providers = (...subjects: readonly string[]): string => `oidc_providers = {
  main = {
    provider_arn               = "${PROVIDER}"
    namespace_service_accounts = ${JSON.stringify(subjects)}
  }
}`;

/** Ways of saying who may assume the role; the name of the operator's input changed with version 6. */
const trust = (operator: string): Readonly<Record<string, string>> => ({
  defaults: "",
  subject: providers("eso:eso"),
  subjects: providers("eso:eso", "eso:webhook"),
  wildcard_equals: providers("eso:*"),
  wildcard_like: `${providers("eso:*")}\n${operator} = "StringLike"`,
  several_providers: `oidc_providers = {
    one = { provider_arn = "${PROVIDER}", namespace_service_accounts = ["a:b"] }
    two = { provider_arn = "${OTHER_PROVIDER}", namespace_service_accounts = ["c:d"] }
  }`,
  unknown_provider: `oidc_providers = {
    one = { provider_arn = module.nowhere.arn, namespace_service_accounts = ["a:b"] }
  }`,
});

/** Every permission preset as it is, and with the inputs that feed it; what one version calls otherwise stands beside it. */
const presets: Readonly<Record<string, string>> = {
  aws_gateway_controller: "attach_aws_gateway_controller_policy = true",
  cert_manager: "attach_cert_manager_policy = true",
  cert_manager_zones: `attach_cert_manager_policy = true
    cert_manager_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z1"]`,
  cluster_autoscaler: "attach_cluster_autoscaler_policy = true",
  cluster_autoscaler_ids: `attach_cluster_autoscaler_policy = true
    cluster_autoscaler_cluster_ids = ["prod"]`,
  cluster_autoscaler_names: `attach_cluster_autoscaler_policy = true
    cluster_autoscaler_cluster_names = ["prod", "dev"]`,
  ebs_csi: "attach_ebs_csi_policy = true",
  ebs_csi_keys: `attach_ebs_csi_policy = true
    ebs_csi_kms_cmk_ids = ["arn:aws:kms:eu-west-1:111122223333:key/k"]`,
  ebs_csi_key_arns: `attach_ebs_csi_policy = true
    ebs_csi_kms_cmk_arns = ["arn:aws:kms:eu-west-1:111122223333:key/k"]`,
  efs_csi: "attach_efs_csi_policy = true",
  external_dns: "attach_external_dns_policy = true",
  external_dns_zones: `attach_external_dns_policy = true
    external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z1", "arn:aws:route53:::hostedzone/Z2"]`,
  external_secrets: "attach_external_secrets_policy = true",
  external_secrets_arns: `attach_external_secrets_policy = true
    external_secrets_ssm_parameter_arns   = ["arn:aws:ssm:eu-west-1:111122223333:parameter/a"]
    external_secrets_secrets_manager_arns = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:a"]
    external_secrets_kms_key_arns         = ["arn:aws:kms:eu-west-1:111122223333:key/k"]`,
  external_secrets_create: `attach_external_secrets_policy = true
    external_secrets_secrets_manager_arns = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:a"]
    external_secrets_secrets_manager_create_permission = true`,
  external_secrets_unknown: `attach_external_secrets_policy = true
    external_secrets_secrets_manager_arns = module.nowhere.arns`,
  fsx_lustre_csi: "attach_fsx_lustre_csi_policy = true",
  fsx_openzfs_csi: "attach_fsx_openzfs_csi_policy = true",
  fsx_lustre_csi_roles: `attach_fsx_lustre_csi_policy = true
    fsx_lustre_csi_service_role_arns = ["arn:aws:iam::111122223333:role/fsx"]`,
  karpenter_controller: "attach_karpenter_controller_policy = true",
  karpenter_controller_ids: `attach_karpenter_controller_policy = true
    karpenter_controller_cluster_ids = ["prod", "dev"]`,
  karpenter_controller_id: `attach_karpenter_controller_policy = true
    karpenter_controller_cluster_id = "prod"`,
  karpenter_controller_nodes: `attach_karpenter_controller_policy = true
    karpenter_controller_node_iam_role_arns = ["arn:aws:iam::111122223333:role/node"]`,
  karpenter_controller_parameters: `attach_karpenter_controller_policy = true
    karpenter_controller_ssm_parameter_arns = ["arn:aws:ssm:eu-west-1:111122223333:parameter/p"]`,
  karpenter_controller_tags: `attach_karpenter_controller_policy = true
    karpenter_subnet_account_id = "444455556666"
    karpenter_tag_key           = "karpenter.sh/cluster"`,
  karpenter_controller_queue: `attach_karpenter_controller_policy = true
    karpenter_sqs_queue_arn = "arn:aws:sqs:eu-west-1:111122223333:q"`,
  karpenter_controller_profiles: `attach_karpenter_controller_policy = true
    enable_karpenter_instance_profile_creation = true`,
  karpenter_controller_name: `attach_karpenter_controller_policy = true
    karpenter_controller_cluster_name = "prod"`,
  load_balancer_controller: "attach_load_balancer_controller_policy = true",
  load_balancer_controller_targetgroup:
    "attach_load_balancer_controller_targetgroup_binding_only_policy = true",
  load_balancer_controller_targetgroup_arns: `attach_load_balancer_controller_targetgroup_binding_only_policy = true
    load_balancer_controller_targetgroup_arns = ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/1"]`,
  appmesh_controller: "attach_appmesh_controller_policy = true",
  appmesh_envoy_proxy: "attach_appmesh_envoy_proxy_policy = true",
  prometheus: "attach_amazon_managed_service_prometheus_policy = true",
  prometheus_workspaces: `attach_amazon_managed_service_prometheus_policy = true
    amazon_managed_service_prometheus_workspace_arns = ["arn:aws:aps:eu-west-1:111122223333:workspace/w"]`,
  velero: "attach_velero_policy = true",
  velero_buckets: `attach_velero_policy = true
    velero_s3_bucket_arns = ["arn:aws:s3:::backup"]`,
  velero_paths: `attach_velero_policy = true
    velero_s3_bucket_path_arns = ["arn:aws:s3:::backup/velero/*"]`,
  vpc_cni: "attach_vpc_cni_policy = true",
  vpc_cni_ipv4: `attach_vpc_cni_policy = true
    vpc_cni_enable_ipv4 = true`,
  vpc_cni_ipv6: `attach_vpc_cni_policy = true
    vpc_cni_enable_ipv6 = true`,
  vpc_cni_logs: `attach_vpc_cni_policy = true
    vpc_cni_enable_ipv4 = true
    vpc_cni_enable_cloudwatch_logs = true`,
  mountpoint_s3_csi: `attach_mountpoint_s3_csi_policy = true
    mountpoint_s3_csi_bucket_arns = ["arn:aws:s3:::data"]
    mountpoint_s3_csi_path_arns   = ["arn:aws:s3:::data/*"]`,
  mountpoint_s3_csi_bucket_paths: `attach_mountpoint_s3_csi_policy = true
    mountpoint_s3_csi_bucket_path_arns = ["arn:aws:s3:::data/*"]`,
  mountpoint_s3_csi_keys: `attach_mountpoint_s3_csi_policy = true
    mountpoint_s3_csi_kms_arns = ["arn:aws:kms:eu-west-1:111122223333:key/k"]`,
  node_termination_handler: "attach_node_termination_handler_policy = true",
  node_termination_handler_queue: `attach_node_termination_handler_policy = true
    node_termination_handler_sqs_queue_arns = ["arn:aws:sqs:eu-west-1:111122223333:q"]`,
  cloudwatch_observability: "attach_cloudwatch_observability_policy = true",
  two_presets: `attach_velero_policy = true
    attach_cert_manager_policy = true`,
};

const POLICY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

const earlierNames: Readonly<Record<string, string>> = {
  named: `role_name = "CASE"`,
  prefixed: `role_name_prefix = "CASE-"`,
  in_path: `role_name = "CASE"\nrole_path = "/eks/"`,
  bounded: `role_name = "CASE"\nrole_permissions_boundary_arn = "arn:aws:iam::111122223333:policy/edge"`,
  unmade: `role_name = "CASE"\ncreate_role = false\nattach_velero_policy = true`,
  perhaps: `role_name = "CASE"\ncreate_role = module.nowhere.flag`,
  unknown_name: "role_name = module.nowhere.name",
  self: `role_name = "CASE"\nallow_self_assume_role = true`,
  self_prefixed: `role_name_prefix = "CASE-"\nallow_self_assume_role = true`,
  policies: `role_name = "CASE"\nrole_policy_arns = { read = "${POLICY}" }`,
  policy_list: `role_name = "CASE"\nrole_policy_arns = ["${POLICY}"]`,
  policy_prefix: `role_name = "CASE"\npolicy_name_prefix = "My_"\nattach_velero_policy = true`,
};

const statement = `{
  actions   = ["s3:GetObject"]
  resources = ["arn:aws:s3:::data/*"]
  condition = [{ test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["b"] }]
}`;

const laterNames: Readonly<Record<string, string>> = {
  named: `name = "CASE"\nuse_name_prefix = false`,
  prefixed: `name = "CASE"`,
  in_path: `name = "CASE"\nuse_name_prefix = false\npath = "/eks/"\nattach_velero_policy = true`,
  policy_path: `name = "CASE"\npath = "/eks/"\npolicy_path = "/policies/"\nattach_velero_policy = true`,
  bounded: `name = "CASE"\npermissions_boundary = "arn:aws:iam::111122223333:policy/edge"`,
  unmade: `name = "CASE"\ncreate = false\nattach_velero_policy = true`,
  perhaps: `name = "CASE"\ncreate = module.nowhere.flag`,
  unknown_name: `name = module.nowhere.name\nuse_name_prefix = false`,
  policies: `name = "CASE"\npolicies = { read = "${POLICY}" }`,
  permissions: `name = "CASE"\npermissions = { read = ${statement} }`,
  permissions_beside: `name = "CASE"\nattach_velero_policy = true\npermissions = { read = ${statement} }`,
  permissions_off: `name = "CASE"\ncreate_policy = false\nattach_velero_policy = true`,
  policy_named: `name = "CASE"\nuse_name_prefix = false\npolicy_name = "mine"\nattach_velero_policy = true`,
  inline: `name = "CASE"\ncreate_inline_policy = true\ninline_policy_permissions = { read = ${statement} }`,
  source_document: `name = "CASE"\nsource_policy_documents = [jsonencode({
    Version = "2012-10-17"
    Statement = [{ Sid = "own", Effect = "Allow", Action = "sqs:*", Resource = "*" }]
  })]`,
};

const IAM = "terraform-aws-modules/terraform-aws-iam";

export const irsaModules: readonly RecordedModule[] = [
  {
    name: "iam-role-for-service-accounts-eks",
    repository: IAM,
    directory: "modules/iam-role-for-service-accounts-eks",
    source: "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks",
    from: "4.12.0",
    below: "6.0.0",
    outputs: ["iam_role_arn", "iam_role_name", "iam_role_path"],
    cases: [
      ...eachOf(trust("assume_role_condition_test"), `role_name = "CASE"`, "trust_"),
      // Before, a map is no list; and the role that may assume itself puts null into a string.
      ...since(eachOf(earlierNames, providers("eso:eso"), "role_"), {
        role_policies: "5.0.0",
        role_self: "5.23.1",
      }),
      ...eachOf(presets, `role_name = "CASE"`, "preset_"),
    ],
  },
  {
    name: "iam-role-for-service-accounts",
    repository: IAM,
    directory: "modules/iam-role-for-service-accounts",
    source: "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts",
    from: "6.0.0",
    below: "7.0.0",
    outputs: ["arn", "name", "path", "iam_policy_arn"],
    cases: [
      ...eachOf(trust("trust_condition_test"), `name = "CASE"`, "trust_"),
      ...eachOf(laterNames, providers("eso:eso"), "role_"),
      ...eachOf(presets, `name = "CASE"`, "preset_"),
    ],
  },
];
