import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFile } from "../../src/fix/write-file.ts";
import { encode } from "../../src/workspace/decode.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "irsa-lint-write-")));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const write = (name: string, before: string, after: string, boundary = root): string | undefined =>
  writeFile({ file: join(root, name), before, after }, [boundary]);

describe("writing a file", () => {
  it("keeps its mode and leaves nothing else behind", () => {
    writeFileSync(join(root, "a"), "x\r\n", { mode: 0o640 });
    expect(write("a", "x\r\n", "y\r\n")).toBeUndefined();
    expect(readFileSync(join(root, "a"), "utf8")).toBe("y\r\n");
    expect(statSync(join(root, "a")).mode & 0o777).toBe(0o640);
    expect(readdirSync(root)).toEqual(["a"]);
  });

  it.each([
    ["UTF-8", { name: "utf-8", byteOrderMark: true }],
    ["UTF-16", { name: "utf-16le", byteOrderMark: true }],
  ] as const)("keeps the byte order mark of %s", (_, encoding) => {
    writeFileSync(join(root, "a"), encode("é😀", encoding));
    expect(write("a", "é😀", "ü😀")).toBeUndefined();
    expect(readFileSync(join(root, "a"))).toEqual(Buffer.from(encode("ü😀", encoding)));
  });

  it("refuses when the file is not what was read", () => {
    writeFileSync(join(root, "a"), "x");
    expect(write("a", "z", "y")).toBe("it changed while it was read");
    expect(readFileSync(join(root, "a"), "utf8")).toBe("x");
  });

  it("refuses when writing would lose bytes", () => {
    writeFileSync(join(root, "a"), Buffer.from([0x78, 0xff]));
    expect(write("a", "x\ufffd", "y\ufffd")).toBe("it is no plain text");
  });

  it("follows a link inside the boundary, which stays a link", () => {
    writeFileSync(join(root, "a"), "x");
    symlinkSync(join(root, "a"), join(root, "b"));
    expect(write("b", "x", "y")).toBeUndefined();
    expect(lstatSync(join(root, "b")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(root, "a"), "utf8")).toBe("y");
  });

  it("follows no link out of it", () => {
    mkdirSync(join(root, "in"));
    writeFileSync(join(root, "a"), "x");
    symlinkSync(join(root, "a"), join(root, "in", "b"));
    expect(write("in/b", "x", "y", join(root, "in"))).toBe("it lies outside of what was read");
    expect(readFileSync(join(root, "a"), "utf8")).toBe("x");
  });

  it("throws what the operating system says", () => {
    expect(() => write("missing", "x", "y")).toThrow(/ENOENT/);
  });
});
