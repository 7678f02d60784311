#!/usr/bin/env bash
# The engine's kernels on processors that are not here, emulated by Debian's qemu-user-static:
#   tests/emulated.sh arm64      Arm64. ONNX Runtime's own library crashes there (QEMU 7.2), so only tests without it are run.
#   tests/emulated.sh haswell    x64 with AVX2 and without VNNI, where products of integers take another way.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/.."
out=artifacts/emulated
export DOTNET_EnableDiagnostics=0

command -v qemu-aarch64-static > /dev/null || { echo "Install the package qemu-user-static." >&2; exit 1; }

case "${1:-}" in
arm64)
    libraries=$out/libraries
    if [ ! -e "$libraries/root" ]; then
        # Of another architecture, without adding it to this machine's.
        mkdir -p "$libraries/lists/partial"
        apt=(apt-get -qq -o Dir::State::Lists="$PWD/$libraries/lists" -o Dir::State::status=/dev/null -o Dir::Cache::pkgcache=
             -o Dir::Cache::srcpkgcache= -o APT::Architecture=arm64 -o APT::Architectures::=arm64)
        "${apt[@]}" update
        (cd "$libraries" && "${apt[@]}" download libc6 libgcc-s1 libssl3 libstdc++6 zlib1g)
        mkdir "$libraries/unfinished"
        for package in "$libraries"/*.deb; do dpkg-deb -x "$package" "$libraries/unfinished"; done
        mv "$libraries/unfinished" "$libraries/root"
    fi
    # In a folder of its own, so that nothing of this machine's build is for another.
    dotnet publish tests/Hansard.Engine.Tests -c Release -r linux-arm64 --self-contained -o "$out/arm64" --nologo -v q --tl:off \
        -p:ArtifactsPath="$PWD/$out/build"
    qemu-aarch64-static -L "$libraries/root" "$out/arm64/Hansard.Engine.Tests" -noLogo -noColor \
        -class '*.KernelsTests' -class '*.InstructionSetsTests'
    ;;
haswell)
    dotnet build tests/Hansard.Engine.Tests -c Release --nologo -v q --tl:off
    # A process each: several threads that compile at once crash the emulator.
    for class in ${CLASSES:-KernelsTests InstructionSetsTests IntegerProductTests IntegerLayerTests EncoderAttentionTests \
                            CrossAttentionKernelTests}; do
        QEMU_CPU=Haswell qemu-x86_64-static artifacts/bin/Hansard.Engine.Tests/release/Hansard.Engine.Tests -noLogo -noColor \
            -class "*.$class" 2> >(grep -v 'TCG doesn' >&2)
    done
    ;;
*)
    sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
