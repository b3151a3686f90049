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
  /** Adds `key: value` to the map that stands at `map`, or to a new map that it gets under the key `inside`. */
  | {
      readonly kind: "add-entry";
      readonly map: Location;
      readonly key: string;
      readonly value: string;
      readonly inside?: string;
    }
  /** Removes the entry whose value stands at `at`. */
  | { readonly kind: "remove-entry"; readonly at: Location }
  /** Adds a value beside the one that stands at `beside`: to its list, or both become a list. */
  | { readonly kind: "add-value"; readonly beside: Location; readonly value: string }
  /** Removes the item of a list that stands at `at`; the list's own entry, when nothing else is in it. */
  | { readonly kind: "remove-item"; readonly at: Location }
  /**
   * Adds an entry beside the one whose key holds `part`: its key is the same but for that part, which becomes `text`, so
   * that what is interpolated into it stays. A `condition` block of Terraform's policy documents, whose `variable` is
   * the key, counts as an entry.
   */
  | {
      readonly kind: "copy-entry";
      readonly part: Location;
      readonly text: string;
      readonly value: string;
    };

/** Where an intent begins: what it changes, or what it puts something beside. */
export function placeOfIntent(intent: EditIntent): Location {
  switch (intent.kind) {
    case "add-entry":
      return intent.map;
    case "add-value":
      return intent.beside;
    case "copy-entry":
      return intent.part;
    case "replace-value":
    case "remove-entry":
    case "remove-item":
      return intent.at;
  }
}

/** A repair that a finding offers. "safe" keeps what the author meant; anything that widens a trust never is. */
export interface Suggestion {
  readonly description: string;
  readonly safety: "safe" | "unsafe";
  readonly intents: readonly EditIntent[];
}

/** What a token or request will hold where a policy wants something else. */
export interface Contrast {
  readonly got: string;
  /** At least one; any of them would do. */
  readonly wanted: readonly string[];
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
  /** For a finding whose two sides disagree. */
  readonly contrast?: Contrast;
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
