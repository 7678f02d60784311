#!/usr/bin/env bash
# Makes a folder with a program that is compiled together with one version of the framework, and runs with its very files only.
#   pin.sh COMPILER FRAMEWORKS VERSION PROGRAM PINNED ASSEMBLY…
# FRAMEWORKS is dotnet's folder "shared", PROGRAM the folder of the program as it was built, the assemblies those of ours that are compiled,
# as intermediate language. Whatever else the program needs stays in PROGRAM.
set -euo pipefail
compiler=$1 program=$4 pinned=$5
core=$2/Microsoft.NETCore.App/$3 web=$2/Microsoft.AspNetCore.App/$3
assemblies=("${@:6}")

rm -rf -- "$pinned"
mkdir -p -- "$pinned"
ln -s "$program"/* "$pinned"

options=(--inputbubble --compilebubblegenerics --inputbubbleref "$core/*.dll" --inputbubbleref "$web/*.dll")
# Of files that stand twice, the first is taken.
for assembly in "${assemblies[@]}"; do options+=(-r "$assembly" --inputbubbleref "$assembly"); done
options+=(-r "$program/*.dll" -r "$core/*.dll" -r "$web/*.dll")
compiling=()
for assembly in "${assemblies[@]}"; do
    rm "$pinned/${assembly##*/}"
    "$compiler" -O "$assembly" -o "$pinned/${assembly##*/}" "${options[@]}" &
    compiling+=($!)
done
for process in "${compiling[@]}"; do wait "$process"; done

rm "$pinned/hansard.runtimeconfig.json"
sed -e 's/"frameworks"/"rollForward": "Disable",\n    "frameworks"/' -e "s/\"version\": \"10\.[0-9.]*\"/\"version\": \"$3\"/" \
    "$program/hansard.runtimeconfig.json" >"$pinned/hansard.runtimeconfig.json"
# Last: without it nobody runs what is here. choose.sh says the same of the files that there are then.
{ printf '%s\n' "$core" && stat -Lc '%n %s %z' "$core"/* "$web"/*; } >"$pinned/framework.new"
mv -- "$pinned/framework.new" "$pinned/framework"
