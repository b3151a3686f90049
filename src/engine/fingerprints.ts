import type { Finding } from "../model/finding.ts";
import { textAt } from "../model/location.ts";

/** A text of any length as a short one: the caller's hash function. */
export type Hash = (text: string) => string;

/** The name of each finding of a run, by which a later run knows it again. */
export type Fingerprints = (finding: Finding) => string;

/** A whole block may be the place of a finding; its first line names it well enough, and stays when the rest changes. */
function firstLine(text: string): string {
  return (
    text
      .trimStart()
      .split(/[\r\n]/, 1)[0]
      ?.replace(/\s+/g, " ")
      .trim() ?? ""
  );
}

function identityOf({ rule, messageId, at }: Finding): string {
  return [rule, messageId, at.file.path, firstLine(textAt(at))].join("\0");
}

/**
 * Names findings by rule, message, file and the text they stand at, never by line: they keep their names when the
 * text around them moves. Findings that are alike in all of this are counted in their order. The words of a message
 * are no part of the name, so that a new version may say the same better.
 *
 * The form, `hash:count`, is that of GitHub's `primaryLocationLineHash`
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 * `findings` must be sorted and must hold every finding that will be asked for.
 */
export function fingerprintsOf(findings: readonly Finding[], hash: Hash): Fingerprints {
  const counts = new Map<string, number>();
  const names = new Map<Finding, string>();
  for (const finding of findings) {
    const identity = hash(identityOf(finding)).slice(0, 32);
    const count = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, count);
    names.set(finding, `${identity}:${count}`);
  }
  return (finding) => {
    const name = names.get(finding);
    if (name === undefined) throw new Error(`a finding of ${finding.rule} has no fingerprint`);
    return name;
  };
}
