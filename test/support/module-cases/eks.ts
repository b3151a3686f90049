import { eachOf, PROVIDER, since, type RecordedModule } from "./module-cases.ts";

const POLICY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const NODE = "arn:aws:iam::111122223333:role/node";

const karpenter: Readonly<Record<string, string>> = {
  defaults: "",
  unmade: "create = false",
  no_queue: "enable_spot_termination = false",
  // Versions 18 and 19
  irsa: `irsa_oidc_provider_arn = "${PROVIDER}"`,
  irsa_named: `irsa_oidc_provider_arn = "${PROVIDER}"\nirsa_name = "CASE"\nirsa_use_name_prefix = false`,
  irsa_accounts: `irsa_oidc_provider_arn = "${PROVIDER}"\nirsa_namespace_service_accounts = ["a:b", "c:*"]
    irsa_assume_role_condition_test = "StringLike"`,
  irsa_off: "create_irsa = false",
  irsa_policy: `irsa_oidc_provider_arn = "${PROVIDER}"\nirsa_policy_name = "mine"`,
  irsa_tags: `irsa_tag_key = "mine"\nirsa_subnet_account_id = "444455556666"`,
  irsa_tag_values: `irsa_tag_values = ["x"]`,
  irsa_parameters: `irsa_ssm_parameter_arns = ["arn:aws:ssm:eu-west-1:111122223333:parameter/p"]`,
  irsa_bounded: `irsa_path = "/eks/"\nirsa_permissions_boundary_arn = "arn:aws:iam::111122223333:policy/edge"`,
  further_policies: `policies = { read = "${POLICY}" }`,
  node_elsewhere_earlier: `create_irsa = true\ncreate_iam_role = false\niam_role_arn = "${NODE}"`,
  node_named_earlier: `iam_role_name = "CASE"\nirsa_name = "x"\niam_role_use_name_prefix = false`,
  node_policies_earlier: `iam_role_additional_policies = { read = "${POLICY}" }\niam_role_attach_cni_policy = false`,
  node_ipv6_earlier: `cluster_ip_family = "ipv6"\nirsa_name = "x"`,
  profile_creation: "enable_karpenter_instance_profile_creation = true",
  // Version 20
  enable_irsa: `enable_irsa = true\nirsa_oidc_provider_arn = "${PROVIDER}"`,
  enable_irsa_only: `enable_irsa = true\nenable_pod_identity = false\nirsa_oidc_provider_arn = "${PROVIDER}"
    irsa_namespace_service_accounts = ["kube-system:karpenter"]`,
  association: "create_pod_identity_association = true",
  association_elsewhere: `create_pod_identity_association = true\nnamespace = "karpenter"\nservice_account = "own"`,
  association_off: "create_pod_identity_association = false",
  v1: "enable_v1_permissions = true",
  // Versions 20 and 21
  named: `iam_role_name = "CASE"\niam_role_use_name_prefix = false\niam_policy_name = "CASE"\niam_policy_use_name_prefix = false`,
  policies: `iam_role_policies = { read = "${POLICY}" }`,
  parameters: `ami_id_ssm_parameter_arns = ["arn:aws:ssm:eu-west-1:111122223333:parameter/p"]`,
  node_elsewhere: `create_node_iam_role = false\nnode_iam_role_arn = "${NODE}"`,
  node_named: `node_iam_role_name = "CASE"\nnode_iam_role_use_name_prefix = false`,
  node_policies: `node_iam_role_additional_policies = { read = "${POLICY}" }\nnode_iam_role_attach_cni_policy = false`,
  node_ipv6: `cluster_ip_family = "ipv6"\nnode_iam_role_name = "CASE"`,
  statements: `iam_policy_statements = [{ actions = ["s3:GetObject"], resources = ["*"] }]`,
  inline: "enable_inline_policy = true",
  trust: `iam_role_source_assume_policy_documents = [jsonencode({ Statement = [{
    Sid = "Own", Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "${PROVIDER}" }
  }] })]`,
};

const CSI = "arn:aws:iam::111122223333:role/csi";

const cluster: Readonly<Record<string, string>> = {
  defaults_earlier: `cluster_name = "CASE"`,
  defaults: `name = "CASE"`,
  irsa_earlier: `cluster_name = "CASE"\nenable_irsa = true`,
  no_irsa_earlier: `cluster_name = "CASE"\nenable_irsa = false`,
  no_irsa: `name = "CASE"\nenable_irsa = false`,
  audiences_earlier: `cluster_name = "CASE"\nenable_irsa = true\nopenid_connect_audiences = ["own"]`,
  audiences: `name = "CASE"\nopenid_connect_audiences = ["own"]`,
  unmade_earliest: `cluster_name = "CASE"\ncreate_eks = false\nenable_irsa = true`,
  unmade_earlier: `cluster_name = "CASE"\ncreate = false`,
  unmade: `name = "CASE"\ncreate = false`,
  addons_earlier: `cluster_name = "CASE"\ncluster_addons = {
    aws-ebs-csi-driver = { service_account_role_arn = "${CSI}" }
  }`,
  addon_association_earlier: `cluster_name = "CASE"\ncluster_addons = {
    aws-ebs-csi-driver = { pod_identity_association = [{ role_arn = "${CSI}", service_account = "ebs-csi-controller-sa" }] }
  }`,
  addon_association: `name = "CASE"\naddons = {
    aws-ebs-csi-driver = { pod_identity_association = [{ role_arn = "${CSI}", service_account = "ebs-csi-controller-sa" }] }
  }`,
};

const nodes: Readonly<Record<string, string>> = {
  defaults: "",
  unmade: "create = false",
  elsewhere: `create_iam_role = false\niam_role_arn = "${NODE}"`,
  named: `iam_role_name = "CASE"\niam_role_use_name_prefix = false`,
  bounded: `iam_role_path = "/eks/"\niam_role_permissions_boundary = "arn:aws:iam::111122223333:policy/edge"`,
  ipv6: `cluster_ip_family = "ipv6"`,
  no_cni: "iam_role_attach_cni_policy = false",
  policies: `iam_role_additional_policies = { read = "${POLICY}" }`,
  statements_earlier: `iam_role_policy_statements = [{
    actions = ["s3:GetObject"], resources = ["*"], conditions = [{ test = "Bool", variable = "aws:SecureTransport", values = ["true"] }]
  }]`,
  statements: `iam_role_policy_statements = [{
    actions = ["s3:GetObject"], resources = ["*"], condition = [{ test = "Bool", variable = "aws:SecureTransport", values = ["true"] }]
  }]`,
};

export const eksModules: readonly RecordedModule[] = [
  {
    name: "eks-karpenter",
    repository: "terraform-aws-modules/terraform-aws-eks",
    directory: "modules/karpenter",
    source: "terraform-aws-modules/eks/aws//modules/karpenter",
    from: "18.31.0",
    below: "22.0.0",
    outputs: [
      "irsa_arn",
      "irsa_name",
      "role_arn",
      "iam_role_arn",
      "iam_role_name",
      "node_iam_role_arn",
      "queue_name",
    ],
    cases: since(eachOf(karpenter, `cluster_name = "CASE"`), {
      // Before, policies are attached to a role that is not made, and the policy is of a queue that is not made.
      node_elsewhere: "20.8.1",
      no_queue: "20.2.1",
    }),
  },
  {
    name: "eks",
    repository: "terraform-aws-modules/terraform-aws-eks",
    directory: "",
    source: "terraform-aws-modules/eks/aws",
    from: "12.0.0",
    below: "22.0.0",
    outputs: ["cluster_name", "cluster_oidc_issuer_url", "oidc_provider", "oidc_provider_arn"],
    // The roles of the cluster itself and of its nodes are not told.
    kinds: ["providers", "associations"],
    cases: eachOf(cluster, ""),
  },
  {
    name: "eks-managed-node-group",
    repository: "terraform-aws-modules/terraform-aws-eks",
    directory: "modules/eks-managed-node-group",
    source: "terraform-aws-modules/eks/aws//modules/eks-managed-node-group",
    from: "18.0.0",
    below: "22.0.0",
    outputs: ["iam_role_arn", "iam_role_name"],
    cases: since(eachOf(nodes, `name = "CASE"`), { policies: "19.0.0" }),
  },
];
