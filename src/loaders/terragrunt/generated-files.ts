import type { Place, SourceFile, Span } from "../../model/location.ts";
import { flagOf, textOf, type Node } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import { textSource, type Source } from "../../model/source.ts";
import { holesOf, isAbsent, known, type Hole, type Text } from "../../model/text.ts";
import { baseName, joinPath } from "../paths.ts";
import type { ConfigFile } from "../terraform/configuration/hcl-parser.ts";
import type { Attribute, Block, Expression, TemplatePart } from "../terraform/syntax/ast.ts";
import { parseHcl } from "../terraform/syntax/parser.ts";
import { conceal } from "./absolute-paths.ts";
import { attributeIn, attributeOfBlock, stringOfBlock } from "./blocks.ts";
import { labelledBlocks } from "./merged.ts";
import type { Config } from "./reading.ts";

/** A file that Terragrunt writes beside the module's. */
export interface GeneratedFile {
  /** Relative to the module's directory. */
  readonly path: string;
  /** Whether it stays away where the module has a file of this name. */
  readonly yields: boolean;
  /** Its blocks, each as part of the file in which it is written. */
  readonly files: readonly ConfigFile[];
  /** What is not known in it, as variables that nobody else can name. */
  readonly holes: ReadonlyMap<string, Node>;
  readonly problems: readonly Problem[];
  /** Whether something in it could not be read because a part of it is not known. */
  readonly isPartial: boolean;
}

/** The files of all `generate` blocks that are Terraform's (Terragrunt, "generate"). */
export function generatedFiles(config: Config): readonly GeneratedFile[] {
  const blocks = labelledBlocks(config, (layer) => layer.blocks("generate"));
  return [...blocks].flatMap(([label, { config: layer, item }]): readonly GeneratedFile[] => {
    if (flagOf(attributeOfBlock(layer, item, "disable")) === "yes") return [];
    const path = joinPath("", stringOfBlock(layer, item, "path") ?? "/");
    const contents = attributeIn(item.body, "contents");
    if (path === undefined || contents === undefined || path.includes("/")) return [];
    const name = baseName(path);
    if (!/\.(?:tf|tofu|tfvars)$/.test(name)) return [];
    const text = textOf(conceal(layer.evaluate(contents.value)), layer.place(contents.value.span));
    if (isAbsent(text)) return [];
    const yields = stringOfBlock(layer, item, "if_exists") === "skip";
    return [{ path, yields, ...parseGenerated(text, label) }];
  });
}

/**
 * Text that becomes a file, parsed: each block keeps the place where it is written (the heredoc, the file that was read),
 * and each hole becomes a variable.
 */
export function parseGenerated(
  text: Text,
  label: string,
): Pick<GeneratedFile, "files" | "holes" | "problems" | "isPartial"> {
  const source = textSource(text);
  const { body, problems } = parseHcl(source.text);
  const holes = new Map<string, Node>();
  const nameOf = (hole: Hole): string => {
    const name = `(${label}: ${hole.id})`;
    holes.set(name, { kind: "unknown", hole, at: text.at });
    return name;
  };
  const hasHoles = holesOf(text).length > 0;
  return {
    files: body.items.map((item) => placed(item, source, nameOf)),
    holes,
    problems: hasHoles
      ? []
      : problems.map(({ message, span }) => ({
          code: "input/unparseable",
          message,
          at: { ...source.locate(span.start, span.end), route: text.at.route },
        })),
    isPartial:
      known(text) === undefined && (problems.length > 0 || holesOf(text).length === text.parts.length),
  };
}

/** One item as a file of its own: the file where most of it is written, with every span a range of that file. */
function placed(item: Attribute | Block, source: Source, nameOf: (hole: Hole) => string): ConfigFile {
  const whole = source.locate(item.span.start, item.span.end);
  const file: SourceFile = whole.file;
  const spanOf = ({ start, end }: Span): Span => {
    const place: Place = source.locate(start, end);
    return place.file === file ? place.span : whole.span;
  };
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.flatMap((element: unknown): readonly unknown[] =>
        isTextPart(element) ? withHoles(element) : [copy(element)],
      );
    }
    if (typeof value !== "object" || value === null) return value;
    if (isSpan(value)) return spanOf(value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
  };
  const withHoles = (part: TextPart): readonly TemplatePart[] => {
    const span = spanOf(part.span);
    const isVerbatim = part.value.length === part.span.end - part.span.start;
    const parts: TemplatePart[] = [];
    let from = 0;
    const flush = (to: number): void => {
      if (to === from) return;
      const { start } = part.span;
      const own = isVerbatim ? spanOf({ start: start + from, end: start + to }) : span;
      parts.push({ kind: "text", value: part.value.slice(from, to), span: own });
    };
    for (let at = 0; at < part.value.length; at++) {
      const hole = source.holeAt(part.value.charAt(at));
      if (hole === undefined) continue;
      flush(at);
      from = at + 1;
      parts.push({ kind: "interpolation", value: reference(nameOf(hole), span), span });
    }
    flush(part.value.length);
    return parts;
  };
  // A copy of an item has the item's type; the compiler can't see that through `unknown`.
  const copied = copy(item) as Attribute | Block;
  return { file, body: { items: [copied], span: spanOf(item.span) } };
}

type TextPart = TemplatePart & { readonly kind: "text" };

function isTextPart(value: unknown): value is TextPart {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "text" &&
    "value" in value
  );
}

function isSpan(value: object): value is Span {
  return "start" in value && "end" in value && Object.keys(value).length === 2;
}

function reference(name: string, span: Span): Expression {
  return { kind: "get-attribute", on: { kind: "variable", name: "var", span }, name, nameSpan: span, span };
}
