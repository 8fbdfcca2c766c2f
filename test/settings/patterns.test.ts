import fc from "fast-check";
import { anyCase, digits, integerText, patternOfRange } from "../../provider/settings/codecs/patterns";

const bound = fc.oneof(fc.nat({ max: 120 }), fc.nat({ max: 70_000 }), fc.constantFrom(4_294_967_295, 2_147_483_647));

function matches(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text);
}

test("the pattern of a range matches the numbers in it and no other", () => {
  fc.assert(
    fc.property(bound, bound, bound, fc.integer({ min: -2, max: 2 }), (a, b, other, off) => {
      const [min, max] = [Math.min(a, b), Math.max(a, b)];
      const pattern = patternOfRange(min, max);
      const numbers = [a + off, b + off, other].filter((one) => one >= 0);
      const inside = numbers.filter((number) => number >= min && number <= max).map(String);
      expect([...numbers.map(String), `0${max}`].filter((text) => matches(pattern, text))).toEqual(inside);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [digits(0, 23, 3), ["0", "023", "23"], ["24", "0023", "", "-1"]],
  [integerText({ min: 10, max: 20 }), ["10", "+10", "000000000000020"], ["9", "-10", "0000000000000020"]],
  [integerText({ min: 0, max: 5 }), ["0", "-0", "+0", "-00", "5"], ["-1", "6", "--0"]],
  [integerText({ min: -5, max: 5 }), ["-5", "5", "-05"], ["-6", "6"]],
  [integerText({ min: -5, max: -2 }), ["-5", "-2"], ["-1", "2", "0"]],
  [anyCase("v1.0"), ["v1.0", "V1.0"], ["v1x0"]],
  [anyCase("Kill"), ["kill", "KILL", "\u212aill"], ["ill"]],
])("%s takes %j and not %j", (pattern, inside, outside) => {
  for (const text of inside) expect([text, matches(pattern, text)]).toEqual([text, true]);
  for (const text of outside) expect([text, matches(pattern, text)]).toEqual([text, false]);
});
