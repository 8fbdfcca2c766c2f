/** What to do about the errors of GSSAPI (MIT, Heimdal) and of SSPI, by their texts; `windows` where that differs. */
const known: readonly { readonly said: RegExp; readonly hint: string; readonly windows?: string }[] = [
  {
    said: /skew|too great/i,
    hint:
      "The clocks of this machine and of the domain controller or the server differ by more than five minutes. Compare this " +
      "machine with the domain (date -u) and set its clock: timedatectl set-ntp true. If it is right, set that of the server",
    windows:
      "The clocks of this machine and of the domain controller or the server differ by more than five minutes. Set this " +
      "machine's clock: w32tm /resync. If it is right, set that of the server",
  },
  {
    said: /not found in Kerberos database|unknown server|target is unknown|principal name is incorrect/i,
    hint: "Set connection.spn, or connection.host to the name that the domain has for the server (setspn -Q HTTP/name)",
  },
  {
    said: /cannot find KDC|contact any KDC|no authority could be contacted/i,
    hint: "Check that this machine reaches a domain controller (port 88), and the realm in /etc/krb5.conf",
    windows: "Check that this machine is in the domain and reaches a domain controller (port 88)",
  },
  {
    said: /no Kerberos credentials|No credentials|cache|expired/i,
    hint: "Get a ticket first: kinit user@REALM, or kinit -k -t file.keytab user@REALM",
    windows: "Log on to Windows as a user of the domain, or set user and password with auth: kerberos",
  },
];

/** What to do about an error of a login with Kerberos. @param said its text */
export function kerberosHint(said: string, platform: NodeJS.Platform): string {
  const found = known.find((one) => one.said.test(said));
  const windows =
    found === undefined ? "Check the tickets (klist) and that this machine is in the domain" : found.windows;
  const others = found?.hint ?? "Check the ticket (klist) and /etc/krb5.conf";
  return platform === "win32" ? (windows ?? others) : others;
}
