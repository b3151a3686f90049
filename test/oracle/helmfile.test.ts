import { describe, expect, it } from "vitest";
import { isHelmfilePath } from "../../src/loaders/helmfile/paths.ts";
import type { Release } from "../../src/model/entities.ts";
import { known, print } from "../../src/model/text.ts";
import { DUMP, helmfileCases } from "../support/helmfile-cases.ts";
import { dataOf, readRepository, releasesIn } from "../support/helmfiles.ts";
import recorded from "./helmfile.json" with { type: "json" };

interface Answer {
  readonly name: string;
  readonly namespace: string;
  readonly values: unknown;
}

let holes = 0;

/** What helmfile says, with our holes in the places of what only it can know. */
function withHoles(theirs: unknown, ours: unknown): unknown {
  if (typeof ours === "string" && /\$\{[^}]+\}/.test(ours)) {
    holes++;
    return ours;
  }
  if (Array.isArray(theirs) && Array.isArray(ours))
    return theirs.map((item, at) => withHoles(item, ours[at]));
  if (typeof theirs !== "object" || theirs === null || typeof ours !== "object" || ours === null)
    return theirs;
  const own = new Map<string, unknown>(Object.entries(ours));
  return Object.fromEntries(
    Object.entries(theirs).map(([key, value]) => [key, withHoles(value, own.get(key))]),
  );
}

const asAnswer = ({ name, namespace, values }: Release): Answer => ({
  name: print(name),
  namespace: print(namespace),
  values: dataOf(values) ?? {},
});

const environmentOf = ({ origin }: Release): string => origin.environment ?? "default";

describe.each(helmfileCases)("$name", (helmfileCase) => {
  const { name, files, environments } = helmfileCase;
  const expanded = readRepository({ ...DUMP, ...files });
  const releases = releasesIn(expanded).filter(({ origin }) =>
    origin.via.some(({ at }) => isHelmfilePath(at.file.path)),
  );
  const answer = recorded.answers.find((each) => each.name === name);

  it.each(environments)("is what helmfile makes of it in %s", (environment) => {
    const world = answer?.worlds.find((each) => each.environment === environment);
    const theirs: readonly Answer[] = world !== undefined && "releases" in world ? world.releases : [];
    const ours = releases.filter((release) => environmentOf(release) === environment).map(asAnswer);
    const order = (a: Answer, b: Answer): number => (a.name < b.name ? -1 : 1);
    const sorted = ours.toSorted(order);
    expect(theirs.length).toBeGreaterThan(0);
    expect(sorted).toEqual(theirs.toSorted(order).map((each, at) => withHoles(each, sorted[at])));
  });

  it("is known, but for what comes from outside", () => {
    const unknown = releases.filter(({ name: own }) => known(own) === undefined);
    expect(unknown.length > 0).toBe(helmfileCase.variables !== undefined);
  });
});

it("has few holes", () => {
  expect(holes).toBeLessThan(8);
});
