# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of sonde-cli for bash. Commands and options are read from its help, so that they are never out of date.

_sonde_cli ()
{
  local cur prev words cword
  if declare -F _init_completion >/dev/null; then
    _init_completion -n = || return
  else
    cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=("${COMP_WORDS[@]}") cword=$COMP_CWORD
  fi
  local program=${words[0]} command=${words[1]}
  compopt +o nospace 2>/dev/null

  if [ "$cword" = 1 ]; then
    COMPREPLY=($(compgen -W "$("$program" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p') --help --version" -- "$cur"))
    return
  fi
  case $cur in
    --format=*) COMPREPLY=($(compgen -P --format= -W "csv json npy" -- "${cur#*=}")); return ;;
    --order=*) COMPREPLY=($(compgen -P --order= -W "told sorted" -- "${cur#*=}")); return ;;
    --info=*) COMPREPLY=($(compgen -P --info= -W "overwrite lines json none" -- "${cur#*=}")); return ;;
    --what=*) COMPREPLY=($(compgen -P --what= -W "function convergence" -- "${cur#*=}")); return ;;
    --output=*|--plot=*) local name=${cur%%=*}; COMPREPLY=($(compgen -P "$name=" -f -- "${cur#*=}")); return ;;
    -*)
      COMPREPLY=($(compgen -W "$("$program" "$command" --help 2>/dev/null | sed -n 's/^  \(-[a-zA-Z], \)\{0,1\}\(--[a-z-]*=\{0,1\}\).*/\2/p')" -- "$cur"))
      [ "${#COMPREPLY[@]}" != 1 ] || [ "${COMPREPLY[0]%=}" = "${COMPREPLY[0]}" ] || compopt -o nospace 2>/dev/null
      return ;;
  esac
  case $command in
    run) COMPREPLY=($(compgen -f -X '!*.@(sonde|json)' -- "$cur") $(compgen -d -- "$cur")) ;;
    ask-tell) COMPREPLY=($(compgen -f -X '!*.@(sonde|json)' -- "$cur") $(compgen -d -- "$cur")) ;;
    bench) COMPREPLY=($(compgen -W "$("$program" bench --help 2>/dev/null | sed -n '/^Benchmarks:/,/^$/s/^  \([^ ]*\) .*/\1/p')" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -f -X '!*.sonde' -- "$cur") $(compgen -d -- "$cur")) ;;
  esac
  compopt -o filenames 2>/dev/null
}

complete -F _sonde_cli sonde-cli
