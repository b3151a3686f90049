import type { Suggestion } from "../model/finding.ts";
import { textAt } from "../model/location.ts";
import { known, type Text } from "../model/text.ts";

/** Whether a text stands in the file as it is, in one piece, so that another one can be written in its place. */
export function isVerbatim(text: Text): boolean {
  const value = known(text);
  return value !== undefined && value !== "" && textAt(text.at) === value;
}

/** The suggestion to write another value for a text: nothing when the text does not stand in one piece. */
export function rewrite(text: Text, value: string, safety: Suggestion["safety"]): readonly Suggestion[] {
  if (!isVerbatim(text)) return [];
  return [
    {
      description: `Write "${value}"`,
      safety,
      intents: [{ kind: "replace-value", at: text.at, value }],
    },
  ];
}
