@echo off
rem The emulator of appcmd, run by the node.exe beside this file.
"%~dp0node.exe" "%~dp0dist\emulator\main.js" %*
