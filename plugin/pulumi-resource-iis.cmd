@echo off
rem The provider plugin, as the Pulumi engine starts it on Windows.
node "%~dp0pulumi-resource-iis.cjs" %*
