import { ROLE_ARN_ANNOTATION } from "../../iam/webhook.ts";
import type { Gap } from "../../model/entities.ts";
import { wholeFile } from "../../model/location.ts";
import { flagOf, get, itemsOf, stringAt, type MapNode, type Node } from "../../model/node.ts";
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

/** What a file says of service accounts. */
interface Told {
  /** The key of the annotation, wherever it stands. */
  readonly key: Text;
  /** The accounts' names; undefined when one of them goes without, so that its chart names it. */
  readonly names: readonly Text[] | undefined;
}

/** A map in which values have what they say of a service account, by the key that it stands under. */
const ACCOUNT_KEY = /service_?-?account$|^sa$/i;

/** A name that an account can have. */
const DNS_NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** A node and the key that it stands under, with that of the map around it. */
interface Placed {
  readonly node: Node;
  readonly key: string;
  readonly above: string;
}

/** The name that a map gives its account; undefined when it gives none that is wholly known. */
function nameIn(account: MapNode): Text | undefined {
  const name = get(account, "name");
  return name?.kind === "text" && DNS_NAME.test(known(name) ?? "") ? name : undefined;
}

function toldIn(root: Node): Told | undefined {
  const pending: Placed[] = [{ node: root, key: "", above: "" }];
  const names: Text[] = [];
  let isComplete = true;
  let found: Text | undefined;
  for (let seen = 0; pending.length > 0; seen++) {
    const next = pending.pop();
    if (next === undefined || seen === MAX_NODES) {
      isComplete = false;
      break;
    }
    const { node, key, above } = next;
    pending.push(...itemsOf(node).map((item) => ({ node: item, key, above })));
    if (node.kind === "unknown") isComplete = false;
    if (node.kind !== "map") continue;
    if (node.more !== undefined) isComplete = false;
    if (ACCOUNT_KEY.test(key) && flagOf(get(node, "create")) !== "no") {
      const name = nameIn(node);
      if (name === undefined) isComplete = false;
      else names.push(name);
    }
    for (const entry of node.entries) {
      const word = known(entry.key) ?? "";
      if (word === ROLE_ARN_ANNOTATION) {
        found = entry.key;
        // It may be of an account that is named elsewhere in the file, or nowhere.
        if (key !== "annotations" || !ACCOUNT_KEY.test(above)) isComplete = false;
      }
      pending.push({ node: entry.value, key: word, above: key });
    }
  }
  return found === undefined ? undefined : { key: found, names: isComplete ? names : undefined };
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
  const told = node !== undefined && isValues(node) ? toldIn(node) : undefined;
  if (told === undefined) return undefined;
  const { key, names } = told;
  const nothing = absent(key.at);
  return {
    kind: "gap",
    id: `${UNREAD_VALUES}|${path}`,
    what: `values file ${path}`,
    may: ["service-account"],
    ...(names === undefined ? {} : { names }),
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
