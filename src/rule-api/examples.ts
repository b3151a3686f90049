/** The issuer of the cluster in the rules' examples. */
export const exampleIssuer = "oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8";

/** The account in the rules' examples: AWS keeps 111122223333 for documentation. */
export const exampleProvider = `arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}`;

/** What an example's trust policy says; what is left out is as it should be. */
export interface ExampleTrust {
  readonly action?: string | readonly string[];
  /** The principal's type and value. */
  readonly principal?: readonly [type: string, value: string];
  /** Operator to key to value. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const indented = (depth: number, lines: readonly string[]): string =>
  lines.map((line) => `${" ".repeat(depth)}${line}`).join("\n");

function conditionLines(conditions: ExampleTrust["conditions"]): readonly string[] {
  return Object.entries(conditions).flatMap(([operator, keys]) => {
    const width = Math.max(...Object.keys(keys).map((key) => key.length));
    const lines = Object.entries(keys).map(
      ([key, value]) => `  ${`"${key}"`.padEnd(width + 2)} = ${JSON.stringify(value)}`,
    );
    return [`${operator} = {`, ...lines, "}"];
  });
}

/** A role as Terraform's examples write it: `prod-<name>` with one trust statement. */
export function exampleRole(name: string, trust: ExampleTrust): string {
  const [type, value] = trust.principal ?? ["Federated", exampleProvider];
  const conditions = conditionLines(trust.conditions);
  const condition = conditions.length === 0 ? [] : ["Condition = {", indented(2, conditions), "}"];
  const statement = [
    // As terraform fmt aligns them.
    'Effect    = "Allow"',
    `Action    = ${JSON.stringify(trust.action ?? "sts:AssumeRoleWithWebIdentity")}`,
    `Principal = { ${type} = "${value}" }`,
    ...condition.join("\n").split("\n"),
  ].filter((line) => line !== "");
  return `resource "aws_iam_role" "${name}" {
  name = "prod-${name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
${indented(8, statement)}
      }
    ]
  })
}
`;
}

/** Conditions that let in exactly one service account. */
export function exactly(namespace: string, name: string): ExampleTrust["conditions"] {
  return {
    StringEquals: {
      [`${exampleIssuer}:sub`]: `system:serviceaccount:${namespace}:${name}`,
      [`${exampleIssuer}:aud`]: "sts.amazonaws.com",
    },
  };
}

/** A ServiceAccount manifest. */
export function exampleAccount(namespace: string, name: string, roleArn: string): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
  annotations:
    eks.amazonaws.com/role-arn: ${roleArn}
`;
}

/** An Argo CD Application of the chart external-dns; `helm` is what stands below `helm:`, indented by six. */
export function exampleApplication(helm: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: external-dns
  namespace: argocd
spec:
  destination:
    server: https://kubernetes.default.svc
    namespace: external-dns
  source:
    repoURL: https://kubernetes-sigs.github.io/external-dns/
    chart: external-dns
    targetRevision: 1.15.0
    helm:
${helm}`;
}

/** A role that a service account assumes, with an inline policy of one statement. */
export function examplePermissions(name: string, actions: readonly string[], resource: string): string {
  const list = actions.map((action) => `"${action}"`).join(", ");
  return `${exampleRole(name, { conditions: exactly(name, name) })}
resource "aws_iam_role_policy" "${name}" {
  role = aws_iam_role.${name}.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = [${list}]
        Resource = "${resource}"
      }
    ]
  })
}
`;
}

/** Conditions by which a role trusts EKS Pod Identity for one service account only. */
export function exactlyTagged(namespace: string, name: string): ExampleTrust["conditions"] {
  return {
    StringEquals: {
      "aws:RequestTag/kubernetes-namespace": namespace,
      "aws:RequestTag/kubernetes-service-account": name,
    },
  };
}

/** A role that EKS Pod Identity may assume; what is given replaces what it should be. */
export function examplePodRole(name: string, trust: Partial<ExampleTrust> = {}): string {
  return exampleRole(name, {
    action: ["sts:AssumeRole", "sts:TagSession"],
    principal: ["Service", "pods.eks.amazonaws.com"],
    conditions: {},
    ...trust,
  });
}

/** The association of a service account with the role of the same name as `exampleRole` writes it. */
export function exampleAssociation(namespace: string, name: string, role = name, more = ""): string {
  return `
resource "aws_eks_pod_identity_association" "${name}" {
  cluster_name    = "prod"
  namespace       = "${namespace}"
  service_account = "${name}"
  role_arn        = aws_iam_role.${role}.arn
${more}}
`;
}

/** A ServiceAccount manifest without annotations. */
export function bareAccount(namespace: string, name: string): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
`;
}
