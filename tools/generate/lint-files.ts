import {
  analyseWithComments,
  defaultAnalysisSettings,
  type AnalysisSettings,
} from "../../src/engine/analyse.ts";
import { readConfiguration } from "../../src/engine/config/read-configuration.ts";
import { defaultConfiguration, type Configuration } from "../../src/engine/configuration.ts";
import { lint, type Outcome } from "../../src/engine/lint.ts";
import { everywhere } from "../../src/engine/scope.ts";
import { loadServiceReference } from "../../src/engine/service-reference.ts";
import type { Model } from "../../src/model/model.ts";
import type { AnyRule, ExampleFiles } from "../../src/rule-api/rule.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

const services = await loadServiceReference();

/** The day on which examples are read, so that their exceptions expire or hold for ever. */
const today = "2025-06-15";

function configurationIn(files: ExampleFiles, ruleIds: readonly string[]): Configuration {
  const path = ".irsa-lint.yaml";
  const text = files[path];
  if (text === undefined) return defaultConfiguration;
  const read = readConfiguration({ path, text }, ruleIds);
  if (read.kind === "errors") throw new Error(read.errors.map(({ message }) => message).join("; "));
  return read.configuration;
}

/** What the configuration of a small repository says of its input. */
function settingsUnder({ clusters, placeholders, varFiles }: Configuration): AnalysisSettings {
  return { ...defaultAnalysisSettings, clusters, placeholders, varFiles };
}

/** The same for a repository whose configuration says nothing of rules. */
export function inputSettings(files: ExampleFiles): AnalysisSettings {
  return settingsUnder(configurationIn(files, []));
}

/**
 * Lints a small repository as the command would: configuration, comments and exceptions included. Rules that are off
 * run, too.
 */
export function lintFiles(
  files: ExampleFiles,
  rules: readonly AnyRule[],
): Outcome & { readonly model: Model } {
  const configuration = configurationIn(
    files,
    rules.map(({ id }) => id),
  );
  const { model, comments } = analyseWithComments(memoryWorkspace(files), settingsUnder(configuration));
  const outcome = lint(model, comments, rules, {
    configuration: { ...configuration, preset: "all" },
    commandLine: [],
    strict: false,
    pathInConfiguration: (path) => path,
    scope: everywhere,
    today,
    services,
  });
  return { ...outcome, model };
}
