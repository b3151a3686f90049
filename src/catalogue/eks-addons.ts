/** The service account that an EKS add-on runs as, and which `service_account_role_arn` annotates. */
export interface EksAddon {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** By the add-on's name (EKS user guide, "AWS add-ons"): those that take a role. */
const addons: Readonly<Record<string, EksAddon>> = {
  "vpc-cni": { namespace: "kube-system", serviceAccount: "aws-node" },
  "aws-ebs-csi-driver": { namespace: "kube-system", serviceAccount: "ebs-csi-controller-sa" },
  "aws-efs-csi-driver": { namespace: "kube-system", serviceAccount: "efs-csi-controller-sa" },
  "aws-mountpoint-s3-csi-driver": { namespace: "kube-system", serviceAccount: "s3-csi-driver-sa" },
  "amazon-cloudwatch-observability": { namespace: "amazon-cloudwatch", serviceAccount: "cloudwatch-agent" },
};

/** The namespace in which an AWS add-on makes all that it makes (EKS user guide, "AWS add-ons"). */
const namespaces: Readonly<Record<string, string>> = {
  coredns: "kube-system",
  "kube-proxy": "kube-system",
  "eks-pod-identity-agent": "kube-system",
  "eks-node-monitoring-agent": "kube-system",
  "snapshot-controller": "kube-system",
  "aws-guardduty-agent": "amazon-guardduty",
};

/** The only namespace in which an add-on makes accounts; undefined for one of which that is not known. */
export function addonNamespace(name: string): string | undefined {
  return eksAddon(name)?.namespace ?? (Object.hasOwn(namespaces, name) ? namespaces[name] : undefined);
}

/** What is known of an add-on; undefined for one that is not in the list. */
export function eksAddon(name: string): EksAddon | undefined {
  return Object.hasOwn(addons, name) ? addons[name] : undefined;
}

/** Whether EKS itself makes an account for one of its add-ons. */
export function isAddonAccount(namespace: string, serviceAccount: string): boolean {
  return Object.values(addons).some(
    (addon) => addon.namespace === namespace && addon.serviceAccount === serviceAccount,
  );
}
