using Hansard.Server.Configuration;

namespace Hansard.Cli.Serve;

/// <summary>Prints what a new server's owner needs to know, when it is ready.</summary>
internal static class Welcome
{
    /// <param name="output">Standard output.</param>
    /// <param name="address">Address that the server listens on.</param>
    /// <param name="firstKey">The key made because the server was new, or null.</param>
    /// <param name="options">Its settings.</param>
    public static void Print(TextWriter output, Uri address, string? firstKey, HansardServerOptions options)
    {
        var reachable = address.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        var server = new UriBuilder(address) { Host = reachable }.Uri.GetLeftPart(UriPartial.Authority);
        output.WriteLine(
            $"Hansard listens on {address.GetLeftPart(UriPartial.Authority)}, data in {Path.GetFullPath(options.Data)}."
            + (options.Role.ServesClients() ? $" The API is described at {server}/docs." : ""));
        if (options.NoAuth) output.WriteLine("No key is needed (--no-auth): every program on this machine can use it.");
        if (firstKey is not null)
        {
            output.WriteLine(
                $$"""

                This server is new. Its first key, shown only this once:

                    {{firstKey}}

                Try it beside a recording.mp3:

                    export HANSARD_KEY={{firstKey}}
                    ask() { curl -sSf -H "Authorization: Bearer $HANSARD_KEY" "$@"; }
                    id() { sed 's/.*"id":"\([^"]*\)".*/\1/'; }
                    file=$(ask {{server}}/v1/files -F file=@recording.mp3 | id)
                    job=$(ask {{server}}/v1/transcriptions --json '{"model": "stt-async-v5", "file_id": "'$file'"}' | id)
                    ask {{server}}/v1/transcriptions/$job/transcript --no-show-error --retry 60 --retry-delay 1 --retry-all-errors

                'hansard keys create' makes more.
                """);
        }

        output.Flush();
    }
}
