import type { SourceFile } from "../../src/model/location.ts";
import type { Node } from "../../src/model/node.ts";
import { unknownText } from "../../src/model/text.ts";
import { evaluate } from "../../src/loaders/terraform/evaluate/evaluate.ts";
import type { Scope } from "../../src/loaders/terraform/evaluate/scope.ts";
import type { Expression } from "../../src/loaders/terraform/syntax/ast.ts";
import { parseHcl } from "../../src/loaders/terraform/syntax/parser.ts";

export interface ScopeOptions {
  readonly names?: ReadonlyMap<string, Node>;
  /** Files by path, for file functions. */
  readonly files?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly instance?: string;
  /** A file of `locals` blocks: what `local.x` stands for. */
  readonly locals?: SourceFile;
}

/** The attribute `x` of a configuration that is `x = <expression>` and, below it, further attributes as locals. */
export function parseExpression(source: string): { file: SourceFile; expression: Expression } {
  const file = { path: "main.tf", text: `x = ${source}\n` };
  const { body, problems } = parseHcl(file.text);
  const [first] = body.items;
  if (problems.length > 0 || body.items.length !== 1 || first?.kind !== "attribute") {
    throw new Error(`not an expression: ${source}: ${problems.map(({ message }) => message).join("; ")}`);
  }
  return { file, expression: first.value };
}

/**
 * A scope in which `var.x` is an unknown value named `var.x`, `text.x` an unknown string, `account.x`, `issuer.x` and
 * `name.x` strings of that shape, and `local.x` the attribute `x` of `locals`.
 */
export function scopeOf(file: SourceFile, options: ScopeOptions = {}): Scope {
  const { files = {}, instance = "test" } = options;
  return {
    file,
    instance,
    names: options.names ?? new Map(),
    workingDirectory: options.workingDirectory ?? "",
    files: {
      read: (path) => (path in files ? { path, text: files[path] ?? "" } : undefined),
      list: (directory) =>
        Object.keys(files)
          .filter((path) => directory === "" || path.startsWith(`${directory}/`))
          .sort(),
    },
    resolve: (root, [step, attribute], at) => {
      const name = `${root}.${step ?? ""}`;
      const hole = { id: `${instance}|${name}`, name };
      switch (root) {
        case "var":
          return { value: { kind: "unknown", hole: { kind: "hole", ...hole }, at }, used: 1 };
        case "text":
          return { value: unknownText(hole, at), used: 1 };
        case "account":
          return { value: unknownText({ ...hole, shape: "account-id" }, at), used: 1 };
        case "issuer":
          return { value: unknownText({ ...hole, shape: "eks-issuer" }, at), used: 1 };
        case "name":
          return { value: unknownText({ ...hole, shape: "name" }, at), used: 1 };
        case "local": {
          const { locals } = options;
          const local = locals && localsOf(locals).get(String(step));
          return local && { value: evaluate(local, scopeOf(locals, options)), used: 1 };
        }
        case "terraform_data": {
          const own = { id: `${instance}|${name}.${attribute ?? ""}`, name: `${name}.${attribute ?? ""}` };
          return { value: { kind: "unknown", hole: { kind: "hole", ...own }, at }, used: 2 };
        }
        case "terraform":
          if (step !== "workspace") return undefined;
          return { value: { kind: "text", parts: [{ kind: "literal", value: "default" }], at }, used: 1 };
        case "path":
          if (step !== "module" && step !== "root") return undefined;
          return {
            value: { kind: "text", parts: [{ kind: "literal", value: "." }], at },
            used: 1,
          };
        default:
          return undefined;
      }
    },
  };
}

function localsOf(file: SourceFile): ReadonlyMap<string, Expression> {
  const blocks = parseHcl(file.text).body.items.filter((item) => item.kind === "block");
  const items = blocks.filter(({ type }) => type === "locals").flatMap(({ body }) => body.items);
  return new Map(items.flatMap((item) => (item.kind === "attribute" ? [[item.name, item.value]] : [])));
}

/** The value of an expression on its own. */
export function valueOf(source: string, options: ScopeOptions = {}): Node {
  const { file, expression } = parseExpression(source);
  return evaluate(expression, scopeOf(file, options));
}
