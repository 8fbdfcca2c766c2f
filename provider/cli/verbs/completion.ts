import { Argument } from "commander";
import { limitedTo } from "../option-values";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

// Each script calls `iispools __complete -- <words>`, which prints a candidate and its description on each line, separated by a tab.
// The line `:files` means that names of files fit too.

const bash = `# bash completion of iispools. In ~/.bashrc: source <(iispools completion bash)
_iispools() {
  local line candidates=() files=
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then files=1; else candidates+=("\${line%%$'\\t'*}"); fi
  done < <("\${COMP_WORDS[0]}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  COMPREPLY=("\${candidates[@]}")
  if [[ -n $files ]]; then
    local current="\${COMP_WORDS[COMP_CWORD]}"
    [[ $current == = ]] && current=
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
  fi
}
complete -F _iispools iispools
`;

const zsh = `#compdef iispools
# zsh completion of iispools. In ~/.zshrc, after compinit: source <(iispools completion zsh)
_iispools() {
  local line files=
  local -a candidates
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      files=1
    elif [[ $line == *$'\\t'* ]]; then
      candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    else
      candidates+=("\${line//:/\\\\:}")
    fi
  done < <("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#candidates} )) && _describe 'iispools' candidates
  [[ -n $files ]] && _files
  return 0
}
if [[ \${funcstack[1]} == _iispools ]]; then
  _iispools "$@"
else
  compdef _iispools iispools
fi
`;

const fish = `# fish completion of iispools. iispools completion fish > ~/.config/fish/completions/iispools.fish
function __iispools_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] __complete -- $words[2..-1] 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c iispools -f -a '(__iispools_complete)'
`;

const powershell = `# PowerShell completion of iispools. In $PROFILE: iispools completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'iispools' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text.Trim("'", '"') })
    # Windows PowerShell drops an empty argument.
    $current = if ($wordToComplete -eq '') { '--empty-word' } else { $wordToComplete }
    & $commandAst.CommandElements[0].Extent.Text.Trim("'", '"') '__complete' '--' @words $current 2>$null | ForEach-Object {
        if ($_ -eq ':files') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        } else {
            $text, $doc = $_ -split "\`t", 2
            if (-not $doc) { $doc = $text }
            [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $doc)
        }
    }
}
`;

const scripts = { bash, zsh, fish, powershell };

/** `iispools completion`: the script with which a shell completes verbs, options, values, setting paths and names of files. */
export const completionVerb = defineVerb<[keyof typeof scripts], object>({
  define: (command) => command.addArgument(limitedTo(Object.keys(scripts), new Argument("<shell>", "the shell"))),
  examples: [
    ["source <(iispools completion bash)", "in ~/.bashrc"],
    ["source <(iispools completion zsh)", "in ~/.zshrc"],
    ["iispools completion fish > ~/.config/fish/completions/iispools.fish"],
    ["iispools completion powershell | Out-String | iex", "in $PROFILE"],
  ],
  exits: "0 done, 1 error",
  run: ([shell], _flags, io) => {
    io.stdout.write(scripts[shell]);
    return Promise.resolve(exitCodes.ok);
  },
});
