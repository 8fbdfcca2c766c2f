import fc from "fast-check";
import { appPoolAttributes } from "../../provider/settings/app-pool-attributes";
import {
  describeValue,
  equalValues,
  formatText,
  parseText,
  parseValue,
  ValueError,
} from "../../provider/settings/codecs/codecs";
import { anyValue } from "./values";

const scalarsAndLists = appPoolAttributes.filter(({ codec }) => codec.shape !== "map");

test.each(scalarsAndLists)("$path survives the way to appcmd's text and back", (attribute) => {
  fc.assert(
    fc.property(anyValue(attribute), (value) => {
      expect(parseText(attribute, formatText(attribute, value))).toEqual(value);
    }),
  );
});

test.each(appPoolAttributes)("$path keeps a canonical value as it is", (attribute) => {
  fc.assert(
    fc.property(anyValue(attribute), (value) => {
      expect(parseValue(attribute, value)).toEqual(value);
    }),
  );
});

test.each(appPoolAttributes)("$path: a value equals itself and equality has no direction", (attribute) => {
  fc.assert(
    fc.property(anyValue(attribute), anyValue(attribute), (a, b) => {
      expect(equalValues(attribute, a, structuredClone(a))).toBe(true);
      expect(equalValues(attribute, a, b)).toBe(equalValues(attribute, b, a));
    }),
  );
});

test.each(scalarsAndLists.filter(({ path }) => path !== "name"))(
  "$path: different values are different",
  (attribute) => {
    fc.assert(
      fc.property(anyValue(attribute), anyValue(attribute), (a, b) => {
        expect(equalValues(attribute, a, b)).toBe(formatText(attribute, a) === formatText(attribute, b));
      }),
    );
  },
);

test.each(appPoolAttributes)(
  "$path: any input is read or refused with a reason, nothing else is thrown",
  (attribute) => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.double(), fc.integer()), (input) => {
        try {
          const value = parseValue(attribute, input);
          expect(parseValue(attribute, value)).toEqual(value);
        } catch (error) {
          expect(error).toBeInstanceOf(ValueError);
        }
      }),
    );
  },
);

test.each(appPoolAttributes)("$path: any text of appcmd is read, and shown on one line", (attribute) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof describeValue(attribute, parseText(attribute, text))).toBe("string");
    }),
  );
});
