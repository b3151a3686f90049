import type { Gap } from "../../../model/entities.ts";
import { wholeFile } from "../../../model/location.ts";
import type { Problem } from "../../../model/problem.ts";
import { absent, type Absent, type Text } from "../../../model/text.ts";
import type { Resource } from "../instances/instance.ts";
import { addonNamespaceOf, hasUnknownAccount } from "./eks-addons.ts";
import { factId } from "./identity.ts";
import { hasChart } from "./helm-releases.ts";
import type { Inventory, OpenRepetition, UnreadCall } from "./inventory.ts";
import { isUnreadObject, OBJECT_TYPES } from "./kubernetes-objects.ts";
import { commandGaps, COMMAND_TYPES } from "./commands.ts";

type Made = Gap["may"][number];

/** What an unread module can make: anything that Terraform has a provider for. */
const ANYTHING: readonly Made[] = ["role", "oidc-provider", "service-account", "association", "policy"];

/** Resource types that make things which this loader does not follow, and what those are. */
const opaque: Readonly<Record<string, readonly Made[]>> = {
  helm_release: ["service-account"],
  aws_eks_addon: ["service-account"],
  aws_cloudformation_stack: ["role", "oidc-provider", "association", "policy"],
  aws_cloudformation_stack_set: ["role", "oidc-provider", "association", "policy"],
  kustomization_resource: ["service-account", "secret-store", "external-secret"],
  kubectl_file_documents: ["service-account"],
};

export const OPAQUE_TYPES: readonly string[] = Object.keys(opaque);

/** Objects of any kind. */
const ANY_OBJECT: readonly Made[] = ["service-account", "secret-store", "external-secret"];
const ACCOUNT: readonly Made[] = ["service-account"];

/** What a resource type makes, for repetitions whose number is not known. */
const made: Readonly<Record<string, readonly Made[]>> = {
  ...opaque,
  aws_iam_role: ["role"],
  awscc_iam_role: ["role"],
  aws_iam_openid_connect_provider: ["oidc-provider"],
  awscc_iam_oidc_provider: ["oidc-provider"],
  aws_eks_pod_identity_association: ["association"],
  awscc_eks_pod_identity_association: ["association"],
  aws_iam_policy: ["policy"],
  kubernetes_manifest: ANY_OBJECT,
  kubectl_manifest: ANY_OBJECT,
  argocd_application: ANY_OBJECT,
  argocd_application_set: ANY_OBJECT,
  kubernetes_service_account: ACCOUNT,
  kubernetes_service_account_v1: ACCOUNT,
  kubernetes_default_service_account: ACCOUNT,
  kubernetes_default_service_account_v1: ACCOUNT,
  kubernetes_annotations: ACCOUNT,
};

function madeBy(type: string): readonly Made[] {
  return Object.hasOwn(made, type) ? (made[type] ?? []) : [];
}

function unreadGap({ call, caller }: UnreadCall): Gap | undefined {
  if (call.source === undefined) return undefined;
  const what = `module "${call.localAddress.slice("module.".length)}" (${call.source})`;
  return {
    kind: "gap",
    id: factId(caller, call.address, "#unread"),
    what,
    may: ANYTHING,
    namespace: absent(call.at),
    account: caller.provider("aws").account,
    // What leaves the boundary has a problem of its own.
    message: call.outside ? undefined : `${what} ${call.reason}: what it makes and returns is not known`,
    wants: { kind: "module", name: call.source },
    at: call.at,
    origin: caller.origin,
  };
}

function openGap({ name, type, module, at, hole }: OpenRepetition): Gap | undefined {
  const may = type === undefined ? ANYTHING : madeBy(type);
  if (may.length === 0) return undefined;
  return {
    kind: "gap",
    id: factId(module, `${module.address}.${name}`, "#open"),
    what: name,
    may,
    namespace: absent(at),
    account: module.provider("aws").account,
    message: `${name} is repeated for ${hole.name}, which is not known: only one instance stands for all`,
    at,
    origin: module.origin,
  };
}

function namespaceOf(resource: Resource): Text | Absent {
  if (resource.type === "aws_eks_addon") return addonNamespaceOf(resource) ?? absent(resource.at);
  if (resource.type !== "helm_release") return absent(resource.at);
  const namespace = resource.attribute("namespace");
  return namespace.kind === "text" ? namespace : absent(resource.at);
}

/** What follows from a resource that is not followed; undefined when nobody needs to hear of it. */
function opaqueMessage(resource: Resource): string | undefined {
  const { type, address } = resource;
  if (type === "helm_release") {
    return `${address} installs a chart that is not known: the service accounts that it makes are not known`;
  }
  if (type === "aws_eks_addon") {
    return hasUnknownAccount(resource)
      ? `${address} gives a role to a service account whose name is not known`
      : undefined;
  }
  return `${address}: what it makes is not known`;
}

function opaqueGap(resource: Resource): Gap {
  return {
    kind: "gap",
    id: factId(resource.module, resource.address, "#opaque"),
    what: resource.address,
    may: madeBy(resource.type),
    namespace: namespaceOf(resource),
    account: resource.module.provider("aws").account,
    message: opaqueMessage(resource),
    at: resource.at,
    origin: resource.module.origin,
  };
}

function overflowGap(inventory: Inventory): readonly Gap[] {
  const [root] = inventory.modules;
  if (!inventory.overflow || root === undefined) return [];
  const at = wholeFile(root.world.at.file);
  return [
    {
      kind: "gap",
      id: factId(root, "", "#overflow"),
      what: `the root module ${root.world.directory}`,
      may: ANYTHING,
      namespace: absent(at),
      account: absent(at),
      message: `The root module ${root.world.directory} has too many instances: some were not looked at`,
      at,
      origin: root.origin,
    },
  ];
}

/** Module sources that leave the boundary: nothing beyond it is read. */
export function outsideProblems({ unread }: Inventory): readonly Problem[] {
  return unread.flatMap(({ call }): readonly Problem[] => {
    if (call.outside === undefined) return [];
    const message = `The source of ${call.localAddress} lies outside of what is read: what it makes is not known`;
    return [{ code: "input/outside-root", message, at: call.outside }];
  });
}

/** What a root module may make besides what was found in it. */
export function gaps(inventory: Inventory): readonly Gap[] {
  const resourcesOf = (types: readonly string[]): readonly Resource[] =>
    types.flatMap((type) => inventory.resources.get(type) ?? []);
  return [
    ...inventory.unread.flatMap((unread) => unreadGap(unread) ?? []),
    ...inventory.open.flatMap((open) => openGap(open) ?? []),
    ...resourcesOf(OPAQUE_TYPES)
      .filter((resource) => resource.type !== "helm_release" || !hasChart(resource))
      .map(opaqueGap),
    ...resourcesOf(OBJECT_TYPES).filter(isUnreadObject).map(opaqueGap),
    ...resourcesOf(COMMAND_TYPES).flatMap(commandGaps),
    ...overflowGap(inventory),
  ];
}
