import { parseProviderArn } from "../iam/arn.ts";
import { providerKey } from "../iam/issuer.ts";
import { equals } from "../model/compare.ts";
import type { EditIntent } from "../model/finding.ts";
import type { Statement } from "../model/policy.ts";
import { print, type Text } from "../model/text.ts";
import { rewriting } from "./repairs.ts";

/** The intents to write another issuer in a trusted provider and in the keys of its statement that name the old one. */
export function otherIssuer(
  { conditions }: Statement,
  provider: Text,
  issuer: string,
): readonly (EditIntent | undefined)[] {
  const old = parseProviderArn(provider)?.issuer;
  if (old === undefined) return [];
  const keys = conditions.flatMap(({ key }) => {
    const own = providerKey(key)?.issuer;
    return own !== undefined && equals(own, old, { ignoreCase: true }) === "yes" ? [key] : [];
  });
  const written = print(old);
  const places = new Set<string>();
  return [provider, ...keys].flatMap((text): readonly (EditIntent | undefined)[] => {
    const intent = rewriting(
      text,
      print(text).replace(written, () => issuer),
    );
    if (intent?.kind !== "replace-value") return [intent];
    const place = `${intent.at.file.path}:${String(intent.at.span.start)}`;
    if (places.has(place)) return [];
    places.add(place);
    return [intent];
  });
}
