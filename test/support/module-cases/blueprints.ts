import { eachOf, OTHER_PROVIDER, PROVIDER, type RecordedModule } from "./module-cases.ts";

const POLICY = 'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })';
const ADDON = "aws-ia/terraform-aws-eks-blueprints-addon";
const PROVIDERS = `oidc_providers = {
  this  = { provider_arn = "${PROVIDER}", service_account = "app" }
  other = { provider_arn = "${OTHER_PROVIDER}", namespace = "x", service_account = "y" }
}`;

/** Add-ons with a role, each with what else has to be said for it. */
const withRole: Readonly<Record<string, string>> = {
  aws_cloudwatch_metrics: "",
  aws_efs_csi_driver: "",
  aws_for_fluentbit: "",
  aws_fsx_csi_driver: "",
  aws_load_balancer_controller: "",
  aws_node_termination_handler: "",
  aws_privateca_issuer: "",
  cert_manager: "",
  cluster_autoscaler: "",
  external_dns: 'external_dns_route53_zone_arns = ["arn:aws:route53:::hostedzone/Z"]',
  external_secrets: "",
  karpenter: "",
  velero: 'velero = { s3_backup_location = "arn:aws:s3:::backups/x" }',
  aws_gateway_api_controller: "",
};
const addonCalls = [...Object.keys(withRole), "argocd", "ingress_nginx", "metrics_server", "vpa"];

export const blueprintsModules: readonly RecordedModule[] = [
  {
    name: "eks-blueprints-addon",
    repository: ADDON,
    directory: "",
    source: "aws-ia/eks-blueprints-addon/aws",
    from: "1.0.0",
    below: "2.0.0",
    outputs: ["iam_role_arn", "iam_role_name", "iam_role_path", "iam_policy_arn"],
    cases: eachOf(
      {
        release: 'chart = "external-dns"\nnamespace = "dns"',
        off: `create = false\ncreate_role = true\n${PROVIDERS}`,
        role: `name = "dns"\nchart = "external-dns"\nnamespace = "dns"\ncreate_role = true\n${PROVIDERS}
          policy_statements = [{ sid = "A", actions = ["s3:*"], resources = ["*"], conditions = [{ test = "StringEquals", variable = "aws:x", values = ["1"] }] }]
          set_irsa_names = ["serviceAccount.annotations.eks\\\\.amazonaws\\\\.com/role-arn"]`,
        named: `create_release = false\ncreate_role = true\nrole_name = "exact"\nrole_name_use_prefix = false\nrole_path = "/p/"
          role_permissions_boundary_arn = "arn:aws:iam::111122223333:policy/b"\n${PROVIDERS}
          role_policies = { a = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
          policy_name = "own"\npolicy_name_use_prefix = false\nsource_policy_documents = [${POLICY}]`,
        like: `create_role = true\nname = "x"\nassume_role_condition_test = "StringLike"\n${PROVIDERS}`,
        self: `create_role = true\nname = "x"\nallow_self_assume_role = true\n${PROVIDERS}`,
        no_policy: `create_role = true\nname = "x"\ncreate_policy = false\n${PROVIDERS}`,
        unknown: `create_role = true\nname = "x"\noidc_providers = { a = { provider_arn = module.nowhere.arn, service_account = "s" } }`,
      },
      "",
    ),
  },
  ...[
    { name: "1", from: "1.0.0", below: "1.24.0", revision: "v1.1.1" },
    { name: "1.24", from: "1.24.0", below: "2.0.0", revision: "0f109f7726a7dd1099bef90022d84916f059dd74" },
  ].map(({ name, from, below, revision }): RecordedModule => ({
    name: `eks-blueprints-addons-${name}`,
    repository: "aws-ia/terraform-aws-eks-blueprints-addons",
    directory: "",
    source: "aws-ia/eks-blueprints-addons/aws",
    from,
    below,
    outputs: [],
    untoldPolicies: true,
    parts: addonCalls.map((call) => ({ call, repository: ADDON, revision })),
    cases: eachOf(
      {
        ...Object.fromEntries(
          Object.entries(withRole).map(([addon, more]) => [addon, `enable_${addon} = true\n${more}`]),
        ),
        named: `enable_external_secrets = true
          external_secrets = {
            service_account_name = "eso", namespace = "es", role_name = "eso-CASE", role_name_use_prefix = false, role_path = "/p/"
            role_permissions_boundary_arn = "arn:aws:iam::111122223333:policy/b", role_policies = { a = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
          }`,
        no_role: "enable_external_secrets = true\nexternal_secrets = { create_role = false }",
        no_zones:
          "enable_external_dns = true\nenable_cert_manager = true\ncert_manager_route53_hosted_zone_arns = []",
        nodes:
          'enable_karpenter = true\nkarpenter_node = { iam_role_use_name_prefix = false, iam_role_name = "node-CASE", iam_role_path = "/n/" }',
        no_nodes: "enable_karpenter = true\nkarpenter_node = { create_iam_role = false }",
        without_kubernetes: "enable_external_secrets = true\ncreate_kubernetes_resources = false",
      },
      `cluster_name = "prod"\ncluster_endpoint = "https://x"\ncluster_version = "1.30"\noidc_provider_arn = "${PROVIDER}"`,
    ),
  })),
  {
    name: "eks-blueprints-irsa",
    repository: "aws-ia/terraform-aws-eks-blueprints",
    directory: "modules/irsa",
    source: "github.com/aws-ia/terraform-aws-eks-blueprints//modules/irsa",
    from: "4.0.0",
    below: "5.0.0",
    outputs: ["irsa_iam_role_arn", "irsa_iam_role_name"],
    cases: [
      ...eachOf(
        {
          policies: 'irsa_iam_policies = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
          defaults: "",
          none: "irsa_iam_policies = null",
          named:
            'irsa_iam_role_name = "exact-CASE"\nirsa_iam_role_path = "/p/"\nirsa_iam_permissions_boundary = "arn:aws:iam::111122223333:policy/b"',
        },
        `eks_cluster_id = "prod-CASE"\neks_oidc_provider_arn = "${PROVIDER}"\nkubernetes_namespace = "n"\nkubernetes_service_account = "s-*"`,
      ),
      ...eachOf(
        {
          policies: 'irsa_iam_policies = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
          none: "irsa_iam_policies = null",
        },
        `addon_context = {
          aws_caller_identity_account_id = "111122223333", aws_caller_identity_arn = "x", aws_eks_cluster_endpoint = "x"
          aws_partition_id = "aws", aws_region_name = "eu-west-1", eks_cluster_id = "prod-CASE"
          eks_oidc_issuer_url = "oidc.eks.eu-west-1.amazonaws.com/id/AAAA", eks_oidc_provider_arn = "${PROVIDER}", tags = {}
          irsa_iam_role_path = "/p/", irsa_iam_permissions_boundary = "arn:aws:iam::111122223333:policy/b"
        }
        kubernetes_namespace = "n"\nkubernetes_service_account = "s"`,
        "context_",
      ),
    ],
  },
  {
    name: "eks-blueprints-teams",
    repository: "aws-ia/terraform-aws-eks-blueprints-teams",
    directory: "",
    source: "aws-ia/eks-blueprints-teams/aws",
    from: "1.0.0",
    below: "2.0.0",
    outputs: ["iam_role_name", "iam_role_arn", "rbac_group"],
    cases: eachOf(
      {
        team: `oidc_provider_arn = "${PROVIDER}"\nnamespaces = { red = { service_account = { name = "sa" } }, "red-2" = {} }`,
        admin: 'enable_admin = true\niam_role_use_name_prefix = false\niam_role_path = "/p/"',
        own: 'create_iam_role = false\niam_role_arn = "arn:aws:iam::111122223333:role/x"',
        arns: `oidc_provider_arn = "${PROVIDER}"\nnamespaces = { red = {} }\nprincipal_arns = ["arn:aws:iam::111122223333:role/*"]`,
        policies: `oidc_provider_arn = "${PROVIDER}"\nnamespaces = { red = {} }\niam_role_policies = { a = "arn:aws:iam::aws:policy/ReadOnlyAccess" }`,
      },
      'name = "red-CASE"\ncluster_arn = aws_eks_cluster.main.arn\nusers = ["arn:aws:iam::111122223333:user/a"]',
    ),
  },
];
