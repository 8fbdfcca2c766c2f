import { parseApplications, parsePools, parseSection } from "../../provider/appcmd/answers/pools";
import { IisError } from "../../provider/errors";
import { applicationsOutput, capture, explicitCapture, manyPools, rawCapture, sectionOutput } from "./outputs";

/** The lengths, in bytes, at which what is left of the output is not refused as unreadable. */
function lengthsAccepted(output: string, read: (output: string) => unknown): number[] {
  const bytes = Buffer.from(output);
  const end = Buffer.from(output.trimEnd()).length;
  return Array.from({ length: end }, (_, length) => length).filter((length) => {
    try {
      read(bytes.subarray(0, length).toString("utf8"));
      return true;
    } catch (error) {
      return !(error instanceof IisError && error.code === "UNREADABLE_OUTPUT");
    }
  });
}

describe("an answer that was cut off", () => {
  it.each<readonly [string, string, (output: string) => unknown]>([
    ["list apppool /config:* /xml", capture, parsePools],
    ["list apppool /config /xml", explicitCapture, parsePools],
    ["several pools with /xml", manyPools, parsePools],
    ["list apppool /config:*", rawCapture, parsePools],
    ["list config /config /xml", sectionOutput, (output) => parseSection(output, "explicit")],
    ["list app /xml", applicationsOutput, parseApplications],
  ])("is refused at every byte: %s", (_what, output, read) => {
    expect(lengthsAccepted(output, read)).toEqual([]);
    expect(() => read(output)).not.toThrow();
  });

  it("is a whole one where pools without an envelope end behind one of them: nothing in the bytes says otherwise", () => {
    const pool = (name: string): string => `<add name="${name}" />`;
    const output = `${pool("A")}\r\n${pool("B")}`;
    expect(lengthsAccepted(output, parsePools)).toEqual([pool("A").length, pool("A").length + 1, pool("A").length + 2]);
  });
});
