import { addonNamespace, eksAddon } from "../../../catalogue/eks-addons.ts";
import type { Fact, PodIdentityAssociation } from "../../../model/entities.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { MapNode, Node } from "../../../model/node.ts";
import { absent, known, literal, type Text } from "../../../model/text.ts";
import type { BlockView, Resource } from "../instances/instance.ts";
import { attributeHole, filledArgument } from "../resources/resource-text.ts";
import { withAnnotationPlaces } from "./annotation-places.ts";
import { factId } from "./identity.ts";
import type { Inventory } from "./inventory.ts";

const ADDON = "aws_eks_addon";

function addonsIn(inventory: Inventory): readonly Resource[] {
  return inventory.resources.get(ADDON) ?? [];
}

/** The role that an add-on's service account is annotated with. */
function roleOf(addon: Resource): Text | undefined {
  return filledArgument(addon, "service_account_role_arn");
}

function map(entries: readonly (readonly [string, Node])[], addon: Resource): MapNode {
  const { at } = addon;
  return { kind: "map", entries: entries.map(([key, value]) => ({ key: literal(key, at), value })), at };
}

/** The service account of a well-known add-on with a role: it stands at the add-on's name. */
function accountOf(addon: Resource): readonly Manifest[] {
  const role = roleOf(addon);
  const name = filledArgument(addon, "addon_name");
  if (role === undefined || name === undefined) return [];
  const row = eksAddon(known(name) ?? "");
  if (row === undefined) return [];
  const written = addon.nameAt("service_account_role_arn") ?? addon.at;
  const annotations: MapNode = {
    kind: "map",
    entries: [{ key: literal("eks.amazonaws.com/role-arn", written), value: role }],
    at: addon.at,
  };
  const metadata = map(
    [
      ["name", literal(row.serviceAccount, name.at)],
      ["namespace", literal(row.namespace, name.at)],
      ["annotations", annotations],
    ],
    addon,
  );
  const object = map(
    [
      ["apiVersion", literal("v1", addon.at)],
      ["kind", literal("ServiceAccount", addon.at)],
      ["metadata", metadata],
    ],
    addon,
  );
  return [
    {
      object: withAnnotationPlaces(object),
      origin: addon.module.origin,
      ...(addon.exists === "maybe" ? { existence: "maybe" } : {}),
      madeBy: { what: "terraform", row: `EKS add-on ${known(name) ?? ""}`, release: name },
    },
  ];
}

/** The service accounts of add-ons that are given a role. */
export function addonAccounts(inventory: Inventory): readonly Manifest[] {
  return addonsIn(inventory).flatMap(accountOf);
}

/** Whether an add-on annotates a service account whose name is not known. */
export function hasUnknownAccount(addon: Resource): boolean {
  return roleOf(addon) !== undefined && accountOf(addon).length === 0;
}

function part(block: BlockView, name: string, addon: Resource): Text {
  const hole = attributeHole(addon, `pod_identity_association.${name}`);
  return filledArgument(block, name) ?? { kind: "text", parts: [hole], at: block.at };
}

/** The one namespace in which an add-on makes service accounts, where that is known. */
export function addonNamespaceOf(addon: Resource): Text | undefined {
  const name = filledArgument(addon, "addon_name");
  const namespace = name === undefined ? undefined : addonNamespace(known(name) ?? "");
  return name === undefined || namespace === undefined ? undefined : literal(namespace, name.at);
}

/** The namespace of an add-on's associations: where its row says, else not known. */
function namespaceOf(addon: Resource): Text {
  const found = addonNamespaceOf(addon);
  if (found !== undefined) return found;
  return { kind: "text", parts: [attributeHole(addon, "namespace")], at: addon.at };
}

function associationOf(block: BlockView, index: number, addon: Resource): PodIdentityAssociation {
  return {
    kind: "pod-identity-association",
    id: factId(addon.module, addon.address, `#association ${index}`),
    origin: addon.module.origin,
    at: block.at,
    address: addon.address,
    clusterName: part(addon, "cluster_name", addon),
    namespace: namespaceOf(addon),
    serviceAccount: part(block, "service_account", addon),
    roleArn: part(block, "role_arn", addon),
    targetRoleArn: absent(block.at),
    disableSessionTags: { state: "absent", at: block.at },
  };
}

/** The Pod Identity associations that add-ons make for themselves (`pod_identity_association` blocks). */
export function addonAssociations(inventory: Inventory): readonly Fact[] {
  return addonsIn(inventory).flatMap((addon) =>
    addon.blocks("pod_identity_association").items.map((block, index) => associationOf(block, index, addon)),
  );
}
