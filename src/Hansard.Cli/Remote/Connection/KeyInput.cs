using System.Text;
using Hansard.Cli.Streams;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Connection;

/// <summary>Reads a key from where nobody sees it: a file, standard input, or a terminal without echo.</summary>
internal static class KeyInput
{
    // In bytes. Keys have some dozens.
    private const int Longest = 4096;

    /// <summary>Reads the key in a file.</summary>
    /// <exception cref="UsageException">It cannot be read, or holds something else.</exception>
    public static string ReadFile(string path, string option)
    {
        try
        {
            if (new FileInfo(path) is { Length: > Longest }) throw new UsageException($"{option}: '{path}' is too long for a key.");
            return Check(File.ReadAllText(path), $"{option}: what '{path}' holds");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: '{path}' cannot be read: {FileFault.Reason(e, path)}");
        }
    }

    /// <summary>Reads a key from standard input up to its end; null where there is nothing.</summary>
    public static async Task<string?> ReadStandardInputAsync(CancellationToken cancellationToken)
    {
        if (StandardInput.IsClosed) return null;
        var text = await Console.In.ReadToEndAsync(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return text.Trim().Length == 0 ? null : Check(text, "What standard input holds");
    }

    /// <summary>Asks for a key on the terminal, without echo; null where Enter is all that comes.</summary>
    public static async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync(question).ConfigureAwait(false);
        var text = new StringBuilder();
        try
        {
            while (text.Length < Longest)
            {
                var read = Task.Run(() => Console.ReadKey(intercept: true), CancellationToken.None);
                var key = await read.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (key.Key is ConsoleKey.Enter || key is { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control }) break;
                if (key.Key is ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
                else if (key is { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }) text.Clear();
                else if (!char.IsControl(key.KeyChar)) text.Append(key.KeyChar);
            }
        }
        finally
        {
            await Console.Error.WriteLineAsync().ConfigureAwait(false);
        }
        return text.ToString().Trim().Length == 0 ? null : Check(text.ToString(), "What was typed");
    }

    /// <summary>Trims a key, and refuses what cannot stand in a header.</summary>
    /// <exception cref="UsageException">It can be none. The message does not show it.</exception>
    public static string Check(string text, string source)
    {
        var key = text.Trim();
        return key.Length is > 0 and <= Longest && key.All(c => c is > ' ' and < '\x7f')
            ? key
            : throw new UsageException($"{source} is no API key: a key is one word of ASCII characters.");
    }
}
