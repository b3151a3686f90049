/** What stood in a path where its pattern has `{name}`, or for the n-th `*` of it under the name `n`. */
export type Captures = ReadonlyMap<string, string>;

/** A piece of a segment: characters as they are, or what may be any, by its name. */
type Piece = { readonly text: string } | { readonly capture: string };

/** `**` stands for any number of directories. */
type Segment = readonly Piece[] | "**";

/** A path in which some of the names are left open. */
export interface PathPattern {
  readonly segments: readonly Segment[];
  /** The names of what is left open, in their order. */
  readonly names: readonly string[];
}

const OPEN = /\{([A-Za-z][\w-]{0,40})\}|\*/g;

/** The pattern that a path is, or undefined when it leaves nothing open. */
export function readPattern(path: string): PathPattern | undefined {
  let stars = 0;
  const names = new Set<string>();
  const segments = path.split("/").map((segment): Segment => {
    if (segment === "**") return "**";
    const pieces: Piece[] = [];
    let from = 0;
    for (const match of segment.matchAll(OPEN)) {
      if (match.index > from) pieces.push({ text: segment.slice(from, match.index) });
      const capture = match[1] ?? String(++stars);
      names.add(capture);
      pieces.push({ capture });
      from = match.index + match[0].length;
    }
    if (from < segment.length) pieces.push({ text: segment.slice(from) });
    return pieces;
  });
  return names.size > 0 || segments.includes("**") ? { segments, names: [...names] } : undefined;
}

/** What stands in a path for what a pattern leaves open, in keeping with what is known of it; undefined without a match. */
export function matchPattern(
  pattern: PathPattern,
  path: string,
  known: Captures = new Map(),
): Captures | undefined {
  return matchSegments(pattern.segments, path.split("/"), known);
}

function matchSegments(
  segments: readonly Segment[],
  names: readonly string[],
  captures: Captures,
): Captures | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return names.length === 0 ? captures : undefined;
  if (segment === "**") {
    for (let taken = 0; taken <= names.length; taken++) {
      const found = matchSegments(rest, names.slice(taken), captures);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const [name, ...others] = names;
  if (name === undefined) return undefined;
  for (const found of matchPieces(segment, name, captures)) {
    const whole = matchSegments(rest, others, found);
    if (whole !== undefined) return whole;
  }
  return undefined;
}

/** Every way in which a name is what the pieces of a segment say; what is left open is at least one character. */
function* matchPieces(pieces: readonly Piece[], name: string, captures: Captures): Generator<Captures> {
  const [piece, ...rest] = pieces;
  if (piece === undefined) {
    if (name === "") yield captures;
    return;
  }
  if ("text" in piece) {
    if (name.startsWith(piece.text)) yield* matchPieces(rest, name.slice(piece.text.length), captures);
    return;
  }
  const before = captures.get(piece.capture);
  if (before !== undefined) {
    if (name.startsWith(before)) yield* matchPieces(rest, name.slice(before.length), captures);
    return;
  }
  for (let end = name.length; end > 0; end--) {
    yield* matchPieces(rest, name.slice(end), new Map(captures).set(piece.capture, name.slice(0, end)));
  }
}

const REFERENCE = /\{([A-Za-z][\w-]{0,40}|[1-9])\}/g;

/** The names of what a text takes from a pattern: `{env}`, or `{1}` for the first `*`. */
export function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].flatMap(([, name]) => name ?? []);
}

/** A text cut into what stands as it is and what is taken from a pattern. */
export function referencePieces(
  text: string,
): readonly ({ readonly text: string } | { readonly name: string })[] {
  const pieces: ({ readonly text: string } | { readonly name: string })[] = [];
  let from = 0;
  for (const match of text.matchAll(REFERENCE)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ name: match[1] ?? "" });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
