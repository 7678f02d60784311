# Read by ./hansard: takes the program that pin.sh has made, if it is of what was built last, and if the newest framework that dotnet has
# is the one it was compiled with, each file with its size and the time at which it was last put there or changed: code of the framework
# is in the program, so that a distribution's second build of the same version is another framework.
# shellcheck shell=bash
pinned=$root/artifacts/bin/Hansard.Cli/pinned/framework objects=$root/artifacts/obj
files=$(<"$pinned") framework=${files%%$'\n'*} web=${framework/Microsoft.NETCore.App/Microsoft.AspNetCore.App}
if [[ ! $objects/Hansard.Cli/release/hansard.dll -nt $pinned && ! $objects/Hansard.Engine/release/Hansard.Engine.dll -nt $pinned &&
    ! ${pinned%/*}/hansard.deps.json -nt $pinned &&
    $(type -P dotnet) -ef ${framework%/shared/*}/dotnet && $(printf '%s\n' "${framework%/*}"/* | sort -V | tail -n 1) == "$framework" &&
    $files == "$framework"$'\n'$(stat -Lc '%n %s %z' "$framework"/* "$web"/*) ]]; then
    # shellcheck disable=SC2034 # Read by ./hansard.
    program=Hansard.Cli/pinned/hansard.dll
fi
