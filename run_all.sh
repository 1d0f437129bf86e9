#!/usr/bin/env bash
# The front door. It prepares the environment once; the work is in `python -m analysis`.
set -eu

usage() {
  cat <<'TEXT'
Usage: ./run_all.sh [COMMAND] [ARGUMENTS]

  (no command)         run every notebook, verify it, write build/report/index.html
  setup                prepare the environment only
  test                 run all tests: style, types, unit and property tests, notebooks
  lab                  open JupyterLab at the notebooks, on this machine only
  run NOTEBOOK -p NAME VALUE ...
                       run one notebook with other parameters, outputs in build/runs/
  update [NOTEBOOK]    re-execute and accept the new outputs and figures
  parameters [NOTEBOOK]
                       list the parameters of the notebooks
  claims COMMAND       check, show or report what the texts claim, with verdicts
  briefs [STATE ...]   a page a state as HTML and PDF, in build/briefs/
  data COMMAND         list, show, cite, check, build, fetch ... the tables of data/
  docs                 write docs/glossary.md and docs/schemas/ anew
  COMMAND --help       more about one command

Environment variables:
  PYTHON=PATH          the Python to use (3.11, 3.12 or 3.13)
  RUN_ENV=conda        use environment.yml through micromamba, mamba or conda
TEXT
}

fail() {
  printf 'run_all.sh: %s\n' "$*" >&2
  exit 1
}

case "${1:-}" in -h | --help | help) usage; exit 0 ;; esac

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
lock="$here/requirements.lock"
log="$here/build/setup.log"
supported='3.11, 3.12 or 3.13'
check_version='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

# Prints the first Python that is new enough; else says what was found and what to do.
find_python() {
  found=''
  if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3 python3.13 python3.12 python3.11 python; fi
  for name in "$@"; do
    command -v "$name" >/dev/null 2>&1 || continue
    if "$name" -c "$check_version" >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
    version=$("$name" -c 'import platform; print(platform.python_version())' 2>/dev/null) || continue
    found="$found $name is $version;"
  done
  advice="install Python $supported (https://www.python.org/downloads/), name one with PYTHON=/path/to/python, or set RUN_ENV=conda."
  [ -z "${PYTHON:-}" ] || fail "PYTHON=$PYTHON cannot be used:${found:- it does not run;} Python $supported is needed."
  [ -z "$found" ] || fail "no suitable Python:$found $advice"
  fail "no Python found: $advice"
}

# Runs a step quietly; on failure turns the log into one line that says what to do.
step() {
  "$@" >>"$log" 2>&1 || explain_failure
}

explain_failure() {
  if grep -qiE 'do not match the hashes|hashes are required' "$log"; then
    fail "a package does not have the hash that requirements.lock demands; nothing was installed from it. See $log."
  elif grep -qiE 'ensurepip|python3-venv' "$log"; then
    fail "this Python cannot make environments; on Debian or Ubuntu: apt-get install python3-venv. See $log."
  elif grep -qiE 'no space left' "$log"; then
    fail "the disk is full; about 1 GB is needed. See $log."
  elif grep -qiE 'NewConnectionError|Could not connect|Name or service|name resolution|Network is unreachable|timed out|ConnectionError|Connection (refused|reset)|No matching distribution' "$log"; then
    fail "the packages cannot be downloaded: is there a network, and does pip reach a package index? Then run again. See $log."
  fi
  fail "setting up the environment failed; see $log."
}

start_log() {
  mkdir -p "$here/build"
  : >"$log"
  printf 'Setting up the environment in %s (once, a few minutes) ...\n' "$1" >&2
}

setup_venv() {
  env="$here/.venv"
  python="$env/bin/python"
  # The stamp is written last and names the folder: a moved or half-made environment is made anew.
  if [ -x "$python" ] && [ "$(cat "$env/made-in" 2>/dev/null)" = "$here" ] && cmp -s "$lock" "$env/made-from"; then
    return
  fi
  base=$(find_python) || exit 1
  start_log .venv
  rm -f "$env/made-from"
  step "$base" -m venv --clear "$env"
  step "$python" -m pip install --disable-pip-version-check --require-hashes -r "$lock"
  step "$python" -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e "$here"
  cp "$lock" "$env/made-from"
  printf '%s\n' "$here" >"$env/made-in"
}

setup_conda() {
  env="$here/.conda"
  python="$env/bin/python"
  if [ -x "$python" ] && cat "$here/environment.yml" "$lock" | cmp -s - "$env/made-from"; then
    return
  fi
  tool=''
  for name in micromamba mamba conda; do
    if command -v "$name" >/dev/null 2>&1; then tool=$name; break; fi
  done
  [ -n "$tool" ] || fail 'RUN_ENV=conda, but none of micromamba, mamba and conda was found: install one (https://mamba.readthedocs.io), or unset RUN_ENV to use Python itself.'
  start_log .conda
  rm -rf "$env"
  # `micromamba create` and `conda env create` take the same file under different names.
  if [ "$tool" = micromamba ]; then
    step micromamba create --yes --prefix "$env" --file "$here/environment.yml"
  else
    step "$tool" env create --yes --prefix "$env" --file "$here/environment.yml"
  fi
  step "$python" -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e "$here"
  cat "$here/environment.yml" "$lock" >"$env/made-from"
}

trap 'printf "\nrun_all.sh: interrupted; run it again to go on.\n" >&2; exit 130' INT TERM
# Packages in the user's own folder must not shadow the locked ones.
export PYTHONNOUSERSITE=1
case "${RUN_ENV:-venv}" in
  venv) setup_venv ;;
  conda) setup_conda ;;
  *) fail "RUN_ENV=$RUN_ENV is not known; use RUN_ENV=conda, or unset it." ;;
esac
trap - INT TERM

case "${1:-}" in
  setup) printf 'The environment is ready: %s\n' "$env" >&2; exit 0 ;;
  '') set -- reproduce ;;
esac
exec "$python" -m analysis "$@"
