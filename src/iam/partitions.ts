/** A group of AWS regions with its own accounts: roles, providers and tokens do not cross its border. */
export interface Partition {
  readonly id: string;
  /** The end of the host of an EKS issuer: `oidc.eks.REGION.SUFFIX`. */
  readonly suffix: string;
  /** What its regions begin with; the commercial partition has every other region. */
  readonly regions: readonly string[];
}

/** AWS's partitions, from the endpoint data that every AWS SDK ships (botocore, partitions.json). */
export const partitions: readonly Partition[] = [
  { id: "aws-cn", suffix: "amazonaws.com.cn", regions: ["cn-"] },
  { id: "aws-us-gov", suffix: "amazonaws.com", regions: ["us-gov-"] },
  { id: "aws-iso", suffix: "c2s.ic.gov", regions: ["us-iso-"] },
  { id: "aws-iso-b", suffix: "sc2s.sgov.gov", regions: ["us-isob-"] },
  { id: "aws-iso-e", suffix: "cloud.adc-e.uk", regions: ["eu-isoe-"] },
  { id: "aws-iso-f", suffix: "csp.hci.ic.gov", regions: ["us-isof-"] },
  { id: "aws-eusc", suffix: "amazonaws.eu", regions: ["eusc-"] },
  { id: "aws", suffix: "amazonaws.com", regions: [] },
];

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** The partition of a region, or undefined for what is no region's name. */
export function partitionOfRegion(region: string): string | undefined {
  if (!REGION.test(region)) return undefined;
  const own = partitions.find(({ regions }) => regions.some((prefix) => region.startsWith(prefix)));
  return own?.id ?? "aws";
}
