/**
 * Drives the page of `graph --format html` in a real Chromium, with 3 and with 2,000 accounts: searches, filters,
 * chooses, and looks that the page asks the network for nothing and reports no error.
 *
 *   npx tsx tools/oracle/graph-page.ts [--chromium /usr/bin/chromium] [--pictures DIR]
 *
 * playwright-core, which speaks to the browser, is installed into a directory of its own that is removed again.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Graph, GraphEdge, GraphNode } from "../../src/explain/graph.ts";
import type { Verdict } from "../../src/model/link.ts";
import { formatGraphHtml } from "../../src/report/graph-html.ts";

const VERSION = "1.57.0";

/** The part of playwright-core that is used here. */
interface Page {
  goto(url: string): Promise<unknown>;
  fill(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  textContent(selector: string): Promise<string | null>;
  getAttribute(selector: string, name: string): Promise<string | null>;
  screenshot(options: { readonly path: string }): Promise<unknown>;
  on(event: "pageerror" | "request", listener: (what: { toString(): string; url?(): string }) => void): void;
}
interface Browser {
  newPage(options: object): Promise<Page>;
  close(): Promise<void>;
}
interface Playwright {
  readonly chromium: { launch(options: object): Promise<Browser> };
}

const verdicts: readonly Verdict[] = ["allowed", "denied", "unknown", "allowed", "allowed"];
const verdictOf = (index: number): Verdict => verdicts[index % verdicts.length] ?? "allowed";

/** A graph of so many accounts in twenty namespaces, each with a role and a policy; a fifth is denied, a fifth unknown. */
function graphOf(accounts: number): Graph {
  const file = { path: "gitops/accounts.yaml", text: "account\n".repeat(accounts) };
  const at = (index: number) => ({ file, route: [], span: { start: index * 8, end: index * 8 + 7 } });
  const range = Array.from({ length: accounts }, (_, index) => index);
  const spaces = range.slice(0, 20);
  const nodes: readonly GraphNode[] = [
    { id: "cluster-1", kind: "cluster", name: "prod", detail: "", at: undefined },
    ...spaces.map((index): GraphNode => ({
      id: `namespace-${index}`,
      kind: "namespace",
      name: `team-${index}`,
      detail: "",
      at: undefined,
    })),
    ...range.flatMap((index): readonly GraphNode[] => [
      {
        id: `account-${index}`,
        kind: "account",
        name: `team-${index % 20}/service-${index}`,
        detail: "",
        at: at(index),
        verdict: verdictOf(index),
      },
      { id: `role-${index}`, kind: "role", name: `prod-service-${index}`, detail: "", at: at(index) },
      {
        id: `permission-${index}`,
        kind: "permission",
        name: `service-${index}`,
        detail: "s3:GetObject",
        at: at(index),
      },
    ]),
  ];
  const edges: readonly GraphEdge[] = [
    ...spaces.map((index): GraphEdge => ({ from: "cluster-1", to: `namespace-${index}`, label: "" })),
    ...range.flatMap((index): readonly GraphEdge[] => [
      { from: `namespace-${index % 20}`, to: `account-${index}`, label: "" },
      {
        from: `account-${index}`,
        to: `role-${index}`,
        label: "",
        verdict: verdictOf(index),
        reason: "another subject",
        at: at(index),
      },
      { from: `role-${index}`, to: `permission-${index}`, label: "inline" },
    ]),
  ];
  return { nodes, edges };
}

function expectEqual(what: string, got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`${what}: ${String(got)}, not ${String(wanted)}`);
}

async function drive(
  browser: Browser,
  accounts: number,
  directory: string,
  pictures: string | undefined,
): Promise<void> {
  const path = join(directory, `graph-${accounts}.html`);
  writeFileSync(
    path,
    formatGraphHtml(graphOf(accounts), { relative: (name) => name, absolute: (name) => name }),
  );
  const page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.toString()));
  page.on("request", (request) => {
    const url = request.url?.() ?? "";
    if (!url.startsWith("file:")) faults.push(`a request of ${url}`);
  });
  const picture = async (name: string): Promise<void> => {
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${accounts}-${name}.png`) });
  };
  const started = Date.now();
  await page.goto(pathToFileURL(path).href);
  const denied = Array.from({ length: accounts }, (_, index) => verdictOf(index)).filter(
    (verdict) => verdict === "denied",
  ).length;
  expectEqual("all accounts", await page.textContent("#count"), `${accounts} of ${accounts}`);
  await picture("all");
  for (const verdict of ["allowed", "unknown", "none"]) await page.click(`[data-verdict=${verdict}]`);
  expectEqual("the denied ones", await page.textContent("#count"), `${denied} of ${accounts}`);
  await page.fill("#search", "service-1");
  const found = Array.from({ length: accounts }, (_, index) => index).filter(
    (index) => verdictOf(index) === "denied" && `service-${index}`.startsWith("service-1"),
  ).length;
  expectEqual("the denied ones of a search", await page.textContent("#count"), `${found} of ${accounts}`);
  await page.click(".row");
  expectEqual("the chosen one", await page.getAttribute(".row", "aria-pressed"), "true");
  expectEqual("its place", await page.getAttribute("#facts a", "href"), "gitops/accounts.yaml#L2");
  await picture("chosen");
  expectEqual("what went wrong", faults.join("; "), "");
  console.log(`${accounts} accounts: searched, filtered and chosen in ${Date.now() - started} ms`);
}

const { values } = parseArgs({
  options: { chromium: { type: "string", default: "/usr/bin/chromium" }, pictures: { type: "string" } },
});
const directory = mkdtempSync(join(tmpdir(), "irsa-lint-graph-"));
try {
  execFileSync("npm", [
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--prefix",
    directory,
    `playwright-core@${VERSION}`,
  ]);
  const { chromium } = createRequire(join(directory, "package.json"))("playwright-core") as Playwright;
  if (values.pictures !== undefined) mkdirSync(values.pictures, { recursive: true });
  const browser = await chromium.launch({ executablePath: values.chromium, args: ["--no-sandbox"] });
  for (const accounts of [3, 2000]) await drive(browser, accounts, directory, values.pictures);
  await browser.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
