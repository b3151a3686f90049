import { eachOf, type RecordedModule } from "./module-cases.ts";

const IAM = "terraform-aws-modules/terraform-aws-iam";
const SOURCE = "terraform-aws-modules/iam/aws//modules";

const DOCUMENT = `jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })`;

const policy: Readonly<Record<string, string>> = {
  named: `name = "CASE"\npolicy = ${DOCUMENT}`,
  prefixed: `name_prefix = "CASE-"\npolicy = ${DOCUMENT}`,
  in_path: `name = "CASE"\npath = "/eks/"\npolicy = ${DOCUMENT}`,
  unmade: `create = false\nname = "CASE"\npolicy = ${DOCUMENT}`,
  unmade_earlier: `create_policy = false\nname = "CASE"\npolicy = ${DOCUMENT}`,
};

const readOnly: Readonly<Record<string, string>> = {
  services: `name = "CASE"\nallowed_services = ["rds", "s3"]`,
  services_only: `name = "CASE"\nallowed_services = ["rds"]\nallow_web_console_services = false
    allow_predefined_sts_actions = false\nallow_cloudwatch_logs_query = false`,
  named: `name = "CASE"\nuse_name_prefix = false\nallowed_services = ["rds"]`,
  prefixed: `name_prefix = "CASE-"\nallowed_services = ["rds"]`,
  further: `name = "CASE"\nallowed_services = ["rds"]\nadditional_policy_json = ${DOCUMENT}`,
  source: `name = "CASE"\nallowed_services = ["rds"]\nsource_inline_policy_documents = [${DOCUMENT}]`,
  unmade: `create_policy = false\nname = "CASE"\nallowed_services = ["rds"]`,
};

const provider: Readonly<Record<string, string>> = {
  defaults: "",
  cluster: "url = aws_eks_cluster.main.identity[0].oidc[0].issuer",
  audiences: `url = "https://oidc.example.com"\nclient_id_list = ["a", "b"]`,
  unmade: "create = false",
};

export const otherIamModules: readonly RecordedModule[] = [
  {
    name: "iam-policy",
    repository: IAM,
    directory: "modules/iam-policy",
    source: `${SOURCE}/iam-policy`,
    from: "2.0.0",
    below: "7.0.0",
    outputs: ["arn", "id", "name", "policy"],
    policy: "arn",
    cases: eachOf(policy, ""),
  },
  {
    name: "iam-read-only-policy",
    repository: IAM,
    directory: "modules/iam-read-only-policy",
    source: `${SOURCE}/iam-read-only-policy`,
    from: "4.8.0",
    below: "7.0.0",
    outputs: ["arn", "name"],
    policy: "arn",
    cases: eachOf(readOnly, ""),
  },
  {
    name: "iam-oidc-provider",
    repository: IAM,
    directory: "modules/iam-oidc-provider",
    source: `${SOURCE}/iam-oidc-provider`,
    from: "6.0.0",
    below: "7.0.0",
    outputs: ["arn", "url"],
    cases: eachOf(provider, ""),
  },
  {
    name: "iam-github-oidc-provider",
    repository: IAM,
    directory: "modules/iam-github-oidc-provider",
    source: `${SOURCE}/iam-github-oidc-provider`,
    from: "5.6.0",
    below: "6.0.0",
    outputs: ["arn", "url"],
    cases: eachOf(provider, ""),
  },
];
