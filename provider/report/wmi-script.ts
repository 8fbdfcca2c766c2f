import { isVisible } from "../visible-text";

/** The characters that PowerShell reads as an apostrophe. */
const apostrophe = /['\u2018-\u201b]/g;

/**
 * A script for Windows PowerShell 2.0 and later that recycles pools by WMI, for servers without appcmd and without SSH.
 * It uses `root\WebAdministration` if IIS 7 has it (the feature IIS Management Scripts and Tools), else
 * `root\MicrosoftIISv2` of IIS 6. It runs on the server, or on any Windows machine with `-ComputerName`. It exits with
 * 1 if a pool is missing, does not run or cannot be recycled, and continues with the others.
 *
 * No query contains a name: all pools are read, and PowerShell compares them. The script is pure ASCII, as Windows
 * PowerShell reads files without a byte order mark in the code page of the system.
 *
 * @param pools names as on the server; letter case is ignored
 */
export function wmiScript(pools: readonly string[]): string {
  return `${head}\r\n$names = @(\r\n${pools.map((name) => `  ${wmiLiteral(name)}`).join(",\r\n")}\r\n)\r\n${body}`
    .replace(/\r?\n/g, "\r\n")
    .trimStart();
}

/**
 * A text as an expression of PowerShell in pure ASCII: a verbatim string, or if required one whose escapes .NET
 * resolves.
 */
export function wmiLiteral(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && isVisible(text)) return verbatim(text);
  const escaped = text.replace(/[\\#:]|[^\x20-\x7e]/g, (unit) => `\\u${hex(unit.charCodeAt(0))}`);
  return `([regex]::Unescape(${verbatim(escaped)}))`;
}

function verbatim(text: string): string {
  return `'${text.replace(apostrophe, "$&$&")}'`;
}

function hex(code: number): string {
  return code.toString(16).padStart(4, "0");
}

const head = `
# Recycles application pools by WMI. Made by: iispools recycle --script wmi
param([string[]]$ComputerName = @('.'))
$ErrorActionPreference = 'Stop'
`;

const body = `
$started = 1
$failed = $false

# Spells out what a terminal or a CI system would carry out.
function Write-Line([string]$text) {
  Write-Output ([regex]::Replace($text, '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|(?<=#)#(?=[A-Za-z\\[])|(?<=^\\s*:):(?=[A-Za-z])', {
    '\\u{0:x4}' -f [int][char]$args[0].Value
  }))
}

function Find-Pools([string]$computer) {
  # Authentication 6 is packet privacy, which both namespaces ask for over the network.
  try {
    $found = Get-WmiObject -ComputerName $computer -Authentication 6 -Namespace 'root\\WebAdministration' -Class 'ApplicationPool'
    return @($found | ForEach-Object { @{ Name = $_.Name; Pool = $_; IsRunning = ($_.GetState().ReturnValue -eq $started) } })
  } catch {
    $first = $_
  }
  try {
    # A pool that does not run refuses by itself here.
    $found = Get-WmiObject -ComputerName $computer -Authentication 6 -Namespace 'root\\MicrosoftIISv2' -Class 'IIsApplicationPool'
    return @($found | ForEach-Object { @{ Name = ($_.Name -replace '^W3SVC/AppPools/', ''); Pool = $_; IsRunning = $true } })
  } catch {
    throw ('neither root\\WebAdministration (' + $first + ') nor root\\MicrosoftIISv2 (' + $_ + ') answers')
  }
}

# powershell -File hands over a list as one text.
foreach ($computer in @($ComputerName | ForEach-Object { $_.Split(',') })) {
  try {
    $pools = @(Find-Pools $computer)
  } catch {
    Write-Line ($computer + ': ' + $_)
    $failed = $true
    continue
  }
  foreach ($name in $names) {
    $what = $computer + ': pool "' + $name + '" '
    $found = @($pools | Where-Object { $_.Name -eq $name })
    if ($found.Count -ne 1) { Write-Line ($what + 'is not there'); $failed = $true; continue }
    if (-not $found[0].IsRunning) { Write-Line ($what + 'does not run; start it first'); $failed = $true; continue }
    try {
      [void]$found[0].Pool.InvokeMethod('Recycle', $null)
      Write-Line ($what + 'recycled')
    } catch {
      Write-Line ($what + 'cannot be recycled: ' + $_)
      $failed = $true
    }
  }
}
if ($failed) { exit 1 }
`;
