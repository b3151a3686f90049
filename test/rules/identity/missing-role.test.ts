import rule from "../../../rules/identity/missing-role.ts";
import { exactly, exampleRole } from "../../../src/rule-api/examples.ts";
import { exampleApplication, chartSource, indent } from "../../support/applications.ts";
import { controllerApp } from "../../support/controllers.ts";
import { testRule } from "../../support/rule-tester.ts";

const ARN = "arn:aws:iam::111122223333:role/prod-dns";

/** A role by which the input is about an EKS cluster. */
const eks = { "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }) };

const dns = (values: string, more = ""): string =>
  exampleApplication({
    name: "external-dns",
    source: chartSource(`${more}valuesObject:\n${indent(values, 2)}`),
  });
const bare = "provider:\n  name: aws\n";

const CHARTS: Readonly<Record<string, readonly [repository: string, version: string]>> = {
  "aws-load-balancer-controller": ["https://aws.github.io/eks-charts", "1.9.0"],
  "cluster-autoscaler": ["https://kubernetes.github.io/autoscaler", "9.43.0"],
  karpenter: ["oci://public.ecr.aws/karpenter", "1.0.6"],
  "aws-ebs-csi-driver": ["https://kubernetes-sigs.github.io/aws-ebs-csi-driver", "2.35.0"],
  "aws-efs-csi-driver": ["https://kubernetes-sigs.github.io/aws-efs-csi-driver", "3.0.8"],
};
const release = (chart: string, values: string): string => {
  const [repository = "", version = ""] = CHARTS[chart] ?? [];
  return exampleApplication({
    name: chart,
    source: `repoURL: ${repository}\nchart: ${chart}\ntargetRevision: ${version}\nhelm:\n  valuesObject:\n${indent(values, 4)}`,
  });
};

const association = (namespace: string): string => `variable "namespace" {
  type = string
}

resource "aws_eks_pod_identity_association" "dns" {
  cluster_name    = "prod"
  namespace       = ${namespace}
  service_account = "external-dns"
  role_arn        = "${ARN}"
}
`;

const node = (policy: string): string => `resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

${policy}`;
const inline = (action: string): string => `resource "aws_iam_role_policy" "node" {
  role   = aws_iam_role.node.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })
}
`;

const annotatedApp = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: other
  namespace: other
  annotations:
    eks.amazonaws.com/role-arn: ${ARN}
`;

/** A release of a controller in the namespace called like its chart, and an object that may ask AWS of it. */
const controller = (chart: string, values: string, object = ""): Record<string, string> => ({
  ...eks,
  "app.yaml": controllerApp(chart, values),
  ...(object === "" ? {} : { "object.yaml": object }),
});
const issuer = (route53: string, kind = "ClusterIssuer"): string => `apiVersion: cert-manager.io/v1
kind: ${kind}
metadata: { name: letsencrypt, namespace: cert-manager }
spec:
  acme:
    solvers:
      - dns01: { route53: ${route53} }
`;
const store = (aws: string): string => `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: aws }
spec:
  provider:
    aws: ${aws}
`;
const backups = (provider: string, useSecret: string): string => `configuration:
  backupStorageLocation: [{ name: default, provider: ${provider}, bucket: backups }]
credentials: { useSecret: ${useSecret} }
initContainers: [{ name: plugin, image: plugin, volumeMounts: [{ mountPath: /target, name: plugins }] }]
`;
const logs = (more: string): string => `loki:\n  storage: { type: s3${more} }\n`;
const traces = (endpoint: string): string =>
  `storage: { trace: { backend: s3, s3: { bucket: traces, endpoint: ${endpoint} } } }\n`;
const metrics = (minio: string): string => `minio: { enabled: ${minio} }
serviceAccount: { name: mimir }
mimir:
  structuredConfig:
    common: { storage: { backend: s3, s3: { endpoint: s3.eu-west-1.amazonaws.com } } }
`;
const bitnamiDns = (values: string): string =>
  exampleApplication({
    name: "external-dns",
    source: `repoURL: https://charts.bitnami.com/bitnami\nchart: external-dns\ntargetRevision: 8.3.9\nhelm:\n  valuesObject:\n${indent(values, 4)}`,
  });

testRule(rule, {
  valid: [
    {
      name: "cert-manager with solvers that ask no AWS",
      files: controller(
        "cert-manager",
        "{}\n",
        "kind: ClusterIssuer\napiVersion: cert-manager.io/v1\nmetadata: { name: x }\nspec: { acme: { solvers: [{ http01: {} }] } }\n",
      ),
    },
    {
      name: "a solver with keys",
      files: controller("cert-manager", "{}\n", issuer("{ accessKeyID: AKIAEXAMPLE }")),
    },
    {
      name: "a solver with an account of its own",
      files: controller(
        "cert-manager",
        "{}\n",
        issuer("{ auth: { kubernetes: { serviceAccountRef: { name: dns } } } }"),
      ),
    },
    {
      name: "a solver of an Issuer, which keys must come with",
      files: controller("cert-manager", "{}\n", issuer("{}", "Issuer")),
    },
    {
      name: "a store with an account of its own",
      files: controller(
        "external-secrets",
        "{}\n",
        store(
          "{ service: SecretsManager, auth: { jwt: { serviceAccountRef: { name: eso, namespace: eso } } } }",
        ),
      ),
    },
    {
      name: "a store with keys",
      files: controller(
        "external-secrets",
        "{}\n",
        store("{ auth: { secretRef: { accessKeyIDSecretRef: { name: aws, key: id } } } }"),
      ),
    },
    {
      name: "a store of another provider",
      files: controller("external-secrets", "{}\n", store("{}").replace("aws: {}", "vault: { server: x }")),
    },
    {
      name: "an issuer of which of two controllers nobody knows",
      files: {
        ...controller("cert-manager", "{}\n", issuer("{}")),
        "other.yaml": controllerApp("cert-manager", "{}\n", "certificates").replace(
          "kubernetes.default.svc",
          "other.example.com",
        ),
      },
    },
    { name: "backups to another provider", files: controller("velero", backups("azure", "false")) },
    { name: "backups with keys from a Secret", files: controller("velero", backups("aws", "true")) },
    {
      name: "backups to another S3",
      files: controller(
        "velero",
        backups("aws", "false").replace(
          "bucket: backups",
          "bucket: backups, config: { s3Url: http://minio }",
        ),
      ),
    },
    { name: "logs on another S3", files: controller("loki", logs(", s3: { endpoint: minio.example.com }")) },
    { name: "logs on MinIO", files: controller("loki", `${logs("")}minio: { enabled: true }\n`) },
    {
      name: "logs with keys",
      files: controller("loki", logs(", s3: { accessKeyId: AKIAEXAMPLE, secretAccessKey: x }")),
    },
    { name: "traces on another S3", files: controller("tempo-distributed", traces("minio:9000")) },
    {
      name: "metrics on MinIO, which the chart brings",
      files: controller("mimir-distributed", metrics("true")),
    },
    {
      name: "Bitnami's external-dns for another provider",
      files: { ...eks, "app.yaml": bitnamiDns("provider: cloudflare\n") },
    },
    {
      name: "Bitnami's external-dns with keys",
      files: { ...eks, "app.yaml": bitnamiDns("aws: { credentials: { secretName: aws } }\n") },
    },
    {
      name: "a handler that asks the instance",
      files: controller("aws-node-termination-handler", "enableSqsTerminationDraining: false\n"),
    },
    {
      name: "an annotation",
      files: {
        ...eks,
        "app.yaml": dns(`${bare}serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: ${ARN}\n`),
      },
    },
    {
      name: "an association for the account",
      files: { ...eks, "eks.tf": association('"shop"'), "app.yaml": dns(bare) },
    },
    { name: "another provider", files: { ...eks, "app.yaml": dns("provider:\n  name: cloudflare\n") } },
    {
      name: "another provider as older charts take it",
      files: { ...eks, "app.yaml": dns("provider: azure\n") },
    },
    {
      name: "a provider that a placeholder stands for",
      files: { ...eks, "app.yaml": dns("provider:\n  name: ${PROVIDER}\n") },
    },
    {
      name: "an autoscaler of another cloud",
      files: { ...eks, "app.yaml": release("cluster-autoscaler", "cloudProvider: azure\n") },
    },
    { name: "no EKS cluster at hand", files: { "app.yaml": dns(bare) } },
    {
      name: "keys in the environment",
      files: {
        ...eks,
        "app.yaml": dns(
          `${bare}env:\n  - name: AWS_ACCESS_KEY_ID\n    valueFrom: { secretKeyRef: { name: dns, key: id } }\n`,
        ),
      },
    },
    {
      name: "keys under a value of the chart",
      files: { ...eks, "app.yaml": release("cluster-autoscaler", "awsAccessKeyID: AKIAEXAMPLE\n") },
    },
    {
      name: "variables from a secret",
      files: { ...eks, "app.yaml": release("cluster-autoscaler", "envFromSecret: aws\n") },
    },
    {
      name: "the Secret that the chart's pods take keys from unasked",
      files: {
        ...eks,
        "app.yaml": release("aws-ebs-csi-driver", "controller: { replicaCount: 1 }\n"),
        "secret.yaml":
          "apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nmetadata: { name: aws-secret, namespace: shop }\nspec: { secretStoreRef: { name: vault } }\n",
      },
    },
    {
      name: "a role for kube2iam",
      files: { ...eks, "app.yaml": dns(`${bare}podAnnotations:\n  iam.amazonaws.com/role: dns\n`) },
    },
    {
      name: "nodes that may do it",
      files: { ...eks, "node.tf": node(inline("route53:*")), "app.yaml": dns(bare) },
    },
    {
      name: "an account that the chart does not make",
      files: { ...eks, "app.yaml": dns(`${bare}serviceAccount:\n  create: false\n`) },
    },
    {
      name: "an empty annotation, which another rule tells",
      files: {
        ...eks,
        "app.yaml": dns(`${bare}serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn:\n`),
      },
    },
    {
      name: "a chart that needs no AWS in every configuration",
      files: {
        ...eks,
        "app.yaml": exampleApplication({ source: chartSource("valuesObject: {}\n", "external-secrets") }),
      },
    },
  ],
  unknown: [
    {
      name: "an association in a namespace that is not known",
      files: { ...eks, "eks.tf": association("var.namespace"), "app.yaml": dns(bare) },
    },
    {
      name: "a value file from elsewhere",
      files: { ...eks, "app.yaml": dns(bare, "valueFiles: [values-ha.yaml]\n") },
    },
    {
      name: "eksctl, which may associate",
      files: {
        ...eks,
        "app.yaml": dns(bare),
        "cluster.yaml":
          "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: { name: prod, region: eu-west-2 }\niam:\n  podIdentityAssociations:\n    - namespace: shop\n      serviceAccountName: external-dns\n",
      },
    },
    {
      name: "a chart in no catalogue in the same namespace",
      files: {
        ...eks,
        "app.yaml": dns(bare),
        "other.yaml": exampleApplication({
          name: "other",
          source: chartSource("valuesObject: {}\n", "shop"),
        }),
      },
    },
    {
      name: "a role for pods that nothing here associates",
      files: {
        "iam.tf": exampleRole("dns", {
          action: ["sts:AssumeRole", "sts:TagSession"],
          principal: ["Service", "pods.eks.amazonaws.com"],
          conditions: {},
        }),
        "app.yaml": dns(bare),
      },
    },
    {
      name: "nodes with a policy that is not here",
      files: {
        ...eks,
        "app.yaml": dns(bare),
        "node.tf": node(
          'resource "aws_iam_role_policy_attachment" "node" {\n  role       = aws_iam_role.node.name\n  policy_arn = "arn:aws:iam::111122223333:policy/nodes"\n}\n',
        ),
      },
    },
  ],
  invalid: [
    {
      name: "cert-manager with a solver by Route 53",
      files: controller("cert-manager", "{}\n", issuer("{ region: eu-west-1 }")),
      findings: [
        {
          messageId: "missing",
          at: "app.yaml:4",
          covers: "cert-manager",
          related: ["{ region: eu-west-1 }"],
        },
      ],
    },
    {
      name: "a solver that assumes a role with the controller's credentials",
      files: controller("cert-manager", "{}\n", issuer('{ role: "arn:aws:iam::444455556666:role/dns" }')),
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "cert-manager" }],
    },
    {
      name: "External Secrets with a store that uses its credentials",
      files: controller("external-secrets", "{}\n", store("{ service: SecretsManager, region: eu-west-1 }")),
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "external-secrets", related: ["aws"] }],
    },
    {
      name: "backups to AWS",
      files: controller("velero", backups("aws", "false")),
      findings: [
        { messageId: "missing", at: "app.yaml:4", covers: "velero", says: '"velero/velero-server"' },
      ],
    },
    {
      name: "logs on S3",
      files: controller("loki", logs("")),
      findings: [{ messageId: "missing", at: "app.yaml:12", covers: "loki" }],
    },
    {
      name: "traces on S3",
      files: controller("tempo-distributed", traces("s3.eu-west-1.amazonaws.com")),
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "tempo-distributed" }],
    },
    {
      name: "metrics on S3",
      files: controller("mimir-distributed", metrics("false")),
      findings: [{ messageId: "missing", at: "app.yaml:17", covers: "mimir" }],
    },
    {
      name: "Bitnami's external-dns",
      files: { ...eks, "app.yaml": bitnamiDns("policy: sync\n") },
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "external-dns" }],
    },
    {
      name: "a handler of a queue",
      files: controller("aws-node-termination-handler", "enableSqsTerminationDraining: true\n"),
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "aws-node-termination-handler" }],
    },
    {
      name: "external-dns without an annotation",
      files: { ...eks, "app.yaml": dns(bare) },
      findings: [
        {
          messageId: "missing",
          at: "app.yaml:4",
          covers: "external-dns",
          severity: "warning",
          says: '"shop/external-dns"',
          related: ["external-dns"],
        },
      ],
    },
    {
      name: "the default provider, where another account has a role",
      files: { "sa.yaml": annotatedApp, "app.yaml": dns("logLevel: debug\n") },
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "external-dns" }],
    },
    {
      name: "only a region in the environment",
      files: { ...eks, "app.yaml": dns(`${bare}env:\n  - name: AWS_DEFAULT_REGION\n    value: eu-west-2\n`) },
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "external-dns" }],
    },
    {
      name: "an association for another namespace",
      files: { ...eks, "eks.tf": association('"dns"'), "app.yaml": dns(bare) },
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "external-dns" }],
    },
    {
      name: "nodes that may do other things",
      files: { ...eks, "node.tf": node(inline("s3:GetObject")), "app.yaml": dns(bare) },
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "external-dns" }],
    },
    {
      name: "an account with a name of its own",
      files: {
        ...eks,
        "app.yaml": release("cluster-autoscaler", "rbac:\n  serviceAccount:\n    name: autoscaler\n"),
      },
      findings: [{ messageId: "missing", at: "app.yaml:18", covers: "autoscaler" }],
    },
    {
      name: "the load balancer controller",
      files: { ...eks, "app.yaml": release("aws-load-balancer-controller", "clusterName: prod\n") },
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "aws-load-balancer-controller" }],
    },
    {
      name: "Karpenter",
      files: { ...eks, "app.yaml": release("karpenter", "settings:\n  clusterName: prod\n") },
      findings: [{ messageId: "missing", at: "app.yaml:4", covers: "karpenter" }],
    },
    ...["aws-ebs-csi-driver", "aws-efs-csi-driver"].map((chart) => ({
      name: `the controller of ${chart}, not its nodes`,
      files: {
        ...eks,
        "app.yaml": release(chart, "controller:\n  serviceAccount:\n    name: csi\n"),
      },
      findings: [{ messageId: "missing", at: "app.yaml:18", covers: "csi" }] as const,
    })),
  ],
});
