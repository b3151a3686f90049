import { known } from "../../../model/text.ts";
import type { Call, GoFunction } from "../function.ts";
import type { GoMap, Value } from "../value.ts";
import { define, dict, refuse, string } from "./define.ts";
import { kindOf } from "./go-types.ts";
import { madeBool, madeMap, madeText } from "./make.ts";

/** Go's path.Clean. */
function clean(path: string): string {
  if (path === "") return ".";
  const rooted = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!rooted) kept.push("..");
  }
  const joined = (rooted ? "/" : "") + kept.join("/");
  return joined === "" ? "." : joined;
}

function base(path: string): string {
  if (path === "") return ".";
  const trimmed = path.replace(/\/+$/, "");
  const last = trimmed.slice(trimmed.lastIndexOf("/") + 1);
  return last === "" ? "/" : last;
}

const dir = (path: string): string => clean(path.slice(0, path.lastIndexOf("/") + 1));

function ext(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  const dot = last.lastIndexOf(".");
  return dot === -1 ? "" : last.slice(dot);
}

const ofPath = (change: (path: string) => string): GoFunction =>
  define("string", [string], ([path], call) => madeText(change(path), call));

const isAbs = define("any", [string], ([path], call) => madeBool(path.startsWith("/"), call));

/** What a URL is made of (net/url). */
interface Url {
  scheme: string;
  opaque: string;
  userinfo: string;
  host: string;
  path: string;
  query: string;
  fragment: string;
}

const isHex = (text: string): boolean => /^[0-9A-Fa-f]{2}$/.test(text);

/** Percent escapes decoded; undefined where one is broken or the bytes are no text. */
function unescape(text: string): string | undefined {
  for (const match of text.matchAll(/%(.{0,2})/gs)) if (!isHex(match[1] ?? "")) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    // Bytes that are no UTF-8, which Go's strings can hold.
    return undefined;
  }
}

/** Bytes as percent escapes, but for the characters that may stand there. */
function escape(text: string, allowed: RegExp): string {
  return Array.from(text, (char) =>
    allowed.test(char)
      ? char
      : Array.from(
          new TextEncoder().encode(char),
          (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
        ).join(""),
  ).join("");
}

const UNRESERVED = /^[A-Za-z0-9\-_.~]$/;
const IN_PATH = /^[A-Za-z0-9\-_.~$&+,/:;=@]$/;
const IN_FRAGMENT = /^[A-Za-z0-9\-_.~$&+,/:;=?@!()*]$/;
const IN_USERINFO = /^[A-Za-z0-9\-_.~$&+,;=]$/;

/** net/url's Parse; undefined where it is an error or cannot be told. */
function parseUrl(text: string): Url | undefined {
  // eslint-disable-next-line no-control-regex -- net/url refuses control characters
  if (/[\x00-\x1f\x7f]/.test(text)) return undefined;
  const url: Url = { scheme: "", opaque: "", userinfo: "", host: "", path: "", query: "", fragment: "" };
  const hash = text.indexOf("#");
  let rest = hash === -1 ? text : text.slice(0, hash);
  const fragment = unescape(hash === -1 ? "" : text.slice(hash + 1));
  if (fragment === undefined) return undefined;
  url.fragment = fragment;
  if (rest === "*") return { ...url, path: "*" };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(rest);
  if (scheme !== null) {
    url.scheme = (scheme[1] ?? "").toLowerCase();
    rest = rest.slice(scheme[0].length);
  } else if (/^:/.test(rest)) return undefined;
  const mark = rest.indexOf("?");
  if (mark !== -1) {
    url.query = rest.slice(mark + 1);
    rest = rest.slice(0, mark);
  }
  if (!rest.startsWith("/")) {
    if (url.scheme !== "") return { ...url, opaque: rest };
    // A colon in the first segment looks like a scheme.
    if ((rest.split("/")[0] ?? "").includes(":")) return undefined;
  }
  if ((url.scheme !== "" || !rest.startsWith("///")) && rest.startsWith("//")) {
    const end = rest.indexOf("/", 2);
    const authority = rest.slice(2, end === -1 ? undefined : end);
    rest = end === -1 ? "" : rest.slice(end);
    if (!readAuthority(authority, url)) return undefined;
  }
  const path = unescape(rest);
  return path === undefined ? undefined : { ...url, path };
}

function readAuthority(authority: string, url: Url): boolean {
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  const port = /:([^:\]]*)$/.exec(host);
  if (port !== null && !/^\d*$/.test(port[1] ?? "")) return false;
  if (!/^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:"<>]|[^\0-\x7f])*$/.test(host.replace(/^\[[0-9A-Fa-f:.]*\]/, "")))
    return false;
  url.host = host;
  if (at === -1) return true;
  const userinfo = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(userinfo)) return false;
  const colon = userinfo.indexOf(":");
  const [user, password] =
    colon === -1 ? [userinfo, undefined] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)];
  const [name, secret] = [unescape(user), password === undefined ? "" : unescape(password)];
  if (name === undefined || secret === undefined) return false;
  url.userinfo =
    escape(name, IN_USERINFO) + (password === undefined ? "" : `:${escape(secret, IN_USERINFO)}`);
  return true;
}

const hostname = (host: string): string => {
  const bracketed = /^\[(.*)\]/.exec(host)?.[1];
  return bracketed ?? host.replace(/:\d*$/, "");
};

const urlParse = define("any", [string], ([text], call) => {
  const url = parseUrl(text);
  if (url === undefined) return refuse(`unable to parse url: ${text}`, call);
  const parts = { ...url, hostname: hostname(url.host) };
  return madeMap(
    Object.entries(parts).map(([key, value]) => [key, madeText(value, call)] as const),
    call,
  );
});

/** A string of a map, or an empty one; undefined when it is not known. */
function stringOf(map: GoMap, key: string, call: Call): string | undefined {
  const value: Value | undefined = map.entries.get(key)?.value;
  if (value === undefined) return map.more === undefined ? "" : undefined;
  if (value.kind === "text") return known(value);
  if (value.kind === "unknown") return undefined;
  return refuse(
    `unable to parse ${key} key, must be of type string, but ${kindOf(value) ?? "?"} found`,
    call,
  );
}

const urlJoin = define("string", [dict], ([map], call) => {
  const names = ["scheme", "host", "path", "query", "opaque", "fragment", "userinfo"];
  const all = names.map((name) => stringOf(map, name, call));
  if (all.includes(undefined)) return undefined;
  const [scheme = "", host = "", path = "", query = "", opaque = "", fragment = "", userinfo = ""] = all;
  const user = userinfo === "" ? undefined : parseUrl(`proto://${userinfo}@host`)?.userinfo;
  if (userinfo !== "" && user === undefined) return refuse("unable to parse userinfo in dict", call);
  const tail =
    (query === "" ? "" : `?${query}`) + (fragment === "" ? "" : `#${escape(fragment, IN_FRAGMENT)}`);
  const start = scheme === "" ? "" : `${scheme}:`;
  if (opaque !== "") return madeText(start + opaque + tail, call);
  const hasAuthority = host !== "" || user !== undefined;
  let written = start;
  if (hasAuthority || (scheme !== "" && path !== "")) written += "//";
  if (user !== undefined) written += `${user}@`;
  written += host;
  const escaped = path === "*" ? path : escape(path, IN_PATH);
  if (escaped !== "" && !escaped.startsWith("/") && host !== "") written += "/";
  if (written === "" && (escaped.split("/")[0] ?? "").includes(":")) written += "./";
  return madeText(written + escaped + tail, call);
});

/** Go's url.QueryEscape. */
export const queryEscape = (text: string): string =>
  escape(text.replaceAll(" ", "\0"), UNRESERVED).replaceAll("%00", "+");

/** Sprig's paths and URLs. Paths of the operating system are those of Linux. */
export const paths: Readonly<Record<string, GoFunction>> = {
  base: ofPath(base),
  clean: ofPath(clean),
  dir: ofPath(dir),
  ext: ofPath(ext),
  isAbs,
  osBase: ofPath(base),
  osClean: ofPath(clean),
  osDir: ofPath(dir),
  osExt: ofPath(ext),
  osIsAbs: isAbs,
  urlJoin,
  urlParse,
};
