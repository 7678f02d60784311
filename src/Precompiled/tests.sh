#!/usr/bin/env bash
# Compiles what the test programs and the processes that they start spend their starts with, and puts it into each of their folders.
#   tests.sh COMPILER FRAMEWORKS VERSION ARTIFACTS COMPILED [NAME]
# FRAMEWORKS is dotnet's folder "shared", COMPILED the folder of what Precompiled.proj compiles. With a NAME it compiles this assembly.
set -euo pipefail
shopt -s nullglob
compiler=$1 core=$2/Microsoft.NETCore.App/$3 web=$2/Microsoft.AspNetCore.App/$3 artifacts=$4 compiled=$5 name=${6:-}

# The largest first, so that the last are short. Left out is what a few tests run once, and what tests themselves hardly leave.
names=(Hansard.Server Hansard.Server.Tests Npgsql Hansard.Engine Orleans.Runtime Orleans.Core Orleans.Serialization
    AWSSDK.S3 AWSSDK.Core ModelContextProtocol.Core hansard Hansard.Cli.Tests Hansard.Engine.Tests Hansard.Web.Tests Hansard.Resilience
    Google.Protobuf System.Numerics.Tensors Microsoft.OpenApi Spectre.Console xunit.v3.core Hansard.Translation Hansard.Conformance
    OpenTelemetry Dapper Microsoft.ML.OnnxRuntime Polly.Core xunit.v3.assert xunit.v3.common System.CommandLine Microsoft.Data.Sqlite
    OpenTelemetry.Exporter.Prometheus.AspNetCore ModelContextProtocol.AspNetCore Microsoft.AspNetCore.OpenApi Orleans.Core.Abstractions
    OnnxSharp Spectre.Console.Ansi Hansard.Server.TestHost Microsoft.ML.Tokenizers SQLitePCLRaw.core SQLitePCLRaw.provider.e_sqlite3)

if [[ -z $name ]]; then
    mkdir -p -- "$compiled/built"
    printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I NAME "$0" "$@" NAME
    # When nothing reads them any more. Another version of a package stays as it is.
    for name in "${names[@]}"; do
        for copy in "$artifacts"/bin/*/release/"$name.dll"; do
            ! cmp -s -- "$copy" "$compiled/built/$name.dll" || cp -p -- "$compiled/$name.dll" "$copy"
        done
    done
    exit
fi

# What was built is in the project's own folder; of a package, in every folder that has not got the compiled one yet.
product=$compiled/$name.dll built=$compiled/built/$name.dll copies=("$artifacts"/bin/*/release/"$name.dll")
for source in "$artifacts"/obj/*/release/"$name.dll" "${copies[@]}"; do
    cmp -s -- "$source" "$product" || break
done
[[ -n ${source:-} ]] || exit 0
[[ ! -f $product ]] || { ! cmp -s -- "$source" "$product" && ! cmp -s -- "$source" "$built"; } || exit 0
folder=${copies[0]%/*}
"$compiler" -O "$source" -o "$product.new" -r "$folder/*.dll" -r "$core/*.dll" -r "$web/*.dll" >/dev/null
cp -- "$source" "$built"
mv -- "$product.new" "$product"
