import type { Release } from "../model/entities.ts";
import type { Node } from "../model/node.ts";
import { holesOf, known } from "../model/text.ts";

/** Variables of the AWS SDKs that only choose where requests go (AWS SDKs reference guide, "Settings reference"). */
const HARMLESS =
  /AWS_(?:DEFAULT_)?REGION|AWS_STS_REGIONAL_ENDPOINTS|AWS_MAX_ATTEMPTS|AWS_RETRY_MODE|AWS_SDK_LOAD_CONFIG/g;

/** Keys under which charts take keys, imports of variables, files with keys, or a role for kube2iam and kiam. */
const CREDENTIAL_KEY =
  /access[-_]?(?:key|secret)|secret[-_]?key|credentials?$|secretconfiguration|envfrom|^(?:aws|env|extraenv)\w*secrets?$|volumes?$|kube2iam|kiam|iam\.amazonaws\.com/i;

/** Values are walked this deep: subcharts nest, and no chart's values come near it. */
const MAX_DEPTH = 30;

/** Whether a value says nothing, or no: `credentials: { useSecret: false }` brings none. */
const isEmpty = (node: Node, depth = 0): boolean =>
  node.kind === "null" ||
  (node.kind === "boolean" && !node.value) ||
  (node.kind === "text" && node.parts.length === 0) ||
  (node.kind === "list" && node.items.length === 0) ||
  (node.kind === "map" &&
    node.more === undefined &&
    depth <= MAX_DEPTH &&
    node.entries.every(({ value }) => isEmpty(value, depth + 1)));

const namesVariable = (text: string): boolean => text.replace(HARMLESS, "").includes("AWS_");

function mayBring(node: Node, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  switch (node.kind) {
    case "unknown":
      return true;
    case "text":
      return node.parts.some((part) => part.kind === "literal" && namesVariable(part.value));
    case "list":
      return node.items.some((item) => mayBring(item, depth + 1));
    case "map":
      return (
        node.more !== undefined ||
        node.entries.some(({ key, value }) => {
          const name = known(key);
          if (name === undefined || namesVariable(name)) return true;
          if (/env/i.test(name) && value.kind === "text" && holesOf(value).length > 0) return true;
          return (CREDENTIAL_KEY.test(name) && !isEmpty(value)) || mayBring(value, depth + 1);
        })
      );
    default:
      return false;
  }
}

/**
 * Whether a release's values may give its pods credentials for AWS other than through the service account: keys,
 * variables of the SDKs, files, another tool's roles, or a part that is not known.
 */
export function mayBringCredentials({ values, valueFiles }: Release): boolean {
  if (valueFiles.some(({ state }) => state !== "read")) return true;
  return values !== undefined && mayBring(values, 0);
}
