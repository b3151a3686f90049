import { wholeFile, type SourceFile } from "../../model/location.ts";
import { get } from "../../model/node.ts";
import { emptyExpansion, type Expander, type Expansion, type Questions, type Unit } from "../loader.ts";
import { apiGroupOf } from "../manifest-metadata.ts";
import { MANIFEST_FILE, manifestFileUnit, WHOLE_FILE } from "../manifest-units.ts";
import { mayMake } from "../template-kinds.ts";
import { yamlParser } from "../yaml/parse.ts";
import { gap, plainOrigin } from "./gaps.ts";
import { jsonManifestParser, manifestParser } from "./manifest-parsers.ts";
import { MARKERS } from "./markers.ts";
import { objectsIn } from "../manifest-objects.ts";

/** The unit of a file that may hold objects. */
export function fileUnit(path: string): Unit {
  return {
    kind: "kubernetes-file",
    key: path,
    input: path,
    origin: plainOrigin(wholeFile({ path, text: "" })),
  };
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

/** The objects of a file. */
export function expandFile(path: string, ask: Questions): Expansion {
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
  const manifests = objects.map((object) => ({ object, origin: plainOrigin(object.at) }));
  const problems = isJson && !looksLikeManifest(file.text) ? [] : stream.problems;
  return { ...emptyExpansion, manifests, problems };
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
  const what = directory === "" ? "the chart" : `chart ${directory}`;
  const message = `nothing here installs ${what}: the objects that its templates make are not known`;
  const facts = [gap({ id: `chart|${directory}`, what, may, message, at })];
  return { ...emptyExpansion, facts, claims: templates };
}

/** A file as a deployer reads it that names it: with `all`, objects count too that say nothing of identities. */
function readFile(path: unknown, all: boolean, ask: Questions): Expansion {
  if (typeof path !== "string") return emptyExpansion;
  const file = ask.read(path);
  if ("missing" in file) return emptyExpansion;
  if (!all && !MARKERS.some((word) => file.text.includes(word))) return emptyExpansion;
  return { ...expandFile(path, ask), units: [manifestFileUnit(path)] };
}

/** The units' inputs are made above, under the same kinds. */
export const kubernetesExpanders: readonly Expander[] = [
  {
    kind: "kubernetes-file",
    expand: ({ input }, ask) => (typeof input === "string" ? expandFile(input, ask) : emptyExpansion),
  },
  { kind: MANIFEST_FILE, expand: ({ input }, ask) => readFile(input, false, ask) },
  { kind: WHOLE_FILE, expand: ({ input }, ask) => readFile(input, true, ask) },
  { kind: "chart-templates", expand: (unit, ask) => expandChart(unit.input as ChartInput, ask) },
];
