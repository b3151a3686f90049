import type { Gap, Origin } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import { stringAt, type MapNode } from "../../model/node.ts";
import { absent } from "../../model/text.ts";
import type { Change } from "./kustomization.ts";

/** What a plain file was written for: no environment, no cluster, nothing on the way. */
export function plainOrigin(at: Location): Origin {
  return { environment: null, cluster: absent(at), via: [] };
}

export interface NotKnown {
  readonly id: string;
  readonly what: string;
  readonly may: Gap["may"];
  readonly message: string;
  readonly at: Location;
}

/** A gap of no known namespace. */
export function gap({ id, what, may, message, at }: NotKnown): Gap {
  const nothing = absent(at);
  return {
    kind: "gap",
    id,
    what,
    may,
    namespace: nothing,
    account: nothing,
    message,
    at,
    origin: plainOrigin(at),
  };
}

/** All that the objects of a build or a template may be. */
export const ANY_OBJECT: Gap["may"] = ["service-account", "secret-store", "external-secret"];

const IDENTITY_KIND = /^(?:ServiceAccount|(?:Cluster)?(?:SecretStore|ExternalSecret|PushSecret))$/;

/** That an overlay is not built, once for each change to an object that matters. The object itself has the hole. */
export function overlayGaps(object: MapNode, changes: readonly Change[]): readonly Gap[] {
  const kind = stringAt(object, "kind") ?? "";
  if (!IDENTITY_KIND.test(kind)) return [];
  return changes.flatMap(({ hole }) => {
    const { name, at } = hole;
    if (at === undefined) return [];
    const message = `kustomize is not run: what the ${name} makes of ${kind} objects is not known`;
    const what = `overlay ${at.file.path}`;
    return [gap({ id: `${what}|${name}|${kind}`, what, may: [], message, at: { ...at, route: [] } })];
  });
}
