import { ROLE_ARN_ANNOTATION } from "../../iam/webhook.ts";
import type { Gap } from "../../model/entities.ts";
import { wholeFile } from "../../model/location.ts";
import { itemsOf, stringAt, type MapNode, type Node } from "../../model/node.ts";
import { absent, known, type Text } from "../../model/text.ts";
import { emptyExpansion, type Expander, type Loader, type Questions, type Unit } from "../loader.ts";
import { baseName, directoryOf } from "../paths.ts";
import { yamlParser } from "../yaml/parse.ts";
import { inChart } from "./dependencies.ts";
import { isElsewhere } from "./values-environments.ts";

const UNREAD_VALUES = "unread-values";

/** Where files lie that nobody deploys as they are: templates, what a program is tested with, words for people. */
const OTHER_PLACE = /(?:^|\/)(?:templates?|examples?|samples?|tests?|testdata|fixtures|docs?|ci)\//i;

/** How far into a file the annotation is looked for. */
const MAX_NODES = 20_000;

/** The key of the annotation, wherever it stands. */
function annotationIn(root: Node): Text | undefined {
  const pending: Node[] = [root];
  for (let seen = 0; pending.length > 0 && seen < MAX_NODES; seen++) {
    const node = pending.pop();
    if (node === undefined) continue;
    pending.push(...itemsOf(node));
    if (node.kind !== "map") continue;
    for (const { key, value } of node.entries) {
      if (known(key) === ROLE_ARN_ANNOTATION) return key;
      pending.push(value);
    }
  }
  return undefined;
}

/** A document that may be Helm values: a map that is no Kubernetes object. */
function isValues(node: Node): node is MapNode {
  return (
    node.kind === "map" && stringAt(node, "apiVersion") === undefined && stringAt(node, "kind") === undefined
  );
}

function gapOf(path: string, ask: Questions): Gap | undefined {
  // The defaults of a chart that takes part in no release.
  const chart = inChart(directoryOf(path), "Chart.yaml");
  if (baseName(path) === "values.yaml" && !("missing" in ask.read(chart))) return undefined;
  const parsed = ask.parse(path, yamlParser);
  if ("missing" in parsed || parsed.value.kind !== "yaml" || parsed.value.documents.length !== 1)
    return undefined;
  const node = parsed.value.documents[0]?.node;
  const key = node !== undefined && isValues(node) ? annotationIn(node) : undefined;
  if (key === undefined) return undefined;
  const nothing = absent(key.at);
  return {
    kind: "gap",
    id: `${UNREAD_VALUES}|${path}`,
    what: `values file ${path}`,
    may: ["service-account"],
    namespace: nothing,
    account: nothing,
    message:
      "nothing says which chart this values file is for: the service account that it annotates is not known " +
      '("releases" in the configuration can say)',
    wants: { kind: "values", name: path },
    at: key.at,
    origin: { environment: null, cluster: nothing, via: [] },
  };
}

const expander: Expander = {
  kind: UNREAD_VALUES,
  expand: ({ key }, ask) => {
    const gap = gapOf(key, ask);
    return gap === undefined ? emptyExpansion : { ...emptyExpansion, facts: [gap] };
  },
};

function unitOf(path: string): Unit {
  const nowhere = absent(wholeFile({ path, text: "" }));
  return {
    kind: UNREAD_VALUES,
    key: path,
    input: undefined,
    origin: { environment: null, cluster: nowhere, via: [] },
  };
}

/**
 * Files that look like Helm values with a role in them and that nobody claims: said once each, since unknown is not
 * fine. Goes last, when it is known what everybody else has read.
 */
export const unreadValues: Loader = {
  name: "unread-values",
  order: 90,
  handles: (path) => /\.ya?ml$/.test(path) && !OTHER_PLACE.test(path) && !isElsewhere(path),
  markers: [ROLE_ARN_ANNOTATION],
  seeds: (files) => files.map(unitOf),
  expanders: [expander],
};
