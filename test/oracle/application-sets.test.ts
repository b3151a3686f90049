import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../src/model/manifest.ts";
import { get } from "../../src/model/node.ts";
import { setCases } from "../support/application-set-cases/index.ts";
import { expandSets } from "../support/application-sets.ts";
import { plain } from "../support/plain.ts";

interface Outcome {
  readonly name: string;
  readonly applications: readonly Readonly<Record<string, unknown>>[];
  readonly error?: string;
}

const recorded = JSON.parse(readFileSync(new URL("application-sets.json", import.meta.url), "utf8")) as {
  readonly outcomes: readonly Outcome[];
};

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Without what says nothing: Go leaves empty fields out. */
function bare(value: unknown, isData = false): unknown {
  if (isList(value)) return value.map((item) => bare(item, isData));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, bare(inner, isData || key === "valuesObject")] as const,
  );
  const kept = entries.filter(
    ([, inner]) =>
      isData ||
      !(
        inner === null ||
        inner === "" ||
        inner === false ||
        (isObject(inner) && Object.keys(inner).length === 0)
      ),
  );
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const FIELDS = ["name", "namespace", "labels", "annotations"];

/** What is compared of an Application: what is set by its template. */
function essence(application: Readonly<Record<string, unknown>>): unknown {
  const metadata = isObject(application["metadata"]) ? application["metadata"] : {};
  const own: Readonly<Record<string, unknown>> = Object.fromEntries(
    FIELDS.flatMap((field) => (metadata[field] === undefined ? [] : [[field, metadata[field]] as const])),
  );
  return bare({ metadata: own, spec: application["spec"] });
}

const ours = ({ object }: Manifest): unknown =>
  essence({ metadata: plain(get(object, "metadata") ?? object), spec: plain(get(object, "spec") ?? object) });

const inOrder = (values: readonly unknown[]): readonly unknown[] =>
  [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe("ApplicationSets as Argo CD expands them", () => {
  it("has an answer for every case", () => {
    expect(recorded.outcomes.map(({ name }) => name)).toEqual(setCases.map(({ name }) => name));
  });

  it.each(recorded.outcomes.map((outcome) => [outcome.name, outcome] as const))("%s", (name, outcome) => {
    const written = setCases.find((each) => each.name === name);
    const secrets = (written?.secrets ?? []).map(
      (text, at) => [`argocd/secret-${String(at)}.yaml`, text] as const,
    );
    // Argo CD lies in another repository than the one that the generators read.
    const files = Object.entries(written?.files ?? {}).map(
      ([path, text]) => [`platform/${path}`, text] as const,
    );
    const { applications, gaps, expanded } = expandSets(
      { ...Object.fromEntries([...files, ...secrets]), "argocd/set.yaml": written?.set ?? "" },
      { repositories: [{ url: "https://git.example.com/team/platform.git", path: "platform" }] },
    );
    expect(inOrder(applications.map(ours))).toEqual(inOrder(outcome.applications.map(essence)));
    const isSaid = gaps.some(({ message }) => message !== undefined);
    expect(isSaid).toBe(outcome.error !== undefined);
    expect(expanded.problems).toEqual([]);
  });
});
