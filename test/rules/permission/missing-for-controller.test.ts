import rule from "../../../rules/permission/missing-for-controller.ts";
import { exactlyTagged, exampleAssociation, examplePodRole } from "../../../src/rule-api/examples.ts";
import { indent } from "../../support/applications.ts";
import { annotations, controllerApp, controllerRole, CONTROLLER_ROLE } from "../../support/controllers.ts";
import { allow, allowIf, policyFile, type PolicyStatement } from "../../support/permission-repositories.ts";
import { testRule } from "../../support/rule-tester.ts";

const RECORDS = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"];
const ZONES = "arn:aws:route53:::hostedzone/*";
const account = `serviceAccount:\n${indent(annotations, 2)}`;

const dns = (statements: readonly PolicyStatement[], more = ""): Record<string, string> => ({
  "app.yaml": controllerApp("external-dns", `${account}${more}`),
  ...controllerRole("external-dns/external-dns", ...statements),
});
const zones = allow("route53:ListHostedZones");
const withoutZones = [allow(RECORDS, ZONES)];

const of = (
  chart: string,
  serviceAccount: string,
  statements: readonly PolicyStatement[],
  values = account,
): Record<string, string> => ({
  "app.yaml": controllerApp(chart, values),
  ...controllerRole(`${chart}/${serviceAccount}`, ...statements),
});

const attachment = `
resource "aws_iam_role_policy_attachment" "reports" {
  role       = aws_iam_role.reports.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonRoute53FullAccess"
}
`;
const boundary = (files: Record<string, string>): Record<string, string> => ({
  ...files,
  "role.tf": (files["role.tf"] ?? "").replace(
    'name = "prod-reports"\n',
    'name                 = "prod-reports"\n  permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"\n',
  ),
});

const SCALING = [
  "autoscaling:DescribeAutoScalingGroups",
  "autoscaling:SetDesiredCapacity",
  "autoscaling:TerminateInstanceInAutoScalingGroup",
];
const autoscaler = (statements: readonly PolicyStatement[], values: string): Record<string, string> =>
  of(
    "cluster-autoscaler",
    "cluster-autoscaler-aws-cluster-autoscaler",
    statements,
    `rbac:\n  serviceAccount:\n    name: cluster-autoscaler-aws-cluster-autoscaler\n${indent(annotations, 4)}${values}`,
  );

const KARPENTER = [
  "ec2:RunInstances",
  "ec2:CreateFleet",
  "ec2:CreateTags",
  "ec2:TerminateInstances",
  "ec2:Describe*",
  "iam:PassRole",
];
const LOAD_BALANCERS = [
  "elasticloadbalancing:Describe*",
  "elasticloadbalancing:RegisterTargets",
  "elasticloadbalancing:DeregisterTargets",
];
const VOLUMES = ["ec2:AttachVolume", "ec2:DetachVolume", "ec2:DescribeVolumes", "ec2:DescribeInstances"];
const csi = `controller:\n  serviceAccount:\n${indent(annotations, 4)}`;

const issuer = (solver: string, kind = "ClusterIssuer"): string => `apiVersion: cert-manager.io/v1
kind: ${kind}
metadata:
  name: letsencrypt
  ${kind === "Issuer" ? "namespace: shop" : "labels: {}"}
spec:
  acme:
    solvers:
      - dns01:
          route53: ${solver}
`;
const certificates = (
  statements: readonly PolicyStatement[],
  solver: string,
  kind = "ClusterIssuer",
  more = "",
): Record<string, string> => ({
  ...of("cert-manager", "cert-manager", statements, `${account}${more}`),
  "issuer.yaml": issuer(solver, kind),
});
const CHANGES = [
  allow("route53:GetChange", "arn:aws:route53:::change/*"),
  allow("route53:ChangeResourceRecordSets", ZONES),
];

const loki = `loki:
  storage:
    type: s3
    bucketNames: { chunks: logs, ruler: logs, admin: logs }
${account}`;

const podIdentity = (actions: readonly string[]): Record<string, string> => ({
  "app.yaml": controllerApp("external-dns", "provider:\n  name: aws\n"),
  "role.tf":
    examplePodRole("reports", { conditions: exactlyTagged("external-dns", "external-dns") }) +
    exampleAssociation("external-dns", "external-dns", "reports"),
  "policy.tf": policyFile(allow(actions)),
});

testRule(rule, {
  valid: [
    {
      name: "a policy that is no JSON, of which that is told",
      files: {
        ...dns(withoutZones),
        "more.tf": `resource "aws_iam_role_policy" "more" {\n  role   = aws_iam_role.reports.name\n  policy = file("more.json")\n}\n`,
        "more.json":
          '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["route53:*",]}]}',
      },
      problems: ["The policy is not JSON"],
    },
    { name: "all that external-dns needs", files: dns([...withoutZones, zones]) },
    { name: "a pattern of actions", files: dns([allow("route53:*")]) },
    { name: "actions in another case", files: dns([allow(["ROUTE53:change*", "route53:LIST*"])]) },
    {
      name: "everything but other actions",
      files: dns([{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }]),
    },
    { name: "another provider", files: dns(withoutZones, "provider:\n  name: cloudflare\n") },
    { name: "a dry run", files: dns([allow("route53:List*")], "extraArgs:\n  - --dry-run\n") },
    {
      name: "a role that the values tell it to assume",
      files: dns(withoutZones, 'extraArgs: ["--aws-assume-role=arn:aws:iam::444455556666:role/dns"]\n'),
    },
    {
      name: "a role that may assume another role",
      files: dns([...withoutZones, allow("sts:AssumeRole", "arn:aws:iam::444455556666:role/dns")]),
    },
    {
      name: "keys in the values",
      files: dns(withoutZones, "env:\n  - name: AWS_SHARED_CREDENTIALS_FILE\n    value: /etc/aws\n"),
    },
    { name: "a chart in no catalogue", files: of("shop", "shop", withoutZones) },
    { name: "no role", files: { "app.yaml": controllerApp("external-dns", "provider:\n  name: aws\n") } },
    {
      name: "a role that may do nothing here",
      files: {
        "app.yaml": controllerApp("external-dns", account),
        "role.tf": controllerRole("external-dns/external-dns")["role.tf"] ?? "",
      },
    },
    {
      name: "an autoscaler of another cloud",
      files: autoscaler([allow("autoscaling:DescribeTags")], "cloudProvider: azure\n"),
    },
    {
      name: "an autoscaler that never scales down",
      files: autoscaler([allow(SCALING.slice(0, 2))], "extraArgs:\n  scale-down-enabled: false\n"),
    },
    {
      name: "Karpenter without an interruption queue",
      files: of("karpenter", "karpenter", [allow(KARPENTER)]),
    },
    {
      name: "a load balancer controller that only binds target groups",
      files: of("aws-load-balancer-controller", "aws-load-balancer-controller", [allow(LOAD_BALANCERS)]),
    },
    {
      name: "volumes that are made elsewhere",
      files: of("aws-ebs-csi-driver", "ebs-csi-controller-sa", [allow(VOLUMES)], csi),
    },
    {
      name: "cert-manager with a solver that knows its zone",
      files: certificates(CHANGES, "{ hostedZoneID: Z0123456789ABCDEFGHIJ }"),
    },
    {
      name: "cert-manager with a solver that has keys",
      files: certificates([allow("s3:GetObject")], "{ accessKeyID: AKIAEXAMPLE }"),
    },
    {
      name: "cert-manager with a solver of another account",
      files: certificates(
        [allow("s3:GetObject")],
        "{ auth: { kubernetes: { serviceAccountRef: { name: dns } } } }",
      ),
    },
    {
      name: "cert-manager with a solver that assumes a role",
      files: certificates([allow("s3:GetObject")], '{ role: "arn:aws:iam::444455556666:role/dns" }'),
    },
    {
      name: "an Issuer, which has no use of the controller's credentials",
      files: certificates([allow("s3:GetObject")], "{}", "Issuer"),
    },
    {
      name: "a controller that is told not to lend its credentials",
      files: certificates(
        [allow("s3:GetObject")],
        "{}",
        "ClusterIssuer",
        'extraArgs: ["--cluster-issuer-ambient-credentials=false"]\n',
      ),
    },
    {
      name: "Loki on its own disk",
      files: of("loki", "loki", [allow("ec2:DescribeTags")], loki.replace("s3", "filesystem")),
    },
    {
      name: "Loki on another S3",
      files: of(
        "loki",
        "loki",
        [allow("ec2:DescribeTags")],
        loki.replace("type: s3", "type: s3\n    s3: { endpoint: minio.example.com }"),
      ),
    },
  ],
  unknown: [
    {
      name: "a policy that only its ARN is known of",
      files: { ...dns(withoutZones), "more.tf": attachment },
    },
    {
      name: "a policy that a variable holds",
      files: {
        ...dns(withoutZones),
        "more.tf": `variable "policy" {}\n\nresource "aws_iam_role_policy" "more" {\n  role   = aws_iam_role.reports.name\n  policy = var.policy\n}\n`,
      },
    },
    {
      name: "a module that may attach policies",
      files: {
        ...dns(withoutZones),
        "more.tf": 'module "policies" {\n  source = "git::https://git.example.com/policies.git"\n}\n',
      },
    },
    {
      name: "a condition",
      files: dns([
        ...withoutZones,
        allowIf("StringEquals", "aws:RequestedRegion", "us-east-1", "route53:ListHostedZones"),
      ]),
    },
    {
      name: "an action that a variable holds",
      files: { ...dns([...withoutZones, allow("${var.action}")]), "v.tf": 'variable "action" {}\n' },
    },
    {
      name: "a resource that a variable holds",
      files: { ...dns([allow(RECORDS, "${var.zones}"), zones]), "v.tf": 'variable "zones" {}\n' },
    },
    {
      name: "a provider that a placeholder stands for",
      files: dns(withoutZones, "provider:\n  name: ${PROVIDER}\n"),
    },
    {
      name: "a role that is not here",
      files: {
        "app.yaml": controllerApp("external-dns", account),
        "other.tf": (controllerRole("a/b", allow("s3:GetObject"))["role.tf"] ?? "").replace(
          "prod-reports",
          "prod-other",
        ),
      },
    },
    {
      name: "two roles, of which one allows it",
      files: {
        "app.yaml": controllerApp("external-dns", account),
        "a/role.tf": controllerRole("external-dns/external-dns")["role.tf"] ?? "",
        "a/policy.tf": policyFile(...withoutZones),
        "b/role.tf": controllerRole("external-dns/external-dns")["role.tf"] ?? "",
        "b/policy.tf": policyFile(allow("route53:*")),
      },
    },
    {
      name: "an interruption queue that a variable names",
      files: {
        ...controllerRole("karpenter/karpenter", allow(KARPENTER)),
        "release.tf": `variable "queue" {}

resource "helm_release" "karpenter" {
  name       = "karpenter"
  namespace  = "karpenter"
  repository = "oci://public.ecr.aws/karpenter"
  chart      = "karpenter"
  version    = "1.0.6"
  values = [yamlencode({
    serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = "${CONTROLLER_ROLE}" } }
    settings       = { interruptionQueue = var.queue }
  })]
}
`,
      },
    },
  ],
  invalid: [
    {
      name: "an action that no statement has",
      files: dns(withoutZones),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:6",
          covers: "Action",
          severity: "error",
          confidence: "high",
          says: 'the controller of chart "external-dns" needs "route53:ListHostedZones", which no policy of role "prod-reports" allows',
          related: ["prod-reports", "external-dns"],
          suggests: [],
        },
      ],
    },
    {
      name: "an action on resources that AWS does not hold it to",
      files: dns([allow([...RECORDS, "route53:ListHostedZones"], ZONES)]),
      findings: [
        {
          messageId: "pointless",
          at: "policy.tf:6",
          covers: ZONES,
          says: `allows only on "${ZONES}", but AWS takes it on "*" only`,
          suggests: [],
        },
      ],
    },
    {
      name: "a statement of its own for such an action",
      files: dns([...withoutZones, allow("route53:ListHostedZones", ZONES)]),
      findings: [
        {
          messageId: "pointless",
          at: "policy.tf:7",
          covers: ZONES,
          suggests: [/^unsafe: Write "\*"$/],
          repaired: { "policy.tf": policyFile(...withoutZones, zones) },
        },
      ],
    },
    {
      name: "records of a change instead of a zone",
      files: dns([allow(RECORDS, "arn:aws:route53:::change/*"), zones]),
      findings: [
        {
          messageId: "pointless",
          at: "policy.tf:6",
          covers: "arn:aws:route53:::change/*",
          says: "which it is never about",
        },
      ],
    },
    {
      name: "an action that another statement denies",
      files: dns([allow("route53:*"), { Effect: "Deny", Action: "route53:Change*", Resource: "*" }]),
      findings: [{ messageId: "denied", at: "policy.tf:7", covers: "Action", says: "a policy of role" }],
    },
    {
      name: "a statement that the action can be added to",
      files: dns([allow(["route53:ListHostedZones", "route53:ListResourceRecordSets"])]),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:6",
          covers: "Action",
          suggests: [/^unsafe: Allow "route53:ChangeResourceRecordSets", too$/],
        },
      ],
    },
    {
      name: "a permissions boundary, which takes away and never gives",
      files: boundary(dns(withoutZones)),
      findings: [{ messageId: "missing", at: "policy.tf:6", covers: "Action" }],
    },
    {
      name: "a role through an association",
      files: podIdentity(RECORDS),
      findings: [{ messageId: "missing", at: "policy.tf:6", covers: "Action", says: "ListHostedZones" }],
    },
    {
      name: "two roles, none of which allows it",
      files: {
        "app.yaml": controllerApp("external-dns", account),
        "a/role.tf": controllerRole("external-dns/external-dns")["role.tf"] ?? "",
        "a/policy.tf": policyFile(...withoutZones),
        "b/role.tf": controllerRole("external-dns/external-dns")["role.tf"] ?? "",
        "b/policy.tf": policyFile(allow(RECORDS)),
      },
      findings: [{ messageId: "missing", at: "a/policy.tf:6", covers: "Action" }],
    },
    {
      name: "an autoscaler that may only look",
      files: autoscaler([allow("autoscaling:Describe*")], ""),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:6",
          covers: "Action",
          says: '"autoscaling:SetDesiredCapacity" and "autoscaling:TerminateInstanceInAutoScalingGroup"',
          suggests: [
            /^unsafe: Allow "autoscaling:SetDesiredCapacity", too$/,
            /^unsafe: Allow "autoscaling:TerminateInstanceInAutoScalingGroup", too$/,
          ],
        },
      ],
    },
    {
      name: "Karpenter that may pass no role",
      files: of("karpenter", "karpenter", [allow(KARPENTER.slice(0, -1))]),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:4",
          covers:
            '{ "Version": "2012-10-17",\n      "Statement": [\n      {"Effect":"Allow","Action":["ec2:RunInstances","ec2:CreateFleet","ec2:CreateTags","ec2:TerminateInstances","ec2:Describe*"],"Resource":"*"}\n      ] }',
          says: '"iam:PassRole"',
        },
      ],
    },
    {
      name: "a queue that may have a policy of its own",
      files: of(
        "karpenter",
        "karpenter",
        [allow(KARPENTER)],
        `${account}settings:\n  interruptionQueue: prod\n`,
      ),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:4",
          covers:
            '{ "Version": "2012-10-17",\n      "Statement": [\n      {"Effect":"Allow","Action":["ec2:RunInstances","ec2:CreateFleet","ec2:CreateTags","ec2:TerminateInstances","ec2:Describe*","iam:PassRole"],"Resource":"*"}\n      ] }',
          severity: "warning",
          confidence: "medium",
          says: '"sqs:DeleteMessage" and "sqs:ReceiveMessage"',
        },
      ],
    },
    {
      name: "a load balancer controller that makes load balancers without tags",
      files: of("aws-load-balancer-controller", "aws-load-balancer-controller", [
        allow([...LOAD_BALANCERS, "elasticloadbalancing:Create*", "ec2:Describe*"]),
      ]),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:6",
          covers: "Action",
          says: '"elasticloadbalancing:AddTags"',
        },
      ],
    },
    {
      name: "a driver that may make no volumes of its storage classes",
      files: of(
        "aws-ebs-csi-driver",
        "ebs-csi-controller-sa",
        [allow(VOLUMES)],
        `${csi}storageClasses:\n  - name: gp3\n`,
      ),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:6",
          covers: "Action",
          says: '"ec2:CreateVolume" and "ec2:CreateTags"',
        },
      ],
    },
    {
      name: "a driver that may not attach what it makes",
      files: of("aws-ebs-csi-driver", "ebs-csi-controller-sa", [allow(VOLUMES.slice(1))], csi),
      findings: [{ messageId: "missing", at: "policy.tf:6", covers: "Action", says: '"ec2:AttachVolume"' }],
    },
    {
      name: "file systems that may have a policy of their own",
      files: of(
        "aws-efs-csi-driver",
        "efs-csi-controller-sa",
        [allow("elasticfilesystem:DescribeFileSystems")],
        `${csi}storageClasses:\n  - name: efs\n`,
      ),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:6",
          covers: "Action",
          severity: "warning",
          says: '"elasticfilesystem:CreateAccessPoint"',
        },
      ],
    },
    {
      name: "cert-manager that looks for its zone",
      files: certificates(CHANGES, "{ region: eu-west-1 }"),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:6",
          covers: "Action",
          says: '"route53:ListHostedZonesByName"',
          related: ["{ region: eu-west-1 }"],
        },
      ],
    },
    {
      name: "cert-manager that may not follow its changes",
      files: certificates(CHANGES.slice(1), "{ hostedZoneID: Z0123456789ABCDEFGHIJ }"),
      findings: [{ messageId: "missing", at: "policy.tf:6", covers: "Action", says: '"route53:GetChange"' }],
    },
    {
      name: "a handler of a queue without the rights to read it",
      files: of(
        "aws-node-termination-handler",
        "aws-node-termination-handler",
        [allow("ec2:DescribeInstances")],
        `enableSqsTerminationDraining: true\n${account}`,
      ),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:4",
          covers:
            '{ "Version": "2012-10-17",\n      "Statement": [\n      {"Effect":"Allow","Action":"ec2:DescribeInstances","Resource":"*"}\n      ] }',
          severity: "warning",
          says: '"sqs:DeleteMessage" and "sqs:ReceiveMessage"',
        },
      ],
    },
    {
      name: "Loki that may not write its bucket",
      files: of("loki", "loki", [allow(["s3:GetObject", "s3:ListBucket"])], loki),
      findings: [
        {
          messageId: "missing",
          at: "policy.tf:6",
          covers: "Action",
          severity: "warning",
          says: '"s3:PutObject"',
        },
      ],
    },
    {
      name: "objects of a bucket by the bucket's ARN",
      files: of(
        "loki",
        "loki",
        [allow(["s3:GetObject", "s3:PutObject", "s3:ListBucket"], "arn:aws:s3:::logs")],
        loki,
      ),
      findings: [
        {
          messageId: "pointless",
          at: "policy.tf:6",
          covers: "arn:aws:s3:::logs",
          severity: "warning",
          says: '"s3:PutObject" and "s3:GetObject"',
        },
      ],
    },
  ],
});
