import { ROLE_ARN_ANNOTATION } from "../iam/webhook.ts";
import type { ReadAccount, Release, ServiceAccount } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import type { MapNode, Node } from "../model/node.ts";
import { known, print, type Text } from "../model/text.ts";

/** A role's annotation somewhere in a release's values. */
export interface ValuesAnnotation {
  /** The keys of the map that holds it, from the outside. */
  readonly route: readonly string[];
  readonly map: MapNode;
  readonly key: Text;
  readonly value: Node;
  /**
   * True when `--set` took the key's dots for levels: `eks`, `amazonaws` and `com/role-arn` lie in one another. `route`
   * is then that of the outermost of them.
   */
  readonly split: boolean;
}

/** Values are walked this deep: subcharts nest, and no chart's values come near it. */
const MAX_DEPTH = 30;

const SPLIT = ["eks", "amazonaws", "com/role-arn"];

/** Every annotation with a role that stands in a release's values, lists left out: those hold whole objects. */
export function roleAnnotations({ values }: Release): readonly ValuesAnnotation[] {
  const found: ValuesAnnotation[] = [];
  const walk = (node: Node | undefined, route: readonly string[]): void => {
    if (node?.kind !== "map" || route.length > MAX_DEPTH) return;
    for (const { key, value } of node.entries) {
      const name = known(key);
      if (name === undefined) continue;
      const last = [...route, name].slice(-SPLIT.length);
      if (name === ROLE_ARN_ANNOTATION) found.push({ route, map: node, key, value, split: false });
      else if (value.kind !== "map" && last.join(".") === SPLIT.join(".")) {
        found.push({ route: route.slice(0, 1 - SPLIT.length), map: node, key, value, split: true });
      } else walk(value, [...route, name]);
    }
  };
  walk(values, []);
  return found;
}

/**
 * Whether a role lies in values of the release, or of a chart around it, where nothing reads it: it was most likely
 * meant for the release.
 */
export function mayBeMisplaced(release: Release, { releases }: Model): boolean {
  return releases.some(
    (other) =>
      isSamePlace(other.name.at, release.name.at) &&
      print(other.name) === print(release.name) &&
      roleAnnotations(other).some(
        ({ route }) => other.reads?.chart?.unread.includes(route[0] ?? "") === true,
      ),
  );
}

/** The service accounts that a release made of one account of its chart. */
export function accountsMadeOf(
  { name, reads }: Release,
  { component }: ReadAccount,
  model: Model,
): readonly ServiceAccount[] {
  return model.serviceAccounts.filter(
    ({ madeBy }) =>
      madeBy?.what === "chart" &&
      madeBy.row === reads?.row &&
      madeBy.component === component &&
      isSamePlace(madeBy.release.at, name.at) &&
      print(madeBy.release) === print(name),
  );
}

/** What the catalogue says of the account that a chart's service account is; undefined for one that is only guessed. */
export function readAccountOf({ madeBy }: ServiceAccount, model: Model): ReadAccount | undefined {
  if (madeBy?.component === undefined) return undefined;
  const release = model.releases.find(
    ({ name, reads }) => reads?.row === madeBy.row && isSamePlace(name.at, madeBy.release.at),
  );
  return release?.reads?.accounts.find(({ component }) => component === madeBy.component);
}

const isSamePlace = (a: Location, b: Location): boolean =>
  a.file.path === b.file.path && a.span.start === b.span.start;
