import type { ActionFact } from "../service-reference/reference.ts";

/**
 * Actions whose resource a policy names in vain. CloudWatch's data sets hold OpenTelemetry metrics, while the metrics of
 * a namespace, which everybody sends, have no ARN (CloudWatch user guide, "CloudWatch permissions reference": limit
 * PutMetricData by cloudwatch:namespace). Route 53 makes a change's identifier when it makes the change, and to look
 * at a change is all that GetChange does.
 */
const needStar: ReadonlySet<string> = new Set([
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "route53:GetChange",
]);

/** Whether a policy can hold an action to some resources (Service Authorization Reference, "Resource types"). */
export function takesResources({ service, name, resourceTypes }: ActionFact): boolean {
  return resourceTypes.length > 0 && !needStar.has(`${service}:${name}`);
}
