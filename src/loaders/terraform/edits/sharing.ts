import type { Location } from "../../../model/location.ts";
import type { Block } from "../syntax/ast.ts";
import { isNative, syntaxOf, within } from "./syntax-index.ts";

/**
 * The resource or data source that alone has what stands at a place of the configuration: neither `count`, `for_each`,
 * `dynamic` nor a `for` expression repeats it, and it is no local, variable, output or argument of a module, which
 * others may refer to. Undefined for every other place.
 */
export function soleOwner({ file, span }: Location): Block | undefined {
  if (!isNative(file.path)) return undefined;
  const { blocks, repeated } = syntaxOf(file);
  if (repeated.some((outer) => within(span, outer))) return undefined;
  return blocks.find(
    (block) => (block.type === "resource" || block.type === "data") && within(span, block.span),
  );
}
