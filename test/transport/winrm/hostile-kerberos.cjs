// A package kerberos that does what PACKAGE_KERBEROS_DOES says: never answers, has always another token, or has one of NTLM. It stands
// for libraries that no test can bring about: a plugin of GSSAPI, or SSPI without a ticket.
const steps = {
  hangs: () => new Promise(() => setTimeout(() => undefined, 1000)),
  "goes on": () => Promise.resolve("YQ=="),
  "chooses NTLM": () => Promise.resolve(Buffer.from("NTLMSSP\0\x01\0\0\0", "latin1").toString("base64")),
};
exports.GSS_MECH_OID_KRB5 = 9;
exports.GSS_MECH_OID_SPNEGO = 6;
exports.initializeClient = () =>
  Promise.resolve({ contextComplete: true, username: null, step: steps[process.env.PACKAGE_KERBEROS_DOES] });
