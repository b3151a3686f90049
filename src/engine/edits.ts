import { holdsPlan } from "../loaders/terraform-plan/document.ts";
import { hclEdits } from "../loaders/terraform/edits/index.ts";
import { yamlEdits } from "../loaders/yaml/edits.ts";
import { placeOfIntent, type EditIntent, type Suggestion, type TextEdit } from "../model/finding.ts";
import type { SourceFile } from "../model/location.ts";
import { isInArchive } from "../workspace/archives.ts";

const yamlName = /\.(?:ya?ml|json)$/i;

/** The intents by the file that they change. */
function byFile(intents: readonly EditIntent[]): ReadonlyMap<SourceFile, readonly EditIntent[]> {
  const files = new Map<SourceFile, EditIntent[]>();
  for (const intent of intents) {
    const { file } = placeOfIntent(intent);
    const before = files.get(file);
    if (before === undefined) files.set(file, [intent]);
    else before.push(intent);
  }
  return files;
}

/** A Go template of a chart: what stands in it is YAML only when Helm has filled it in. */
function isChartTemplate({ path, text }: SourceFile): boolean {
  return /(?:^|\/)templates\//.test(path) && text.includes("{{");
}

/** What a program prints or packs is not edited; nor are templates; nor is a text put where `${` may be a template's that nobody reads here. */
function cannotEdit(file: SourceFile, intent: EditIntent): boolean {
  if (file.path.endsWith(".json") && holdsPlan(file.text)) return true;
  if (isInArchive(file.path) || isChartTemplate(file)) return true;
  const written = "value" in intent ? intent.value : "";
  return yamlName.test(file.path) && /[$%]\{/.test(written);
}

/** The edits of all intents for one file, or none when one of them cannot be done. */
function editsOfFile(file: SourceFile, intents: readonly EditIntent[]): readonly TextEdit[] {
  if (intents.some((intent) => cannotEdit(file, intent))) return [];
  if (!yamlName.test(file.path)) return hclEdits(file, intents);
  const edits = intents.map(yamlEdits);
  return edits.every((made) => made.length > 0) ? edits.flat() : [];
}

/**
 * A suggestion as text edits, made by the language of each file. All or none: half of a repair that spans files would
 * break what worked.
 */
export function editsOf({ intents }: Suggestion): readonly TextEdit[] {
  const edits = [...byFile(intents)].map(([file, own]) => editsOfFile(file, own));
  return edits.every((made) => made.length > 0) ? edits.flat() : [];
}
