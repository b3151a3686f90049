import { equals } from "../model/compare.ts";
import { textSource } from "../model/source.ts";
import { known, literal, withParts, type Text } from "../model/text.ts";
import type { KnownRepository } from "./loader.ts";

/** `scheme://[user@]host[:port]/path`, and `[user@]host:path` as ssh has it. */
const FORMS = [
  /^[a-z+]{1,20}:\/\/(?:[^@/]*@)?([^/:@]+)(?::\d+)?\/+([^/].*)$/,
  /^(?:[^@/:]*@)?([^/:@]+):(?!\/\/)\/*([^/:].*)$/,
];

/**
 * One form for the many in which people write a repository's address (git-scm.com/docs/git-clone, "GIT URLS"): host and
 * path in lower case, without scheme, user, port and `.git`; undefined for what is no address. Azure DevOps and
 * Bitbucket write other paths for ssh than for https: these become one, too.
 */
export function canonicalRepository(url: string): string | undefined {
  const address = url.trim().toLowerCase();
  const form = FORMS.map((pattern) => pattern.exec(address)).find((found) => found !== null);
  const [, host, path] = form ?? [];
  if (host === undefined || path === undefined) return undefined;
  const server = host === "ssh.dev.azure.com" ? "dev.azure.com" : host.replace(/^ssh\.(?=github\.com$)/, "");
  const segments = path
    .replace(/[?#].*$/, "")
    .split("/")
    .filter((segment) => segment !== "" && segment !== "_git");
  if (segments[0] === "scm" || (server === "dev.azure.com" && segments[0] === "v3")) segments.shift();
  const last = segments.pop()?.replace(/\.git$/, "");
  return last === undefined || last === "" ? undefined : [server, ...segments, last].join("/");
}

/** Where a repository lies: in a directory of the input, certainly or perhaps; somewhere else; or nobody can say. */
export type Whereabouts =
  | { readonly kind: "here"; readonly path: string; readonly certain: boolean }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "unknown" };

/**
 * Looks a repository up among those that are known to lie here (the configuration's, the checkout's remotes). One of
 * the same name under another owner is perhaps a fork of it, and so is an address with holes that fits; undefined when
 * none is known.
 */
export function findRepository(
  url: Text,
  repositories: readonly KnownRepository[] | undefined,
): Whereabouts | undefined {
  if (repositories === undefined || repositories.length === 0) return undefined;
  const names = repositories.map((each) => ({ ...each, name: canonicalRepository(each.url) ?? each.url }));
  const address = known(url);
  if (address === undefined) {
    const wanted = canonicalText(url);
    const perhaps = names.find(({ name }) => equals(wanted, literal(name, url.at)) !== "no");
    return perhaps === undefined ? { kind: "unknown" } : { kind: "here", path: perhaps.path, certain: false };
  }
  const wanted = canonicalRepository(address) ?? address;
  const same = names.find(({ name }) => name === wanted);
  if (same !== undefined) return { kind: "here", path: same.path, certain: true };
  const last = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
  const fork = names.find(({ name }) => last(name) === last(wanted));
  return fork === undefined ? { kind: "elsewhere" } : { kind: "here", path: fork.path, certain: false };
}

/** The canonical form of an address with holes in it; the address itself when it has none. */
function canonicalText(url: Text): Text {
  const source = textSource(url);
  const canonical = canonicalRepository(source.text);
  // Each hole is one character, which no case has, so that it comes through.
  return canonical === undefined ? url : withParts(url, source.parts(canonical, 0, 0));
}
