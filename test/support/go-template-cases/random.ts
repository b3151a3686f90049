/** A small generator of numbers that is the same everywhere (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Operands that no dot makes an error, and a few that some do. */
const SAFE = [
  ".",
  "$",
  "$.s",
  "$.e",
  "$.n",
  "$.t",
  "$.nil",
  "$.l",
  "$.m",
  "$.m.a",
  "$.lm",
  "$.gone",
  "$x",
  "$y",
];
const OPERANDS: readonly string[] = [...SAFE, ...SAFE, "3", "0", '"k"', "true", ".b", ".name", "$x.b", "1.5"];
const RANGES: readonly string[] = ["$.l", "$.m", "$.lm", "$.el", "$.ll", "$.nil", "2", ".", "$x", "$.s"];
const TEXTS: readonly string[] = ["a", " b ", "\n", "  \n  ", "-", "{ ", "}", "é"];
const MAX_DEPTH = 4;

class Generator {
  readonly #random: () => number;
  #ranges = 0;

  constructor(seed: number) {
    this.#random = numbersFrom(seed);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick(choices: readonly string[]): string {
    return choices[this.#below(choices.length)] ?? "";
  }

  #operand(depth: number): string {
    if (depth >= MAX_DEPTH || this.#below(4) > 0) return this.#pick(OPERANDS);
    return `(${this.#pipeline(depth + 1)})${this.#below(4) === 0 ? ".b" : ""}`;
  }

  #command(depth: number): string {
    const one = (): string => this.#operand(depth);
    switch (this.#below(8)) {
      case 0:
        return `print ${one()} ${one()}`;
      case 1:
        return `and ${one()} ${one()}`;
      case 2:
        return `or ${one()} ${one()}`;
      case 3:
        return `not ${one()}`;
      default:
        return one();
    }
  }

  #pipeline(depth: number): string {
    const first = this.#command(depth);
    return this.#below(5) === 0 ? `${first} | ${this.#pick(["print", "not", "and 1", "or .e"])}` : first;
  }

  #action(inner: string): string {
    return `${this.#pick(["{{ ", "{{", "{{- "])}${inner}${this.#pick([" }}", "}}", " -}}"])}`;
  }

  #control(depth: number, word: string): string {
    this.#ranges += word === "range" ? 1 : 0;
    const text = this.#controlWithin(depth, word);
    this.#ranges -= word === "range" ? 1 : 0;
    return text;
  }

  #controlWithin(depth: number, word: string): string {
    const declares = this.#pick(["", "", "$x := ", word === "range" ? "$x, $y := " : "$y := "]);
    const body = this.#items(depth + 1);
    const otherwise =
      this.#below(2) === 0 ? "" : `${this.#action(this.#elseWords(word, depth))}${this.#items(depth + 1)}`;
    const over = word === "range" ? this.#pick(RANGES) : this.#pipeline(depth);
    const open = this.#action(`${word} ${declares}${over}`);
    return `${open}${body}${otherwise}${this.#action("end")}`;
  }

  #elseWords(word: string, depth: number): string {
    return word !== "range" && this.#below(3) === 0 ? `else ${word} ${this.#pipeline(depth)}` : "else";
  }

  #item(depth: number): string {
    if (depth >= MAX_DEPTH) return this.#pick(TEXTS);
    switch (this.#below(10)) {
      case 0:
        return this.#control(depth, "if");
      case 1:
        return this.#control(depth, "with");
      case 2:
        return this.#control(depth, "range");
      case 3:
        return this.#action(
          `${this.#pick(["$x", "$y"])} ${this.#pick([":=", "="])} ${this.#pipeline(depth)}`,
        );
      case 4:
        return this.#action(`template "${this.#pick(["one", "two"])}" ${this.#operand(depth)}`);
      case 5:
        return (
          this.#action(`if ${this.#operand(depth)}`) +
          this.#pick(this.#ranges > 0 ? ["{{ break }}", "{{continue}}"] : ["c"]) +
          "{{end}}"
        );
      case 6:
      case 7:
        return this.#pick(TEXTS);
      default:
        return this.#action(this.#pipeline(depth));
    }
  }

  #items(depth: number): string {
    return Array.from({ length: this.#below(4) + (depth === 0 ? 2 : 0) }, () => this.#item(depth)).join("");
  }

  template(): string {
    return `{{ $x := .m }}{{ $y := 0 }}{{ define "one" }}<{{ . }}>{{ end }}{{ define "two" }}{{ .b }}{{ end }}${this.#items(0)}`;
  }
}

/** Templates that a seed makes: control structures, variables and pipelines inside one another. */
export function randomTemplates(seed: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => new Generator(seed * 100_003 + index).template());
}
