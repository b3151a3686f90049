import { eachOf, since, type RecordedModule } from "./module-cases.ts";

const statement = (condition: string): string => `[{
  sid       = "Own"
  actions   = ["s3:GetObject"]
  resources = ["arn:aws:s3:::data/*"]
  ${condition} = [{ test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["b"] }]
}]`;

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/k";
const OWN = `jsonencode({ Version = "2012-10-17"
  Statement = [{ Sid = "own", Effect = "Allow", Action = "sqs:*", Resource = "*" }] })`;

const ways: Readonly<Record<string, string>> = {
  defaults: "",
  named: "use_name_prefix = false",
  in_path: `path = "/eks/"\nattach_velero_policy = true`,
  bounded: `permissions_boundary_arn = "arn:aws:iam::111122223333:policy/edge"`,
  unmade: "create = false\nattach_velero_policy = true",
  perhaps: "create = module.nowhere.flag",
  association: `associations = {
    one = { cluster_name = "prod", namespace = "eso", service_account = "eso" }
  }`,
  associations_defaults: `association_defaults = { namespace = "eso", service_account = "eso" }
    associations = {
      one = { cluster_name = "prod" }
      two = { cluster_name = "dev", service_account = "other" }
    }`,
  association_unknown: `associations = {
    one = { cluster_name = module.nowhere.name, namespace = "eso", service_account = "eso" }
  }`,
  association_target: `associations = {
    one = {
      cluster_name = "prod", namespace = "eso", service_account = "eso"
      target_role_arn = "arn:aws:iam::444455556666:role/there", disable_session_tags = true
    }
  }`,
  trust_conditions: `trust_policy_conditions = [
    { test = "StringEquals", variable = "aws:RequestTag/kubernetes-namespace", values = ["eso"] }
  ]`,
  trust_statements: `trust_policy_statements = [{
    actions    = ["sts:AssumeRole"]
    principals = [{ type = "AWS", identifiers = ["arn:aws:iam::444455556666:root"] }]
  }]`,
  policies: `additional_policy_arns = { read = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }`,
  custom: `attach_custom_policy = true\npolicy_statements = ${statement("condition")}`,
  custom_conditions: `attach_custom_policy = true\npolicy_statements = ${statement("conditions")}`,
  custom_source: `attach_custom_policy = true\nsource_policy_documents = [${OWN}]`,
  custom_override: `attach_custom_policy = true\npolicy_statements = ${statement("condition")}
    override_policy_documents = [jsonencode({ Statement = [{ Sid = "Own", Effect = "Deny", Action = "s3:*", Resource = "*" }] })]`,
  beside_preset: `attach_velero_policy = true\nsource_policy_documents = [${OWN}]`,
};

const presets: Readonly<Record<string, string>> = {
  prometheus: "attach_amazon_managed_service_prometheus_policy = true",
  prometheus_workspaces: `attach_amazon_managed_service_prometheus_policy = true
    amazon_managed_service_prometheus_workspace_arns = ["arn:aws:aps:eu-west-1:111122223333:workspace/w"]`,
  appmesh_controller: "attach_aws_appmesh_controller_policy = true",
  appmesh_envoy_proxy: "attach_aws_appmesh_envoy_proxy_policy = true",
  cloudwatch_observability: "attach_aws_cloudwatch_observability_policy = true",
  ebs_csi: "attach_aws_ebs_csi_policy = true",
  ebs_csi_keys: `attach_aws_ebs_csi_policy = true\naws_ebs_csi_kms_arns = ["${KEY}"]`,
  efs_csi: "attach_aws_efs_csi_policy = true",
  fsx_lustre_csi: "attach_aws_fsx_lustre_csi_policy = true",
  fsx_lustre_csi_roles: `attach_aws_fsx_lustre_csi_policy = true
    aws_fsx_lustre_csi_service_role_arns = ["arn:aws:iam::111122223333:role/fsx"]`,
  gateway_controller: "attach_aws_gateway_controller_policy = true",
  lb_controller: "attach_aws_lb_controller_policy = true",
  lb_controller_named: `attach_aws_lb_controller_policy = true\nuse_name_prefix = false\naws_lb_controller_policy_name = "mine"`,
  lb_controller_targetgroup: "attach_aws_lb_controller_targetgroup_binding_only_policy = true",
  lb_controller_targetgroup_arns: `attach_aws_lb_controller_targetgroup_binding_only_policy = true
    aws_lb_controller_targetgroup_arns = ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/1"]`,
  node_termination_handler: "attach_aws_node_termination_handler_policy = true",
  node_termination_handler_queue: `attach_aws_node_termination_handler_policy = true
    aws_node_termination_handler_sqs_queue_arns = ["arn:aws:sqs:eu-west-1:111122223333:q"]`,
  privateca_issuer: `attach_aws_privateca_issuer_policy = true
    aws_privateca_issuer_acmca_arns = ["arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/a"]`,
  vpc_cni_ipv4: "attach_aws_vpc_cni_policy = true\naws_vpc_cni_enable_ipv4 = true",
  vpc_cni_ipv6: "attach_aws_vpc_cni_policy = true\naws_vpc_cni_enable_ipv6 = true",
  vpc_cni_logs: `attach_aws_vpc_cni_policy = true\naws_vpc_cni_enable_ipv4 = true
    aws_vpc_cni_enable_cloudwatch_logs = true`,
  cert_manager: "attach_cert_manager_policy = true",
  cert_manager_zones: `attach_cert_manager_policy = true
    cert_manager_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z1"]`,
  cluster_autoscaler: "attach_cluster_autoscaler_policy = true",
  cluster_autoscaler_names: `attach_cluster_autoscaler_policy = true\ncluster_autoscaler_cluster_names = ["prod", "dev"]`,
  external_dns: "attach_external_dns_policy = true",
  external_dns_zones: `attach_external_dns_policy = true
    external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z1"]`,
  external_secrets: "attach_external_secrets_policy = true",
  external_secrets_arns: `attach_external_secrets_policy = true
    external_secrets_ssm_parameter_arns   = ["arn:aws:ssm:eu-west-1:111122223333:parameter/a"]
    external_secrets_secrets_manager_arns = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:a"]
    external_secrets_kms_key_arns         = ["${KEY}"]
    external_secrets_create_permission    = true`,
  external_secrets_unknown: `attach_external_secrets_policy = true
    external_secrets_secrets_manager_arns = module.nowhere.arns`,
  mountpoint_s3_csi: `attach_mountpoint_s3_csi_policy = true
    mountpoint_s3_csi_bucket_arns      = ["arn:aws:s3:::data"]
    mountpoint_s3_csi_bucket_path_arns = ["arn:aws:s3:::data/*"]`,
  velero: "attach_velero_policy = true",
  velero_buckets: `attach_velero_policy = true
    velero_s3_bucket_arns      = ["arn:aws:s3:::backup"]
    velero_s3_bucket_path_arns = ["arn:aws:s3:::backup/*"]`,
  velero_keys: `attach_velero_policy = true\nvelero_kms_arns = ["${KEY}"]`,
  pganalyze: "attach_pganalyze_policy = true",
  policy_prefix: `policy_name_prefix = "My_"\nattach_velero_policy = true`,
};

export const podIdentityModules: readonly RecordedModule[] = [
  {
    name: "eks-pod-identity",
    repository: "terraform-aws-modules/terraform-aws-eks-pod-identity",
    directory: "",
    source: "terraform-aws-modules/eks-pod-identity/aws",
    from: "1.0.0",
    below: "3.0.0",
    outputs: ["iam_role_arn", "iam_role_name", "iam_role_path", "iam_policy_arn", "iam_policy_name"],
    cases: [
      // Two releases before, what is not made puts null into a string.
      ...since(eachOf(ways, `name = "CASE"`), { unmade: "2.4.2" }),
      ...eachOf(presets, `name = "CASE"`, "preset_"),
    ],
  },
];
