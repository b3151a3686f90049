import type { Gap, Origin } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import { absent } from "../../model/text.ts";

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
