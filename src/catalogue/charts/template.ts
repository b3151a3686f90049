import { textOf } from "../../model/node.ts";
import { isAbsent, sliceLiteral, withParts, type Literal, type Part, type Text } from "../../model/text.ts";
import { valueAt, type ChartValues } from "./chart-values.ts";

/** What an expression inside a value may name when the chart runs the value through `tpl`. */
export interface TemplateScope {
  readonly release: Text;
  readonly namespace: Text;
  readonly chart: Text;
  readonly values: ChartValues;
}

/** A value that a template reaches by way of values that are templates themselves is read this deep. */
const MAX_NESTING = 4;

/**
 * A value as `tpl` renders it (helm.sh/docs/howto/charts_tips_and_tricks, "Using the tpl function"): expressions that
 * only name the release, its namespace, the chart or a value give that; every other one is a hole.
 */
export function renderTemplate(text: Text, scope: TemplateScope, nesting = 0): Text {
  if (!text.parts.some((part) => part.kind === "literal" && part.value.includes("{{"))) return text;
  const parts = text.parts.flatMap((part) =>
    part.kind === "literal" ? renderLiteral(part, scope, nesting) : [part],
  );
  return withParts(text, parts);
}

function renderLiteral(part: Literal, scope: TemplateScope, nesting: number): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (;;) {
    const open = part.value.indexOf("{{", from);
    if (open === -1) break;
    const close = part.value.indexOf("}}", open + 2);
    if (open > from) parts.push(sliceLiteral(part, from, open));
    const end = close === -1 ? part.value.length : close + 2;
    const inside = part.value.slice(open + 2, close === -1 ? undefined : close);
    parts.push(...evaluate(inside, sliceLiteral(part, open, end), scope, nesting));
    from = end;
  }
  if (from < part.value.length) parts.push(sliceLiteral(part, from, part.value.length));
  return parts;
}

function evaluate(inside: string, whole: Literal, scope: TemplateScope, nesting: number): readonly Part[] {
  // `{{-` and `-}}` trim the white space around them; inside an annotation there is none worth keeping.
  const expression = inside.replace(/^-\s/, "").replace(/\s-$/, "").trim();
  const named = nesting < MAX_NESTING ? nameIn(expression, scope, nesting) : undefined;
  if (named !== undefined) return named.parts;
  const place = whole.at === undefined ? {} : { at: whole.at };
  const id = `helm template of ${scopeId(scope)}: ${expression}`;
  return [{ kind: "hole", id, name: whole.value, ...place }];
}

function nameIn(expression: string, scope: TemplateScope, nesting: number): Text | undefined {
  if (expression === ".Release.Name") return scope.release;
  if (expression === ".Release.Namespace") return scope.namespace;
  if (expression === ".Chart.Name") return scope.chart;
  const path = /^\.Values\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)$/.exec(expression)?.[1];
  if (path === undefined) return undefined;
  const text = textOf(valueAt(scope.values, path), scope.values.chartAt);
  // A value that nobody set has whatever default the chart gives it, which is not known here.
  return isAbsent(text) ? undefined : renderTemplate(text, scope, nesting + 1);
}

const scopeId = ({ release, namespace }: TemplateScope): string =>
  [...namespace.parts, ...release.parts]
    .map((part) => (part.kind === "hole" ? part.id : part.value))
    .join("/");
