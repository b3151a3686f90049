import type { Location } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, stringAt, textOf, type MapNode } from "../../model/node.ts";
import {
  absent,
  isAbsent,
  known,
  literal,
  print,
  unknownText,
  type Absent,
  type Text,
} from "../../model/text.ts";
import { joinedExpansions } from "../built-release.ts";
import type { Whereabouts } from "../git-repository.ts";
import {
  emptyExpansion,
  type Expander,
  type Expansion,
  type LoaderSettings,
  type Questions,
  type Unit,
} from "../loader.ts";
import { identityAt, identityOf, inNamespace, nameOf } from "../manifest-metadata.ts";
import { applicationGap, standsForAny, type Application } from "./application-gap.ts";
import { gitSource } from "./git-source.ts";
import { helmSource } from "./helm-source.ts";
import { lastWins } from "./last-source.ts";
import { whereIs } from "./repositories.ts";
import { sourcesOf } from "./sources.ts";

const APPLICATION = "argocd-application";

/** The unit of an Application's manifest. */
export function applicationUnit(manifest: Manifest): Unit {
  const { origin } = manifest;
  return { key: keyOf(manifest), kind: APPLICATION, input: manifest, origin };
}

/** A key that differs for every place and way by which a manifest came about. */
export function keyOf({ object, origin }: Manifest): string {
  const place = ({ file, span }: Location): string => `${file.path}@${String(span.start)}`;
  const steps = origin.via.map((step) => `${step.label}:${place(step.at)}`);
  const name = textOf(get(object, "metadata", "name"), object.at);
  return [place(object.at), print(name), origin.environment ?? "", ...steps].join("|");
}

export const applicationExpander: Expander = {
  kind: APPLICATION,
  expand: (unit, ask) => {
    if (!isManifest(unit.input)) return emptyExpansion;
    const application = readApplication(unit.input, unit.key, ask);
    const expansions = sourcesOf(unit.input.object).map((source, index) =>
      fromSource(application, source, index, ask),
    );
    // Only of several sources can one make what another does.
    const made = expansions.length > 1 ? [lastWins(expansions, ask)] : expansions;
    return joinedExpansions([...made, ...unknownSources(application)]);
  },
};

/** Whether a unit's input is a manifest: this loader makes units of nothing else. */
export function isManifest(input: unknown): input is Manifest {
  return typeof input === "object" && input !== null && "object" in input && "origin" in input;
}

function readApplication(manifest: Manifest, key: string, ask: Questions): Application {
  const settings = ask.settings ?? { placeholders: [], accountOf: () => undefined, varFiles: [] };
  const { object } = manifest;
  const name = nameOf(manifest, settings);
  const refs = sourcesOf(object).flatMap((source): readonly (readonly [string, Whereabouts])[] => {
    const ref = stringAt(source, "ref");
    const url = identityOf(manifest, get(source, "repoURL"), source, settings);
    return ref === undefined ? [] : [[ref, whereIs(url, ask)]];
  });
  const step = { label: `Application ${print(name)}`, at: name.at };
  const namespace = namespaceOf(manifest, settings, name, key);
  return {
    manifest,
    name,
    namespace,
    origin: {
      environment: manifest.origin.environment,
      cluster: clusterOf(manifest, settings),
      destination: namespace,
      via: [...manifest.origin.via, step],
    },
    key,
    settings,
    refs: new Map(refs),
  };
}

function namespaceOf(manifest: Manifest, settings: LoaderSettings, name: Text, key: string): Text {
  const written = identityAt(manifest, settings, "spec", "destination", "namespace");
  if (!isAbsent(written) && written.parts.length > 0) return written;
  const id = `namespace|${key}`;
  return unknownText({ id, name: `namespace of Application ${print(name)}`, shape: "dns" }, written.at);
}

/**
 * What tells the destination cluster from others: its API server, or the name that Argo CD has for it. `in-cluster` is
 * the name of the server that Argo CD itself runs in.
 */
function clusterOf(manifest: Manifest, settings: LoaderSettings): Text | Absent {
  const server = identityAt(manifest, settings, "spec", "destination", "server");
  if (!isAbsent(server) && server.parts.length > 0) return server;
  const name = identityAt(manifest, settings, "spec", "destination", "name");
  if (isAbsent(name) || name.parts.length === 0) return absent(name.at);
  return known(name) === "in-cluster" ? literal("https://kubernetes.default.svc", name.at) : name;
}

/** What stands for sources of which nothing is known. */
function unknownSources(application: Application): readonly Expansion[] {
  const { manifest, name, namespace } = application;
  const { object } = manifest;
  const nodes = [get(object, "spec", "sources"), get(object, "spec", "source")];
  const listed = nodes[0]?.kind === "list" ? nodes[0].items : [];
  if (![...nodes, ...listed].some((node) => node?.kind === "unknown")) return [];
  const message = `the sources of Application "${print(name)}" are not wholly known: what it makes${inNamespace(namespace)} is not known`;
  return [{ ...emptyExpansion, facts: [applicationGap(application, "sources", message, name.at)] }];
}

function fromSource(application: Application, source: MapNode, index: number, ask: Questions): Expansion {
  const { manifest, settings } = application;
  const chart = identityOf(manifest, get(source, "chart"), source, settings);
  if (!isAbsent(chart) && chart.parts.length > 0) {
    if (standsForAny(manifest) && known(chart) === undefined) return emptyExpansion;
    return helmSource(application, source, { name: chart, own: undefined }, index, ask);
  }
  const path = identityOf(manifest, get(source, "path"), source, settings);
  // A source with only a `ref` lends its files to the others and makes nothing.
  if (isAbsent(path) && get(source, "ref") !== undefined) return emptyExpansion;
  return gitSource(application, source, path, index, ask);
}
