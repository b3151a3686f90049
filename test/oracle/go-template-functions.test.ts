import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { argocdFunctions, helmFunctions } from "../../src/loaders/go-template/functions/index.ts";
import { goTemplateExpressions } from "../support/go-template-expressions.ts";
import { compare, ours, type Answer, type Recording } from "../support/go-template-oracle.ts";

const recording = JSON.parse(readFileSync("test/oracle/go-template-functions.json", "utf8")) as Recording;

/** Where a hole is given although Helm has an answer, and why. */
function holeReason(name: string, expression: string, answer: Answer): string | undefined {
  const value = "value" in answer ? answer.value : "";
  if (value.includes("\ufffd")) return "a string that is cut inside a character";
  if (/^wrap [01] "Äé ß日本"$/.test(expression)) return "goutils cuts lines by bytes";
  if (value.startsWith("map[Error:")) return "the words of Go's JSON reader";
  if (name === "dateInZone") return "the clock, and zones by name";
  if (expression.startsWith('mustToDate "2006-01-02" ')) return "a date without a zone is in the machine's";
  if (/^printf "%(#v|X|b)"/.test(expression)) return "Go's syntax, and binary and hexadecimal floats";
  return undefined;
}

/** Where something else is said, and why. */
const differences: ReadonlyMap<string, string> = new Map([
  ["keys nil", "a nil that is written out is an empty map; others are refused"],
  ['pick nil "b" "b"', "a nil that is written out is an empty map; others are refused"],
  ['mergeOverwrite (dict "a" 1 "b" "two") nil', "a nil that is written out is an empty map"],
  ['(semver "1.2.3-beta+x").Major', "unsigned integers are not told from signed ones"],
  [
    'fromYaml "a: 1.0\\nb: 1e3\\nc: 0x10\\nd: 1_000\\ne: 010\\nf: ~"',
    "the YAML reader takes a number with underscores for a string",
  ],
  [
    'toYaml (list "don\'t" "a\'b: c" "\\u0001" "\\u00e9" "\\u2028" "x\\n" "\\nx" "x\\n\\n" "a\\n b" "\\n")',
    "a line separator is written as an escape",
  ],
]);

/** A character of a string is a byte to Go; only its type differs. */
const isByte = (answer: Answer): boolean => "value" in answer && answer.value.endsWith("|uint8");

describe.each(Object.entries(recording.groups))("Helm's engine on %s", (name, group) => {
  it("is what we compute", () => {
    const found = Object.entries(group).flatMap(([expression, answer]) => {
      const own = ours(expression);
      const verdict = compare(answer, own);
      const expected = differences.has(expression) || isByte(answer) ? "different" : "equal";
      if (verdict === expected) return [];
      if (verdict === "hole" && holeReason(name, expression, answer) !== undefined) return [];
      return [{ expression, verdict, answer, own }];
    });
    expect(found).toEqual([]);
  });
});

describe("the recording", () => {
  it("has an answer to every expression, and no others", () => {
    const asked = [...goTemplateExpressions()].map(([name, expressions]) => [name, [...expressions]]);
    const answered = Object.entries(recording.groups).map(([name, group]) => [
      name,
      Object.keys(group).sort(),
    ]);
    expect(answered).toEqual(asked);
  });

  it("is of errors and of values", () => {
    const answers = Object.values(recording.groups).flatMap((group) => Object.values(group));
    const errors = answers.filter((answer) => "error" in answer).length;
    expect(answers.length).toBeGreaterThan(6000);
    expect(errors).toBeGreaterThan(answers.length / 10);
    expect(errors).toBeLessThan(answers.length / 2);
  });

  it("names only expressions that are asked as exceptions", () => {
    const asked = new Set([...goTemplateExpressions().values()].flat());
    expect([...differences.keys()].filter((expression) => !asked.has(expression))).toEqual([]);
  });
});

/** What nobody can record: chance, the clock, keys, the machine's zone; and what only newer Helm has. */
const unrecorded: ReadonlySet<string> = new Set([
  ...["ago", "bcrypt", "buildCustomCert", "date", "decryptAES", "derivePassword", "encryptAES", "genCA"],
  ...["genCAWithKey", "genPrivateKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert"],
  ...["genSignedCertWithKey", "htmlDate", "htpasswd", "now", "randAlpha", "randAlphaNum", "randAscii"],
  ...["randBytes", "randInt", "randNumeric", "shuffle", "uuidv4", "mustToYaml", "toYamlPretty", "include"],
]);

describe("the functions", () => {
  it.each([...helmFunctions.keys()].filter((name) => !unrecorded.has(name)))("%s is computed", (name) => {
    const answers = Object.values(recording.groups).flatMap((group) => Object.entries(group));
    const computed = answers.some(
      ([expression, answer]) =>
        expression.split(/[\s()|]+/).includes(name) &&
        ("value" in answer || name === "fail") &&
        compare(answer, ours(expression)) === "equal",
    );
    expect(computed).toBe(true);
  });

  it("of Argo CD are Sprig's without those that ask the machine, and its own", () => {
    for (const name of ["env", "expandenv", "getHostByName", "include", "tpl", "required", "lookup"]) {
      expect(argocdFunctions.has(name)).toBe(false);
    }
    for (const name of ["normalize", "slugify", "toYaml", "fromYaml", "fromYamlArray", "toJson", "default"]) {
      expect(argocdFunctions.has(name)).toBe(true);
    }
  });
});
