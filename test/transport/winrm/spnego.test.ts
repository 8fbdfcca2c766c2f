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
    expect(answer).toEqual({ state: "incomplete", message, signature: hex("0102030405ff") });
  });

  it("has the message and the signature", () => {
    expect(readSpnegoAnswer(furtherToken(message, hex("0a0b")))).toEqual({
      state: undefined,
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
