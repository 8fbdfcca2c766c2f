// Prints its arguments in hexadecimal UTF-16, a line a process: as the C run-time library parses them, a bar, and as
// CommandLineToArgvW does.
#include <stdio.h>
#include <windows.h>
#include <shellapi.h>

int _dowildcard = 0; // mingw would replace *.c by file names; appcmd does not

static void print(int count, wchar_t **arguments) {
  for (int i = 1; i < count; i++, putchar(' '))
    for (wchar_t *unit = arguments[i]; *unit; unit++) printf("%04x", *unit);
}

int wmain(int argc, wchar_t **argv) {
  int count;
  wchar_t **other = CommandLineToArgvW(GetCommandLineW(), &count);
  print(argc, argv);
  putchar('|');
  print(count, other);
  putchar('\n');
  return 0;
}
