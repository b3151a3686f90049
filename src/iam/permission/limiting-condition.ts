import type { Condition } from "../../model/policy.ts";
import { known } from "../../model/text.ts";
import type { ActionFact } from "../service-reference/reference.ts";

/**
 * Keys of AWS itself that say which resource, or that leave the choice to a service whose own call is checked too
 * (IAM user guide, "AWS global condition context keys": properties of the resource, CalledVia, ViaAWSService).
 * Whose account, organisation, region, address or session it is says nothing of which resource.
 */
const GLOBAL = /^aws:(?:resourcetag\/|calledvia|viaawsservice$)/;

/** The tags that a request puts on what it makes ("Controlling access during AWS requests"). */
const REQUEST_TAG = /^aws:requesttag\//;

/**
 * Keys of services that speak of the request, of the caller or of where, never of which resource; by the services'
 * pages in the Service Authorization Reference. All their other keys are taken to limit the resource:
 * `ec2:ResourceTag/x`, `secretsmanager:SecretId`, `ecs:cluster`, `iam:PassedToService` (Access Analyzer asks for the
 * resource or for this key: PASS_ROLE_WITH_STAR_IN_RESOURCE), `kms:ViaService` (the key is that of a resource that
 * the service lets the caller use).
 */
const ofTheRequest: Readonly<Record<string, RegExp>> = {
  dynamodb: /^(?:fulltablescan|returnconsumedcapacity|returnvalues|select)$/,
  ec2: /^(?:region|roledelivery|sourceinstancearn|metadatahttp.*)$/,
  kms: /^(?:calleraccount|encryptionalgorithm|grantisforawsresource|messagetype|signingalgorithm)$/,
  route53: /^changeresourcerecordsets(?:actions|recordtypes)$/,
  s3: /^(?:authtype|dataaccesspointaccount|delimiter|max-keys|resourceaccount|signatureage|signatureversion|tlsversion|x-amz-.*)$/,
  secretsmanager:
    /^(?:blockpublicpolicy|description|forcedeletewithoutrecovery|kmskey.*|recoverywindowindays|secretprimaryregion|versionid|versionstage)$/,
  ssm: /^(?:overwrite|recursive|sessiondocumentaccesscheck)$/,
  sts: /^(?:durationseconds|externalid|rolesessionname|sourceidentity|transitivetagkeys)$/,
};

/**
 * Whether a condition may hold an action to some resources. A key that is not wholly known may; so may one of a
 * service that this table does not know: silence rather than a false word.
 */
export function mayLimitResource(condition: Condition, fact: ActionFact): boolean {
  const key = known(condition.key)?.toLowerCase();
  if (key === undefined) return true;
  // On an action that puts tags, the request's tags are what it puts, on whichever resource.
  if (REQUEST_TAG.test(key)) return fact.level !== "tagging";
  if (key.startsWith("aws:")) return GLOBAL.test(key);
  const colon = key.indexOf(":");
  return !(ofTheRequest[key.slice(0, colon)]?.test(key.slice(colon + 1)) ?? false);
}
