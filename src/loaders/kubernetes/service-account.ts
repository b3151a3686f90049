import { AUDIENCE_ANNOTATION, ROLE_ARN_ANNOTATION } from "../../iam/webhook.ts";
import { equals } from "../../model/compare.ts";
import type { ServiceAccount } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get } from "../../model/node.ts";
import { isAbsent, known, literal, print, type Absent, type Text } from "../../model/text.ts";
import type { LoaderSettings } from "../loader.ts";
import {
  absentIn,
  factId,
  identityText,
  moreEntries,
  nameOf,
  namespaceOf,
  textEntries,
  type TextEntry,
} from "../manifest-metadata.ts";

/** The service account that a manifest of kind ServiceAccount describes. */
export function readServiceAccount(manifest: Manifest, settings: LoaderSettings): ServiceAccount {
  const { object, origin, madeBy } = manifest;
  const map = get(object, "metadata", "annotations");
  const annotations = textEntries(map);
  const namespace = namespaceOf(manifest, settings);
  const name = nameOf(manifest, settings);
  const keyed = annotations.map(({ key, value }) => ({ key: identityText(manifest, key, settings), value }));
  const annotation = (key: string): Text | Absent => {
    const value = valueOf(keyed, key) ?? absentIn(map, get(object, "metadata") ?? object);
    return isAbsent(value) ? value : identityText(manifest, value, settings);
  };
  const more = moreEntries(map);
  return {
    kind: "service-account",
    id: factId("service-account", manifest, print(namespace), print(name)),
    origin,
    at: object.at,
    namespace,
    name,
    roleArn: annotation(ROLE_ARN_ANNOTATION),
    audience: annotation(AUDIENCE_ANNOTATION),
    annotations,
    labels: textEntries(get(object, "metadata", "labels")),
    existence: manifest.existence ?? "created",
    ...(more === undefined ? {} : { moreAnnotations: more }),
    ...(madeBy === undefined ? {} : { madeBy }),
  };
}

/** The value of a key: the last one that is certainly it, else a hole when a key with holes may be it. */
function valueOf(annotations: readonly TextEntry[], key: string): Text | undefined {
  const certain = annotations.findLast((entry) => known(entry.key) === key);
  if (certain !== undefined) return certain.value;
  const possible = annotations.findLast((entry) => equals(entry.key, literal(key, entry.key.at)) === "maybe");
  const hole = possible?.key.parts.find((part) => part.kind === "hole");
  return hole && possible && { kind: "text", parts: [hole], at: possible.value.at };
}
