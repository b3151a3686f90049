import { stripPrefix, type Text } from "../../../model/text.ts";

const SCHEMES = ["https://", "http://"];

/** A URL without its scheme: the issuer as IAM keeps it. */
export function withoutScheme(url: Text): Text {
  for (const scheme of SCHEMES) {
    const rest = stripPrefix(url, scheme);
    if (rest !== undefined) return rest;
  }
  return url;
}
