import type { Location } from "./location.ts";

export type Severity = "error" | "warning" | "info";
export type Confidence = "high" | "medium";

/** A second place that a finding is about, with a note. */
export interface Related {
  readonly at: Location;
  readonly message: string;
}

/**
 * What a fix wants, in the language of documents, not of text: the loader of the file's language turns it into text
 * edits.
 */
export type EditIntent =
  /** Writes another scalar in place of the one that stands at `at`. */
  | { readonly kind: "replace-value"; readonly at: Location; readonly value: string }
  /** Adds `key: value` to the map that stands at `map`. */
  | { readonly kind: "add-entry"; readonly map: Location; readonly key: string; readonly value: string }
  /** Removes the entry whose value stands at `at`. */
  | { readonly kind: "remove-entry"; readonly at: Location };

/** A repair that a finding offers. "safe" keeps what the author meant; anything that widens a trust never is. */
export interface Suggestion {
  readonly description: string;
  readonly safety: "safe" | "unsafe";
  readonly intents: readonly EditIntent[];
}

/** What a rule found. */
export interface Finding {
  readonly rule: string;
  readonly messageId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly at: Location;
  readonly related: readonly Related[];
  readonly suggestions: readonly Suggestion[];
}

/** A finding that somebody accepted: by a comment (`directive`), in the configuration (`exception`) or in a baseline. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly kind: "directive" | "exception" | "baseline";
  /** The reason that was given; empty when there is none. */
  readonly justification: string;
}

/** A text edit: `[start, end)` of the file's text, in UTF-16 units, becomes `text`. */
export interface TextEdit {
  readonly at: Location;
  readonly text: string;
}
