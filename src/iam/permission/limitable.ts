import type { ActionFact } from "../service-reference/reference.ts";

/**
 * Actions whose only resource type is for a newer way of calling them, so that the calls that everybody makes need
 * `*`: CloudWatch's data sets hold OpenTelemetry metrics, while metrics of a namespace have no ARN (CloudWatch user
 * guide, "CloudWatch permissions reference", which says to limit PutMetricData by cloudwatch:namespace).
 */
const needStar: ReadonlySet<string> = new Set([
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
]);

/** Whether a policy can hold an action to some resources (Service Authorization Reference, "Resource types"). */
export function takesResources({ service, name, resourceTypes }: ActionFact): boolean {
  return resourceTypes.length > 0 && !needStar.has(`${service}:${name}`);
}
