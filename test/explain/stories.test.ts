import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { explain, type ExplainedLink } from "../../src/explain/explain.ts";
import { findNamed } from "../../src/explain/named.ts";
import { print } from "../../src/model/text.ts";
import { modelOf } from "../support/rule-tester.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Every story with the verdict on each of its accounts. */
function stories(): readonly (readonly [string, string, string])[] {
  const expected = readdirSync(join(root, "fixtures"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".expected.json"))
    .sort();
  return expected.flatMap((path) => {
    const { links } = JSON.parse(readFileSync(join(root, "fixtures", path), "utf8")) as {
      readonly links: Readonly<Record<string, string>>;
    };
    const story = `fixtures/${path.replace(/\.expected\.json$/, "")}`;
    return Object.entries(links).map(([account, verdict]) => [story, account, verdict] as const);
  });
}

/** All files of a story by their paths in it. */
function filesOf(story: string): Readonly<Record<string, string>> {
  const directory = join(root, story);
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true, encoding: "utf8" });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((path) => [path.slice(directory.length + 1), readFileSync(path, "utf8")]),
  );
}

describe("why on every story", () => {
  it.each(stories())("%s: %s is %s", (story, named, verdict) => {
    // Accounts of one name are told apart by their cluster: `shop/orders in https://…`.
    const [account = "", cluster] = named.split(" in ");
    const model = modelOf({ files: filesOf(story) });
    const { parts } = explain(account, findNamed(account, model), model);
    const answers = parts.filter((part): part is ExplainedLink => part.kind === "link");
    const inCluster = answers.filter(
      ({ link }) => cluster === undefined || print(link.serviceAccount.origin.cluster) === cluster,
    );
    const answer = inCluster.find(({ link }) => link.verdict === verdict)?.link;
    expect(answer, `${account} has no ${verdict} link`).toBeDefined();
    // Both places are named: where the role is asked for, and where the other side stands.
    expect(answer?.roleArn.at.file.path).not.toBe("");
    if (verdict === "allowed") expect(answer?.role?.at.file.path).toBeDefined();
    else expect(answer?.reasons[0]?.at.file.path).toBeDefined();
    // Where a trust policy was read, what decides is one of its statements.
    const decision = answer?.decision;
    if (decision === undefined || decision.statements.length === 0) return;
    expect(decision.statements).toContain(decision.decidedBy?.statement);
    if (verdict === "denied") expect(decision.decidedBy?.clause?.answer ?? "yes").not.toBe("maybe");
  });
});
