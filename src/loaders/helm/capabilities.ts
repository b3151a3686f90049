import type { Location } from "../../model/location.ts";
import { literal } from "../../model/text.ts";
import { unknownResult } from "../go-template/convert.ts";
import type { FunctionTable, GoFunction } from "../go-template/function.ts";
import type { GoObject, Value } from "../go-template/value.ts";
import { goBoolean, goObject, stringArgument } from "./chart-objects.ts";

/** Helm 3.16's own version, and that of the cluster that it takes for granted when it has none. */
const HELM = "v3.16.4";
const KUBERNETES = { version: "v1.31.0", major: "1", minor: "31" };

/** What every cluster that EKS offers serves (kubernetes.io/docs/reference/kubernetes-api). */
const SERVED = new Set([
  "v1",
  "admissionregistration.k8s.io/v1",
  "apiextensions.k8s.io/v1",
  "apiregistration.k8s.io/v1",
  "apps/v1",
  "authentication.k8s.io/v1",
  "authorization.k8s.io/v1",
  "autoscaling/v1",
  "autoscaling/v2",
  "batch/v1",
  "certificates.k8s.io/v1",
  "coordination.k8s.io/v1",
  "discovery.k8s.io/v1",
  "events.k8s.io/v1",
  "flowcontrol.apiserver.k8s.io/v1",
  "networking.k8s.io/v1",
  "node.k8s.io/v1",
  "policy/v1",
  "rbac.authorization.k8s.io/v1",
  "scheduling.k8s.io/v1",
  "storage.k8s.io/v1",
]);

/** What they served once: gone before the oldest of them (kubernetes.io/docs/reference/using-api/deprecation-guide). */
const GONE = new Set([
  "extensions/v1beta1",
  "apps/v1beta1",
  "apps/v1beta2",
  "admissionregistration.k8s.io/v1beta1",
  "apiextensions.k8s.io/v1beta1",
  "apiregistration.k8s.io/v1beta1",
  "autoscaling/v2beta1",
  "autoscaling/v2beta2",
  "batch/v1beta1",
  "batch/v2alpha1",
  "certificates.k8s.io/v1beta1",
  "coordination.k8s.io/v1beta1",
  "discovery.k8s.io/v1beta1",
  "events.k8s.io/v1beta1",
  "networking.k8s.io/v1beta1",
  "policy/v1beta1",
  "rbac.authorization.k8s.io/v1alpha1",
  "rbac.authorization.k8s.io/v1beta1",
  "scheduling.k8s.io/v1beta1",
]);

/**
 * Whether the cluster serves an API, as Argo CD, Flux and `helm install` tell Helm: certainly what Kubernetes itself
 * serves, certainly not what it gave up or what only OpenShift has; of all others, which come with custom resources,
 * it is not known.
 */
function serves(api: string): boolean | undefined {
  const [group = "", version = "", kind] = api.includes("/") ? api.split("/") : ["", api];
  // The core group has its kinds behind the version alone: `v1/Secret`.
  const groupVersion = /^v\d/.test(group) ? group : group === "" ? version : `${group}/${version}`;
  const named = /^v\d/.test(group) ? version : kind;
  if (GONE.has(groupVersion) || /(?:^|\.)openshift\.io$/.test(group)) return false;
  if (!SERVED.has(groupVersion)) return undefined;
  return named === undefined ? true : undefined;
}

const VERSION_SET = "chartutil.VersionSet";

/** Functions that know that a set of API versions is a list: `has "apps/v1" .Capabilities.APIVersions`. */
export function withVersionSets(functions: FunctionTable): FunctionTable {
  const has: GoFunction = (args, call) => {
    const [needle, haystack] = args;
    const isSet = haystack?.kind === "object" && haystack.type === VERSION_SET;
    const answer = isSet && needle !== undefined ? haystack.member("Has", [needle], call) : undefined;
    return answer ?? functions.get("has")?.(args, call) ?? unknownResult("has", args, call.at);
  };
  return new Map([...functions, ["has", has]]);
}

/** `.Capabilities` (helm pkg/chartutil/capabilities.go). */
export function capabilities(at: Location): GoObject {
  const text = (value: string): Value => literal(value, at);
  const { version, major, minor } = KUBERNETES;
  const kube = goObject(
    "chartutil.KubeVersion",
    at,
    new Map([
      ["Version", text(version)],
      ["Major", text(major)],
      ["Minor", text(minor)],
      ["GitVersion", text(version)],
      ["String", text(version)],
    ]),
    new Map(),
    () => version,
  );
  const versions = goObject(
    VERSION_SET,
    at,
    new Map(),
    new Map([
      [
        "Has",
        (args, call) => {
          const api = stringArgument(args);
          const answer = api === undefined ? undefined : serves(api);
          return answer === undefined
            ? unknownResult("Capabilities.APIVersions.Has", args, call.at)
            : goBoolean(answer, call.at);
        },
      ],
    ]),
  );
  const helm = goObject(
    "version.BuildInfo",
    at,
    new Map([
      ["Version", text(HELM)],
      ["GitCommit", text("")],
      ["GitTreeState", text("")],
      ["GoVersion", text("")],
    ]),
  );
  return goObject(
    "*chartutil.Capabilities",
    at,
    new Map<string, Value>([
      ["KubeVersion", kube],
      ["APIVersions", versions],
      ["HelmVersion", helm],
    ]),
  );
}
