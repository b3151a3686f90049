// Lays out the listed charts for Helm, each with the dependencies that its Chart.yaml asks for: DIR/owner+name/chart-version.

import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { chartDirectory, type ChartSource, type ListedChart } from "./chart-list.ts";

/**
 * The chart's directory, made from a clone of its repository when it is not there yet. `clones` holds a clone of each
 * repository, bare or not: `clones/bitnami+charts`. Without `clones`, undefined for a chart that is not there.
 */
export function checkOut(chart: ListedChart, directory: string, clones?: string): string | undefined {
  const target = chartDirectory(directory, chart);
  if (existsSync(join(target, "Chart.yaml"))) return target;
  if (clones === undefined) return undefined;
  lay(chart, target, clones);
  return target;
}

function lay(
  { repository, commit, path, packagedAs, dependencies = [] }: ChartSource,
  target: string,
  clones: string,
): void {
  mkdirSync(target, { recursive: true });
  const tree = path === "." ? commit : `${commit}:${path}`;
  const clone = join(clones, repository.replace("/", "+"));
  const git = (...args: readonly string[]): Buffer =>
    execFileSync("git", ["-C", clone, ...args], { maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "inherit"] });
  execFileSync("tar", ["-x", "-C", target], { input: git("archive", "--format=tar", tree) });
  for (const name of readdirSync(target, { recursive: true, encoding: "utf8" })) {
    const file = join(target, name);
    if (!lstatSync(file).isSymbolicLink() || existsSync(file)) continue;
    // A link to elsewhere in the repository: packaging a chart puts what it means in its place.
    const linked = `${commit}:${join(path, dirname(name), readlinkSync(file))}`;
    rmSync(file);
    if (git("cat-file", "-t", linked).toString().trim() === "blob") {
      writeFileSync(file, git("show", linked));
      continue;
    }
    mkdirSync(file);
    execFileSync("tar", ["-x", "-C", file], { input: git("archive", "--format=tar", linked) });
  }
  if (packagedAs !== undefined) {
    const file = join(target, "Chart.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace(/^version:.*$/m, () => `version: ${packagedAs}`),
    );
  }
  for (const dependency of dependencies) {
    // Helm goes by the name in the dependency's Chart.yaml, not by its folder's.
    lay(dependency, join(target, "charts", basename(dependency.path)), clones);
  }
}
