import { eachOf, PROVIDER, type RecordedModule } from "./module-cases.ts";

const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/AAAA";
const POLICY = 'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })';
const READ_ONLY = '"arn:aws:iam::aws:policy/ReadOnlyAccess"';
const IRSA = "modules/iam-role-for-service-accounts-eks";

/** Modules of a role for accounts, by many hands. */
export const smallModules: readonly RecordedModule[] = [
  {
    name: "cloud-platform-irsa",
    repository: "ministryofjustice/cloud-platform-terraform-irsa",
    directory: "",
    source: "github.com/ministryofjustice/cloud-platform-terraform-irsa",
    from: "2.0.0",
    below: "3.0.0",
    outputs: ["role_name", "role_arn"],
    parts: [
      {
        call: "iam_assumable_role",
        repository: "terraform-aws-modules/terraform-aws-iam",
        revision: "v5.59.0",
        directory: IRSA,
      },
    ],
    cases: eachOf(
      { plain: `role_policy_arns = { a = ${READ_ONLY} }` },
      `eks_cluster_name = "prod"\nservice_account_name = "app"\nnamespace = "team"\nbusiness_unit = "b"\napplication = "a"
        is_production = "true"\nteam_name = "t"\nenvironment_name = "e"\ninfrastructure_support = "i"`,
    ),
  },
  {
    name: "andreswebs-eks-irsa",
    repository: "andreswebs/terraform-aws-eks-irsa",
    directory: "",
    source: "andreswebs/eks-irsa/aws",
    from: "1.0.0",
    below: "2.0.0",
    outputs: ["k8s_sa_name", "k8s_sa_namespace", "oidc_provider"],
    cases: eachOf(
      {
        plain: 'k8s_sa_name = "a"\nk8s_sa_namespace = "b"\nrole_name = "CASE"\nrole_path = "/p/"',
        defaults: "",
        prefix:
          'role_name_prefix = "pre-"\nrole_permissions_boundary_arn = "arn:aws:iam::111122223333:policy/b"',
        documents: `assume_role_extra_docs = [jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:root" } }] })]`,
        off: "create_role = false",
      },
      `cluster_oidc_provider = "https://${ISSUER}"`,
    ),
  },
  {
    name: "shamimice03-eks-irsa",
    repository: "shamimice03/terraform-aws-eks-irsa",
    directory: "",
    source: "shamimice03/eks-irsa/aws",
    from: "1.0.0",
    below: "2.0.0",
    outputs: [],
    cases: eachOf(
      {
        creates:
          'namespace = { create_new = true, name = "n" }\nserviceaccount = { create_new = true, name = "s" }',
        annotates:
          'namespace = { create_new = false, name = "n" }\nserviceaccount = { create_new = false, name = "s" }',
        off: 'create = false\nnamespace = { create_new = false, name = "n" }\nserviceaccount = { create_new = false, name = "s" }',
      },
      `oidc_provider_arn = "${PROVIDER}"\nirsa_role_name = "CASE"\niam_policy_arn = ${READ_ONLY}`,
    ),
  },
  {
    name: "nalbam-eks-irsa",
    repository: "nalbam/terraform-aws-eks-irsa",
    directory: "",
    source: "nalbam/eks-irsa/aws",
    from: "1.1.0",
    below: "2.0.0",
    outputs: ["role_name", "role_arn"],
    cases: eachOf(
      {
        service: `cluster_oidc_urls = ["${ISSUER}"]\ncluster_name = "prod"\nservice_name = "CASE"`,
        named: `cluster_oidc_urls = ["${ISSUER}", "other/id/B"]\nirsa_name = "CASE"\nnamespace = "n"\nservice_account = "s"`,
      },
      `iam_policy = ${POLICY}`,
    ),
  },
  {
    name: "lablabs-addon-irsa",
    repository: "lablabs/terraform-aws-eks-universal-addon",
    directory: "modules/addon-irsa",
    source: "github.com/lablabs/terraform-aws-eks-universal-addon//modules/addon-irsa",
    from: "0.0.16",
    below: "2.0.0",
    outputs: ["irsa_role_enabled", "pod_identity_role_enabled", "service_account_name"],
    cases: eachOf(
      {
        policy: `service_account_name = "s"\nservice_account_namespace = "n"\nirsa_role_name_prefix = "pre"\nirsa_role_name = "CASE"
          irsa_policy_enabled = true\nirsa_policy = ${POLICY}\nirsa_additional_policies = { a = ${READ_ONLY} }`,
        assume: `irsa_role_name = "CASE"\nirsa_assume_role_enabled = true\nirsa_assume_role_arns = ["arn:aws:iam::444455556666:role/y"]
          irsa_assume_role_policy_condition_test = "StringLike"
          irsa_assume_role_policy_condition_values = ["system:serviceaccount:a:*"]`,
        more: `service_account_name = "s"\nservice_account_namespace = "n"\nirsa_role_name = "CASE"
          irsa_role_additional_trust_policies = { Extra = { effect = "Allow", actions = ["sts:AssumeRole"], principals = [{ type = "AWS", identifiers = ["arn:aws:iam::111122223333:root"] }], condition = [] } }`,
        pods: `irsa_role_create = false\npod_identity_role_create = true\ncluster_name = "prod"\nservice_account_name = "s"
          service_account_namespace = "n"\npod_identity_role_name = "CASE"\npod_identity_policy_enabled = true\npod_identity_policy = ${POLICY}`,
        off: 'service_account_create = false\nirsa_role_name = "CASE"',
      },
      `cluster_identity_oidc_issuer = "https://${ISSUER}"\ncluster_identity_oidc_issuer_arn = "${PROVIDER}"`,
    ),
  },
  {
    name: "unfunco-oidc-github",
    repository: "unfunco/terraform-aws-oidc-github",
    directory: "",
    source: "unfunco/oidc-github/aws",
    from: "3.0.0",
    below: "4.0.0",
    outputs: ["iam_role_arn", "iam_role_name", "oidc_provider_arn", "oidc_provider_url"],
    cases: eachOf(
      {
        plain: 'github_subjects = ["org/repo", "org/other:pull_request"]',
        found: `create_oidc_provider = false\ngithub_subjects = ["org/repo"]\ndefault_subject = "*"\niam_role_path = "/p/"
          enterprise_slug = "ent"\nadditional_audiences = ["x"]\niam_role_permissions_boundary = "arn:aws:iam::111122223333:policy/b"`,
        policies: `github_subjects = ["org/repo"]\ndangerously_attach_admin_policy = true\niam_role_policy_names = ["ReadOnlyAccess"]
          iam_role_inline_policies = { a = ${POLICY} }`,
        nobody: "",
        no_role: 'create_iam_role = false\ngithub_subjects = ["org/repo"]',
      },
      'iam_role_name = "CASE"',
    ),
  },
];
