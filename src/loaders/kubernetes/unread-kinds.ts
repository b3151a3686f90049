import type { Gap } from "../../model/entities.ts";
import { textAt } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, itemsOf, stringAt } from "../../model/node.ts";
import { absent, isAbsent, print, type Absent, type Text } from "../../model/text.ts";
import type { LoaderSettings } from "../loader.ts";
import { apiGroupOf, factId, identityAt, inNamespace, nameOf, namespaceOf } from "../manifest-metadata.ts";
import { ANY_OBJECT } from "./gaps.ts";

interface Unread {
  readonly may: Gap["may"];
  readonly namespace?: Text;
  /** What is not known for it; undefined when nobody needs to hear of it. */
  readonly unknown?: string;
}

type Reader = (manifest: Manifest, settings: LoaderSettings) => Unread;

/** Where a Flux release's objects go: `targetNamespace`, else its own (helm-controller, `GetReleaseNamespace`). */
function releaseNamespace(manifest: Manifest, settings: LoaderSettings): Text {
  const target: Text | Absent = identityAt(manifest, settings, "spec", "targetNamespace");
  return isAbsent(target) ? namespaceOf(manifest, settings) : target;
}

/** A Flux HelmRelease: worth a word when its values give a role to an account, or come from elsewhere. */
const helmRelease: Reader = (manifest, settings) => {
  const { object } = manifest;
  const matters =
    textAt(object.at).includes("eks.amazonaws.com/") || itemsOf(get(object, "spec", "valuesFrom")).length > 0;
  const namespace = releaseNamespace(manifest, settings);
  const unknown = `the service accounts that it makes${inNamespace(namespace)} are not known`;
  return { may: ANY_OBJECT, namespace, ...(matters ? { unknown } : {}) };
};

/**
 * eksctl makes the OIDC provider, and a role for every account under `iam` (eksctl's schema, `ClusterIAM`); without
 * those it makes no role that a service account would name.
 */
const clusterConfig: Reader = ({ object }) => {
  const bound = ["serviceAccounts", "podIdentityAssociations"].some(
    (list) => itemsOf(get(object, "iam", list)).length > 0,
  );
  if (!bound) return { may: ["oidc-provider"] };
  return {
    may: ["role", "policy", "oidc-provider", "service-account", "association"],
    unknown: "the roles and service accounts that eksctl makes of it are not known",
  };
};

const role: Reader = () => ({
  may: ["role", "policy"],
  unknown: "the role that a controller makes of it is not known",
});

const association: Reader = () => ({
  may: ["association"],
  unknown: "the association that a controller makes of it is not known",
});

/** By API group and kind: Flux, eksctl, Crossplane's two AWS providers and AWS Controllers for Kubernetes. */
const readers: Readonly<Record<string, Reader>> = {
  "helm.toolkit.fluxcd.io HelmRelease": helmRelease,
  "eksctl.io ClusterConfig": clusterConfig,
  "iam.aws.upbound.io Role": role,
  "iam.aws.m.upbound.io Role": role,
  "iam.aws.crossplane.io Role": role,
  "iam.services.k8s.aws Role": role,
  "eks.aws.upbound.io PodIdentityAssociation": association,
  "eks.aws.m.upbound.io PodIdentityAssociation": association,
  "eks.services.k8s.aws PodIdentityAssociation": association,
};

/** What an object that other programs make identities of leaves open; undefined for every other object. */
export function unreadObject(manifest: Manifest, settings: LoaderSettings): Gap | undefined {
  const { object, origin } = manifest;
  const kind = stringAt(object, "kind") ?? "";
  const key = `${apiGroupOf(object)} ${kind}`;
  const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
  if (reader === undefined) return undefined;
  const name = nameOf(manifest, settings);
  const { may, namespace, unknown } = reader(manifest, settings);
  const what = `${kind} "${print(name)}"`;
  return {
    kind: "gap",
    id: factId("unread", manifest, kind, print(namespaceOf(manifest, settings)), print(name)),
    what,
    may,
    namespace: namespace ?? absent(object.at),
    account: absent(object.at),
    message: unknown === undefined ? undefined : `${what} is not read: ${unknown}`,
    at: name.at,
    origin,
  };
}
