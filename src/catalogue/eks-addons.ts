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
