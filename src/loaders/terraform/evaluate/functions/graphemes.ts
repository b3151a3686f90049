const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The grapheme clusters of a string: what Terraform counts as its characters. */
export function graphemes(text: string): readonly string[] {
  // Plain ASCII without carriage returns has one cluster a character.
  if (/^[ -~\n\t]*$/.test(text)) return text.split("");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
