/** A number as Go's templates print a float64 of 21 digits or less: `4.44455556666e+11`. */
const EXPONENT = /^(\d)(?:\.(\d+))?e\+(\d{2})$/;

/**
 * The digits of a number that a Go template printed with an exponent, or undefined for any other text. Helm reads the
 * numbers of values as float64, and Go prints those of 1e+06 and more that way (Go fmt, `%v` of a float; helm#1707).
 */
export function digitsOfPrintedNumber(text: string): string | undefined {
  const [, first = "", rest = "", exponent = ""] = EXPONENT.exec(text) ?? [];
  const count = Number(exponent);
  if (first === "" || rest.length > count || count > 20) return undefined;
  return first + rest.padEnd(count, "0");
}
