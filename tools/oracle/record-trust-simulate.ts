// Records what another program says of random trust policies, into test/oracle/trust-simulate.json: the policies and
// requests of test/support/trust-cases.ts, answered by @cloud-copilot/iam-simulate. That package is under the AGPL: it
// is installed into a directory of its own, never becomes a dependency, and nothing of it is copied.
//
//   tsx tools/oracle/record-trust-simulate.ts [directory that holds its node_modules]

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { likePairs } from "../../test/support/like-pairs.ts";
import { ACCOUNT, PROVIDER } from "../../test/support/policies.ts";
import { SESSION_ROLE, trustCases, type TrustCase } from "../../test/support/trust-cases.ts";

const COUNT = 6_000;
const SEED = 20_241_123;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const given = process.argv[2];
const directory = given ?? mkdtempSync(join(tmpdir(), "trust-simulate-"));
if (given === undefined) {
  const packages = ["@cloud-copilot/iam-simulate"];
  writeFileSync(join(directory, "package.json"), '{"private":true}\n');
  execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", ...packages], {
    cwd: directory,
    stdio: "inherit",
  });
}

const scope = join(directory, "node_modules/@cloud-copilot");
const inPackage = (path: string): string => pathToFileURL(join(scope, path)).href;
const simulator = "iam-simulate/dist/esm";

interface Modules {
  readonly authorize: (request: unknown) => { readonly resourceAnalysis?: { readonly result: string } };
  readonly AwsRequestImpl: new (...parts: readonly unknown[]) => unknown;
  readonly RequestContextImpl: new (context: unknown) => unknown;
  readonly DiscoveryContextKeyConstraints: new (keys: readonly unknown[]) => unknown;
  readonly loadPolicy: (policy: unknown, options: unknown) => unknown;
}

/** The public entry leaves out keys of identity providers that it does not know, so its engine is asked itself. */
const modules = Object.assign(
  {},
  ...(await Promise.all(
    [
      `${simulator}/core_engine/CoreSimulatorEngine.js`,
      `${simulator}/request/request.js`,
      `${simulator}/requestContext.js`,
      `${simulator}/context_keys/discoveryContextKeyConstraints.js`,
      "iam-policy/dist/esm/index.js",
    ].map((path) => import(inPackage(path)) as Promise<object>),
  )),
) as Modules;

const principals: Readonly<Record<TrustCase["caller"], string>> = {
  "web-identity": PROVIDER,
  "pod-identity": "pods.eks.amazonaws.com",
  "role-session": SESSION_ROLE,
};

/** A: some Allow matches and no Deny; D: a Deny matches; N: nothing matches. */
const letters: Readonly<Record<string, string>> = {
  Allowed: "A",
  AllowedForAccount: "A",
  ExplicitlyDenied: "D",
  DeniedForAccount: "D",
  ImplicitlyDenied: "N",
};

function answer({ caller, action, policy, context }: TrustCase): string {
  const role = { resource: `arn:aws:iam::${ACCOUNT}:role/reader`, accountId: ACCOUNT };
  const { resourceAnalysis } = modules.authorize({
    request: new modules.AwsRequestImpl(
      principals[caller],
      role,
      action,
      new modules.RequestContextImpl(context),
    ),
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: modules.loadPolicy(policy, { name: "trust" }),
    simulationParameters: {
      simulationMode: "Strict",
      discoveryContextKeyConstraints: new modules.DiscoveryContextKeyConstraints([]),
    },
    serviceSettings: { s3: {} },
  });
  const letter = letters[resourceAnalysis?.result ?? ""];
  if (letter === undefined) throw new Error(`no answer: ${JSON.stringify(resourceAnalysis)}`);
  return letter;
}

const cases = trustCases(COUNT, SEED);
const manifest = readFileSync(join(scope, "iam-simulate/package.json"), "utf8");
const { version } = JSON.parse(manifest) as { readonly version: string };
const answers = cases.map(answer).join("");
const recorded = {
  tool: "@cloud-copilot/iam-simulate",
  version,
  seed: SEED,
  // Of the cases as JSON: a change in how they are made asks for a new recording.
  digest: createHash("sha256").update(JSON.stringify(cases)).digest("hex"),
  // No other program's answer: a million pairs take too long for a test.
  stringLike: likePairs(1_000_000),
  answers: answers.match(/.{1,120}/g),
};
writeFileSync(join(root, "test/oracle/trust-simulate.json"), `${JSON.stringify(recorded, undefined, 2)}\n`);
if (given === undefined) rmSync(directory, { recursive: true });
process.stdout.write(`${String(cases.length)} cases by ${recorded.tool} ${version}\n`);
