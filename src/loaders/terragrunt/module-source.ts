import { print, known, type Text } from "../../model/text.ts";
import type { KnownRepository } from "../loader.ts";
import { joinPath } from "../paths.ts";
import { sourceTarget, type SourceTarget } from "../terraform/configuration/module-source.ts";
import { belowRoot, conceal } from "./absolute-paths.ts";

/** Where the source of a unit's module leads, and how Terraform would write it in a module block. */
export interface UnitSource {
  /** For messages. */
  readonly printed: string;
  /** Undefined when it is not known. */
  readonly source: string | undefined;
  readonly version: string | undefined;
  readonly target: SourceTarget;
}

/** Hosts whose addresses go-getter knows without a scheme (go-getter, "URL Format"). */
const REMOTE =
  /^(?:[a-z0-9+.-]+::|[a-z0-9+.-]+:\/\/|(?:github\.com|gitlab\.com|bitbucket\.org)\/|[^@/]+@[^/:]+:)/i;

/**
 * Takes a unit's source apart (Terragrunt, "terraform block"): a path from the unit's directory or an absolute one,
 * where `//` ends what is copied; `tfr://HOST/NAMESPACE/NAME/PROVIDER//DIR?version=V`; what go-getter takes.
 */
export function unitSource(
  text: Text,
  directory: string,
  repositories: readonly KnownRepository[] | undefined,
): UnitSource {
  const concealed = conceal(text);
  const printed = print(concealed.kind === "text" ? concealed : text);
  const source = known(text);
  if (source === undefined) return { printed, source, version: undefined, target: { kind: "elsewhere" } };
  const registry = /^tfr:\/\/([^/]*)\/([^?]+)(?:\?(.*))?$/.exec(source);
  if (registry !== null) {
    const [, host = "", address = "", query = ""] = registry;
    const version = /(?:^|&)version=([^&]*)/.exec(query)?.[1];
    const isPublic = host === "" || /^registry\.(?:terraform\.io|opentofu\.org)$/.test(host);
    const written = isPublic ? address : `${host}/${address}`;
    return { printed, source: written.replace(/\/+$/, ""), version, target: { kind: "elsewhere" } };
  }
  if (REMOTE.test(source) && belowRoot(source) === undefined) {
    const plain = source.replace(/^file:\/\//, "");
    return {
      printed,
      source: plain,
      version: undefined,
      target: sourceTarget(plain, directory, repositories),
    };
  }
  return { printed, source, version: undefined, target: localTarget(source, directory) };
}

function localTarget(source: string, from: string): SourceTarget {
  const [path = ""] = source.split("?");
  const below = belowRoot(path);
  if (below === undefined && path.startsWith("/")) return { kind: "outside" };
  const directory = below === undefined ? joinPath(from, path) : joinPath("", below);
  return directory === undefined ? { kind: "outside" } : { kind: "directory", directory };
}
