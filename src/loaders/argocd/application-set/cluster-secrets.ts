import { equals } from "../../../model/compare.ts";
import type { Location } from "../../../model/location.ts";
import type { Manifest } from "../../../model/manifest.ts";
import { get, stringAt, textOf, type Node } from "../../../model/node.ts";
import { isAbsent, known, literal, unknownText, type Text } from "../../../model/text.ts";
import type { LoaderSettings } from "../../loader.ts";
import { withPlaceholders } from "../../yaml/placeholders.ts";
import type { Context } from "./context.ts";
import { filledIn } from "./render.ts";

/** The label by which Argo CD knows the Secret of a cluster (declarative-setup.md, "Clusters"). */
const LABEL = "argocd.argoproj.io/secret-type";

/** A cluster that Argo CD knows of, as the Secret says it. */
export interface ClusterSecret {
  readonly name: Text;
  readonly server: Text;
  readonly project: Text;
  readonly labels: Node | undefined;
  readonly annotations: Node | undefined;
  readonly at: Location;
  readonly manifest: Manifest;
}

/** Where an object that makes a Secret says what the Secret is. */
interface Recipe {
  readonly apiGroup: string;
  readonly kind: string;
  readonly metadata: readonly string[];
  /** Where its data stand as text; what is encrypted or fetched is not known. */
  readonly data: readonly string[];
  /** Whether the texts are templates of the one who makes it. */
  readonly templated: boolean;
}

const RECIPES: readonly Recipe[] = [
  { apiGroup: "", kind: "Secret", metadata: ["metadata"], data: ["stringData"], templated: false },
  {
    apiGroup: "external-secrets.io",
    kind: "ExternalSecret",
    metadata: ["spec", "target", "template", "metadata"],
    data: ["spec", "target", "template", "data"],
    templated: true,
  },
  {
    apiGroup: "bitnami.com",
    kind: "SealedSecret",
    metadata: ["spec", "template", "metadata"],
    data: ["spec", "template", "data"],
    templated: true,
  },
];

/**
 * The clusters whose Secrets are made here. An ApplicationSet that Terraform makes sees those of its own root module, if
 * there are any, and one that an overlay builds those of its own overlay: others are usually about other Argo CDs.
 */
export function clusterSecrets({
  ask,
  manifest,
  settings,
}: Pick<Context, "ask" | "manifest" | "settings">): readonly ClusterSecret[] {
  const all = RECIPES.flatMap((recipe) =>
    labelled(ask.lookup({ apiGroup: recipe.apiGroup, kind: recipe.kind }), recipe).map((made) =>
      secretOf(made, recipe, settings),
    ),
  );
  const { root, environment } = manifest.origin;
  if (root === undefined && environment === null) return around(manifest.object.at.file.path, all);
  const own = all.filter(
    ({ manifest: { origin } }) => origin.root === root && origin.environment === environment,
  );
  return own.length > 0 ? own : all;
}

/** Of all Secrets those of clusters, by the list of all: every set of a repository asks for the same one. */
const ofClusters = new WeakMap<readonly Manifest[], readonly Manifest[]>();

function labelled(all: readonly Manifest[], { metadata }: Recipe): readonly Manifest[] {
  const before = ofClusters.get(all);
  if (before !== undefined) return before;
  const found = all.filter(({ object }) => {
    const label = textOf(get(object, ...metadata, "labels", LABEL), object.at);
    return !isAbsent(label) && known(label) === "cluster";
  });
  ofClusters.set(all, found);
  return found;
}

/** The Secrets of the Terraform root module in whose directory a file lies; all of them where it lies in none's. */
function around(path: string, secrets: readonly ClusterSecret[]): readonly ClusterSecret[] {
  const roots = secrets.flatMap(({ manifest: { origin } }) =>
    origin.root !== undefined && origin.root !== "" && path.startsWith(`${origin.root}/`)
      ? [origin.root]
      : [],
  );
  const nearest = roots.reduce((best, each) => (each.length > best.length ? each : best), "");
  return nearest === "" ? secrets : secrets.filter(({ manifest }) => manifest.origin.root === nearest);
}

function secretOf(manifest: Manifest, recipe: Recipe, settings: LoaderSettings): ClusterSecret {
  const { object } = manifest;
  const read = (node: Node | undefined): Node | undefined =>
    node === undefined || !recipe.templated
      ? node
      : filledIn(node, (text) => withPlaceholders(text, settings));
  const of = (key: string): Text | undefined => {
    const written = read(get(object, ...recipe.data, key));
    const text = written === undefined ? undefined : textOf(written, object.at);
    if (text !== undefined && !isAbsent(text)) return text;
    return recipe.kind === "Secret" ? decoded(get(object, "data", key)) : undefined;
  };
  const unknown = (key: string): Text => {
    const id = `cluster secret|${object.at.file.path}|${String(object.at.span.start)}|${manifest.origin.environment ?? ""}|${key}`;
    const shown = stringAt(object, "metadata", "name") ?? "of a cluster";
    return unknownText({ id, name: `${key} in Secret ${shown}` }, object.at);
  };
  const isOpen = recipe.kind !== "Secret" || get(object, "data")?.kind === "unknown";
  return {
    name: of("name") ?? unknown("name"),
    server: of("server") ?? unknown("server"),
    project: of("project") ?? (isOpen ? unknown("project") : literal("", object.at)),
    labels: read(get(object, ...recipe.metadata, "labels")),
    annotations: read(get(object, ...recipe.metadata, "annotations")),
    at: object.at,
    manifest,
  };
}

/** A value of a Secret's `data`, which is in base64. */
function decoded(node: Node | undefined): Text | undefined {
  if (node?.kind === "unknown") return { kind: "text", parts: [node.hole], at: node.at };
  if (node?.kind !== "text") return undefined;
  const encoded = known(node);
  if (encoded === undefined) return node;
  const plain = encoded.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain) || plain.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
  return literal(new TextDecoder().decode(bytes), node.at);
}

/** The address by which Argo CD reaches the cluster that it runs in. */
export const IN_CLUSTER_SERVER = "https://kubernetes.default.svc";

/** Whether a cluster is certainly, or perhaps, the one that Argo CD runs in. */
export function isInCluster({ server, at }: ClusterSecret): ReturnType<typeof equals> {
  return equals(server, literal(IN_CLUSTER_SERVER, at));
}

/**
 * The clusters by the Argo CD that knows them. Each one has a single Secret of the cluster that it runs in, so that several
 * of those are several Argo CDs; a cluster that is made beside none of them may be known to every one.
 */
export function byArgoCd(secrets: readonly ClusterSecret[]): readonly (readonly ClusterSecret[])[] {
  const homes = secrets.filter((secret) => isInCluster(secret) === "yes");
  if (homes.length < 2) return [secrets];
  const isBeside = (a: ClusterSecret, b: ClusterSecret): boolean =>
    a.manifest.origin.root === b.manifest.origin.root &&
    a.manifest.origin.environment === b.manifest.origin.environment;
  const others = secrets.filter((secret) => !homes.includes(secret));
  return homes.map((home) => [
    home,
    ...others.filter((other) => isBeside(other, home) || !homes.some((each) => isBeside(other, each))),
  ]);
}
