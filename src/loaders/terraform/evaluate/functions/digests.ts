import { toBase64 } from "../../../digest/bytes.ts";
import { computedText } from "../convert.ts";
import { hex, md5, sha1, sha256, sha512, utf8, type Bytes } from "../../../digest/hashes.ts";
import { failure, type Value } from "../value.ts";
import { fresh } from "./dates.ts";
import { fileContent } from "./files.ts";
import { binary, custom, opaque, string, unary, type Call, type FunctionGroup } from "./function.ts";

/** Longer texts are not hashed: their digest is only ever compared with itself. */
const MAX_LENGTH = 200_000;

function digest(hash: (message: Bytes) => Bytes, write: (bytes: Bytes) => string): FunctionGroup[string] {
  return unary("string", string, (content, call) =>
    content.length > MAX_LENGTH ? undefined : computedText(write(hash(utf8(content))), call.at),
  );
}

/** The digest of a file inside the boundary whose bytes are UTF-8: of others only the text is kept. */
function fileDigest(hash: (message: Bytes) => Bytes, write: (bytes: Bytes) => string): FunctionGroup[string] {
  return unary("string", string, (path, call) => {
    const content = fileContent(path, call);
    if (typeof content !== "string") return content;
    return content.length > MAX_LENGTH ? undefined : computedText(write(hash(utf8(content))), call.at);
  });
}

/** RFC 4122's name spaces by the names that Terraform gives them. */
const nameSpaces: ReadonlyMap<string, string> = new Map([
  ["dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
  ["url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"],
  ["oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8"],
  ["x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8"],
]);

function uuidV5(space: string, name: string, call: Call): Value {
  const uuid = (nameSpaces.get(space) ?? space).replaceAll("-", "");
  if (!/^[0-9a-fA-F]{32}$/.test(uuid)) return failure(`"${space}" is not a UUID or the name of one`, call.at);
  const prefix = Array.from({ length: 16 }, (_, at) => parseInt(uuid.slice(at * 2, at * 2 + 2), 16));
  const bytes = sha1(Uint8Array.from([...prefix, ...utf8(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = hex(bytes);
  const groups = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20)];
  return computedText([...groups, digits.slice(20)].join("-"), call.at);
}

export const digests: FunctionGroup = {
  base64sha256: digest(sha256, toBase64),
  base64sha512: digest(sha512, toBase64),
  bcrypt: custom("string", 1, 2, fresh),
  filebase64sha256: fileDigest(sha256, toBase64),
  filebase64sha512: fileDigest(sha512, toBase64),
  filemd5: fileDigest(md5, hex),
  filesha1: fileDigest(sha1, hex),
  filesha256: fileDigest(sha256, hex),
  filesha512: fileDigest(sha512, hex),
  md5: digest(md5, hex),
  rsadecrypt: opaque("string", 2, 2),
  sha1: digest(sha1, hex),
  sha256: digest(sha256, hex),
  sha512: digest(sha512, hex),
  uuid: custom("string", 0, 0, fresh),
  uuidv5: binary("string", string, string, uuidV5),
};
