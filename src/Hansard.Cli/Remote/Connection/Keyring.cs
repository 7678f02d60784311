using System.Diagnostics;

namespace Hansard.Cli.Remote.Connection;

/// <summary>
/// The keyring of the desktop session, through libsecret's <c>secret-tool</c>: keys go through pipes, and never by arguments.
/// </summary>
internal static class Keyring
{
    private const string Program = "secret-tool";

    // Someone may have to type the keyring's password.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Keeps a key.</summary>
    /// <returns>False where there is no keyring that does.</returns>
    public static async Task<bool> TryStoreAsync(Uri server, string key, CancellationToken cancellationToken)
        => await RunAsync(["store", "--label=Hansard", .. Attributes(server)], key, cancellationToken).ConfigureAwait(false) is not null
            && await FindAsync(server, cancellationToken).ConfigureAwait(false) == key;

    /// <summary>Returns the key that was kept for a server; null where there is none, or no keyring.</summary>
    public static async Task<string?> FindAsync(Uri server, CancellationToken cancellationToken)
    {
        var key = await RunAsync(["lookup", .. Attributes(server)], "", cancellationToken).ConfigureAwait(false);
        return key is { Length: > 0 } ? key : null;
    }

    /// <summary>Forgets the key of a server.</summary>
    public static Task ForgetAsync(Uri server, CancellationToken cancellationToken)
        => RunAsync(["clear", .. Attributes(server)], "", cancellationToken);

    private static string[] Attributes(Uri server) => ["service", "hansard", "url", ServerAddress.Show(server)];

    // Standard output of a run that succeeds; null for any other.
    private static async Task<string?> RunAsync(string[] arguments, string input, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || Find() is not { } program) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token).ConfigureAwait(false);
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return process.ExitCode == 0 ? output.TrimEnd('\n') : null;
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Program))
            .FirstOrDefault(File.Exists);
}
