import { ROLE_ARN_ANNOTATION } from "../../iam/webhook.ts";
import type { ServiceAccount } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import { get, itemsOf, textOf, type MapNode, type Node } from "../../model/node.ts";
import { isAbsent, known, unknownText, type Text } from "../../model/text.ts";
import { truthOf } from "../../catalogue/charts/chart-values.ts";

/** A service account that the values of a chart in nobody's catalogue speak of. */
export interface SuspectedAccount {
  readonly name: Text;
  readonly annotations: MapNode;
  readonly existence: ServiceAccount["existence"];
  readonly at: Location;
}

/** Values are walked this deep and this far: subcharts nest, and no chart's values come near it. */
const MAX_DEPTH = 12;
const MAX_MAPS = 5_000;

/**
 * The maps shaped as charts shape a service account's values (`create`, `name`, `annotations`) whose annotations hold
 * a role. Nearly every chart reads such a map; what it calls an account without a name is not known.
 */
export function suspectedAccounts(values: Node | undefined, chart: Text): readonly SuspectedAccount[] {
  const found: SuspectedAccount[] = [];
  const pending: { node: Node; key: string; depth: number }[] = [];
  if (values !== undefined) pending.push({ node: values, key: "", depth: 0 });
  for (let seen = 0; pending.length > 0 && seen < MAX_MAPS; seen++) {
    const next = pending.shift();
    if (next === undefined || next.depth > MAX_DEPTH) continue;
    const { node, key, depth } = next;
    for (const item of itemsOf(node)) pending.push({ node: item, key, depth: depth + 1 });
    if (node.kind !== "map") continue;
    const account = accountIn(node, key, chart);
    if (account !== undefined) found.push(account);
    for (const entry of node.entries) {
      pending.push({ node: entry.value, key: known(entry.key) ?? "", depth: depth + 1 });
    }
  }
  return found;
}

function accountIn(map: MapNode, key: string, chart: Text): SuspectedAccount | undefined {
  const annotations = get(map, "annotations");
  if (annotations?.kind !== "map") return undefined;
  if (!annotations.entries.some((entry) => known(entry.key) === ROLE_ARN_ANNOTATION)) return undefined;
  const create = get(map, "create");
  const name = textOf(get(map, "name"), map.at);
  if (!/service_?-?account|^sa$/i.test(key) && create === undefined) return undefined;
  return {
    name: isAbsent(name) || name.parts.length === 0 ? nameFromChart(map, chart) : name,
    annotations,
    existence: existenceOf(create),
    at: annotations.at,
  };
}

function nameFromChart({ at }: MapNode, chart: Text): Text {
  const id = `chart name|${at.file.path}|${String(at.span.start)}`;
  return unknownText({ id, name: `name from chart ${known(chart) ?? "?"}`, shape: "dns" }, at);
}

/** Without `create` the chart has a default, nearly always true, that is not known here. */
function existenceOf(create: Node | undefined): ServiceAccount["existence"] {
  if (create === undefined) return "maybe";
  const truth = truthOf(create);
  return truth === "yes" ? "created" : truth === "no" ? "annotated" : "maybe";
}
