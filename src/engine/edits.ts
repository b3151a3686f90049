import { yamlEdits } from "../loaders/yaml/edits.ts";
import type { EditIntent, Suggestion, TextEdit } from "../model/finding.ts";

/** The file that an intent changes. */
function fileOf(intent: EditIntent): string {
  return (intent.kind === "add-entry" ? intent.map : intent.at).file.path;
}

const yamlName = /\.(?:ya?ml|json)$/i;

/**
 * A suggestion as text edits, made by the language of each file. All or none: half of a repair that spans files would
 * break what worked.
 */
export function editsOf({ intents }: Suggestion): readonly TextEdit[] {
  const edits = intents.map((intent) => (yamlName.test(fileOf(intent)) ? yamlEdits(intent) : []));
  return edits.every((made) => made.length > 0) ? edits.flat() : [];
}
