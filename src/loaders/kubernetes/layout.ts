import type { Questions } from "../loader.ts";
import { directoryOf } from "../paths.ts";

/** Which files of the tree are no objects because of where they lie. */
export interface Layout {
  /** Directories that hold a Chart.yaml. */
  readonly charts: ReadonlySet<string>;
}

/** Looks for charts among all files. */
export function readLayout(ask: Questions): Layout {
  const paths = ask.list("");
  return {
    charts: new Set(paths.filter((path) => /(?:^|\/)Chart\.yaml$/.test(path)).map(directoryOf)),
  };
}

/** The chart whose template a file is (helm.sh/docs/topics/charts, "The Chart File Structure"). */
export function chartOfTemplate({ charts }: Layout, path: string): string | undefined {
  for (let at = path.indexOf("templates/"); at !== -1; at = path.indexOf("templates/", at + 1)) {
    const directory = at === 0 ? "" : path.slice(0, at - 1);
    if ((at === 0 || path[at - 1] === "/") && charts.has(directory)) return directory;
  }
  return undefined;
}

/** Whether a file is a chart's values, which may look like anything. */
export function isChartValues({ charts }: Layout, path: string): boolean {
  return /(?:^|\/)values[^/]*\.ya?ml$/.test(path) && charts.has(directoryOf(path));
}
