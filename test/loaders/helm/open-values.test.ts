import { describe, expect, it } from "vitest";
import { expand } from "../../../src/expand/expand.ts";
import { helm } from "../../../src/loaders/helm/index.ts";
import { helmReleaseUnit } from "../../../src/loaders/helm-release.ts";
import type { Loader } from "../../../src/loaders/loader.ts";
import type { Gap } from "../../../src/model/entities.ts";
import { wholeFile } from "../../../src/model/location.ts";
import type { Manifest } from "../../../src/model/manifest.ts";
import { get, textOf } from "../../../src/model/node.ts";
import { absent, isAbsent, literal, print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";

const at = wholeFile({ path: "asked", text: "" });
const files = {
  "shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "shop/values.yaml": "account: {name: listed}\n",
  "shop/templates/sa.yaml":
    "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ .Values.account.name }}-{{ .Values.cluster.name }}}\n",
};

/** The accounts of a release of the chart, and what is not known. */
function released(installed: "certainly" | "maybe"): { names: readonly string[]; gaps: readonly Gap[] } {
  const chart = { name: literal("shop", at), repository: absent(at), version: absent(at), directory: "shop" };
  const input = { chart, name: literal("web", at), namespace: literal("apps", at), values: [] };
  const release = installed === "maybe" ? { ...input, installed } : input;
  const manifests: Manifest[] = [];
  const asking: Loader = {
    name: "asking",
    order: 1,
    handles: () => false,
    markers: [],
    seeds: () => [helmReleaseUnit("one", release, { environment: null, cluster: absent(at), via: [] })],
    expanders: [],
    read: (manifest) => {
      manifests.push(manifest);
      return [];
    },
  };
  const settings = { placeholders: [], accountOf: () => undefined, varFiles: [] };
  const { facts } = expand([asking, { ...helm, seeds: () => [] }], memoryWorkspace(files), settings);
  const names = manifests.map(({ object, existence }) => {
    const name = textOf(get(object, "metadata", "name"), object.at);
    return `${existence ?? ""}: ${isAbsent(name) ? "" : print(name)}`;
  });
  return { names, gaps: facts.filter((fact) => fact.kind === "gap") };
}

describe("values that a chart does not list", () => {
  it("are not there in a release that is", () => {
    const { names, gaps } = released("certainly");
    expect(names).toEqual([]);
    expect(gaps.map(({ message }) => message)).toEqual([
      expect.stringContaining("Helm stops at template shop/templates/sa.yaml (nil pointer"),
    ]);
  });

  it("may be set by whoever installs it where no release is known", () => {
    const { names, gaps } = released("maybe");
    expect(names).toEqual(["maybe: listed-${values that shop is installed with.cluster.name}"]);
    expect(gaps).toEqual([]);
  });
});
