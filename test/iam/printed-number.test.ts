import { expect, it } from "vitest";
import { digitsOfPrintedNumber } from "../../src/iam/printed-number.ts";

it.each([
  ["4.44455556666e+11", "444455556666"],
  ["1.1112222333e+11", "111122223330"],
  ["1e+11", "100000000000"],
  // A leading zero is lost before anybody prints it.
  ["1.2345678901e+10", "12345678901"],
  ["444455556666", undefined],
  ["4.44455556666e+9", undefined],
  ["4.44455556666e-11", undefined],
  ["1.23456e+03", undefined],
  ["e+11", undefined],
  ["1e+99", undefined],
  ["", undefined],
])("%s is printed of %s", (text, digits) => {
  expect(digitsOfPrintedNumber(text)).toBe(digits);
});
