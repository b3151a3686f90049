import { eachOf, PROVIDER, since, type RecordedModule } from "./module-cases.ts";

const IAM = "terraform-aws-modules/terraform-aws-iam";
const SOURCE = "terraform-aws-modules/iam/aws//modules";
const URL = "oidc.eks.eu-west-1.amazonaws.com/id/AAAA";
const OTHER_URL = "oidc.eks.eu-west-1.amazonaws.com/id/BBBB";
const POLICY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const BOUNDARY = "arn:aws:iam::111122223333:policy/edge";

const inlineStatements = `inline_policy_statements = [{
  actions    = ["s3:GetObject"]
  resources  = ["arn:aws:s3:::data/*"]
  conditions = [{ test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["b"] }]
}]`;

const withOidc: Readonly<Record<string, string>> = {
  defaults: "",
  unmade: "create_role = false",
  subject: `oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]`,
  subjects: `oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso", "system:serviceaccount:a:b"]`,
  wildcards: `oidc_subjects_with_wildcards = ["system:serviceaccount:eso:*"]`,
  both: `oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]
    oidc_subjects_with_wildcards = ["system:serviceaccount:a:*"]`,
  audience: `oidc_fully_qualified_subjects  = ["system:serviceaccount:eso:eso"]
    oidc_fully_qualified_audiences = ["sts.amazonaws.com"]`,
  other_account: `oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]
    aws_account_id = "444455556666"`,
  policies: `role_policy_arns = ["${POLICY}"]`,
  policies_counted: `role_policy_arns = ["${POLICY}"]\nnumber_of_role_policy_arns = 1`,
  inline: inlineStatements,
  conditions: `provider_trust_policy_conditions = [
    { test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["b"] }
  ]`,
};

const withOidcElsewhere: Readonly<Record<string, string>> = {
  url_with_scheme: `role_name = "CASE"\nprovider_url = "https://${URL}"
    oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]`,
  urls: `role_name = "CASE"\nprovider_urls = ["${URL}", "https://${OTHER_URL}"]
    oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]
    oidc_subjects_with_wildcards  = ["system:serviceaccount:a:*"]`,
  urls_and_audience: `role_name = "CASE"\nprovider_urls = ["${URL}", "${OTHER_URL}"]
    oidc_fully_qualified_subjects  = ["system:serviceaccount:eso:eso"]
    oidc_fully_qualified_audiences = ["sts.amazonaws.com"]`,
  unknown_url: `role_name = "CASE"\nprovider_url = module.nowhere.url
    oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]`,
  cluster_url: `role_name = "CASE"
    provider_url = replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")
    oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]`,
  prefixed: `role_name_prefix = "CASE-"\nprovider_url = "${URL}"`,
  self: `role_name = "CASE"\nprovider_url = "${URL}"\nallow_self_assume_role = true`,
  self_prefixed: `role_name_prefix = "CASE-"\nprovider_url = "${URL}"\nallow_self_assume_role = true`,
  in_path: `role_name = "CASE"\nprovider_url = "${URL}"\nrole_path = "/eks/"
    role_permissions_boundary_arn = "${BOUNDARY}"`,
};

const ofCluster: Readonly<Record<string, string>> = {
  defaults: `role_name = "CASE"`,
  accounts: `role_name = "CASE"\ncluster_service_accounts = { prod = ["eso:eso", "a:b"] }`,
  two_clusters: `role_name = "CASE"\ncluster_service_accounts = { prod = ["eso:eso"], dev = ["eso:eso"] }`,
  wildcard: `role_name = "CASE"\ncluster_service_accounts = { prod = ["eso:*"] }
    assume_role_condition_test = "StringLike"`,
  url_pairs: `role_name = "CASE"\nprovider_url_sa_pairs = { "${URL}" = ["eso:eso"] }`,
  prefixed: `role_name_prefix = "CASE-"\ncluster_service_accounts = { prod = ["eso:eso"] }`,
  self: `role_name = "CASE"\nallow_self_assume_role = true`,
  unmade: `role_name = "CASE"\ncreate_role = false`,
  policy_list: `role_name = "CASE"\nrole_policy_arns = ["${POLICY}"]`,
  policies: `role_name = "CASE"\nrole_policy_arns = { read = "${POLICY}" }`,
  in_path: `role_name = "CASE"\nrole_path = "/eks/"\nrole_permissions_boundary_arn = "${BOUNDARY}"`,
};

const assumable: Readonly<Record<string, string>> = {
  defaults: "",
  unmade: "create_role = false",
  trusted: `trusted_role_arns = ["arn:aws:iam::444455556666:root"]`,
  trusted_no_mfa: `trusted_role_arns = ["arn:aws:iam::444455556666:root"]\nrole_requires_mfa = false`,
  services: `trusted_role_services = ["pods.eks.amazonaws.com"]\nrole_requires_mfa = false
    trusted_role_actions = ["sts:AssumeRole", "sts:TagSession"]`,
  actions_mfa: `trusted_role_arns = ["arn:aws:iam::444455556666:root"]\ntrusted_role_actions = ["sts:TagSession"]`,
  external: `trusted_role_arns = ["arn:aws:iam::444455556666:root"]\nrole_sts_externalid = ["x"]`,
  external_no_mfa: `trusted_role_arns = ["arn:aws:iam::444455556666:root"]
    role_sts_externalid = ["x"]\nrole_requires_mfa = false`,
  session: `trusted_role_arns = ["arn:aws:iam::444455556666:root"]
    role_requires_session_name = true\nrole_session_name = ["me"]\nrole_requires_mfa = false`,
  session_mfa: `trusted_role_arns = ["arn:aws:iam::444455556666:root"]
    role_requires_session_name = true\nrole_session_name = ["me"]`,
  admin: "attach_admin_policy = true\nattach_poweruser_policy = true\nattach_readonly_policy = true",
  policies: `custom_role_policy_arns = ["${POLICY}"]`,
  policies_counted: `custom_role_policy_arns = ["${POLICY}"]\nnumber_of_custom_role_policy_arns = 1`,
  inline: inlineStatements,
  self: "allow_self_assume_role = true",
  conditions: `trust_policy_conditions = [{ test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["b"] }]`,
  custom_off: "custom_role_trust_policy = jsonencode({ Statement = [] })",
  custom: `create_custom_role_trust_policy = true
    custom_role_trust_policy = jsonencode({ Statement = [{
      Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "${PROVIDER}" }
      Condition = { StringEquals = { "${URL}:sub" = "system:serviceaccount:eso:eso" } }
    }] })`,
  bounded: `role_path = "/eks/"\nrole_permissions_boundary_arn = "${BOUNDARY}"`,
};

const oneRole: Readonly<Record<string, string>> = {
  defaults: "",
  named: "use_name_prefix = false",
  unmade: "create = false",
  oidc: `enable_oidc = true\noidc_provider_urls = ["${URL}"]\noidc_subjects = ["system:serviceaccount:eso:eso"]`,
  oidc_scheme: `enable_oidc = true\noidc_provider_urls = ["https://${URL}"]
    oidc_wildcard_subjects = ["system:serviceaccount:eso:*"]`,
  oidc_two: `enable_oidc = true\noidc_provider_urls = ["${URL}", "${OTHER_URL}"]
    oidc_subjects = ["system:serviceaccount:eso:eso"]\noidc_audiences = ["sts.amazonaws.com"]`,
  oidc_off: `oidc_provider_urls = ["${URL}"]\noidc_subjects = ["system:serviceaccount:eso:eso"]`,
  oidc_other_account: `enable_oidc = true\noidc_account_id = "444455556666"\noidc_provider_urls = ["${URL}"]
    oidc_subjects = ["system:serviceaccount:eso:eso"]`,
  oidc_conditions: `enable_oidc = true\noidc_provider_urls = ["${URL}"]
    trust_policy_conditions = [{ test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["b"] }]`,
  github: `enable_github_oidc = true\noidc_subjects = ["repo:a/b:*"]\noidc_wildcard_subjects = ["a/c:*"]`,
  bitbucket: `enable_bitbucket_oidc = true\noidc_provider_urls = ["https://api.bitbucket.org/x"]
    oidc_subjects = ["y"]`,
  saml: `enable_saml = true\nsaml_provider_ids = ["arn:aws:iam::111122223333:saml-provider/x"]`,
  trust: `trust_policy_permissions = { pods = {
    actions    = ["sts:AssumeRole", "sts:TagSession"]
    principals = [{ type = "Service", identifiers = ["pods.eks.amazonaws.com"] }]
    condition  = [{ test = "StringEquals", variable = "aws:SourceAccount", values = ["111122223333"] }]
  } }`,
  policies: `policies = { read = "${POLICY}" }`,
  inline: `create_inline_policy = true
    inline_policy_permissions = { read = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::data/*"] } }`,
  inline_document: `create_inline_policy = true
    source_inline_policy_documents = [jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] })]`,
  bounded: `path = "/eks/"\npermissions_boundary = "${BOUNDARY}"`,
  profile: "create_instance_profile = true",
};

const github: Readonly<Record<string, string>> = {
  defaults: `name = "CASE"`,
  prefixed: `name_prefix = "CASE-"`,
  subjects: `name = "CASE"\nsubjects = ["repo:a/b:*", "a/c:ref:refs/heads/main"]`,
  equals: `name = "CASE"\nsubjects = ["a/b:ref:refs/heads/main"]\nsubject_condition = "StringEquals"`,
  url: `name = "CASE"\nsubjects = ["a/b:*"]\nprovider_url = "https://github.example.com/_services/token"`,
  audience: `name = "CASE"\naudience = "https://github.com/a"`,
  conditions: `name = "CASE"\nadditional_trust_policy_conditions = [
    { test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["b"] }
  ]`,
  policies: `name = "CASE"\npolicies = { read = "${POLICY}" }`,
  unmade: `name = "CASE"\ncreate = false`,
};

const roleOutputs = ["iam_role_arn", "iam_role_name", "iam_role_path"];
const withEarlier = [...roleOutputs, "this_iam_role_arn", "this_iam_role_name"];

export const iamRoleModules: readonly RecordedModule[] = [
  {
    name: "iam-assumable-role-with-oidc",
    repository: IAM,
    directory: "modules/iam-assumable-role-with-oidc",
    source: `${SOURCE}/iam-assumable-role-with-oidc`,
    from: "2.6.0",
    below: "6.0.0",
    outputs: withEarlier,
    cases: [
      ...eachOf(withOidc, `role_name = "CASE"\nprovider_url = "${URL}"`).map(({ name, inputs }) => ({
        name,
        inputs: inputs.includes("create_role") ? inputs : `create_role = true\n${inputs}`,
      })),
      // Before, the module names locals that it does not declare.
      ...since(eachOf(withOidcElsewhere, "create_role = true"), { self: "5.5.5", self_prefixed: "5.5.5" }),
    ],
  },
  {
    name: "iam-eks-role",
    repository: IAM,
    directory: "modules/iam-eks-role",
    source: `${SOURCE}/iam-eks-role`,
    from: "4.9.0",
    below: "6.0.0",
    outputs: roleOutputs,
    // Before, the module names locals that it does not declare.
    cases: since(eachOf(ofCluster, ""), { self: "5.5.5", policies: "5.0.0" }),
  },
  {
    name: "iam-assumable-role",
    repository: IAM,
    directory: "modules/iam-assumable-role",
    source: `${SOURCE}/iam-assumable-role`,
    from: "2.0.0",
    below: "6.0.0",
    outputs: withEarlier,
    cases: since(
      eachOf(assumable, `role_name = "CASE"`).map(({ name, inputs }) => ({
        name,
        inputs: inputs.includes("create_role =") ? inputs : `create_role = true\n${inputs}`,
      })),
      // Before, the input is one string, or read with a function that Terraform no longer has, or names what is not declared.
      {
        self: "5.5.5",
        external: "4.2.0",
        external_no_mfa: "4.2.0",
        trusted_no_mfa: "3.15.0",
        services: "3.15.0",
      },
    ),
  },
  {
    name: "iam-role",
    repository: IAM,
    directory: "modules/iam-role",
    source: `${SOURCE}/iam-role`,
    from: "6.0.0",
    below: "7.0.0",
    outputs: ["arn", "name", "instance_profile_name"],
    cases: eachOf(oneRole, `name = "CASE"`),
  },
  {
    name: "iam-github-oidc-role",
    repository: IAM,
    directory: "modules/iam-github-oidc-role",
    source: `${SOURCE}/iam-github-oidc-role`,
    from: "5.6.0",
    below: "6.0.0",
    outputs: ["arn", "name", "path"],
    cases: eachOf(github, ""),
  },
];
