/** A way in which public Terraform code writes the trust of an IRSA role, and what Terraform makes of it. */
export interface TrustShape {
  readonly name: string;
  /** Beside the cluster of `cluster.ts`; `main.tf` is what a person would write. */
  readonly files: Readonly<Record<string, string>>;
  /** An expression for the role's ARN in the root module. */
  readonly arn: string;
  readonly role: string;
  readonly subjects: readonly string[];
  readonly audiences: readonly string[];
  /** `namespace/name` of an account that the role trusts. */
  readonly right: string;
  /** One that it does not; `elsewhere/stranger` unless the shape has a nearer miss. */
  readonly wrong?: string;
}

export const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
export const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

/** An account, a cluster and its OIDC provider, as most root modules have them. */
export const cluster = `
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

resource "aws_eks_cluster" "this" {
  name     = "prod"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = []
  }
}

data "tls_certificate" "eks" {
  url = aws_eks_cluster.this.identity[0].oidc[0].issuer
}

resource "aws_iam_openid_connect_provider" "eks" {
  url             = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = [data.tls_certificate.eks.certificates[0].sha1_fingerprint]
}
`;

/** A trust policy in Terraform's object syntax. */
export function trust(parts: {
  readonly federated?: string;
  readonly sub: string;
  readonly aud?: string;
  readonly operator?: string;
  readonly subject?: string;
}): string {
  const { federated = "aws_iam_openid_connect_provider.eks.arn", operator = "StringEquals" } = parts;
  const { subject = '"system:serviceaccount:apps:reader"' } = parts;
  const audience = parts.aud === undefined ? "" : `\n          ${parts.aud} = "sts.amazonaws.com"`;
  return `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = ${federated} }
      Condition = {
        ${operator} = {
          ${parts.sub} = ${subject}${audience}
        }
      }
    }]
  })`;
}

/** The role that most shapes make. */
export const role = (policy: string, name = '"reader"'): string =>
  `resource "aws_iam_role" "this" {\n  name               = ${name}\n  assume_role_policy = ${policy}\n}\n`;

/** What is the same in all shapes with one account: `apps/reader` and the audience of STS. */
export const oneReader = {
  arn: "aws_iam_role.this.arn",
  role: "reader",
  subjects: ["system:serviceaccount:apps:reader"],
  audiences: ["sts.amazonaws.com"],
  right: "apps/reader",
} as const;

/** A shape whose whole configuration is one file. */
export const single = (name: string, main: string, more: Partial<TrustShape> = {}): TrustShape => ({
  ...oneReader,
  name,
  files: { "main.tf": main },
  ...more,
});
