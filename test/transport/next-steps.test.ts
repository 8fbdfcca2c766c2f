import { winrmLogin } from "../../provider/connection/winrm-login";
import { connectionFailure } from "../../provider/transport/remote/failures";
import { sshService } from "../../provider/transport/ssh/errors";
import { notOffered, refusedWinrmLogin, winrmService } from "../../provider/transport/winrm/errors";
import { refusedCommand, refusedRequest } from "../../provider/transport/winrm/faults";

const place = { host: "web-01.example.com", port: 5986 };
const login = winrmLogin({ host: place.host, type: "winrm", user: "deploy", password: "x" }, {});
const auths = ["negotiate", "ntlm", "kerberos", "basic", "certificate"] as const;

/** An error of the system. */
const failed = (code: string): Error & { code: string } => Object.assign(new Error(code), { code });

describe("the next step of an error of a remote server", () => {
  it.each(auths)("is a command of PowerShell, in which @{ } has another meaning than for winrm: %s", (auth) => {
    const name = { negotiate: "Negotiate", ntlm: "Negotiate", kerberos: "Kerberos", basic: "Basic" };
    const hint = notOffered({ ...login, auth }, []).error.hint;
    const { [auth as keyof typeof name]: key = "Certificate" } = name;
    expect(hint).toContain(`in PowerShell: Set-Item WSMan:\\localhost\\Service\\Auth\\${key} $true`);
    expect(`${hint} ${refusedWinrmLogin({ ...login, auth }, ["Basic"]).error.hint}`).not.toMatch(/winrm set|@\{/);
  });

  it("is the limit to raise if a request is too long", () => {
    const tooLong = refusedCommand(place.host, { code: 0, subcode: "EncodingLimit", message: "" });
    expect(tooLong?.hint).toBe(
      "Raise the limit on the server in PowerShell: Set-Item WSMan:\\localhost\\MaxEnvelopeSizekb 500",
    );
  });

  it("is there for a fault that nobody knows", () => {
    expect(refusedRequest(place.host, { code: 12, subcode: "", message: "" }).hint).toContain("Get-WinEvent");
  });

  it.each([sshService, winrmService])("is how to find the address of a name: $name", (service) => {
    const hintOf = (code: string) => connectionFailure(service, place, failed(code)).error.hint;
    expect(hintOf("ENOTFOUND")).toBe(
      "Check connection.host, and that this machine finds its address: nslookup web-01.example.com",
    );
    expect(hintOf("EAI_AGAIN")).toMatch(/name servers of this machine: nslookup web-01\.example\.com$/);
    expect(hintOf("ECONNREFUSED")).toBeUndefined();
    expect(connectionFailure(service, place, new Error("no matching cipher")).error.hint).toBe(service.check);
  });
});
