/*
 * appcmd.exe for tests: hands its command line, as it stands, to the appcmd emulator on Windows' own node.exe, and ends
 * with the emulator's 32-bit exit code.
 *
 * NODE_EXE and EMULATOR, wide string literals, are given by the compiler's command line. The emulator finds its
 * applicationHost.config by APPCMD_EMULATOR_CONFIG, which is inherited with the rest of the environment.
 */
#include <wchar.h>
#include <windows.h>

/** What this stand-in ends with where it cannot do its work; no exit code of appcmd. */
#define BROKEN 0xE0000001u

/** How often it tries to start the emulator. */
#define ATTEMPTS 10

/** CreateProcess takes no longer command line. */
#define LONGEST 32767

/** What stands behind the program in a command line: nothing of it is parsed, so nothing of it is changed. */
static const wchar_t *behind_program(const wchar_t *line) {
  BOOL quoted = FALSE;
  for (; *line != L'\0' && (quoted || (*line != L' ' && *line != L'\t')); line++)
    if (*line == L'"') quoted = !quoted;
  return line;
}

/** Puts this program into a job that ends with it, and takes along what it started. */
static void live_and_die_together(void) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
  HANDLE job = CreateJobObjectW(NULL, NULL);
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  AssignProcessToJobObject(job, GetCurrentProcess());
}

int wmain(void) {
  static wchar_t line[LONGEST + 1];
  const wchar_t *rest = behind_program(GetCommandLineW());
  STARTUPINFOW startup = {.cb = sizeof startup};
  PROCESS_INFORMATION emulator;
  DWORD code = BROKEN;

  live_and_die_together();
  if (wcslen(NODE_EXE) + wcslen(EMULATOR) + 5 + wcslen(rest) > LONGEST) return (int)BROKEN;
  wcscpy(line, L"\"" NODE_EXE L"\" \"" EMULATOR L"\"");
  wcscat(line, rest);
  /* Wine on a busy machine starts a process at the second attempt. */
  for (int attempt = 1; !CreateProcessW(NODE_EXE, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &emulator); attempt++) {
    if (attempt == ATTEMPTS) return (int)BROKEN;
    Sleep(100);
  }
  WaitForSingleObject(emulator.hProcess, INFINITE);
  GetExitCodeProcess(emulator.hProcess, &code);
  return (int)code;
}
