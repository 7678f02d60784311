using System.CommandLine;
using Hansard.Cli.Defaults;
using Hansard.Cli.Formats;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Usage;
using Hansard.Engine.Audio;
using Hansard.Server.Configuration;

namespace Hansard.Cli;

/// <summary>Runs the command that the arguments name, and turns failures a user can act on into one line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of a command that could not do what was asked for; the reason is on standard error.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of a command line that is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>Exit code of a command stopped by Ctrl-C or SIGTERM, by the shell's convention: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <param name="root">All commands.</param>
    /// <param name="args">The arguments as the user typed them.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        // System.CommandLine's own handler prints a stack trace for everything, which a wrong file name does not deserve.
        // A server that is told to stop has 30 seconds to put down what runs, and two more to end.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(32),
        };
        try
        {
            args = RedactOption.Complete(args);
            args = TranscribeDefaults.Apply(root, args, Environment.GetEnvironmentVariables());
            var parsed = root.Parse(args, UsageCheck.Parser);
            if (UsageCheck.FindFault(parsed, args) is { } fault) throw new UsageException(fault);
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception exception) when (exception is UsageException or InvalidConfigurationException)
        {
            await Console.Error.WriteLineAsync($"hansard: {Shown(exception.Message)}").ConfigureAwait(false);
            return WrongUsage;
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            await Console.Error.WriteLineAsync($"hansard: {Shown(FileFault.Sentence(exception))}").ConfigureAwait(false);
            return Failed;
        }
    }

    // Names of files may have control characters; the faults of a configuration have a line each.
    private static string Shown(string message) => string.Join('\n', message.ReplaceLineEndings("\n").Split('\n').Select(Printable.Of));

    // Anything else is a fault of ours and keeps its stack trace.
    private static bool IsForTheUser(Exception exception)
        => exception is IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException or InvalidAudioException
            or DecoderUnavailableException or RemoteException;
}
