import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineColumn } from "../../../../src/model/location.ts";
import { get, textOf } from "../../../../src/model/node.ts";
import { isAbsent } from "../../../../src/model/text.ts";
import { applicationSet, expandSets, shown } from "../../../support/application-sets.ts";

const named = ({ applications }: ReturnType<typeof expandSets>): readonly string[] =>
  applications.map(({ object }) => shown(object, "metadata", "name"));

describe("the list generator", () => {
  const generators = `- list:
    elements:
      - cluster: dev
        url: https://1.2.3.4
      - cluster: prod
        url: https://2.4.6.8
        values:
          tier: gold
`;

  it("makes an Application of each element, values at the element's lines", () => {
    const set = applicationSet({
      generators,
      name: "'{{ cluster }}-eso'",
      server: "'{{url}}'",
      namespace: "'eso-{{values.tier}}'",
    });
    const { applications, gaps } = expandSets({ "set.yaml": set });
    expect(
      applications.map(({ object }) => [
        shown(object, "metadata", "name"),
        shown(object, "metadata", "namespace"),
        shown(object, "spec", "destination", "server"),
        shown(object, "spec", "destination", "namespace"),
      ]),
    ).toEqual([
      ["dev-eso", "argocd", "https://1.2.3.4", "eso-{{values.tier}}"],
      ["prod-eso", "argocd", "https://2.4.6.8", "eso-gold"],
    ]);
    expect(gaps.map(({ message }) => message)).toEqual([]);
    const server = applications.map(({ object }) =>
      textOf(get(object, "spec", "destination", "server"), object.at),
    );
    expect(server.map(({ at }) => lineColumn(at.file, at.span.start).line)).toEqual([9, 11]);
    const [first] = applications.map(({ object }) => textOf(get(object, "metadata", "name"), object.at));
    const parts = first === undefined || isAbsent(first) ? [] : first.parts;
    expect(parts.map(({ at }) => at && lineColumn(at.file, at.span.start).line)).toEqual([8, 16]);
  });

  it("gives each Application an environment and a step of its own", () => {
    const { applications } = expandSets({ "set.yaml": applicationSet({ generators, name: "same" }) });
    expect(applications.map(({ origin }) => [origin.environment, origin.via.at(-1)?.label])).toEqual([
      ["addons/dev", "ApplicationSet addons, element dev"],
      ["addons/prod", "ApplicationSet addons, element prod"],
    ]);
  });

  it("takes strings only, as Argo CD does without goTemplate", () => {
    const numbers = "- list: {elements: [{name: a, port: 8080}]}\n- list: {elements: [{name: b}]}\n";
    const sets = expandSets({ "set.yaml": applicationSet({ generators: numbers }) });
    expect(named(sets)).toEqual(["b"]);
    expect(sets.gaps.map(({ message }) => message)).toEqual([
      'ApplicationSet "addons": list generator: "port" of a list\'s element is no string, which it has to be without goTemplate: Argo CD makes no Applications of it; what its Applications make in namespace "secrets" is not known',
    ]);
  });

  it("adds what elementsYaml holds", () => {
    const text = `- list:
    elements: [{name: a}]
    elementsYaml: |
      - name: b
      - name: c
`;
    expect(named(expandSets({ "set.yaml": applicationSet({ generators: text }) }))).toEqual(["a", "b", "c"]);
  });

  it("lets a generator's own template complete the common one", () => {
    const text = `- list:
    elements: [{name: a}]
    template:
      metadata: {}
      spec:
        project: own
        source: {repoURL: "", path: 'apps/{{name}}'}
        destination: {}
- list: {elements: [{name: b}]}
`;
    const { applications } = expandSets({ "set.yaml": applicationSet({ generators: text }) });
    expect(
      applications.map(({ object }) => [
        shown(object, "metadata", "name"),
        shown(object, "spec", "project"),
        shown(object, "spec", "source", "repoURL"),
        shown(object, "spec", "source", "path"),
        shown(object, "spec", "destination", "namespace"),
      ]),
    ).toEqual([
      ["a", "own", "https://git.example.com/team/platform.git", "apps/a", "secrets"],
      ["b", "platform", "https://git.example.com/team/platform.git", "apps/eso", "secrets"],
    ]);
  });

  it("makes as many Applications as there are elements, each with a key of its own", () => {
    const element = fc.record({
      name: fc.stringMatching(/^[a-z]{1,3}$/),
      zone: fc.stringMatching(/^[a-z]?$/),
    });
    fc.assert(
      fc.property(fc.array(element, { maxLength: 12 }), (elements) => {
        const text = `- list: {elements: ${JSON.stringify(elements)}}\n`;
        const { applications } = expandSets({ "set.yaml": applicationSet({ generators: text }) });
        expect(applications.map(({ object }) => shown(object, "metadata", "name"))).toEqual(
          elements.map(({ name }) => name),
        );
        expect(new Set(applications.map(({ origin }) => origin.environment)).size).toBe(elements.length);
      }),
      { numRuns: 30 },
    );
  });

  it("cuts a list that explodes", () => {
    const elements = Array.from({ length: 2500 }, (_, at) => `{name: a${String(at)}}`).join(", ");
    const sets = expandSets({
      "set.yaml": applicationSet({ generators: `- list: {elements: [${elements}]}\n` }),
    });
    expect(sets.applications).toHaveLength(2000);
    expect(sets.expanded.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'input/too-large ApplicationSet "addons" has a generator with more than 2000 elements: the rest is not read',
    ]);
    expect(sets.gaps).toHaveLength(1);
  });
});
