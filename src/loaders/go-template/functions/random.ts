import { literal } from "../../../model/text.ts";
import type { Call, GoFunction } from "../function.ts";
import type { Value } from "../value.ts";
import { any, notKnown, variadic, type ResultKind } from "./define.ts";
import { madeMap } from "./make.ts";

/** What tells the calls of a function apart that gives something else each time: where the call stands. */
const placeOf = (call: Call): Value =>
  literal(`${call.at.file.path}:${call.at.span.start}:${call.at.span.end}`, call.at);

/** A function whose result nobody knows beforehand. */
const fresh = (result: ResultKind): GoFunction =>
  variadic("any", [], any, (_, values, call) => notKnown(result, [placeOf(call), ...values], call));

/** A certificate and its key, both unknown. */
const certificate: GoFunction = variadic("any", [], any, (_, values, call) => {
  const part = (name: string): readonly [string, Value] => [
    name,
    notKnown("string", [placeOf(call), literal(name, call.at), ...values], call),
  ];
  return madeMap([part("Cert"), part("Key")], call, "sprig.certificate");
});

/** Sprig's functions of chance, of the clock and of keys: equal at one place of the templates, never known. */
export const random: Readonly<Record<string, GoFunction>> = {
  ago: fresh("string"),
  bcrypt: fresh("string"),
  buildCustomCert: certificate,
  decryptAES: fresh("string"),
  derivePassword: fresh("string"),
  encryptAES: fresh("string"),
  genCA: certificate,
  genCAWithKey: certificate,
  genPrivateKey: fresh("string"),
  genSelfSignedCert: certificate,
  genSelfSignedCertWithKey: certificate,
  genSignedCert: certificate,
  genSignedCertWithKey: certificate,
  htpasswd: fresh("string"),
  now: fresh("any"),
  randAlpha: fresh("string"),
  randAlphaNum: fresh("string"),
  randAscii: fresh("string"),
  randBytes: fresh("string"),
  randInt: fresh("any"),
  randNumeric: fresh("string"),
  shuffle: fresh("string"),
  uuidv4: fresh("string"),
};
