import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The file that holds what `terraform metadata functions -json` says. */
export const recordedFunctions = fileURLToPath(
  new URL("../oracle/terraform-functions.json", import.meta.url),
);

/** A type as Terraform writes it in JSON: `"string"`, `["list", "dynamic"]`. */
export type SignatureType = string | readonly [string, SignatureType];

export interface Signature {
  readonly returns: SignatureType;
  readonly parameters: readonly SignatureType[];
  readonly variadic?: SignatureType;
}

export interface FunctionRecording {
  readonly terraform: string;
  readonly functions: Readonly<Record<string, Signature>>;
}

export function functionRecording(): FunctionRecording {
  return JSON.parse(readFileSync(recordedFunctions, "utf8")) as FunctionRecording;
}

/** A small generator of numbers that is the same everywhere (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Kind = "string" | "number" | "bool" | "list" | "set" | "tuple" | "map" | "object" | "null";

const KINDS: readonly Kind[] = ["string", "number", "bool", "list", "set", "tuple", "map", "object", "null"];

const ATOMS: Readonly<Record<"string" | "number" | "bool", readonly string[]>> = {
  string: [
    ...[
      '""',
      '"a"',
      '"b"',
      '"B"',
      '"ab"',
      '"hello world"',
      '"a,b,c"',
      '"a-b_c"',
      '" x "',
      '"prod"',
      '"x/y/z"',
    ],
    ...['"é"', '"e\\u0301"', '"日本語"', '"😀x"', '"\\u00e9t\\u00e9"', '"Straße"', '"ﬁ"', '"ǅ"', '"👩‍👩‍👧"'],
    ...['"1"', '"-1"', '"007"', '"1.50"', '"1e3"', '"true"', '"false"', '"null"', '"0x10"', '"12 "'],
    ...['"l1\\nl2"', '"l1\\r\\nl2\\n"', '"\\t"', '"q\\"q"', '"b\\\\b"', '"$${x}"', '"%%{x}"', '"<&>"'],
    ...['"arn:aws:iam::111122223333:role/x"', '"%"', '"%s"', '"{}"', '"[1]"', '"a: 1"', '"aXY="'],
  ],
  number: [
    ...[
      "0",
      "1",
      "2",
      "3",
      "-1",
      "10",
      "100",
      "3.5",
      "0.1",
      "-2.5",
      "1e3",
      "1e21",
      "1e-7",
      "16",
      "255",
      "1.0",
    ],
    ...["123456789012345678901234567890", "9007199254740993", "0.1234567890123456789", "-0", "4294967296"],
  ],
  bool: ["true", "false"],
};

/** What makes sense for an argument, where its type alone says too little. */
const HINTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  base64decode: [['"YWJj"', '"w6k="', '"YQ=="', '"YQ"', '"////"']],
  basename: [['"a/b.txt"', '"/x/"', '""', '"x"', '"."']],
  chunklist: [[], ["1", "2", "3", "0"]],
  cidrhost: [
    ['"10.0.0.0/16"', '"2001:db8::/32"', '"192.168.1.5/30"', '"0.0.0.0/0"'],
    ["0", "1", "-1", "255", "70000", "-2"],
  ],
  cidrnetmask: [['"10.0.0.0/16"', '"192.168.1.0/30"', '"0.0.0.0/0"', '"2001:db8::/32"']],
  cidrsubnet: [
    ['"10.0.0.0/16"', '"2001:db8::/32"', '"10.1.2.3/8"'],
    ["0", "1", "4", "8", "20"],
    ["0", "1", "2", "15", "300"],
  ],
  cidrsubnets: [
    ['"10.0.0.0/16"', '"2001:db8::/56"'],
    ["1", "2", "4", "8"],
  ],
  csvdecode: [['"a,b\\n1,2\\n3,4"', '"a\\n\\"x\\ny\\""', '"a,b\\n1"', '"a,a\\n1,2"', '"a,b"']],
  dirname: [['"a/b.txt"', '"/x/"', '""', '"x"', '"../a/b"']],
  element: [[], ["0", "1", "2", "7", "-1"]],
  file: [['"hello.txt"', '"dir/a.txt"', '"missing.txt"', '"./dir/../hello.txt"']],
  filebase64: [['"hello.txt"', '"dir/a.txt"', '"missing.txt"']],
  filebase64sha256: [['"hello.txt"', '"missing.txt"']],
  filebase64sha512: [['"hello.txt"', '"missing.txt"']],
  fileexists: [['"hello.txt"', '"dir/a.txt"', '"missing.txt"', '"dir"']],
  filemd5: [['"hello.txt"', '"dir/a.txt"', '"missing.txt"']],
  filesha1: [['"hello.txt"', '"dir/a.txt"']],
  filesha256: [['"hello.txt"', '"dir/a.txt"']],
  filesha512: [['"hello.txt"', '"dir/a.txt"']],
  fileset: [
    ['"."', '"dir"', '"missing"'],
    ['"*.txt"', '"dir/**"', '"**/*.md"', '"{a,b}.txt"', '"[a-b].txt"', '"dir/*"'],
  ],
  format: [
    [
      '"%s"',
      '"%d"',
      '"%s-%s"',
      '"%v|%v"',
      '"%#v"',
      '"%05d"',
      '"%.2f"',
      '"%q"',
      '"%t"',
      '"%%"',
      '"%x"',
      '"%e"',
      '"%g"',
      '"%[2]s %[1]s"',
      '"%5s|%-5s"',
      '"%z"',
      '"%*d"',
    ],
    [],
  ],
  formatdate: [
    ['"YYYY-MM-DD"', '"DD MMM YYYY hh:mm ZZZ"', '"EEEE"', '"H aa"', '"ZZZZZ"', "\"'x' YY\"", '"q"'],
    ['"2020-02-29T12:30:00Z"', '"2021-12-31T23:59:59+05:30"', '"2021-02-30T00:00:00Z"'],
  ],
  formatlist: [['"%s"', '"%s=%s"', '"%d"', '"x"', '"%v"'], []],
  indent: [
    ["0", "2", "4", "-1"],
    ['"a\\nb\\n"', '"a"', '"\\n\\n"'],
  ],
  jsondecode: [
    [
      '"{\\"a\\":[1,2.50,null,true,\\"x\\"]}"',
      '"1e2"',
      '"[]"',
      '"{"',
      '"\\"\\\\u00e9\\""',
      '"nul"',
      '"[1,]"',
      '"{\\"a\\":1,\\"a\\":2}"',
    ],
  ],
  log: [
    ["1", "2", "8", "100", "0.5"],
    ["2", "10", "3"],
  ],
  lookup: [[], ['"a"', '"b"', '"k"', '"zz"']],
  parseint: [
    ['"10"', '"ff"', '"-7"', '"zz"', '"1.5"', '"+3"', '"Z"'],
    ["2", "10", "16", "36", "62", "1"],
  ],
  pathexpand: [['"a/b"', '"/x"', '""']],
  pow: [
    ["2", "10", "-2", "0.5", "1.5"],
    ["0", "1", "2", "3", "-1", "0.5"],
  ],
  range: [["0", "1", "3", "5", "-2", "2.5"]],
  regex: [
    [
      '"[a-z]+"',
      '"(\\\\d+)-(\\\\w)"',
      '"(?P<n>a+)(?P<m>b)?"',
      '"^x$"',
      '"("',
      '"(?i)HELLO"',
      '"\\\\bwor"',
      '"[[:alpha:]]+"',
      '"\\\\p{L}+"',
    ],
    ['"abc 12-x"', '"hello world"', '"aab"', '"x"', '""', '"日本 x"'],
  ],
  regexall: [
    ['"[a-z]"', '"(a)(b)?"', '"(?P<n>\\\\d)"', '"x*"', '"["', '"\\\\s"'],
    ['"abab"', '"a1b2"', '""', '"xxaxx"', '"é a"'],
  ],
  replace: [
    ['"a.b.c"', '"hello"', '"aaa"', '"x/y"'],
    ['"."', '"l"', '"a"', '"/a+/"', '"/(.)(.)/"', '""', '"/"', '"/(/"'],
    ['"-"', '""', '"$1"', '"${"$"}{2}x"', '"ä"'],
  ],
  slice: [[], ["0", "1", "-1"], ["1", "2", "3", "9"]],
  split: [
    ['","', '""', '"-"', '" "', '"ab"'],
    ['"a,b,c"', '""', '"a--b"', '"é日"'],
  ],
  strrev: [['"abc"', '"e\\u0301x"', '"😀a"', '"👩‍👩‍👧b"']],
  substr: [
    ['"hello"', '"e\\u0301日本"', '""'],
    ["0", "1", "-2", "9"],
    ["0", "2", "-1", "50"],
  ],
  templatefile: [
    [
      '"greeting.tftpl"',
      '"policy.json.tftpl"',
      '"broken.tftpl"',
      '"missing.tftpl"',
      '"single.tftpl"',
      '"recursive.tftpl"',
    ],
    [
      '{name = "x", items = ["a", "b"]}',
      '{actions = ["s3:*"], account = 1}',
      "{}",
      "{x = [1]}",
      "{x = null}",
      '{name = "", items = {b = 1, a = "z"}}',
    ],
  ],
  textdecodebase64: [
    ['"aABpAA=="', '"aGk="', '"AGgAaQ=="', '"!"'],
    ['"UTF-16LE"', '"UTF-8"', '"UTF-16BE"', '"ISO-8859-1"', '"windows-1252"', '"nope"'],
  ],
  textencodebase64: [
    ['"hi"', '"é"', '"日"', '"😀"', '"€"'],
    [
      '"UTF-16LE"',
      '"UTF-8"',
      '"UTF-16BE"',
      '"ISO-8859-1"',
      '"US-ASCII"',
      '"windows-1252"',
      '"UTF-16"',
      '"nope"',
    ],
  ],
  timeadd: [
    ['"2020-02-29T12:30:00Z"', '"2021-12-31T23:59:59-03:00"'],
    ['"10m"', '"-1.5h"', '"1h1m1s"', '"x"', '"24h"'],
  ],
  timecmp: [
    ['"2020-02-29T12:30:00Z"', '"2021-12-31T23:59:59-03:00"'],
    ['"2020-02-29T12:30:00Z"', '"2020-02-29T13:30:00+01:00"', '"x"'],
  ],
  trim: [
    ['"xxaxx"', '" a "', '"/a/"'],
    ['"x"', '" /"', '""'],
  ],
  trimprefix: [
    ['"prod-a"', '"a"', '""'],
    ['"prod-"', '""', '"a"'],
  ],
  trimsuffix: [
    ['"a-prod"', '"a"'],
    ['"-prod"', '""'],
  ],
  uuidv5: [
    ['"dns"', '"url"', '"6ba7b810-9dad-11d1-80b4-00c04fd430c8"', '"nope"'],
    ['"example.com"', '"é"', '""'],
  ],
  yamldecode: [
    [
      '"a: 1\\nb: [x, y]"',
      '"- 1\\n- 0o17\\n- 017\\n- yes\\n- ~"',
      '"a: &x {b: 1}\\nc: *x"',
      '"x: |\\n  l1\\n  l2\\n"',
      '"a: 1.50"',
      '"{"',
      '"a: 2001-12-14"',
      '"\\"\\""',
      '""',
      '"a: 1\\n---\\nb: 2"',
      '"a: !!str 1"',
      '"<<: {a: 1}\\nb: 2"',
      '"a: .inf"',
      '"? a\\n: b"',
      '"a: 0x1F"',
      '"a: 1_000"',
      '"a: +1"',
      '"t: 12:30:45"',
    ],
  ],
};

/** Functions whose answers differ from run to run or machine to machine, or whose bytes depend on a compressor. */
export const IMPURE: ReadonlySet<string> = new Set([
  ...["abspath", "bcrypt", "plantimestamp", "rsadecrypt", "timestamp", "uuid", "base64gzip"],
]);

/** Those that need a reference as their argument, or say something of marks. */
const NOT_GENERATED: ReadonlySet<string> = new Set([...IMPURE, "templatestring", "sensitive", "issensitive"]);

/** Writes expressions that are mostly well typed, the same ones for the same seed. */
class Writer {
  private readonly names: string[] = [];
  private readonly next: (below: number) => number;
  private readonly signatures: readonly (readonly [string, Signature])[];

  /** Written now and then where any value may stand. */
  private readonly unknowns: readonly string[];

  constructor(seed: number, { functions }: FunctionRecording, unknowns: readonly string[] = []) {
    this.unknowns = unknowns;
    this.next = randomNumbers(seed);
    this.signatures = Object.entries(functions).filter(([name]) => !NOT_GENERATED.has(name));
  }

  private pick<T>(items: readonly T[]): T {
    const item = items[this.next(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  private chance(percent: number): boolean {
    return this.next(100) < percent;
  }

  /** An expression of any kind. */
  any(depth: number): string {
    return this.of(this.pick(KINDS), depth);
  }

  /** An expression of a kind, or now and then of another. */
  of(kind: Kind, depth: number): string {
    if (this.chance(6)) return this.of(this.pick(KINDS), depth - 1);
    if (this.unknowns.length > 0 && this.chance(14)) return this.pick(this.unknowns);
    const name = this.names.length > 0 && this.chance(40) ? this.pick(this.names) : undefined;
    if (name !== undefined) return name;
    if (depth > 0 && this.chance(18)) return this.wrapped(kind, depth - 1);
    switch (kind) {
      case "string":
        return depth > 0 && this.chance(60) ? this.string(depth - 1) : this.pick(ATOMS.string);
      case "number":
        return depth > 0 && this.chance(55) ? this.number(depth - 1) : this.pick(ATOMS.number);
      case "bool":
        return depth > 0 && this.chance(70) ? this.bool(depth - 1) : this.pick(ATOMS.bool);
      case "list":
        return `tolist(${this.tuple(depth - 1)})`;
      case "set":
        return `toset(${this.tuple(depth - 1)})`;
      case "tuple":
        return depth > 0 && this.chance(45) ? this.sequence(depth - 1) : this.tuple(depth - 1);
      case "map":
        return `tomap(${this.object(depth - 1)})`;
      case "object":
        return depth > 0 && this.chance(45) ? this.mapping(depth - 1) : this.object(depth - 1);
      case "null":
        return "null";
    }
  }

  private tuple(depth: number): string {
    const kind = this.chance(75) ? this.pick<Kind>(["string", "number", "bool"]) : undefined;
    const items = Array.from({ length: this.next(4) }, () => this.of(kind ?? this.pick(KINDS), depth - 1));
    return `[${items.join(", ")}]`;
  }

  private object(depth: number): string {
    const keys = ["a", "b", '"k"', '"x y"', '(upper("q"))', '"é"'].filter(() => this.chance(40));
    const kind = this.chance(60) ? this.pick<Kind>(["string", "number", "list"]) : undefined;
    return `{${keys.map((key) => `${key} = ${this.of(kind ?? this.pick(KINDS), depth - 1)}`).join(", ")}}`;
  }

  /** What can stand around a value of any kind. */
  private wrapped(kind: Kind, depth: number): string {
    switch (this.next(8)) {
      case 0:
        return `${this.of("bool", depth)} ? ${this.of(kind, depth)} : ${this.of(kind, depth)}`;
      case 1:
        return `(${this.of(kind, depth)})`;
      case 2:
        return `try(${this.any(depth)}, ${this.of(kind, depth)})`;
      case 3:
        return `[${this.of(kind, depth)}, ${this.of(kind, depth)}][${this.pick(["0", "1", '"0"', "2"])}]`;
      case 4:
        return `{a = ${this.of(kind, depth)}, b = 1}.a`;
      case 5:
        return `coalesce(${this.of(kind, depth)}, ${this.of(kind, depth)})`;
      case 6:
        return `element(${this.tuple(depth)}, ${this.pick(["0", "1", "5"])})`;
      default:
        return `one([${this.of(kind, depth)}])`;
    }
  }

  private string(depth: number): string {
    switch (this.next(6)) {
      case 0:
      case 1:
        return this.template(depth);
      case 2:
        return `"${this.interpolation(depth)}"`;
      default:
        return this.callReturning(["string", "dynamic"], depth);
    }
  }

  private interpolation(depth: number): string {
    const mark = (): string => (this.chance(20) ? "~" : "");
    return `\${${mark()} ${this.of(this.pick<Kind>(["string", "number", "bool"]), depth)} ${mark()}}`;
  }

  private template(depth: number): string {
    const pieces = Array.from({ length: 1 + this.next(3) }, () => {
      switch (this.next(6)) {
        case 0:
          return `%{ if ${this.of("bool", depth)} ~} y %{ else }n%{ endif }`;
        case 1:
          return `%{ for v in ${this.of("tuple", depth)} }\${v};%{ endfor ~}`;
        case 2:
        case 3:
          return this.interpolation(depth);
        default:
          return this.pick(["a", " b ", "é", "\\n", "$", "%", "\\u00e9", "x-", "$$$", "\\\\"]);
      }
    });
    return `"${pieces.join("")}"`;
  }

  private number(depth: number): string {
    if (this.chance(45)) {
      const operator = this.pick(["+", "-", "*", "/", "%"]);
      return `${this.of("number", depth)} ${operator} ${this.of("number", depth)}`;
    }
    if (this.chance(15)) return `-${this.of("number", depth)}`;
    return this.callReturning(["number"], depth);
  }

  private bool(depth: number): string {
    switch (this.next(6)) {
      case 0:
        return `${this.any(depth)} ${this.pick(["==", "!="])} ${this.any(depth)}`;
      case 1:
        return `${this.of("number", depth)} ${this.pick(["<", ">", "<=", ">="])} ${this.of("number", depth)}`;
      case 2:
        return `${this.of("bool", depth)} ${this.pick(["&&", "||"])} ${this.of("bool", depth)}`;
      case 3:
        return `!${this.of("bool", depth)}`;
      case 4:
        return `can(${this.any(depth)})`;
      default:
        return this.callReturning(["bool"], depth);
    }
  }

  private sequence(depth: number): string {
    switch (this.next(4)) {
      case 0:
        return this.loop("[", "]", depth);
      case 1:
        return `${this.any(depth)}${this.pick(["[*]", "[*].a", ".*.a", "[*][0]"])}`;
      default:
        return this.callReturning(["list", "set", "dynamic"], depth);
    }
  }

  private mapping(depth: number): string {
    if (this.chance(40)) return this.loop("{", "}", depth);
    return this.callReturning(["map", "dynamic"], depth);
  }

  private loop(open: string, close: string, depth: number): string {
    const over = this.any(depth);
    const names = this.chance(50) ? ["v"] : ["k", "v"];
    this.names.push(...names);
    const key = open === "{" ? `${this.of("string", depth)} => ` : "";
    const value = this.any(depth);
    const grouped = open === "{" && this.chance(30) ? "..." : "";
    const condition = this.chance(30) ? ` if ${this.of("bool", depth)}` : "";
    this.names.splice(-names.length);
    return `${open}for ${names.join(", ")} in ${over} : ${key}${value}${grouped}${condition}${close}`;
  }

  private callReturning(kinds: readonly string[], depth: number): string {
    const fitting = this.signatures.filter(([, { returns }]) =>
      kinds.includes(typeof returns === "string" ? returns : returns[0]),
    );
    const [name, signature] = this.pick(fitting);
    return this.call(name, signature, depth);
  }

  /** A call with arguments that mostly fit, by signature and hints. */
  call(name: string, { parameters, variadic }: Signature, depth: number): string {
    const more = variadic === undefined ? 0 : this.next(4);
    const types = [...parameters, ...Array.from({ length: more }, () => variadic ?? "dynamic")];
    if (this.chance(2)) types.pop();
    const args = types.map((type, index) => this.argument(name, type, index, depth));
    const expanded = variadic !== undefined && args.length > parameters.length && this.chance(8);
    if (!expanded) return `${name}(${args.join(", ")})`;
    const kept = args.slice(0, parameters.length);
    return `${name}(${[...kept, `[${args.slice(parameters.length).join(", ")}]...`].join(", ")})`;
  }

  private argument(name: string, type: SignatureType, index: number, depth: number): string {
    const hints = HINTS[name]?.[index];
    if (hints !== undefined && hints.length > 0 && this.chance(85)) return this.pick(hints);
    if (typeof type === "string") {
      if (type === "string" || type === "number" || type === "bool") return this.of(type, depth - 1);
      return this.of(this.kindFor(name, index), depth - 1);
    }
    const [kind] = type;
    if (kind === "map") return this.of(this.pick<Kind>(["map", "object"]), depth - 1);
    return this.of(this.pick<Kind>(["list", "tuple", kind === "set" ? "set" : "list"]), depth - 1);
  }

  /** The kind that a `dynamic` parameter really takes. */
  private kindFor(name: string, index: number): Kind {
    if (["merge", "keys", "values", "lookup", "transpose", "tomap"].includes(name) && index !== 2) {
      return this.pick<Kind>(["map", "object"]);
    }
    const wantsList = [
      "concat",
      "flatten",
      "reverse",
      "slice",
      "coalescelist",
      "setproduct",
      "sum",
      "one",
      "index",
      "contains",
      "element",
      "zipmap",
    ];
    if (
      wantsList.includes(name) &&
      (index === 0 || name === "concat" || name === "setproduct" || name === "zipmap")
    ) {
      return this.pick<Kind>(["list", "tuple", "set"]);
    }
    return this.pick(KINDS);
  }

  /** A heredoc, or a call around one: lines of different indentation, interpolations and directives. */
  heredoc(depth: number): string {
    const lines = Array.from({ length: 1 + this.next(5) }, () => {
      const indent = this.pick(["", "  ", "    ", "\t", "      "]);
      switch (this.next(7)) {
        case 0:
          return `${indent}%{ if ${this.of("bool", depth)} ${this.pick(["", "~"])}}`;
        case 1:
          return `${indent}%{ for v in ${this.of("tuple", depth)} ~}\n${indent}- \${v}\n${indent}%{ endfor ~}`;
        case 2:
          return `${indent}a: ${this.interpolation(depth)}`;
        case 3:
          return "";
        default:
          return (
            indent + this.pick(["x", '"q": 1', "\\n é", "$${y} %%{z}", "e\u0301", "# c", "k: |", "EOTX"])
          );
      }
    });
    // What is opened is closed at the end, each on a line of its own.
    const open = lines.filter((line) => /%\{ if /.test(line)).length;
    lines.push(...Array.from({ length: open }, () => this.pick(["%{ endif }", "  %{ endif ~}"])));
    const body = `${this.pick(["<<EOT", "<<-EOT"])}\n${lines.join("\n")}\n${this.pick(["", "  "])}EOT\n`;
    const around = this.pick(["", "", "trimspace", "yamldecode", "jsonencode", "upper", "chomp", "length"]);
    return around === "" ? body.slice(0, -1) : `${around}(${body})`;
  }

  /** One call of every function. */
  *calls(depth: number): Generator<string> {
    for (const [name, signature] of this.signatures) yield this.call(name, signature, depth);
  }
}

/** Whether an expression is of use: no longer than a screen. */
const isFit = (expression: string): boolean => expression.length <= 400 && expression.trim() !== "";

/** How many rounds over all functions, and how many expressions of each kind besides. */
const ROUNDS = 9;
const FREE = 900;
const HEREDOCS = 150;
const WITH_UNKNOWNS = 500;

function collect(count: number, make: () => string): readonly string[] {
  const found = new Set<string>();
  while (found.size < count) {
    const expression = make();
    if (isFit(expression)) found.add(expression);
  }
  return [...found];
}

/** Resource attributes that only applying would tell, of any type. */
export const UNKNOWNS: readonly string[] = ["terraform_data.u.output", "terraform_data.u.input"];

/** Expressions to ask Terraform, each once, by group: calls of every function, and whatever the grammar gives. */
export function generatedExpressions(seed = 20_241_123): ReadonlyMap<string, readonly string[]> {
  const recording = functionRecording();
  const writer = new Writer(seed, recording);
  const calls = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const expression of writer.calls(round % 3)) if (isFit(expression)) calls.add(expression);
  }
  const blind = new Writer(seed + 1, recording, UNKNOWNS);
  return new Map([
    ["generated.calls", [...calls]],
    ["generated.free", collect(FREE, () => writer.any(3))],
    ["generated.heredocs", collect(HEREDOCS, () => writer.heredoc(1))],
    [
      "generated.unknowns",
      collect(WITH_UNKNOWNS, () => blind.any(3)).filter((text) =>
        UNKNOWNS.some((name) => text.includes(name)),
      ),
    ],
  ]);
}
