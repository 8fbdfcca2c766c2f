import fc from "fast-check";
import { firstToken, furtherToken, readSpnegoAnswer } from "../../../provider/transport/winrm/spnego";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ""), "hex");
const message = Buffer.from("NTLMSSP\0", "latin1");

describe("a token of SPNEGO", () => {
  it("begins with the list of mechanisms: RFC 4178, in DER", () => {
    expect(firstToken(message)).toEqual(
      hex(`60 28 0606 2b0601050502 a0 1e 30 1c
           a0 0e 30 0c 060a 2b06010401823702020a
           a2 0a 04 08 4e544c4d53535000`),
    );
  });

  it("is read as the server writes it", () => {
    const answer = readSpnegoAnswer(
      hex(`a1 2b 30 29 a0 03 0a 01 01 a1 0c 06 0a 2b06010401823702020a
           a2 0a 04 08 4e544c4d53535000 a3 08 04 06 0102030405ff`),
    );
    expect(answer).toEqual({ state: "incomplete", isNtlm: true, message, signature: hex("0102030405ff") });
  });

  it("is read as the last one of Windows: accept-completed with a signature", () => {
    const answer = readSpnegoAnswer(Buffer.from("oRswGaADCgEAoxIEEAEAAABDh+CIwTbjqQAAAAA=", "base64"));
    const signature = hex("01000000 4387e088c136e3a9 00000000");
    expect(answer).toEqual({ state: "accepted", isNtlm: undefined, message: undefined, signature });
  });

  it("says if the server takes another mechanism than NTLM", () => {
    expect(readSpnegoAnswer(hex("a1 14 30 12 a0 03 0a 01 01 a1 0b 06 09 2a864886f712010202"))?.isNtlm).toBe(false);
  });

  it("is read or refused, whatever its bytes are", () => {
    const known = [
      firstToken(message),
      furtherToken(message, Buffer.alloc(16)),
      hex(`a1 2b 30 29 a0 03 0a 01 01 a1 0c 06 0a 2b06010401823702020a
           a2 0a 04 08 4e544c4d53535000 a3 08 04 06 0102030405ff`),
    ];
    const bytes = fc.constantFrom(0, 1, 2, 0x06, 0x0a, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xa0, 0xa1, 0xff);
    const token = fc
      .tuple(fc.constantFrom(...known), fc.array(fc.tuple(fc.nat(44), bytes), { maxLength: 5 }), fc.nat(60))
      .map(([whole, all, end]) => {
        const changed = Buffer.from(whole);
        for (const [at, byte] of all) if (at < changed.length) changed[at] = byte;
        return changed.subarray(0, end);
      });
    fc.assert(
      fc.property(
        fc.oneof(
          token,
          fc.uint8Array({ maxLength: 40 }).map((all) => Buffer.from(all)),
        ),
        (given) => {
          const answer = readSpnegoAnswer(given);
          for (const part of [answer?.message, answer?.signature])
            expect(part?.length ?? 0).toBeLessThanOrEqual(given.length);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("has the message and the signature", () => {
    expect(readSpnegoAnswer(furtherToken(message, hex("0a0b")))).toEqual({
      state: undefined,
      isNtlm: undefined,
      message,
      signature: hex("0a0b"),
    });
  });

  it.each([
    ["nothing", ""],
    ["another kind", "60 02 0500"],
    ["a length beyond the end", "a1 05 30 7f a0 03 0a"],
    ["a negative length, which goes back", "a1 0a 30 08 a2 84 fffffffa 0000"],
    ["no DER", "ff ff ff"],
  ])("is refused if it is %s", (_what, token) => {
    expect(readSpnegoAnswer(hex(token))?.message).toBeUndefined();
  });
});
