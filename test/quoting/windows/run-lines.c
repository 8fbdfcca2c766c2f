// run-lines <lines> <output>: starts each line of a UTF-16 file by CreateProcessW, one after the other, exactly as it
// stands there; their output and "= <exit code>" go to a file, as a Unix pipe is no handle that Wine's processes can write.
#include <stdio.h>
#include <windows.h>

static wchar_t line[32768];

int wmain(int argc, wchar_t **argv) {
  FILE *lines = _wfopen(argv[1], L"rb");
  SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
  HANDLE output = CreateFileW(argv[2], GENERIC_WRITE, FILE_SHARE_WRITE, &inherit, CREATE_ALWAYS, 0, NULL);
  STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
  startup.hStdOutput = startup.hStdError = output;
  int length = 0;
  for (wchar_t unit; fread(&unit, sizeof unit, 1, lines) == 1;) {
    if (unit != L'\n') {
      if (length == 32767) return 2; // the most that CreateProcess takes
      line[length++] = unit;
      continue;
    }
    line[length] = 0;
    length = 0;
    PROCESS_INFORMATION process;
    DWORD code = -1, written;
    char end[20];
    if (CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
      WaitForSingleObject(process.hProcess, INFINITE);
      GetExitCodeProcess(process.hProcess, &code);
      CloseHandle(process.hProcess);
      CloseHandle(process.hThread);
    } else {
      WriteFile(output, end, sprintf(end, "error %lu\n", GetLastError()), &written, NULL);
    }
    WriteFile(output, end, sprintf(end, "= %lu\n", code), &written, NULL);
  }
  return argc == 3 ? 0 : 1;
}
