import { combinedTemplates } from "./combined.ts";
import { writtenTemplates } from "./written.ts";

export { templateData } from "./data.ts";
export { randomTemplates } from "./random.ts";

/** A template that Go's text/template was asked to execute; `others` are parsed before it, for what they define. */
export interface TemplateCase {
  readonly template: string;
  readonly missingKey?: "zero" | "error";
  readonly others?: readonly string[];
}

/** Texts that define the same names, in the order in which they are parsed. */
const overriding: readonly TemplateCase[] = [
  {
    others: ['{{ define "a" }}1{{ end }}', '{{ define "a" }}2{{ end }}'],
    template: '{{ template "a" }}',
  },
  { others: ['{{ define "a" }}1{{ end }}', '{{ define "a" }} {{ end }}'], template: '{{ template "a" }}' },
  { others: ['{{ define "a" }} {{ end }}', '{{ define "a" }}2{{ end }}'], template: '{{ template "a" }}' },
  {
    others: ['{{ define "a" }}1{{ end }}'],
    template: '{{ define "a" }}2{{ end }}{{ template "a" }}',
  },
  {
    others: [
      '{{ define "a" }}1{{ end }}{{ template "b" . }}',
      '{{ define "b" }}b{{ template "a" }}{{ end }}',
    ],
    template: '{{ template "b" . }}',
  },
];

/** What is asked of Go, in a fixed order. */
export const templateCases: readonly TemplateCase[] = [
  ...writtenTemplates.map((template) => ({ template })),
  ...overriding,
  ...combinedTemplates.flatMap((template): readonly TemplateCase[] =>
    /missing|nil|\.y/.test(template)
      ? [{ template }, { template, missingKey: "zero" }, { template, missingKey: "error" }]
      : [{ template }],
  ),
];
