@echo off
rem iispools, run by the node.exe beside this file.
"%~dp0node.exe" "%~dp0dist\provider\cli\bin.js" %*
