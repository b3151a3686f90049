import { wholeFile, type Location, type SourceFile } from "../../model/location.ts";
import { get } from "../../model/node.ts";
import { emptyExpansion, type Expander, type Expansion, type Questions, type Unit } from "../loader.ts";
import { apiGroupOf } from "../manifest-metadata.ts";
import { mayMake } from "../template-kinds.ts";
import { yamlParser } from "../yaml/parse.ts";
import { ANY_OBJECT, gap, overlayGaps, plainOrigin } from "./gaps.ts";
import type { Change } from "./kustomization.ts";
import { jsonManifestParser, manifestParser } from "./manifest-parsers.ts";
import { objectsIn } from "../manifest-objects.ts";
import { applyChanges, changesFor } from "./overlays.ts";

interface FileInput {
  readonly path: string;
  readonly changes: readonly Change[];
}

/** The unit of a file that may hold objects, with what kustomizations do to them. */
export function fileUnit(path: string, changes: readonly Change[]): Unit {
  const input: FileInput = { path, changes };
  return { kind: "kubernetes-file", key: path, input, origin: plainOrigin(wholeFile({ path, text: "" })) };
}

/** Whether a text has the words that every manifest has: what else is broken JSON is nobody's manifest. */
function looksLikeManifest(text: string): boolean {
  return text.includes("apiVersion") && text.includes("kind");
}

/** A template in a place of its own: somebody fills it in, and what it makes then is not known. */
function templateExpansion(file: SourceFile): Expansion {
  const may = mayMake(file.text);
  if (may.length === 0 || !looksLikeManifest(file.text)) return emptyExpansion;
  const what = `template ${file.path}`;
  const message = "template of another program: the objects that it makes are not known";
  const at = { file, route: [], span: { start: 0, end: 0 } };
  return { ...emptyExpansion, facts: [gap({ id: what, what, may, message, at })] };
}

/** A resource of CloudFormation that is a role, in YAML or JSON. */
const CLOUDFORMATION_ROLE = /\bType["']?[ \t]*:[ \t]*["']?AWS::IAM::Role\b/;

/** A CloudFormation template makes roles that are not read. */
function cloudFormationExpansion(file: SourceFile): Expansion {
  const what = `CloudFormation template ${file.path}`;
  const message = "CloudFormation is not read: the roles that this template makes are not known";
  const at = { file, route: [], span: { start: 0, end: 0 } };
  return { ...emptyExpansion, facts: [gap({ id: what, what, may: ["role", "policy"], message, at })] };
}

/** The objects of a file, with holes for what kustomizations change. */
export function expandFile({ path, changes }: FileInput, ask: Questions): Expansion {
  const raw = ask.read(path);
  if (!("missing" in raw) && !looksLikeManifest(raw.text)) {
    if (CLOUDFORMATION_ROLE.test(raw.text)) return cloudFormationExpansion(raw);
  }
  const isJson = path.endsWith(".json");
  const parsed = ask.parse(path, isJson ? jsonManifestParser : manifestParser);
  const file = ask.read(path);
  if ("missing" in parsed || "missing" in file) return emptyExpansion;
  const stream = parsed.value;
  if (stream.kind === "template") return templateExpansion(file);
  const objects = stream.documents
    .filter((document) => !document.broken)
    .flatMap(({ node }) => objectsIn(node))
    .filter((object) => apiGroupOf(object) !== "kustomize.config.k8s.io");
  const manifests = objects.map((object) => {
    return { object: applyChanges(object, changes), origin: plainOrigin(object.at) };
  });
  const facts = objects.flatMap((object) => overlayGaps(object, changesFor(object, changes)));
  const problems = isJson && !looksLikeManifest(file.text) ? [] : stream.problems;
  return { ...emptyExpansion, manifests, facts, problems };
}

interface KustomizationInput {
  readonly path: string;
  readonly patchFiles: readonly string[];
  /** What it builds on and is not here. */
  readonly elsewhere: readonly { readonly what: string; readonly at: Location }[];
}

/** The unit of a kustomization: claims its patches and says what of its build is not known. */
export function kustomizationUnit(input: KustomizationInput): Unit {
  const origin = plainOrigin(wholeFile({ path: input.path, text: "" }));
  return { kind: "kustomization", key: input.path, input, origin };
}

/** What a kustomization brings in that is not here, and the files that are patches. */
export function expandKustomization(input: KustomizationInput): Expansion {
  const { path } = input;
  const facts = input.elsewhere.map(({ what, at }) =>
    gap({
      id: `kustomization|${path}|${String(at.span.start)}`,
      what: `${what} (${path})`,
      may: ANY_OBJECT,
      message: `${what} is not here: the objects that it brings into this build are not known`,
      at,
    }),
  );
  return { ...emptyExpansion, facts, claims: input.patchFiles };
}

interface ChartInput {
  readonly directory: string;
  readonly templates: readonly string[];
}

/** The unit of a chart whose templates hold something that matters: claims them and says that they are not rendered. */
export function chartUnit(input: ChartInput): Unit {
  const path = input.directory === "" ? "Chart.yaml" : `${input.directory}/Chart.yaml`;
  const origin = plainOrigin(wholeFile({ path, text: "" }));
  return { kind: "chart-templates", key: input.directory, input, origin };
}

function expandChart({ directory, templates }: ChartInput, ask: Questions): Expansion {
  const path = directory === "" ? "Chart.yaml" : `${directory}/Chart.yaml`;
  const parsed = ask.parse(path, yamlParser);
  const node = "missing" in parsed ? undefined : parsed.value.documents[0]?.node;
  const at = get(node, "name")?.at ?? node?.at;
  const texts = templates.map((template) => ask.read(template));
  const may = mayMake(texts.map((file) => ("missing" in file ? "" : file.text)).join("\n"));
  if (at === undefined || may.length === 0) return { ...emptyExpansion, claims: templates };
  const what = directory === "" ? "chart" : `chart ${directory}`;
  const message = `${what} is not rendered: the objects that its templates make are not known`;
  const facts = [gap({ id: `chart|${directory}`, what, may, message, at })];
  return { ...emptyExpansion, facts, claims: templates };
}

/** The units' inputs are made above, under the same kinds. */
export const kubernetesExpanders: readonly Expander[] = [
  { kind: "kubernetes-file", expand: (unit, ask) => expandFile(unit.input as FileInput, ask) },
  { kind: "kustomization", expand: (unit) => expandKustomization(unit.input as KustomizationInput) },
  { kind: "chart-templates", expand: (unit, ask) => expandChart(unit.input as ChartInput, ask) },
];
