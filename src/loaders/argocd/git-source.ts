import type { Gap } from "../../model/entities.ts";
import type { MapNode } from "../../model/node.ts";
import { isAbsent, known, print, type Absent, type Text } from "../../model/text.ts";
import type { Questions } from "../loader.ts";
import { inNamespace } from "../manifest-metadata.ts";
import { applicationGap, type Application } from "./application-gap.ts";

/**
 * A source that is a directory of a git repository. Objects of a plain directory that is here are read where they
 * stand; everything else is not understood yet, and says so.
 */
export function gitSource(
  application: Application,
  source: MapNode,
  path: Text | Absent,
  index: number,
  ask: Questions,
): Gap {
  const directory = isAbsent(path) ? undefined : known(path)?.replace(/^\.?\/+|\/+$/g, "");
  const files = directory === undefined ? [] : ask.list(directory === "." ? "" : directory);
  const at = isAbsent(path) ? source.at : path.at;
  const what = `source ${String(index)}`;
  return applicationGap(application, what, messageFor(application, path, directory, files), at);
}

function messageFor(
  { name, namespace }: Application,
  path: Text | Absent,
  directory: string | undefined,
  files: readonly string[],
): string | undefined {
  const follows = `what Application "${print(name)}" makes${inNamespace(namespace)} is not known`;
  const shown = isAbsent(path) ? "" : print(path);
  if (files.length === 0) return `the source "${shown}" is not in this repository: ${follows}`;
  const prefix = directory === undefined || directory === "." || directory === "" ? "" : `${directory}/`;
  if (files.includes(`${prefix}Chart.yaml`)) return `the chart in "${shown}" is not rendered: ${follows}`;
  return undefined;
}
