@echo off
rem The provider plugin, run by the node.exe beside this file.
"%~dp0node.exe" "%~dp0plugin\pulumi-resource-iis.cjs" %*
