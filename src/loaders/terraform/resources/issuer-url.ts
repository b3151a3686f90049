import { literal, stripPrefix, withParts, type Hole, type Text } from "../../../model/text.ts";
import { derivedId } from "../evaluate/identity.ts";

const SCHEMES = ["https://", "http://"];

/** What `replace(url, "https://", "")` makes of a hole, so that a trust policy that says so has the same hole. */
function stripped(hole: Hole, url: Text): Hole {
  const own: Text = { kind: "text", parts: [hole], at: url.at };
  const id = derivedId("replace", [own, literal("https://", url.at), literal("", url.at)]);
  return { ...hole, id, name: `replace(${hole.name})`, shape: "issuer" };
}

/** A URL without its scheme: the issuer as IAM keeps it. */
export function withoutScheme(url: Text): Text {
  for (const scheme of SCHEMES) {
    const rest = stripPrefix(url, scheme);
    if (rest !== undefined) return rest;
  }
  const [first, ...rest] = url.parts;
  const hasScheme = first?.kind === "hole" && first.shape !== "issuer" && first.shape !== "eks-issuer";
  return hasScheme ? withParts(url, [stripped(first, url), ...rest]) : url;
}
