import type { Location, SourceFile, Span } from "../../../model/location.ts";

/** The place of everything in a file that no person can edit, by that file. */
const places = new WeakMap<SourceFile, Location>();

/** A text that stands for something written in one place elsewhere: everything in it has that place. */
export function standIn(path: string, text: string, at: Location): SourceFile {
  const file: SourceFile = { path, text };
  places.set(file, at);
  return file;
}

/** Where a range of a file stands: there, or where the file stands in for something else. */
export function placeIn(file: SourceFile, span: Span): Location {
  return places.get(file) ?? { file, route: [], span };
}
