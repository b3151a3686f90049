import { known, mapLiterals, type Text, withParts } from "../../../model/text.ts";

const MAX_LENGTH = 253;

/**
 * A name as Kubernetes takes it (argo-cd applicationset/utils, SanitizeName): lower case, other characters as dashes, no
 * dash or dot at either end. What a hole stands for is not known afterwards either; its own ends may be cut.
 */
export function normalizedName(text: Text): Text {
  const clean = (value: string): string => value.toLowerCase().replace(/[^-a-z0-9.]/g, "-");
  const whole = known(text);
  if (whole === undefined) {
    return withParts(
      text,
      mapLiterals(text, clean).parts.map((part) =>
        part.kind === "hole" ? { ...part, id: `normalized|${part.id}`, shape: "dns" } : part,
      ),
    );
  }
  const value = trimmed(clean(whole).slice(0, MAX_LENGTH));
  if (value === whole) return text;
  const [first] = text.parts;
  const at = text.parts.length === 1 ? first?.at : undefined;
  const part = { kind: "literal", value, at: at ?? text.at } as const;
  return withParts(text, value === "" ? [] : [part]);
}

function trimmed(name: string): string {
  let start = 0;
  let end = name.length;
  const isEdge = (at: number): boolean => name[at] === "-" || name[at] === ".";
  while (start < end && isEdge(start)) start += 1;
  while (end > start && isEdge(end - 1)) end -= 1;
  return name.slice(start, end);
}
