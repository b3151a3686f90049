import type { Origin, ServiceAccount } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Entry, MapNode, Node } from "../../model/node.ts";
import { literal, type Text } from "../../model/text.ts";

/** What a release makes, as far as it is known. */
export interface MadeAccount {
  readonly name: Text;
  readonly namespace: Text;
  readonly annotations: MapNode;
  readonly existence: ServiceAccount["existence"];
  /** The place of the whole: what a person would edit. */
  readonly at: Location;
}

/** The object that the chart's template would print, each value at its own place. */
export function serviceAccountManifest(
  account: MadeAccount,
  origin: Origin,
  madeBy: NonNullable<ServiceAccount["madeBy"]>,
): Manifest {
  const { name, namespace, annotations, existence, at } = account;
  const map = (...entries: readonly (readonly [string, Node])[]): MapNode => ({
    kind: "map",
    entries: entries.map(([key, value]): Entry => ({ key: literal(key, at), value })),
    at,
  });
  const isEmpty = annotations.entries.length === 0 && annotations.more === undefined;
  const metadata = map(
    ["name", name],
    ["namespace", namespace],
    ...(isEmpty ? [] : [["annotations", annotations] as const]),
  );
  const object = map(
    ["apiVersion", literal("v1", at)],
    ["kind", literal("ServiceAccount", at)],
    ["metadata", metadata],
  );
  return { object, origin, existence, madeBy };
}
