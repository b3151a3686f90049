import { gzipSync } from "node:zlib";

/** A file of an archive that a test packs. */
export interface Packed {
  readonly name: string;
  readonly text: string | Uint8Array;
  /** The type flag of its header: "0" is a file. */
  readonly type?: string;
}

function header({ name, type = "0" }: Packed, size: number): Uint8Array {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write("0000644\0", 100);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write("        ", 148);
  block.write(type, 156);
  block.write("ustar\u000000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** A tar archive as `tar` packs it. */
export function tar(files: readonly Packed[]): Uint8Array {
  const blocks = files.flatMap((file) => {
    const content = Buffer.from(file.text);
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    return [header(file, content.length), content, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A packed chart: `name-version.tgz`, as `helm package` makes it. */
export function tgz(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return gzipSync(tar(Object.entries(files).map(([name, text]) => ({ name, text }))));
}
