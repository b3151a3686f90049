import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diskWorkspace } from "../../src/workspace/disk.ts";
import type { Answer } from "../../tools/oracle/helm-charts/recording.ts";
import { renderingCases, type RenderingCase } from "../../tools/oracle/helm-rendering/cases.ts";
import { renderWithUs, type OurRendering } from "../../tools/oracle/helm-rendering/our-rendering.ts";
import recorded from "./helm-rendering/recorded.json" with { type: "json" };

const workspace = diskWorkspace({ boundaries: [join(import.meta.dirname, "helm-rendering/charts")] });

function rendered({ chart, release, namespace, values, set }: RenderingCase): OurRendering {
  const texts = values.map((value) => JSON.stringify(value));
  return renderWithUs(workspace, { directory: chart, release, namespace, values: texts, set });
}

const cases = recorded.cases as unknown as readonly (RenderingCase & { readonly answer: Answer })[];

describe("charts as Helm renders them", () => {
  it("are those that were recorded", () => {
    expect(cases.map(({ situation }) => situation)).toEqual(renderingCases.map(({ situation }) => situation));
  });

  it.each(cases.map((item) => [item.situation, item] as const))("%s", (_, item) => {
    const { gaps, problems, ...parts } = rendered(item);
    if ("error" in item.answer) {
      expect(gaps).toEqual([expect.stringContaining("Helm stops at template")]);
      return;
    }
    expect([gaps, problems]).toEqual([[], []]);
    expect(parts).toEqual(item.answer);
  });
});
