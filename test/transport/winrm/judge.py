"""Independent WinRM clients: pywinrm or pypsrp runs lines on a server. Argument and answer are JSON; see judge.ts."""

import base64
import json
import sys


def with_pypsrp(call: dict) -> list:
    from pypsrp.shell import Process, SignalCode, WinRS
    from pypsrp.wsman import WSMan

    options = {
        **{"ssl": call["https"], "username": call.get("user"), "password": call.get("password")},
        **{"cert_validation": call.get("ca", False), "negotiate_service": "HTTP", "auth": call["method"]},
        **{"certificate_pem": call.get("certificate"), "certificate_key_pem": call.get("key")},
        **{"operation_timeout": call.get("timeout", 20), "reconnection_retries": 0, **call.get("more", {})},
    }
    results = []
    with WSMan(call["host"], port=call["port"], **options) as wsman:
        shell = WinRS(wsman, codepage=65001)
        if "shell" in call:
            shell.shell_id, shell.opened = call["shell"], True
        else:
            shell.open()
        for line in call["lines"]:
            process = Process(shell, line[0], line[1:], no_shell=call.get("withoutCmd", False))
            process.invoke()
            process.signal(SignalCode.TERMINATE)
            results.append((process.rc, process.stdout, process.stderr))
        if "shell" not in call:
            shell.close()
    return results


def with_pywinrm(call: dict) -> list:
    from winrm.protocol import Protocol

    scheme = "https" if call["https"] else "http"
    protocol = Protocol(
        f"{scheme}://{call['host']}:{call['port']}/wsman",
        transport=call["method"],
        username=call.get("user"),
        password=call.get("password"),
        ca_trust_path=call.get("ca"),
        cert_pem=call.get("certificate"),
        cert_key_pem=call.get("key"),
        operation_timeout_sec=call.get("timeout", 20),
    )
    results = []
    shell = call.get("shell") or protocol.open_shell(codepage=65001)
    for line in call["lines"]:
        command = protocol.run_command(shell, line[0], line[1:], skip_cmd_shell=call.get("withoutCmd", False))
        stdout, stderr, exit_code = protocol.get_command_output(shell, command)
        protocol.cleanup_command(shell, command)
        results.append((exit_code, stdout, stderr))
    if "shell" not in call:
        protocol.close_shell(shell)
    return results


def main() -> None:
    call = json.loads(sys.argv[1])
    try:
        results = {"pypsrp": with_pypsrp, "pywinrm": with_pywinrm}[call["client"]](call)
    except Exception as problem:  # Whatever goes wrong is what a test asks for.
        code = getattr(problem, "wsman_fault_code", None) or getattr(problem, "code", None)
        print(json.dumps({"error": type(problem).__name__, "code": code, "message": str(problem)}))
        return
    names = ("exitCode", "stdout", "stderr")
    texts = [(code, base64.b64encode(out).decode(), base64.b64encode(err).decode()) for code, out, err in results]
    print(json.dumps({"results": [dict(zip(names, result, strict=True)) for result in texts]}))


main()
