import { authenticateMessage, readChallenge } from "../../../provider/transport/winrm/ntlm/messages";
import { directionKey, readAccount, respond, responseKey } from "../../../provider/transport/winrm/ntlm/keys";
import { Rc4 } from "../../../provider/transport/winrm/ntlm/rc4";
import { NtlmSession } from "../../../provider/transport/winrm/ntlm/session";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

/** The values of MS-NLMP 4.2.1 and 4.2.4, "NTLMv2 authentication". */
const known = {
  account: { user: "User", domain: "Domain" },
  password: "Password",
  serverChallenge: hex("0123456789abcdef"),
  clientChallenge: hex("aaaaaaaaaaaaaaaa"),
  sessionKey: hex("55555555555555555555555555555555"),
  targetInfo: hex("02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000"),
  challengeMessage: hex(`
    4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000
    2400240044000000 060070170000000f 530065007200760065007200
    02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`),
};

describe("NTLMv2, with the values of MS-NLMP 4.2.4", () => {
  it("hashes the password: NTOWFv2", () => {
    expect(responseKey(known.account, known.password)).toEqual(hex("0c868a403bfd7a93a3001ef22ef02e3f"));
  });

  const key = responseKey(known.account, known.password);
  const time = Buffer.alloc(8);

  it("answers the challenge: LMv2, NTProofStr, SessionBaseKey", () => {
    const { lm, nt, sessionBaseKey } = respond(
      key,
      known.serverChallenge,
      known.clientChallenge,
      time,
      known.targetInfo,
      false,
    );
    expect(lm).toEqual(hex("86c35097ac9cec102554764a57cccc19 aaaaaaaaaaaaaaaa"));
    expect(nt.subarray(0, 16)).toEqual(hex("68cd0ab851e51c96aabc927bebef6a1c"));
    expect(sessionBaseKey).toEqual(hex("8de40ccadbc14a82f15cb0ad0de95ca3"));
    expect(new Rc4(sessionBaseKey).transform(known.sessionKey)).toEqual(hex("c5dad2544fc9799094ce1ce90bc9d03e"));
  });

  it("sends no LMv2 response to a server that sent its time", () => {
    const { lm } = respond(key, known.serverChallenge, known.clientChallenge, time, known.targetInfo, true);
    expect(lm).toEqual(Buffer.alloc(24));
  });

  it("makes the keys of a direction", () => {
    expect(directionKey(known.sessionKey, "client-to-server", "sealing")).toEqual(
      hex("59f600973cc4960a25480a7c196e4c58"),
    );
    expect(directionKey(known.sessionKey, "client-to-server", "signing")).toEqual(
      hex("4788dc861b4782f35d43fd98fe1a2d39"),
    );
  });

  it("seals and signs a message", () => {
    const { sealed, signature } = new NtlmSession(known.sessionKey).seal(Buffer.from("Plaintext", "utf16le"));
    expect(sealed).toEqual(hex("54e50165bf1936dc996020c1811b0f06fb5f"));
    expect(signature).toEqual(hex("01000000 7fb38ec5c55d4976 00000000"));
  });

  it("reads the challenge message", () => {
    const challenge = readChallenge(known.challengeMessage);
    expect(challenge?.challenge).toEqual(known.serverChallenge);
    expect(challenge?.targetInfo.get(2)?.toString("utf16le")).toBe("Domain");
    expect(challenge?.targetInfo.get(1)?.toString("utf16le")).toBe("Server");
  });

  it.each([
    ["a truncated message", known.challengeMessage.subarray(0, 60)],
    ["another message", hex("4e544c4d53535000 03000000")],
    ["a server without NTLMv2 session security", Buffer.from(known.challengeMessage).fill(0, 20, 24)],
    ["no message", Buffer.alloc(0)],
  ])("refuses %s", (_what, message) => {
    expect(readChallenge(message)).toBeUndefined();
  });
});

it.each([
  ["Groß", "GROß"],
  ["ﬁne", "ﬁNE"],
  ["ärger", "ÄRGER"],
])("hashes the user %s as %s, as Windows does", (user, upper) => {
  const key = (name: string) => responseKey({ user: name, domain: "" }, "p");
  expect(key(user)).toEqual(key(upper));
  expect(key(user)).not.toEqual(key("other"));
});

it.each([
  ["CORP\\deploy", { user: "deploy", domain: "CORP" }],
  ["deploy@corp.example", { user: "deploy@corp.example", domain: "" }],
  ["deploy", { user: "deploy", domain: "" }],
])("reads the account of %s", (name, account) => {
  expect(readAccount(name)).toEqual(account);
});

it("makes a message whose fields are where its head says", () => {
  const challenge = readChallenge(known.challengeMessage);
  if (challenge === undefined) throw new Error("no challenge");
  const target = { spn: "HTTP/web-01", channelBindings: undefined };
  const { message } = authenticateMessage(
    ...([known.account, known.password, target, Buffer.alloc(0), known.challengeMessage, challenge] as const),
  );
  const field = (at: number): Buffer =>
    message.subarray(message.readUInt32LE(at + 4), message.readUInt32LE(at + 4) + message.readUInt16LE(at));
  expect(field(28).toString("utf16le")).toBe("Domain");
  expect(field(36).toString("utf16le")).toBe("User");
  expect(field(52)).toHaveLength(16);
});

describe("RC4, with the values of RFC 6229", () => {
  it.each([
    ["0102030405", "b2396305f03dc027ccc3524a0a1118a8"],
    ["0102030405060708090a0b0c0d0e0f10", "9ac7cc9a609d1ef7b2932899cde41b97"],
  ])("of the key %s", (key, stream) => {
    expect(new Rc4(hex(key)).transform(Buffer.alloc(16))).toEqual(hex(stream));
  });
});
