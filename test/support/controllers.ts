import { exactly, exampleRole } from "../../src/rule-api/examples.ts";
import { exampleApplication, indent } from "./applications.ts";
import { policyFile, type PolicyStatement } from "./permission-repositories.ts";

/** Where the charts of controllers are published, with a version that the catalogue knows. */
const CHARTS: Readonly<Record<string, readonly [repository: string, version: string]>> = {
  "aws-ebs-csi-driver": ["https://kubernetes-sigs.github.io/aws-ebs-csi-driver", "2.35.0"],
  "aws-efs-csi-driver": ["https://kubernetes-sigs.github.io/aws-efs-csi-driver", "3.0.8"],
  "aws-load-balancer-controller": ["https://aws.github.io/eks-charts", "1.9.0"],
  "aws-node-termination-handler": ["oci://public.ecr.aws/aws-ec2/helm", "0.27.6"],
  "cert-manager": ["https://charts.jetstack.io", "v1.16.1"],
  "cluster-autoscaler": ["https://kubernetes.github.io/autoscaler", "9.43.0"],
  "external-dns": ["https://kubernetes-sigs.github.io/external-dns/", "1.15.0"],
  "external-secrets": ["https://charts.external-secrets.io", "0.10.4"],
  karpenter: ["oci://public.ecr.aws/karpenter", "1.0.6"],
  loki: ["https://grafana.github.io/helm-charts", "6.10.0"],
  "mimir-distributed": ["https://grafana.github.io/helm-charts", "5.5.1"],
  tempo: ["https://grafana.github.io/helm-charts", "1.10.3"],
  "tempo-distributed": ["https://grafana.github.io/helm-charts", "1.18.2"],
  velero: ["https://vmware-tanzu.github.io/helm-charts", "7.2.1"],
};

/** The role that `controllerRole` makes. */
export const CONTROLLER_ROLE = "arn:aws:iam::111122223333:role/prod-reports";

/** The annotation of a service account, as it stands in a chart's values. */
export const annotations = `annotations:\n  eks.amazonaws.com/role-arn: ${CONTROLLER_ROLE}\n`;

/** An Application of a chart in a namespace called like it, with these values. */
export function controllerApp(chart: string, values: string, name = chart): string {
  const [repository = "https://charts.example.com", version = "1.0.0"] = CHARTS[chart] ?? [];
  return exampleApplication({
    name,
    namespace: chart,
    source: `repoURL: ${repository}\nchart: ${chart}\ntargetRevision: ${version}\nhelm:\n  valuesObject:\n${indent(values, 4)}`,
  });
}

/** The role of a controller's account, with these statements: the first stands on line 6 of policy.tf. */
export function controllerRole(
  account: string,
  ...statements: readonly PolicyStatement[]
): Readonly<Record<string, string>> {
  const [namespace = "", name = ""] = account.split("/");
  return {
    "role.tf": exampleRole("reports", { conditions: exactly(namespace, name) }),
    "policy.tf": policyFile(...statements),
  };
}
